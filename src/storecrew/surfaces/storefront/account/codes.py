"""The codes of an order: hidden until their owner asks for them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.kernel import clock


def codes_of(order: orders.OrderFacts, *, shown: bool) -> tuple[Any, ...]:
    """Return each code with the title of its article: whole when ``shown``, else its end."""
    titles = {line.id: line.title for line in order.lines}
    if shown:
        return tuple(
            SimpleNamespace(
                title=titles[one.order_line_id], code=one.code, extra=one.extra, how=one.how, hint=""
            )
            for one in inventory.show_codes(order.id, at=clock.now())
        )
    return tuple(
        SimpleNamespace(title=titles[one.order_line_id], code="", extra="", how="", hint=one.hint)
        for one in inventory.codes_of(order.id)
        if one.state == "given"
    )
