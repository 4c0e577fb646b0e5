"""News feeds: which are read, and why one cannot be (MKT-3)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from storecrew.contexts.insights import public as insights
from storecrew.contexts.insights.models import NewsFeed
from storecrew.kernel import clock
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, Text
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, Table, render_record
from storecrew.surfaces.ui.backoffice.three_way import of_record
from storecrew.surfaces.workspaces.marketing_manager.campaigns.campaign_steps import form_page, saved
from storecrew.surfaces.workspaces.marketing_manager.trends import words

MOST = 50


def state(row: NewsFeed) -> Status:
    """Return how a feed stands."""
    if not row.active:
        return Status(_("Not read"), "neutral")
    if row.trouble:
        return Status(_("Cannot be read"), "bad")
    return Status(_("Is read"), "good") if row.read_at else Status(_("Waits"), "info")


class FeedList(Listing):
    """All news feeds."""

    code = "insights.news_feeds"
    title = gettext_lazy("News feeds")
    permission = "reports.read"
    search_fields = ("name", "url")
    default_sort = "name"
    empty_title = gettext_lazy("No news feeds yet")
    empty_text = gettext_lazy(
        "Enter the RSS or Atom address of what you would read anyway: trade press, associations, "
        "competitors. It is read each hour, and no entry comes twice."
    )
    columns = (
        Column("name", gettext_lazy("Feed"), "name", sort="name", primary=True),
        Column("state", gettext_lazy("State"), state, kind="status"),
        Column("clips", gettext_lazy("Clips"), "clip_count", kind="number"),
        Column("read", gettext_lazy("Read"), "read_at", kind="datetime", sort="read_at"),
        Column("url", gettext_lazy("Address"), "url", default=False),
    )
    filters = (Filter("active", gettext_lazy("Read it"), "boolean", "active"),)

    def rows(self) -> QuerySet[NewsFeed]:
        """Return all feeds with the number of their clips."""
        return NewsFeed.objects.annotate(clip_count=Count("clips"))

    def row_url(self, row: NewsFeed) -> str:
        """Return the page of the feed."""
        return reverse("news_feed", args=[row.pk])

    def primary_action(self) -> tuple[Text, str] | None:
        """Offer a new one to those who may write."""
        return (_("New feed"), reverse("news_feed_add")) if self.actor.can("insights.write") else None


class FeedForm(forms.Form):
    """Which feed, and whether it is read."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    url = forms.CharField(
        label=gettext_lazy("Address of the feed"),
        max_length=500,
        help_text=gettext_lazy("RSS or Atom, beginning with https://."),
    )
    active = forms.BooleanField(label=gettext_lazy("Read it each hour"), required=False, initial=True)

    def content(self) -> dict[str, Any]:
        """Return what was entered."""
        return {name: self.cleaned_data[name] for name in ("name", "url", "active")}


def _find(feed_id: int) -> NewsFeed:
    row = NewsFeed.objects.filter(pk=feed_id).first()
    if row is None:
        raise insights.UnknownTrend(id=feed_id)
    return row


@workspace_page(permission="insights.write")
def add(request: HttpRequest) -> HttpResponse:
    """Enter a feed."""
    return _edit(request, None, FeedForm(request.POST or None), _("New feed"))


@workspace_page(permission="insights.write")
def edit(request: HttpRequest, feed_id: int) -> HttpResponse:
    """Change a feed."""
    row = _find(feed_id)
    initial = {"name": row.name, "url": row.url, "active": row.active}
    return _edit(request, row.pk, of_record(FeedForm(request.POST or None, initial=initial)), row.name)


def _edit(request: HttpRequest, feed_id: int | None, form: FeedForm, title: str) -> HttpResponse:
    def save(content: dict[str, Any]) -> int:
        return insights.save_feed(feed_id, **content, actor=request_actor(request), at=clock.now())

    if request.method == "POST" and form.is_valid():
        key = saved(form, save)
        if key is not None:
            messages.success(request, _("Saved. It is read within ten minutes."))
            return redirect("news_feed", feed_id=key)
    return form_page(request, form, title, (reverse("news_feeds"), _("News feeds")))


@workspace_page(permission="insights.write")
@require_POST
def delete(request: HttpRequest, feed_id: int) -> HttpResponse:
    """Delete a feed with its clips."""
    insights.delete_feed(feed_id, actor=request_actor(request), at=clock.now())
    messages.success(request, _("Deleted."))
    return redirect("news_feeds")


@workspace_page(permission="reports.read")
def record(request: HttpRequest, feed_id: int) -> HttpResponse:
    """Show a feed with its clips, or why it cannot be read."""
    row = _find(feed_id)
    actions = []
    if request_actor(request).can("insights.write"):
        actions = [
            Action(_("Edit"), reverse("news_feed_edit", args=[row.pk])),
            Action(_("Delete"), reverse("news_feed_delete", args=[row.pk]), post=True, tone="danger"),
        ]
    clips = list(row.clips.all()[:MOST])
    shown = Record(
        title=row.name,
        record="insights.news",
        record_id=row.pk,
        status=[state(row)],
        next_step=words.trouble(row.trouble) if row.trouble else "",
        actions=actions,
        groups=[
            FactGroup(
                _("The feed"),
                [
                    Fact(_("Address"), row.url, url=row.url),
                    Fact(_("Read"), row.read_at, "datetime") if row.read_at else Fact(_("Read"), "–"),
                ],
            )
        ],
        tables=[
            Table(
                _("Clips"),
                (_("Title"), _("Published"), _("Summary")),
                [(clip.title, clip.at, clip.summary) for clip in clips],
                empty=_("Nothing came yet."),
                kinds=("text", "datetime", "text"),
                row_urls=[clip.url for clip in clips],
            )
        ],
        back_url=reverse("news_feeds"),
        back_label=_("News feeds"),
        icon="doc-full",
    )
    return render_record(request, shown)
