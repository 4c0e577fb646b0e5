"""Addresses of webhooks."""

from django.urls import path

from storecrew.surfaces.rest.webhooks.views import (
    carrier_webhook,
    mail_webhook,
    payment_webhook,
    social_webhook,
)

urlpatterns = [
    path("payments/<slug:gateway>/", payment_webhook, name="payment_webhook"),
    path("carriers/<slug:account>/", carrier_webhook, name="carrier_webhook"),
    path("social/<slug:network>/", social_webhook, name="social_webhook"),
    path("mail/<slug:provider>/", mail_webhook, name="mail_webhook"),
]
