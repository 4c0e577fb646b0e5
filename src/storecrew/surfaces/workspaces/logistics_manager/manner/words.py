"""Words for service rules and for why a service is taken or not."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from storecrew.contexts.shipping.models import ServiceRule
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.listing import Status

EFFECTS: dict[str, str | Promise] = {
    "only": gettext_lazy("may only travel by"),
    "never": gettext_lazy("may never travel by"),
    "pallet": gettext_lazy("travels as a pallet"),
    "insure": gettext_lazy("is insured at its value"),
}
GOODS: dict[str, str | Promise] = {
    "fragile": gettext_lazy("fragile"),
    "chilled": gettext_lazy("chilled"),
    "frozen": gettext_lazy("frozen"),
    "dangerous": gettext_lazy("dangerous goods"),
    "limited_quantity": gettext_lazy("limited quantity"),
}


def reason_of(reason: str, detail: str) -> Status:
    """Return why a service was taken or not, with its tone."""
    if reason == "chosen":
        return Status(_chosen(detail), "good")
    words = {
        "dearer": _("dearer"),
        "same_price": _("costs the same, kept its days less often"),
        "late": _("arrives too late"),
        "later": _("arrives later"),
        "poor_score": _("keeps its days too seldom"),
        "other_currency": _("priced in another currency"),
        "not_agreed": _("another carrier was agreed with the customer"),
        "no_price": detail or _("no price"),
        "not_in_rule": _("not named in the rule “%(rule)s”") % {"rule": detail},
        "forbidden": _("forbidden by the rule “%(rule)s”") % {"rule": detail},
        "too_heavy": _("too heavy for it"),
        "pallets_only": _("takes no pallets"),
        "parcels_only": _("takes pallets only"),
    }
    return Status(words.get(reason, reason), "neutral")


def _chosen(detail: str) -> str:
    return {
        "only_one": _("taken: the only one that can"),
        "soonest": _("taken: none is in time, this is the soonest"),
        "cheapest_in_time": _("taken: the cheapest in time"),
    }.get(detail, _("taken: the cheapest"))


def goods_words(goods: Iterable[str]) -> str:
    """Return what is special about goods."""
    return ", ".join(str(GOODS[kind]) for kind in goods if kind in GOODS)


def conditions(row: ServiceRule) -> str:
    """Return what a rule is about in one sentence."""
    parts = []
    if row.goods:
        parts.append(goods_words(row.goods))
    if row.min_weight_g is not None:
        parts.append(_("from %(kg)s kg") % {"kg": f"{row.min_weight_g / 1000:g}"})
    if row.max_weight_g is not None:
        parts.append(_("under %(kg)s kg") % {"kg": f"{row.max_weight_g / 1000:g}"})
    if row.min_side_mm is not None:
        parts.append(_("a side from %(cm)s cm") % {"cm": f"{row.min_side_mm / 10:g}"})
    if row.min_value_amount is not None:
        value = Money(row.min_value_amount, row.currency).format(get_language() or "en")
        parts.append(_("worth %(value)s or more") % {"value": value})
    if row.countries or row.postal_codes:
        parts.append(_("to %(places)s") % {"places": " ".join([*row.countries, *row.postal_codes])})
    if row.business is not None:
        parts.append(_("to companies") if row.business else _("to private people"))
    return ", ".join(parts) or _("everything")


def effect_words(row: ServiceRule) -> str:
    """Return what a rule does."""
    words = str(EFFECTS[row.effect])
    return f"{words} {', '.join(row.services)}" if row.services else words
