"""What happened to prices and taxes."""

from __future__ import annotations

from dataclasses import dataclass

from storecrew.kernel.outbox import Event


@dataclass(frozen=True)
class PricesChanged(Event):
    """The prices of these variants may be others now; at most a thousand in one event."""

    variant_ids: list[int]


@dataclass(frozen=True)
class TaxRatesChanged(Event):
    """Tax rates or registrations changed in a country."""

    country: str


@dataclass(frozen=True)
class ExchangeRatesChanged(Event):
    """Rates of these currencies are new or others now."""

    currencies: list[str]
