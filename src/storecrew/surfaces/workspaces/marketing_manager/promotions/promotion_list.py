"""The list of promotions: for marketing to steer, for everybody else to know what runs."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.promotions.models import Promotion
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, SystemView, Text
from storecrew.surfaces.workspaces.marketing_manager.promotions import words


class PromotionList(Listing):
    """Promotions in every state."""

    code = "promotions.promotions"
    title = _("Promotions")
    permission = "promotions.read"
    search_fields = ("name", "service_brief", "coupons__code")
    search_hint = _("Name, code or words for service")
    default_sort = "-changed"
    empty_title = _("No promotions yet")
    empty_text = _(
        "Choose a kind, say what is cheaper and for whom, and try it on real orders before it runs."
    )
    columns = (
        Column("name", _("Promotion"), sort="name", primary=True),
        Column("state", _("State"), words.status, kind="status", sort="state"),
        Column("kind", _("Kind"), words.kind, sort="kind"),
        Column("does", _("What it does"), "said"),
        Column("from", _("From"), words.starts, kind="datetime", sort="active_from"),
        Column("until", _("Until"), words.ends, kind="datetime", sort="active_until"),
        Column("uses", _("Uses"), "uses", kind="number", sort="uses", default=False),
        Column("brief", _("Brief for service"), "service_brief", default=False),
        Column("by", _("Made by"), "created_by", default=False),
        Column("changed", _("Changed"), "updated_at", kind="datetime", sort="updated_at", default=False),
    )
    filters = (
        Filter("state", _("State"), "choice", "state", choices=Promotion.State.choices),
        Filter(
            "kind",
            _("Kind"),
            "choice",
            "kind",
            choices=[(key, pair[0]) for key, pair in promotions.KINDS.items()],
        ),
        Filter("from", _("From"), "date", "active_from"),
        Filter("until", _("Until"), "date", "active_until"),
    )
    views = (
        SystemView(_("Live"), "f.state=live"),
        SystemView(_("Coming"), "f.state=scheduled&sort=from"),
        SystemView(_("Needs a look"), "f.state=paused&f.state=stopped"),
        SystemView(_("Drafts"), "f.state=draft"),
        SystemView(_("Over"), "f.state=ended&sort=-until"),
    )

    def rows(self) -> QuerySet[Promotion]:
        """Return all promotions."""
        return Promotion.objects.all()

    def load(self, rows: list[Promotion]) -> list[Promotion]:
        """Add what each of them does."""
        words.say_all(rows)
        return rows

    def row_url(self, row: Promotion) -> str:
        """Return the page of the promotion."""
        return reverse("promotion", args=[row.pk])

    def primary_action(self) -> tuple[Text, str] | None:
        """Offer a new one to those who may plan."""
        return (
            (_("New promotion"), reverse("promotion_kinds")) if self.actor.can("promotions.write") else None
        )
