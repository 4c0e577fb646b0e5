"""What orders know about a person: handed out on request, and reduced to the invoice when they leave."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import ngettext

from storecrew.contexts.customers import public as customers
from storecrew.contexts.orders.errors import OrdersUnderWay
from storecrew.contexts.orders.models import Order
from storecrew.contexts.orders.queries import ids_of_person
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor

ON_THE_INVOICE = (
    "name",
    "company",
    "street",
    "street2",
    "postal_code",
    "city",
    "region",
    "country",
    "vat_number",
)


def orders_of(customer_id: int, email: str) -> QuerySet[Order]:
    """Return the orders of a customer, also those placed as a guest with the same address."""
    return Order.objects.filter(pk__in=ids_of_person(customer_id, email)).order_by("pk")


class OrderData:
    """Orders with their lines and addresses."""

    name = "orders"

    def export(self, *, customer_id: int, email: str) -> list[dict[str, Any]]:
        """Return every order in full."""
        rows = orders_of(customer_id, email).prefetch_related("lines").select_related("cancellation")
        return [_exported(row) for row in rows]

    def erase(self, *, customer_id: int, email: str, actor: Actor, at: dt.datetime) -> None:
        """Keep the invoice (who, where, what, how much) and nothing that reaches the person.

        Raises OrdersUnderWay while goods still have to arrive: without an address nobody could deliver.
        """
        rows = list(orders_of(customer_id, email).select_for_update(of=("self",)).order_by("pk"))
        open_ones = [row.number for row in rows if _is_under_way(row)]
        if open_ones:
            words = ngettext(
                "Order %(numbers)s is still under way.",
                "Orders %(numbers)s are still under way.",
                len(open_ones),
            )
            raise OrdersUnderWay(words % {"numbers": ", ".join(open_ones)}, orders=open_ones)
        for row in rows:
            Order.objects.filter(pk=row.pk).update(
                customer_id=customer_id,
                email=customers.erased_email(customer_id),
                phone="",
                gift_message="",
                billing_address=_invoice_address(row),
                shipping_address=_only(row.shipping_address, ("country",)),
            )
        _record(rows, actor, at)


def _is_under_way(row: Order) -> bool:
    return row.status != "canceled" and row.fulfillment_status != "fulfilled"


def _invoice_address(row: Order) -> dict[str, Any]:
    return _only(row.billing_address or row.shipping_address, ON_THE_INVOICE)


def _only(address: dict[str, Any], fields: Iterable[str]) -> dict[str, Any]:
    return {name: address[name] for name in fields if address.get(name)}


def _record(rows: list[Order], actor: Actor, at: dt.datetime) -> None:
    for row in rows:
        audit.record(
            actor=actor, action="orders.person_erased", record="orders.order", record_id=row.pk, at=at
        )


def _exported(row: Order) -> dict[str, Any]:
    own = "number email phone locale currency status payment_status fulfillment_status".split()
    own += "shipping_address billing_address shipping_method_name pickup_point subtotal_amount".split()
    own += "discount_amount shipping_amount fee_amount tax_amount total_amount".split()
    own += "refunded_amount gift_message".split()
    line = "sku title options quantity unit_price_amount total_amount tax_amount".split()
    found = {name: getattr(row, name) for name in own}
    found["placed_at"] = row.placed_at.isoformat()
    found["lines"] = [{name: getattr(each, name) for name in line} for each in row.lines.all()]
    cancellation = getattr(row, "cancellation", None)
    found["canceled_because"] = cancellation.reason if cancellation else ""
    return found
