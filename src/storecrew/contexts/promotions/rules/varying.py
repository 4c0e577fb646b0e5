"""Other ways of doing the same promotion, to be tried side by side before one is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from storecrew.contexts.promotions.facts import Variant


def varied(definition: Mapping[str, Any], variant: Variant) -> dict[str, Any]:
    """Return a definition with what the variant changes; what it leaves open stays as it is.

    A percent takes the place of an amount, and the other way round.
    """
    benefit, needs = dict(definition.get("benefit", {})), dict(definition.get("needs", {}))
    if variant.percent_bp is not None:
        benefit = {key: value for key, value in benefit.items() if key != "amounts"}
        benefit["percent_bp"] = variant.percent_bp
    if variant.amounts:
        benefit = {key: value for key, value in benefit.items() if key != "percent_bp"}
        benefit["amounts"] = dict(variant.amounts)
    if variant.min_spend is not None:
        needs["min_spend"] = dict(variant.min_spend)
    if variant.only is not None:
        needs["groups"] = [variant.only] if variant.only else []
    return {**definition, "benefit": benefit, "needs": needs}


def kind_of(kind: str, variant: Variant) -> str:
    """Return the kind of a promotion with a variant: what takes off a percent may take off an amount."""
    if kind == "percent_off" and variant.amounts:
        return "amount_off"
    if kind == "amount_off" and variant.percent_bp is not None:
        return "percent_off"
    return kind
