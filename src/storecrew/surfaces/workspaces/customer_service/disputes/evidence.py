"""Evidence out of what we know of an order; a person reads it before it leaves.

It is written in English, since banks read it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel import mail

ADDRESS = ("name", "company", "street", "street2", "postal_code", "city", "region", "country")


def from_facts(order: orders.OrderFacts) -> payments.Evidence:
    """Return what we know of an order that may prove a payment."""
    shipments = fulfillment.shipments_of_order(order.id)
    return payments.Evidence(
        customer_name=str(order.shipping_address.get("name", "")),
        customer_email=order.email,
        billing_address=_address(order.billing_address or order.shipping_address),
        shipping_address=_address(order.shipping_address),
        goods=_lines(f"{line.quantity} x {line.title} ({line.sku})" for line in order.lines),
        shipped_on=", ".join(sorted({f"{one.shipped_at:%Y-%m-%d}" for one in shipments})),
        carrier=", ".join(dict.fromkeys(one.carrier for one in shipments if one.carrier)),
        tracking_number=", ".join(one.tracking_number for one in shipments if one.tracking_number),
        delivery=_lines(_proofs(order)),
        communication=_lines(
            f"{sent.sent_at:%Y-%m-%d %H:%M} UTC: mail to {sent.to}: {sent.subject}"
            for sent in mail.about("orders.order", order.id)
            if sent.sent_at
        ),
        terms=_terms(order),
        remarks=(
            f"Order {order.number}, placed {order.placed_at:%Y-%m-%d %H:%M} UTC, {order.total.format('en')}."
        ),
    )


def _terms(order: orders.OrderFacts) -> str:
    """Return until when goods could be sent back, as the shop says it."""
    days = aftersales.return_rules(order.channel_id).days
    return f"The shop takes goods back within {days} days from their arrival." if days else ""


def _proofs(order: orders.OrderFacts) -> Iterable[str]:
    arrived = orders.journey(order.id).arrived_at
    if arrived:
        yield f"The last parcel arrived on {arrived:%Y-%m-%d %H:%M} UTC."
    found = shipping.proofs_of(fulfillment.labels_of_order(order.id))
    for proof in (each for known in found.values() for each in known):
        shown = [
            name for name, there in (("photo", proof.has_photo), ("signature", proof.has_signature)) if there
        ]
        code = ["delivery code told"] if proof.code_fits else []
        by = [f"received by {proof.received_by}"] if proof.received_by else []
        near = proof.spot is not None and proof.spot.is_far is False
        at = ["the driver's phone was at the address"] if near else []
        yield f"{proof.happened_at:%Y-%m-%d %H:%M} UTC: " + ", ".join(
            ["handed over", *by, *code, *shown, *at]
        )


def _address(address: Mapping[str, Any]) -> str:
    return ", ".join(str(address[part]) for part in ADDRESS if address.get(part))


def _lines(parts: Iterable[str]) -> str:
    return "\n".join(parts)
