"""Ready-made prices for tests of any context."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.channels import public as channels
from storecrew.contexts.pricing import public as pricing
from storecrew.kernel.actor import system_actor

AT = dt.datetime(2026, 3, 1, 9, 0, tzinfo=dt.UTC)
ACTOR = system_actor("tests")


def make_prices(
    channel: channels.ChannelFacts, amounts: dict[int, int], *, at: dt.datetime = AT
) -> pricing.PricesSet:
    """Set base prices ``{variant_id: minor units}`` in a channel."""
    rows = [pricing.PriceRow(variant_id, amount) for variant_id, amount in amounts.items()]
    return pricing.set_prices(rows=rows, channel=channel, actor=ACTOR, at=at)


def make_list(
    code: str = "sale", *, currency: str = "EUR", kind: str = "sale", at: dt.datetime = AT, **changes
) -> str:
    """Make a price list (a sale everywhere unless told) and return its code."""
    pricing.save_price_list(
        code=code, name=code.title(), currency=currency, kind=kind, actor=ACTOR, at=at, **changes
    )
    return code


def put(code: str, amounts: dict[int, int], *, at: dt.datetime = AT, min_quantity: int = 1) -> None:
    """Set prices of a list."""
    rows = [pricing.PriceRow(key, amount, None, min_quantity) for key, amount in amounts.items()]
    pricing.set_prices(rows=rows, price_list_code=code, actor=ACTOR, at=at)


def seed_taxes(at: dt.datetime = AT) -> None:
    """Load the tax rates that the product brings along."""
    pricing.seed_tax_rates(actor=ACTOR, at=at)
