"""Which service carries a consignment: what may, what it costs, when it arrives, and why it is the one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from storecrew.contexts.channels import public as channels
from storecrew.contexts.customers.public import AddressFacts
from storecrew.contexts.shipping.facts import ChosenService, ConsideredService, ParcelSpec, RateQuote
from storecrew.contexts.shipping.models import CarrierService, Promise, ServiceDecision, ServiceRule
from storecrew.contexts.shipping.queries import rest_days
from storecrew.contexts.shipping.queries.goods import kinds_of
from storecrew.contexts.shipping.queries.rates import rates
from storecrew.contexts.shipping.queries.scores import on_time_scores
from storecrew.contexts.shipping.rules import services as rules
from storecrew.contexts.shipping.rules import shopping
from storecrew.kernel.money import Money


def weigh_services(
    *,
    from_address: AddressFacts,
    to_address: AddressFacts,
    parcels: Sequence[ParcelSpec],
    value: Money,
    at: dt.datetime,
    order_ref: str = "",
    needed_by: dt.date | None = None,
    carrier: str = "",
    only_carrier: bool = False,
    goods: Collection[str] = (),
) -> ChosenService:
    """Return the service that carries parcels, with every other and why it is not taken. Writes nothing.

    ``needed_by`` is the last day that was promised; without it the order's promise counts. ``carrier`` is the
    one agreed with the customer (its code or name): another is taken only when that one cannot, and never
    with ``only_carrier``, as to a point of its own. ``goods`` add to what the articles themselves tell.

    :raises RuntimeError: called inside a transaction
    """
    special = kinds_of(parcels) | frozenset(goods)
    consignment = _consignment(to_address, parcels, value, special)
    rows = _services()
    verdict = rules.judge(_rules(), [_service(row) for row in rows], consignment)
    insured = value if verdict.insured else None
    needed_by = needed_by or _promised(order_ref)
    quotes = rates(
        from_address=from_address,
        to_address=to_address,
        parcels=parcels,
        value=value,
        at=at,
        insured=insured,
        services=verdict.allowed,
    )
    offers = _agreed([*_offers(quotes, at), *_refused(rows, verdict)], carrier, rows, only=only_carrier)
    best, ranked = shopping.choose(offers, needed_by=needed_by, currency=value.currency)
    names = {row.code: row for row in rows}
    return ChosenService(
        service_code=best.service if best else "",
        unit=verdict.unit,
        fallback=bool(best and best.fallback),
        insured=insured,
        needed_by=needed_by,
        goods=tuple(sorted(special)),
        rules=verdict.rules,
        considered=tuple(_considered(each, names[each.service]) for each in ranked),
    )


def is_insured(key: str) -> bool:
    """Say whether the label ``key`` was to be insured when its service was chosen."""
    return ServiceDecision.objects.filter(key=key, insured_amount__gt=0).exists()


def _consignment(
    to_address: AddressFacts, parcels: Sequence[ParcelSpec], value: Money, special: frozenset[str]
) -> rules.Consignment:
    sides = [max(each.length_mm, each.width_mm, each.height_mm) for each in parcels]
    return rules.Consignment(
        weight_g=max((each.weight_g for each in parcels), default=0),
        side_mm=max(sides, default=0),
        value=value.amount,
        currency=value.currency,
        country=to_address.country,
        postal_code=to_address.postal_code,
        business=bool(to_address.company.strip()),
        goods=special,
    )


def _services() -> list[CarrierService]:
    rows = CarrierService.objects.select_related("account").filter(active=True, account__active=True)
    return list(rows.order_by("account__position", "account_id", "position", "pk"))


def _service(row: CarrierService) -> rules.Service:
    return rules.Service(row.code, row.unit, row.max_weight_g)


def _rules() -> list[rules.Rule]:
    return [
        rules.Rule(
            name=row.name,
            effect=row.effect,
            services=frozenset(row.services),
            min_weight_g=row.min_weight_g,
            max_weight_g=row.max_weight_g,
            min_side_mm=row.min_side_mm,
            min_value=row.min_value_amount,
            currency=row.currency,
            countries=frozenset(row.countries),
            postal_codes=tuple(row.postal_codes),
            business=row.business,
            goods=frozenset(row.goods),
        )
        for row in ServiceRule.objects.filter(active=True)
    ]


def _offers(quotes: Sequence[RateQuote], at: dt.datetime) -> list[shopping.Offer]:
    today = channels.house_day(at)
    calendars = rest_days.carrier_calendars(today)
    common = calendars[rest_days.EVERYBODY]
    offers = [
        shopping.Offer(
            service=quote.service_code,
            carrier=quote.carrier_code,
            amount=quote.price.amount if quote.price else None,
            currency=quote.price.currency if quote.price else "",
            arrives=calendars.get(quote.carrier_code, common).add(today, quote.max_days),
            fallback=quote.fallback,
            reason="" if quote.price else "no_price",
            detail=quote.refusal,
        )
        for quote in quotes
    ]
    return shopping.with_scores(offers, on_time_scores(at))


def _refused(rows: Sequence[CarrierService], verdict: rules.Verdict) -> list[shopping.Offer]:
    return [
        shopping.Offer(row.code, row.account.code, None, "", reason=reason, detail=detail)
        for row in rows
        if row.code in verdict.refused
        for reason, detail in [verdict.refused[row.code]]
    ]


def _agreed(
    offers: Sequence[shopping.Offer], carrier: str, rows: Sequence[CarrierService], *, only: bool
) -> list[shopping.Offer]:
    """Leave other carriers out while the one that was agreed can take it; always with ``only``."""
    wanted = {row.account.code for row in rows if carrier and carrier in (row.account.code, row.account.name)}
    return shopping.agreed(offers, wanted, only=only)


def _promised(order_ref: str) -> dt.date | None:
    rows = Promise.objects.filter(order_ref=order_ref, closed=False) if order_ref else Promise.objects.none()
    found = rows.values_list("latest", "told_latest").first()
    return max(day for day in found if day) if found else None


def _considered(offer: shopping.Offer, row: CarrierService) -> ConsideredService:
    return ConsideredService(
        service_code=offer.service,
        service=row.name,
        carrier=row.account.name,
        price=None if offer.amount is None else Money(offer.amount, offer.currency),
        arrives=offer.arrives,
        score=offer.score,
        fallback=offer.fallback,
        reason=offer.reason,
        detail=offer.detail,
    )
