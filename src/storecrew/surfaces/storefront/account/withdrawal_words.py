"""What was withdrawn from of an order, as its page says it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext as _

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.orders import public as orders


def declared(order: orders.OrderFacts) -> tuple[Any, ...]:
    """Return the withdrawals of an order as its page says them, oldest first."""
    ways = {
        "canceled": _("The order ends here, and your money goes back."),
        "return": _("Please send the goods back."),
        "task": _("We take out what has not left and write to you."),
    }
    return tuple(
        SimpleNamespace(
            number=made.number,
            at=made.declared_at,
            words=ways[made.leads_to],
            lines=[f"{units} × {title}" for title, units in made.lines],
        )
        for made in aftersales.withdrawals_of_order(order.id)
    )
