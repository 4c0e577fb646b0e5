"""Ready-made shipping methods for tests of any context."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.shipping import public as shipping
from storecrew.kernel.actor import system_actor

AT = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)  # a Monday, 10:00 in Berlin
ACTOR = system_actor("tests")


def make_method(code: str = "standard", *rates: shipping.RateRow, **changes) -> str:
    """Make a method (4.90 EUR everywhere, 1 to 3 days, unless told) and return its code."""
    values = {"name": code.title(), "rates": rates or (shipping.RateRow(490, "EUR"),), "at": AT}
    shipping.save_method(code=code, actor=ACTOR, **(values | changes))
    return code
