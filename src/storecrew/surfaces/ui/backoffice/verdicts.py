"""Why a promotion applies or not, condition by condition: one table for every workspace."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.promotions import public as promotions
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.listing import Status, Text
from storecrew.surfaces.ui.backoffice.record import Table

# What takes nothing off the goods.
BESIDE: dict[str, Text] = {
    "shipping": gettext_lazy("Applies: to the delivery"),
    "next_order_coupon": gettext_lazy("Applies: the order earns a code"),
}
AMOUNTS = frozenset({"min_spend", "budget_cap"})


def verdict(found: promotions.Explanation, currency: str) -> Status:
    """Return the verdict in a few words."""
    if not found.applies:
        return Status(_("Does not apply"), "bad")
    if found.gift is not None:
        article = catalog.variants(found.gift.variants[:1]).get(found.gift.variants[0])
        words = _("Applies: %(units)s × %(sku)s for nothing")
        return Status(words % {"units": found.gift.quantity, "sku": article.sku if article else "–"}, "good")
    if not found.amount:
        return Status(BESIDE.get(found.kind, _("Applies")), "good")
    return Status(_("Applies: %(amount)s off") % {"amount": Money(found.amount, currency).format()}, "good")


def verdict_table(found: promotions.Explanation, currency: str) -> Table:
    """Return every condition with what was needed and what there was."""
    return _table(
        _("Conditions"), [_row(check, currency) for check in found.checks], empty=_("It has no conditions.")
    )


def decided_table(order_id: int, promotion_id: int, currency: str) -> Table:
    """Return what was decided when an order was placed: the condition that failed, or what it took off."""
    decided = promotions.decided_then(order_id, promotion_id)
    rows: list[tuple[object, ...]] = []
    if decided is not None and decided.check is not None:
        rows = [_row(decided.check, currency)]
    elif decided is not None:
        off = Money(decided.amount, currency).format()
        rows = [(_("It takes something off"), Status(_("yes"), "good"), "–", off)]
    empty = _("It was not looked at then: it did not run, nothing of it was in the cart, or it is long ago.")
    return _table(_("When the order was placed"), rows, empty=empty)


def _row(check: promotions.Check, currency: str) -> tuple[object, ...]:
    return (
        str(promotions.CONDITIONS.get(check.code, check.code)),
        Status(_("yes"), "good") if check.passed else Status(_("no"), "bad"),
        _shown(check.needed, check.code, currency),
        _shown(check.actual, check.code, currency),
    )


def _table(title: str, rows: list[tuple[object, ...]], *, empty: str) -> Table:
    return Table(
        title,
        (_("Condition"), _("Met"), _("Needed"), _("There is")),
        rows,
        empty=empty,
        kinds=("text", "status", "text", "text"),
    )


def _shown(value: Any, code: str, currency: str) -> str:
    if value is None:
        return "–"
    if code == "early" and isinstance(value, dict):
        until = date_format(localtime(dt.datetime.fromisoformat(value["until"])), "SHORT_DATETIME_FORMAT")
        who = _shown(value["groups"], "", currency)
        return _("%(who)s until %(day)s, then everybody") % {"who": who, "day": until}
    if code in AMOUNTS and isinstance(value, int):
        return Money(value, currency).format()
    if hasattr(value, "tzinfo"):
        return date_format(localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(value, list | tuple):
        return ", ".join(str(promotions.group_names().get(each, each)) for each in value) or "–"
    return str(value)
