"""The contract's tables: which zone a destination lies in, and what a weight costs there."""

from __future__ import annotations

from typing import NamedTuple

from storecrew.contexts.shipping.models import CarrierZone, ZoneRate
from storecrew.contexts.shipping.providers.protocol import Account, Quote, RateAnswer, RateCall
from storecrew.contexts.shipping.rules import labels
from storecrew.kernel.money import Money


class Zone(NamedTuple):
    """A zone of a contract."""

    id: int
    code: str
    extra_days: int


def zone(account_id: int, country: str, postal_code: str) -> Zone | None:
    """Return the zone of a destination; None when the contract does not go there."""
    rows = list(CarrierZone.objects.filter(account_id=account_id))
    code = labels.zone_of(country, postal_code, [(row.code, row.countries, row.postal_codes) for row in rows])
    return next((Zone(row.pk, row.code, row.extra_days) for row in rows if row.code == code), None)


def quotes(account: Account, call: RateCall) -> RateAnswer:
    """Price each service by its table: every parcel by its own weight, summed. Two queries."""
    place = zone(account.id, call.recipient.country, call.recipient.postal_code)
    if place is None:
        return RateAnswer("failure", code="no_zone", message="")
    steps: dict[int, list[tuple[int, int]]] = {}
    wanted = ZoneRate.objects.filter(zone_id=place.id, service_id__in=[each.id for each in call.services])
    for service_id, up_to_g, amount in wanted.values_list("service_id", "up_to_g", "amount"):
        steps.setdefault(service_id, []).append((up_to_g, amount))
    found = []
    for service in call.services:
        amounts = [labels.step_for(parcel.weight_g, steps.get(service.id, ())) for parcel in call.parcels]
        if amounts and None not in amounts:
            total = sum(amount for amount in amounts if amount is not None)
            found.append(Quote(service.code, Money(total, account.currency)))
    if not found:
        return RateAnswer("failure", code="too_heavy")
    return RateAnswer("success", tuple(found))
