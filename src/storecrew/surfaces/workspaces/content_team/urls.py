"""Addresses of the content team's own pages."""

from django.urls import path

from storecrew.surfaces.workspaces.content_team.reviews import pages as review_pages
from storecrew.surfaces.workspaces.content_team.texts import lists, mail_pages, message_pages

urlpatterns = [
    *review_pages.urlpatterns,
    path("texts/mails/", lists.MailList.as_view(), name="texts_mails"),
    path("texts/mails/<str:name>/", mail_pages.mail_texts, name="texts_mail"),
    path("texts/messages/", lists.MessageList.as_view(), name="texts_messages"),
    path("texts/messages/<slug:key>/", message_pages.message, name="texts_message"),
]
