"""The order of a merchandised list: pins, boosts, weights, what is sold out last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

WEIGHTS = ("newness", "margin", "stock_cover", "sell_through", "rating", "best_sellers")
BOOST_FIELDS = ("brand", "attribute", "product", "collection")
DEFAULT_WEIGHTS = {"best_sellers": 50, "newness": 30}
MOST_PINS = 100
MOST_BOOSTS = 30
HALF_LIFE_DAYS = 60
MOST_COVER_DAYS = 90  # what lasts longer counts like this


class InvalidRule(ValueError):
    """What is wrong with which field of a sort rule."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


@dataclass(frozen=True, slots=True)
class Rule:
    """A sort rule as plain values. A boost has ``field``, ``code`` (of an attribute), ``values``, ``by``."""

    id: int = 0
    name: str = ""
    category_id: int | None = None
    pins: tuple[int, ...] = ()
    boosts: tuple[Mapping[str, Any], ...] = ()
    weights: Mapping[str, int] = field(default_factory=lambda: dict(DEFAULT_WEIGHTS))
    sold_out_last: bool = True


def cover_days(left: int, sold_30d: int) -> int:
    """For how many days what is left lasts as it sold of late, at most ``MOST_COVER_DAYS``."""
    if left <= 0:
        return 0
    return min(left * 30 // sold_30d, MOST_COVER_DAYS) if sold_30d > 0 else MOST_COVER_DAYS


def clean_pins(pins: Any) -> list[int]:
    """Product ids, each once. Raises :class:`InvalidRule`."""
    if not isinstance(pins, (list, tuple)) or any(type(id_) is not int or id_ < 1 for id_ in pins):
        raise InvalidRule("pins", _("Pins are a list of products."))
    if len(pins) > MOST_PINS:
        raise InvalidRule("pins", _("At most 100 products can be pinned."))
    return list(dict.fromkeys(pins))


def clean_weights(weights: Any) -> dict[str, int]:
    """Weights from 0 to 100 by name. Raises :class:`InvalidRule`."""
    if not isinstance(weights, Mapping):
        raise InvalidRule("weights", _("Weights are numbers by name."))
    for name, value in weights.items():
        if name not in WEIGHTS:
            raise InvalidRule("weights", _("This weight does not exist."))
        if type(value) is not int or not 0 <= value <= 100:
            raise InvalidRule("weights", _("A weight is a whole number from 0 to 100."))
    return {name: weights[name] for name in WEIGHTS if weights.get(name)}


def clean_boosts(boosts: Any) -> list[dict[str, Any]]:
    """Boosts in stored form. Raises :class:`InvalidRule`."""
    if not isinstance(boosts, (list, tuple)) or len(boosts) > MOST_BOOSTS:
        raise InvalidRule("boosts", _("There are at most 30 boosts."))
    return [_clean_boost(boost) for boost in boosts]


def _clean_boost(boost: Any) -> dict[str, Any]:
    if not isinstance(boost, Mapping) or boost.get("field") not in BOOST_FIELDS:
        raise InvalidRule("boosts", _("A boost goes by brand, attribute, product or collection."))
    by, values = boost.get("by"), boost.get("values")
    if type(by) is not int or not -100 <= by <= 900 or by == 0:
        raise InvalidRule("boosts", _("A boost is from -100 (bury) to 900 percent, not 0."))
    if not isinstance(values, (list, tuple)) or not values or len(values) > 200:
        raise InvalidRule("boosts", _("A boost needs values."))
    numbers = boost["field"] in {"product", "collection"}
    if any(type(value) is not (int if numbers else str) for value in values):
        raise InvalidRule("boosts", _("A boost needs values."))
    cleaned = {"field": boost["field"], "values": list(values), "by": by}
    if boost["field"] == "attribute":
        if not isinstance(boost.get("code"), str) or not boost["code"]:
            raise InvalidRule("boosts", _("Name the attribute of the boost."))
        cleaned["code"] = boost["code"]
    return cleaned
