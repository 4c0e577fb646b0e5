"""The list of banners and pop-ups."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import OnsiteMessage
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, SystemView, Text

TONES = {"planned": "info", "running": "good", "held": "warning", "ended": "neutral"}


def status(row: OnsiteMessage) -> Status:
    """Return the state with its tone."""
    return Status(row.get_state_display(), TONES[row.state])


def why(row: OnsiteMessage) -> str:
    """Say why it is held, "–" when nothing is the matter."""
    return marketing.onsite_words(row.held_because) or "–"


class OnsiteList(Listing):
    """On-site messages in every state."""

    code = "marketing.onsite"
    title = gettext_lazy("On-site messages")
    permission = "marketing.read"
    search_fields = ("name", "campaign__name")
    default_sort = "-from"
    empty_title = gettext_lazy("Nothing is said in the shop yet")
    empty_text = gettext_lazy(
        "Banners and pop-ups follow their campaign, promotion and goods: what is paused or sold out takes "
        "them off the pages by itself. Pop-ups open late, rarely, and never over a cart."
    )
    columns = (
        Column("name", gettext_lazy("Message"), "name", sort="name", primary=True),
        Column("state", gettext_lazy("State"), status, kind="status", sort="state"),
        Column("why", gettext_lazy("Why"), why),
        Column("kind", gettext_lazy("Kind"), "get_kind_display", sort="kind"),
        Column("place", gettext_lazy("Place"), "get_placement_display", sort="placement"),
        Column(
            "segment",
            gettext_lazy("Segment"),
            lambda row: row.segment.name if row.segment else _("everybody"),
        ),
        Column("campaign", gettext_lazy("Campaign"), lambda row: row.campaign.name if row.campaign else "–"),
        Column("from", gettext_lazy("From"), "starts_at", kind="datetime", sort="starts_at"),
        Column("until", gettext_lazy("Until"), "ends_at", kind="datetime", sort="ends_at"),
    )
    filters = (
        Filter("state", gettext_lazy("State"), "choice", "state", choices=OnsiteMessage.State.choices),
        Filter("kind", gettext_lazy("Kind"), "choice", "kind", choices=OnsiteMessage.Kind.choices),
        Filter(
            "place", gettext_lazy("Place"), "choice", "placement", choices=OnsiteMessage.Placement.choices
        ),
    )
    views = (
        SystemView(gettext_lazy("Running"), "f.state=running"),
        SystemView(gettext_lazy("Held"), "f.state=held"),
        SystemView(gettext_lazy("Planned"), "f.state=planned&sort=from"),
    )

    def rows(self) -> QuerySet[OnsiteMessage]:
        """Return all messages."""
        return OnsiteMessage.objects.select_related("campaign", "segment")

    def row_url(self, row: OnsiteMessage) -> str:
        """Return the page of the message."""
        return reverse("onsite_message", args=[row.pk])

    def primary_action(self) -> tuple[Text, str] | None:
        """Offer a new one to those who may write."""
        return (_("New message"), reverse("onsite_add")) if self.actor.can("marketing.write") else None
