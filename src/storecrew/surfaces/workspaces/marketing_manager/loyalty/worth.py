"""What members are worth beside other customers, and how many of them are expected to be gone (MKT-21)."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.insights import public as insights
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.loyalty.models import Program
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.record import Table
from storecrew.surfaces.ui.numbers import percent


def worth_tables(row: Program, actor: Actor) -> list[Table]:
    """Return a table for each shop that the actor may see reports of."""
    if not actor.can("reports.read"):
        return []
    return [_worth(row, channel) for channel in insights.report_channels(actor)]


def _worth(row: Program, channel: channels.ChannelFacts) -> Table:
    names = {tier.code: loyalty.said(tier.names) for tier in row.tiers.all()}
    names |= {"": _("Members without a tier"), "-": _("Customers who are no members")}
    found = insights.program_value(channel.id, clock.today(channel.timezone))
    language = get_language() or "en"

    def each(amount: int | None, people: int) -> str:
        if amount is None or not people:
            return "–"
        return Money(amount // people, channel.currency).format(language)

    forecast = any(one.expected is not None for one in found)
    rows = [
        (
            names.get(one.tier, one.tier),
            one.members if one.tier != "-" else "–",
            one.buyers,
            one.recent,
            each(one.bought, one.buyers),
            *((_share(one), each(one.expected, one.buyers)) if forecast else ()),
        )
        for one in found
    ]
    headers = [
        *(_("Tier"), _("Members"), _("Bought in three years"), _("In the last half year")),
        _("Bought so far, each"),
        *((_("Expected to be gone"), _("Expected in a year, each")) if forecast else ()),
    ]
    title = _("What members are worth: %(shop)s")
    note = "" if forecast else _("There is no forecast: too few customers came back.")
    kinds = ("text", "number", "number", "number", "money", "number", "money")
    return Table(title % {"shop": channel.name}, headers, rows, kinds=kinds[: len(headers)], note=note)


def _share(one: insights.TierValue) -> str:
    if one.leaving is None or not one.buyers:
        return "–"
    return percent(one.leaving, one.buyers, 0)
