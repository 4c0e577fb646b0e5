"""The list of service rules, read from the top."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.shipping.models import ServiceRule
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, Text
from storecrew.surfaces.workspaces.logistics_manager.manner.words import EFFECTS, conditions, effect_words


def _state(row: ServiceRule) -> Status:
    return Status(_("in use"), "good") if row.active else Status(_("switched off"))


class RuleList(Listing):
    """All rows of the service rules."""

    code = "shipping.rules"
    title = _("Service rules")
    permission = "shipping.read"
    search_fields = ("name",)
    default_sort = "position"
    template = "logistics_manager/manner/rules.html"
    intro = _(
        "Read from the top: the first “only” that fits names the services, every “never” takes some away. "
        "Among those left the cheapest that arrives in time is taken."
    )
    empty_title = _("No rule yet")
    empty_text = _("Without rules every service may carry everything, and the cheapest in time is taken.")
    columns = (
        Column("position", _("Place"), kind="number", sort="position"),
        Column("name", _("Rule"), sort="name", primary=True),
        Column("about", _("What is"), conditions),
        Column("effect", _("Does"), effect_words, sort="effect"),
        Column("state", _("State"), _state, kind="status", sort="active"),
    )
    filters = (
        Filter("effect", _("Does"), "choice", "effect", choices=tuple(EFFECTS.items())),
        Filter("active", _("In use"), "boolean", "active"),
    )

    def rows(self) -> QuerySet[ServiceRule]:
        """Return all rows."""
        return ServiceRule.objects.all()

    def row_url(self, row: ServiceRule) -> str:
        """Open the rule."""
        return reverse("service_rules_record", args=[row.pk])

    def primary_action(self) -> tuple[Text, str] | None:
        """Add a rule."""
        return (_("New rule"), reverse("service_rules_add")) if self.actor.can("carriers.write") else None
