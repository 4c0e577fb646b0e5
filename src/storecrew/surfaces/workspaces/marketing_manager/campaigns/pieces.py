"""Everything of a campaign that people will see or get, from whichever page it was made (MKT-13)."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from storecrew.contexts.content import public as content
from storecrew.contexts.marketing.models import Campaign
from storecrew.surfaces.ui.backoffice.listing import Status
from storecrew.surfaces.ui.backoffice.record import Table

TONES = {
    "live": "good", "shown": "good", "sending": "good", "sent": "good", "posted": "good", "scheduled": "info",
    "planned": "info", "paused": "warning", "held": "warning", "stopped": "bad",
}  # fmt: skip


def pieces(row: Campaign) -> Table:
    """Return mailings, on-site messages, posts, printed pieces and landing pages with their state."""
    found: list[tuple[str, list[Any]]] = []

    def add(url: str, kind: str, name: str, state: Status | str, when: Any) -> None:
        found.append((url, [name, kind, state, when]))

    for mailing in row.mailings.order_by("pk"):
        url = reverse("mailing", args=[mailing.pk])
        add(url, _("Mailing"), mailing.name, _status(mailing), mailing.send_at)
    for message in row.onsite.order_by("pk"):
        url = reverse("onsite_message", args=[message.pk])
        add(url, _("On-site message"), message.name, _status(message), message.starts_at)
    for post in row.posts.order_by("pk"):
        add(reverse("post", args=[post.pk]), _("Post"), post.name, _status(post), post.due_at)
    for piece in row.prints.select_related("activity").order_by("pk"):
        url = reverse("print", args=[piece.pk])
        state = Status(piece.activity.get_state_display()) if piece.activity else Status(_("not ordered"))
        add(url, _("Print"), piece.name, state, piece.due_at)
    for page in content.landing_pages([row.pk]):
        state = Status(_("published"), "good") if page.live else Status(_("draft"), "neutral")
        url = reverse("wagtailadmin_pages:edit", args=[page.id])
        add(url, _("Landing page"), f"{page.title} ({page.locale})", state, page.goes_live_at)
    return Table(
        _("What people will see of it"),
        [_("What"), _("Kind"), _("State"), _("From")],
        [cells for _url, cells in found],
        empty=_("No mailing, message, post, print or landing page is tied to it yet."),
        kinds=["text", "text", "status", "datetime"],
        row_urls=[url for url, _cells in found],
    )


def _status(row: Any) -> Status:
    return Status(row.get_state_display(), TONES.get(row.state, "neutral"))
