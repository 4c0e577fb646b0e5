"""How the returns of an order stand, as its page says it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext as _

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.orders import public as orders


def returns_of(order: orders.OrderFacts) -> tuple[Any, ...]:
    """Return the returns of an order as the order page says them, oldest first."""
    return tuple(
        SimpleNamespace(
            number=made.number,
            at=made.closed_at or made.opened_at,
            words=_state(made),
            lines=[f"{line.quantity} × {line.title}" for line in made.lines],
            paper=made.state == "announced",
        )
        for made in aftersales.returns_of_order(order.id)
    )


def _state(made: aftersales.ReturnFacts) -> str:
    outcomes = {
        "refunded": _("Your money is on its way back"),
        "refused": _("Closed without a refund"),
    }
    states = {
        "announced": _("We expect your parcel"),
        "received": _("Arrived, we decide about the money"),
        "canceled": _("Canceled"),
    }
    return outcomes.get(made.outcome) or states[made.state]
