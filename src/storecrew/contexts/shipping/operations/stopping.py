"""What labels say when an order is to go elsewhere: the stopper that orders ask."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.orders import public as orders
from storecrew.contexts.shipping.errors import LabelPrinted
from storecrew.contexts.shipping.models import Label

LIVE = ("requested", "unknown", "bought", "voiding")


class Labels:
    """Labels of an order that exist, or may exist, at a carrier."""

    def stop(self, order_id: int, change: str, *, reason: str, actor: object, at: dt.datetime) -> None:
        """Refuse another address while a label for the old one lives. Raises LabelPrinted."""
        if change != "address":
            return
        number = orders.order(order_id).number
        live = Label.objects.filter(order_ref=number, state__in=LIVE).first()
        if live is not None:
            raise LabelPrinted(number=number, tracking_number=live.tracking_number)
