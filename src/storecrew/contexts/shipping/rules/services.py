"""Which services may carry a consignment: rows read from the top, each with its effect.

``pallet``: what fits travels as a pallet. ``only``: the first that fits names the services that may be used.
``never``: every one that fits takes services away. ``insure``: what fits is insured at its value.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from storecrew.contexts.shipping.rules.labels import starts_with

PALLET, ONLY, NEVER, INSURE = "pallet", "only", "never", "insure"
EFFECTS = (PALLET, ONLY, NEVER, INSURE)
GOODS = ("fragile", "chilled", "frozen", "dangerous", "limited_quantity")
"""What may be special about goods. Limited quantities are not "dangerous": most carriers take them."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A row; None and empty match everything."""

    name: str
    effect: str
    services: frozenset[str] = frozenset()
    min_weight_g: int | None = None
    max_weight_g: int | None = None
    min_side_mm: int | None = None
    min_value: int | None = None
    currency: str = ""
    countries: frozenset[str] = frozenset()
    postal_codes: tuple[str, ...] = ()
    business: bool | None = None
    goods: frozenset[str] = frozenset()


class Consignment(NamedTuple):
    """What travels together: the heaviest parcel, the longest side, the value of all, where to, for whom."""

    weight_g: int
    side_mm: int
    value: int
    currency: str
    country: str
    postal_code: str
    business: bool
    goods: frozenset[str] = frozenset()


class Service(NamedTuple):
    """A service of an active contract."""

    code: str
    unit: str
    max_weight_g: int | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rows say. ``refused`` maps services to (code, name of the row or limit)."""

    unit: str
    insured: bool
    allowed: tuple[str, ...]
    refused: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    rules: tuple[str, ...] = ()


def judge(rules: Iterable[Rule], services: Sequence[Service], consignment: Consignment) -> Verdict:
    """Return which services may carry a consignment and why the others may not."""
    fitting = [rule for rule in rules if fits(rule, consignment)]
    unit = "pallet" if any(rule.effect == PALLET for rule in fitting) else "parcel"
    only = next((rule for rule in fitting if rule.effect == ONLY), None)
    nevers = [rule for rule in fitting if rule.effect == NEVER]
    refused = {}
    for service in services:
        reason = _refusal(service, consignment, unit, only, nevers)
        if reason is not None:
            refused[service.code] = reason
    applied = [rule for rule in fitting if rule.effect in (PALLET, NEVER, INSURE) or rule is only]
    return Verdict(
        unit=unit,
        insured=any(rule.effect == INSURE for rule in fitting),
        allowed=tuple(service.code for service in services if service.code not in refused),
        refused=refused,
        rules=tuple(dict.fromkeys(rule.name for rule in applied)),
    )


def fits(rule: Rule, consignment: Consignment) -> bool:
    """Say whether a row is about a consignment. A value in another currency is not compared."""
    weight, value = consignment.weight_g, consignment.value
    return (
        (rule.min_weight_g is None or weight >= rule.min_weight_g)
        and (rule.max_weight_g is None or weight < rule.max_weight_g)
        and (rule.min_side_mm is None or consignment.side_mm >= rule.min_side_mm)
        and (rule.min_value is None or (rule.currency == consignment.currency and value >= rule.min_value))
        and _goes_there(rule, consignment)
        and (rule.business is None or rule.business == consignment.business)
        and (not rule.goods or bool(rule.goods & consignment.goods))
    )


def _goes_there(rule: Rule, consignment: Consignment) -> bool:
    if rule.postal_codes:
        code = consignment.postal_code.upper().replace(" ", "").replace("-", "")
        return any(starts_with(code, consignment.country, prefix) for prefix in rule.postal_codes)
    return not rule.countries or consignment.country in rule.countries


def _refusal(
    service: Service, consignment: Consignment, unit: str, only: Rule | None, nevers: Collection[Rule]
) -> tuple[str, str] | None:
    if service.unit != unit:
        return ("pallets_only" if unit == "pallet" else "parcels_only"), ""
    if service.max_weight_g is not None and consignment.weight_g > service.max_weight_g:
        return "too_heavy", str(service.max_weight_g)
    if only is not None and service.code not in only.services:
        return "not_in_rule", only.name
    against = next((rule for rule in nevers if not rule.services or service.code in rule.services), None)
    return ("forbidden", against.name) if against else None
