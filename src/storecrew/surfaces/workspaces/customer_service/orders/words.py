"""How the states of an order look: a word and a tone."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from storecrew.contexts.orders.models import Order
from storecrew.surfaces.ui.backoffice.listing import Status

TONES = {
    "confirmed": "good",
    "canceled": "neutral",
    "pending_payment": "warning",
    "paid": "good",
    "authorized": "good",
    "failed": "bad",
    "fulfilled": "good",
    "partial": "warning",
    "unfulfilled": "warning",
}


def choices_of(name: str) -> list[tuple[str, Any]]:
    """Return the words that a status of orders may take, with their labels."""
    return list(getattr(Order._meta.get_field(name), "choices", None) or ())


_LABELS = {name: dict(choices_of(name)) for name in ("status", "payment_status", "fulfillment_status")}


def status_of(order: Any, name: str) -> Status:
    """Return one of the three statuses of an order as a word with its tone."""
    value = getattr(order, name)
    if name == "status" and _waits_for_return(order):
        return Status(_("Waits for a return"), "info")
    tone = TONES.get(value, "neutral")
    if name == "fulfillment_status" and order.status == "canceled":
        tone = "neutral"
    return Status(_LABELS[name].get(value, value), tone)


def _waits_for_return(order: Any) -> bool:
    """Say whether it is an exchange: nothing is to be paid, and yet it waits."""
    return bool(order.status == "pending_payment" and order.payment_status == "paid")


def next_step(order: Any) -> str:
    """Say in a sentence what has to happen next with an order, or "" when nothing has."""
    if order.status == "canceled":
        return ""
    if _waits_for_return(order):
        return _("It was exchanged: it leaves when the return is here.")
    if order.status == "pending_payment":
        return _("Wait for the payment, or confirm that it has arrived.")
    if order.fulfillment_status != "fulfilled":
        if order.is_collected:
            return _("Pack it; its customer collects it with the code from the mail.")
        return _("Pack it and hand it over to the carrier.")
    return ""
