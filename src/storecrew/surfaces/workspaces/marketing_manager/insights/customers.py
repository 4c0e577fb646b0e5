"""Who came back, and what is to be expected: cohorts and the value of customers (MKT-4)."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from storecrew.contexts.insights import public as insights
from storecrew.kernel import clock
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.access import workspace_page
from storecrew.surfaces.ui.backoffice.charts import Bars, bars_of
from storecrew.surfaces.ui.backoffice.record import Table
from storecrew.surfaces.ui.backoffice.registry import Tile
from storecrew.surfaces.ui.numbers import percent
from storecrew.surfaces.workspaces.marketing_manager.insights import frame as framing
from storecrew.surfaces.workspaces.marketing_manager.insights.frame import day, locale, number

MONTHS = 6


@workspace_page(permission="reports.read")
def customers(request: HttpRequest) -> HttpResponse:
    """Show cohorts of one shop and the forecast of a year."""
    shown = framing.frame(request, days=365)
    if not shown.among:
        return framing.answer(
            request,
            {
                "header_title": _("Value of customers"),
                "back_url": reverse("traffic"),
                "back_label": _("Traffic"),
                "note": _("There is no shop whose customers you may see."),
            },
        )
    channel = shown.among[0]
    found = insights.customer_value(channel.id, clock.today(channel.timezone))
    context = {
        "header_title": _("Value of customers"),
        "intro": channel.name,
        "back_url": reverse("traffic"),
        "back_label": _("Traffic"),
        "links": [
            (one.name, f"{reverse('customer_value')}?channel={one.code}")
            for one in shown.choices
            if one.code != channel.code
        ],
        "note": _refused(found.refused),
        "tiles": _tiles(found),
        "bars": [_deciles(found)] if found.deciles else [],
        "tables": [_cohorts(found, clock.today(channel.timezone))],
    }
    return framing.answer(request, context)


def _refused(why: str) -> str:
    if why == "few":
        return _(
            "There is no forecast yet: it needs a hundred customers of whom thirty came back, or it would "
            "tell of chance only."
        )
    if why == "shape":
        return _("There is no forecast: what these customers spend differs too much to have a mean.")
    return ""


def _tiles(found: insights.CustomerValue) -> list[Tile]:
    def money(amount: int) -> str:
        return Money(amount, found.currency).format(locale())

    made = [
        Tile(
            _("Customers"),
            number(found.customers),
            definition=_("E-mail addresses with an order of the last three years."),
        )
    ]
    if not found.refused:
        made += [
            Tile(
                _("Expected in the next year"), money(found.expected),
                definition=_(
                    "What these customers will buy, without tax and shipping: BG/NBD says how often, "
                    "Gamma-Gamma for how much. New customers are not in it."
                ),
            ),
            Tile(_("Expected orders"), number(found.purchases)),
            Tile(
                _("Worth of a customer"), money(found.expected // max(1, found.customers)),
                definition=_("The expected year divided by all customers."),
            ),
            Tile(
                _("Mean of an order"), money(found.mean_spend),
                definition=_("Of an average customer, by Gamma-Gamma."),
            ),
        ]  # fmt: skip
    return made


def _deciles(found: insights.CustomerValue) -> Bars:
    return bars_of(
        _("Who will bring it"),
        [(_("Tenth %(n)s") % {"n": place}, one.amount) for place, one in enumerate(found.deciles, start=1)],
        written=lambda amount: Money(amount, found.currency).format(locale()),
        notes=[
            _("%(count)s orders of %(customers)s customers")
            % {"count": number(one.purchases), "customers": number(one.customers)}
            for one in found.deciles
        ],
        definition=_("Customers sorted by what is expected of them in a year, in ten equal parts."),
    )


def _cohorts(found: insights.CustomerValue, today: dt.date) -> Table:
    def again(one: insights.Cohort, month: int) -> str:
        """A month that is still to come has no share."""
        past = (today.year - one.first.year) * 12 + today.month - one.first.month
        return percent(one.returned[month], one.size, 0) if month <= past else ""

    return Table(
        _("By the month of the first order"),
        (
            _("First order"), _("Customers"), _("Bought so far, each"),
            *(_("Again in month %(n)s") % {"n": place} for place in range(1, MONTHS)),
        ),
        [
            (
                day(one.first, "month"), one.size,
                Money(one.amount // max(1, one.size), found.currency).format(locale()),
                *(again(one, place) for place in range(1, MONTHS)),
            )
            for one in found.cohorts
        ],
        empty=framing.nothing(),
        kinds=("text", *["number"] * (MONTHS + 1)),
    )  # fmt: skip
