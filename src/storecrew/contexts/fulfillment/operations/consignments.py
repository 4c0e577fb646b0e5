"""What a carrier is told about a parcel: sender, recipient, size, weight, contents, and by which service."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.customers.public import AddressFacts
from storecrew.contexts.fulfillment.errors import UnknownWork
from storecrew.contexts.fulfillment.models import Box, Parcel, ParcelLine
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money


class Consignment(NamedTuple):
    """The arguments of ``shipping.buy_label``, and whether the service was chosen without the carrier."""

    call: dict[str, Any]
    fallback: bool


class Readdressed(Exception):
    """The order goes elsewhere than when the call was built."""


def still_goes_there(row: Parcel, consignment: Consignment) -> None:
    """Hold an order and see that it goes where a label for it is to say; call it inside a transaction.

    :raises Readdressed: it goes elsewhere
    :raises OrderIsCanceled: it goes nowhere any more
    """
    order_id = row.fulfillment_order.order_id
    orders.begin_fulfilling(order_id)
    if _recipient(orders.order(order_id)) != consignment.call["to_address"]:
        raise Readdressed


def load(parcel_id: int) -> Parcel:
    """Return a parcel with its order. Raises UnknownWork."""
    row = Parcel.objects.select_related("fulfillment_order__location").filter(pk=parcel_id).first()
    if row is None:
        raise UnknownWork(parcel=parcel_id)
    return row


def of(row: Parcel, key: str, *, actor: Actor, at: dt.datetime) -> Consignment:
    """Build the call for the label ``key`` of a parcel, with the service it has or the one chosen now.

    :raises InvalidLabel: it has no weight
    :raises NoServiceAllowed: no service may or can carry it there
    """
    order = orders.order(row.fulfillment_order.order_id)
    content = _contents(row, order)
    call: dict[str, Any] = {
        "from_address": inventory.postal_address(row.fulfillment_order.location.code),
        "to_address": _recipient(order),
        "parcels": [_specification(row, content)],
        "value": _worth(content, order.currency),
        "order_ref": order.number,
    }
    point = order.pickup_point
    extra: dict[str, Any] = {}
    if point.get("kind") == "point":
        mark = f"{_('Pick-up point')} {point['code']}"
        extra["options"] = {"pickup_point": str(point["code"]), "marks": [mark[:40]]}
    if row.label_service:
        insured = call["value"] if shipping.is_insured(key) else None
        return Consignment(
            call | extra | {"service": row.label_service, "insured": insured}, row.label_fallback
        )
    if call["parcels"][0].weight_g < 1:
        raise shipping.InvalidLabel(parcels=_("Each parcel needs a weight."))
    agreed = str(point.get("carrier") or "") or shipping.carrier_of(row.fulfillment_order.method_code)
    found = shipping.choose_service(
        key=key, carrier=agreed, only_carrier=bool(extra), actor=actor, at=at, **call
    )
    return Consignment(
        call | extra | {"service": found.service_code, "insured": found.insured}, found.fallback
    )


def _recipient(order: orders.OrderFacts) -> AddressFacts:
    written = order.shipping_address
    parts = {field.name: str(written.get(field.name) or "") for field in fields(AddressFacts)}
    return AddressFacts(**{**parts, "phone": parts["phone"] or order.phone})


def _contents(row: Parcel, order: orders.OrderFacts) -> list[shipping.CustomsItem]:
    lines = {line.id: line for line in order.lines}
    inside = list(ParcelLine.objects.filter(parcel=row).select_related("line"))
    known = catalog.variants([part.line.variant_id for part in inside])
    found = []
    for part in inside:
        sold = lines[part.line.order_line_id]
        variant = known.get(part.line.variant_id)
        found.append(
            shipping.CustomsItem(
                description=sold.title,
                quantity=part.quantity,
                unit_value=Money(sold.paid.amount // sold.quantity, order.currency),
                weight_g=(variant.weight_g or 0) if variant else 0,
                sku=sold.sku,
            )
        )
    return found


def _worth(content: list[shipping.CustomsItem], currency: str) -> Money:
    return Money(sum(item.unit_value.amount * item.quantity for item in content), currency)


def _specification(row: Parcel, content: list[shipping.CustomsItem]) -> shipping.ParcelSpec:
    box = Box.objects.filter(code=row.box_code).first() if row.box_code else None
    known = row.weight_g or row.expected_g or sum(item.weight_g * item.quantity for item in content)
    return shipping.ParcelSpec(
        weight_g=known,
        length_mm=box.length_mm if box else 0,
        width_mm=box.width_mm if box else 0,
        height_mm=box.height_mm if box else 0,
        items=tuple(content),
        reference=row.code,
    )
