"""Keeping exchange rates: by hand, and from the reference rates of the European Central Bank."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from decimal import Decimal

from django.db import transaction

from storecrew.contexts.channels import public as channels
from storecrew.contexts.pricing.errors import InvalidRate
from storecrew.contexts.pricing.events import ExchangeRatesChanged
from storecrew.contexts.pricing.models import ExchangeRate
from storecrew.contexts.pricing.providers import ecb
from storecrew.contexts.pricing.rules import exchange
from storecrew.kernel import audit, outbox
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import exponent

RECORD = "pricing.exchange_rate"
WRITING = ("pricing.write", "purchasing.write")
Source = ExchangeRate.Source


def save_rate(currency: str, day: dt.date, rate: Decimal, *, actor: Actor, at: dt.datetime) -> ExchangeRate:
    """Say what one euro buys of a currency on a day; a rate of that day is replaced, and the trail keeps it.

    Raises InvalidRate, UnknownCurrency.
    """
    _require(actor)
    exponent(currency)
    if currency == exchange.EURO or not rate.is_finite() or day > channels.house_day(at):
        raise InvalidRate(currency=currency, day=day.isoformat())
    try:
        e8 = exchange.e8_of(rate)
    except ValueError:
        raise InvalidRate(currency=currency, day=day.isoformat()) from None
    with transaction.atomic():
        known = ExchangeRate.objects.filter(currency=currency, day=day).first()
        row, _ = ExchangeRate.objects.update_or_create(
            currency=currency,
            day=day,
            defaults={"rate_e8": e8, "source": Source.HAND, "entered_by": _who(actor), "entered_at": at},
        )
        audit.record(
            actor=actor, action="pricing.rate_saved", record=RECORD, record_id=row.pk, at=at,
            before={"rate": str(known.rate), "source": known.source} if known else None,
            after={"currency": currency, "day": day.isoformat(), "rate": str(rate)},
        )  # fmt: skip
        outbox.publish(ExchangeRatesChanged(currencies=[currency]))
    return row


def take_rates(rates: Iterable[ecb.DayRate], *, actor: Actor, at: dt.datetime) -> int:
    """Keep reference rates; days that are known, and what was typed, stay. Return how many are new."""
    _require(actor)
    wanted = {(rate.currency, rate.day): rate for rate in rates if rate.currency != exchange.EURO}
    known = set(ExchangeRate.objects.values_list("currency", "day")) if wanted else set()
    fresh = [rate for key, rate in wanted.items() if key not in known]
    with transaction.atomic():
        ExchangeRate.objects.bulk_create(
            [
                ExchangeRate(
                    day=rate.day, currency=rate.currency, rate_e8=exchange.e8_of(rate.rate),
                    source=Source.ECB, entered_by=_who(actor), entered_at=at,
                )
                for rate in fresh
            ],
            ignore_conflicts=True, batch_size=1000,
        )  # fmt: skip
        if fresh:
            newest = max(rate.day for rate in fresh)
            audit.record(
                actor=actor, action="pricing.rates_taken", record=RECORD, record_id=newest.isoformat(), at=at,
                after={"new": len(fresh), "newest": newest.isoformat()},
            )  # fmt: skip
            outbox.publish(ExchangeRatesChanged(currencies=sorted({rate.currency for rate in fresh})))
    return len(fresh)


def fetch_rates(*, actor: Actor, at: dt.datetime, fetch: Callable[[], list[ecb.DayRate]] = ecb.fetch) -> int:
    """Ask the European Central Bank and keep what is new. No transaction is open while it answers."""
    _require(actor)
    return take_rates(fetch(), actor=actor, at=at)


def is_followed(*, at: dt.datetime) -> bool:
    """Tell whether reference rates were fetched before and those of today are missing."""
    newest = ExchangeRate.objects.filter(source=Source.ECB).values_list("day", flat=True).first()
    return newest is not None and newest < at.date()


def _require(actor: Actor) -> None:
    if not any(map(actor.can, WRITING)):
        actor.require(WRITING[0])


def _who(actor: Actor) -> str:
    return (actor.label or f"{actor.kind} {actor.id}")[:200]
