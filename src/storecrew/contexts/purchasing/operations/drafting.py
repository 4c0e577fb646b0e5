"""Writing purchase orders and changing them while they are drafts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.purchasing import queries
from storecrew.contexts.purchasing.errors import InvalidPurchase, NoPrice, UnknownSupplier, WrongState
from storecrew.contexts.purchasing.facts import Offer, WantedLine
from storecrew.contexts.purchasing.models import PurchaseOrder, PurchaseOrderLine, Supplier
from storecrew.contexts.purchasing.operations.moving import RECORD, find, who
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor
from storecrew.kernel.sequence import next_number

MOST_UNITS = 1_000_000


def draft_order(
    *,
    supplier_code: str,
    location_code: str,
    lines: Sequence[WantedLine],
    actor: Actor,
    at: dt.datetime,
    expected_on: dt.date | None = None,
    note: str = "",
) -> PurchaseOrder:
    """Write an order to a supplier for a location; nothing leaves the house yet.

    Without `expected_on` the longest lead time of its articles counts from today.
    Raises UnknownSupplier, UnknownLocation, InvalidPurchase, NoPrice.
    """
    actor.require("purchasing.write")
    supplier = Supplier.objects.filter(code=supplier_code, active=True).first()
    if supplier is None:
        raise UnknownSupplier(supplier=supplier_code)
    place = inventory.location(location_code)
    with transaction.atomic():
        offers = _offers(supplier, lines, at)
        due = expected_on or _due(offers, supplier, at)
        order = PurchaseOrder.objects.create(
            number=f"PO-{next_number('purchase_order', first=1001)}",
            supplier=supplier,
            location_id=place.id,
            currency=supplier.currency,
            expected_on=due,
            note=note,
            created_at=at,
            created_by=who(actor),
        )
        total = _write_lines(order, lines, offers)
        audit.record(
            actor=actor, action="purchasing.order_drafted", record=RECORD, record_id=order.pk, at=at,
            after={"number": order.number, "supplier": supplier.code, "total": total, "lines": len(lines)},
        )  # fmt: skip
    order.refresh_from_db()
    return order


def change_draft(
    order_id: int,
    *,
    lines: Sequence[WantedLine],
    version: int,
    actor: Actor,
    at: dt.datetime,
    expected_on: dt.date | None = None,
    note: str | None = None,
) -> PurchaseOrder:
    """Replace the lines of a draft; raises WrongState when it was submitted or saved in between."""
    actor.require("purchasing.write")
    order = find(order_id)
    with transaction.atomic():
        rows = PurchaseOrder.objects.filter(pk=order.pk, state="draft", version=version)
        if not rows.update(version=F("version") + 1):
            raise WrongState(number=order.number, state=order.state)
        offers = _offers(order.supplier, lines, at)
        before = order.total_amount
        order.lines.all().delete()
        total = _write_lines(order, lines, offers)
        changes = {"expected_on": expected_on or order.expected_on}
        PurchaseOrder.objects.filter(pk=order.pk).update(note=order.note if note is None else note, **changes)
        audit.record(
            actor=actor, action="purchasing.order_changed", record=RECORD, record_id=order.pk, at=at,
            before={"total": before}, after={"total": total, "lines": len(lines)},
        )  # fmt: skip
    order.refresh_from_db()
    return order


def _offers(supplier: Supplier, lines: Sequence[WantedLine], at: dt.datetime) -> dict[int, Offer]:
    """Return the supplier's offer per variant; raises InvalidPurchase, NoPrice."""
    ids = [line.variant_id for line in lines]
    wrong = any(
        not 1 <= line.quantity <= MOST_UNITS or (line.unit_amount is not None and line.unit_amount < 0)
        for line in lines
    )
    if not lines or wrong or len(set(ids)) < len(ids):
        raise InvalidPurchase(problem="lines")
    quantities = {line.variant_id: line.quantity for line in lines}
    offers = {
        offer.variant_id: offer
        for offer in queries.offers(quantities, day=channels.house_day(at), supplier_ids=[supplier.pk])
    }
    without = [
        line.variant_id
        for line in lines
        if line.unit_amount is None
        and (line.variant_id not in offers or offers[line.variant_id].amount is None)
    ]
    if without:
        known = catalog.variants(without)
        raise NoPrice(skus=[known[key].sku if key in known else str(key) for key in without])
    return offers


def _due(offers: dict[int, Offer], supplier: Supplier, at: dt.datetime) -> dt.date:
    days = max((offer.lead_days for offer in offers.values()), default=supplier.lead_days)
    return channels.house_day(at) + dt.timedelta(days=days)


def _write_lines(order: PurchaseOrder, lines: Sequence[WantedLine], offers: dict[int, Offer]) -> int:
    known = catalog.variants([line.variant_id for line in lines])
    rows = []
    for line in lines:
        if line.variant_id not in known:
            raise InvalidPurchase(problem="unknown_variant", variant_id=line.variant_id)
        variant, offer = known[line.variant_id], offers.get(line.variant_id)
        amount = line.unit_amount if line.unit_amount is not None else offer.amount if offer else None
        rows.append(
            PurchaseOrderLine(
                order=order,
                variant_id=line.variant_id,
                sku=variant.sku,
                title=variant.product_title[:300],
                supplier_sku=offer.supplier_sku if offer else "",
                quantity=line.quantity,
                unit_amount=amount or 0,
            )
        )
    PurchaseOrderLine.objects.bulk_create(rows)
    total = sum(row.quantity * row.unit_amount for row in rows)
    PurchaseOrder.objects.filter(pk=order.pk).update(total_amount=total)
    return total
