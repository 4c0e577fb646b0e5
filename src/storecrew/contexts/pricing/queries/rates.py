"""Reads of exchange rates."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from storecrew.contexts.pricing.errors import NoExchangeRate
from storecrew.contexts.pricing.models import ExchangeRate
from storecrew.contexts.pricing.rules import exchange
from storecrew.contexts.pricing.rules.exchange import Conversion


def rate_source(code: str) -> str:
    """Return who says so in words."""
    return str(dict(ExchangeRate.Source.choices).get(code, code))


def conversion(source: str, target: str, *, day: dt.date) -> Conversion:
    """Return the rate from one currency to another that counts on a day: the newest up to ten days old.

    Rates of two currencies that both go through the euro are of the same day.
    Raises NoExchangeRate: a missing rate is never 1.
    """
    if source == target:
        return Conversion(source, target, Decimal(1), Decimal(1), day, "")
    wanted = {source, target} - {exchange.EURO}
    rows = ExchangeRate.objects.filter(
        currency__in=wanted, day__lte=day, day__gte=day - dt.timedelta(days=exchange.OLDEST_DAYS)
    )
    by_day: dict[dt.date, dict[str, ExchangeRate]] = {}
    for row in rows:
        by_day.setdefault(row.day, {})[row.currency] = row
    whole = [each for each, rates in by_day.items() if wanted <= set(rates)]
    if not whole:
        raise NoExchangeRate(source=source, target=target, day=day.isoformat())
    rates = by_day[max(whole)]
    per_euro = {name: row.rate for name, row in rates.items()}
    per_euro[exchange.EURO] = Decimal(1)
    said_by = sorted({row.source for name, row in rates.items() if name in wanted})
    return Conversion(source, target, per_euro[source], per_euro[target], max(whole), "+".join(said_by))
