"""The packing bench: a box is opened, every unit is scanned into it, weighed, and closed only when it is
right.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.db.models import F

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.fulfillment import queries
from storecrew.contexts.fulfillment.errors import (
    EmptyParcel,
    PhotoNeeded,
    StateChanged,
    TooManyUnits,
    UnknownWork,
    WeightDiffers,
    WrongItem,
)
from storecrew.contexts.fulfillment.facts import ParcelFacts
from storecrew.contexts.fulfillment.models import (
    Box,
    FulfillmentLine,
    FulfillmentOrder,
    Parcel,
    ParcelLine,
    ParcelScan,
)
from storecrew.contexts.fulfillment.operations import consignments, inserts, labels, moving, readying
from storecrew.contexts.fulfillment.rules import scanning, states, weighing
from storecrew.contexts.orders import public as orders
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money
from storecrew.kernel.quantity import parse_quantity

SECOND_CHECK_FROM = {"EUR": 50_000, "USD": 50_000, "GBP": 45_000, "CHF": 50_000, "KRW": 700_000}
"""From which value of an order on a second person looks into the parcel, in minor units; a setting replaces
it.
"""


def open_parcel(work_id: int, *, actor: Actor, at: dt.datetime) -> ParcelFacts:
    """Begin a box for a picked order, with its instructions and a proposal; the open one when there is one.

    :raises UnknownWork: no such fulfillment order, or at a location that the actor does not see
    :raises OnHold, TooLate, StateChanged: it is not picked, or not any more
    """
    actor.require("fulfillment.write")
    queries.work_of(work_id, actor)
    with transaction.atomic():
        row = moving.keep(work_id, states.PICKED)
        known = Parcel.objects.filter(fulfillment_order=row, state=Parcel.State.OPEN).first()
        if known is not None:
            return queries.parcel(known.pk)
        number = Parcel.objects.filter(fulfillment_order__order_id=row.order_id).count() + 1
        specification = queries.specification_of(row)
        try:
            with transaction.atomic():
                parcel = Parcel.objects.create(
                    fulfillment_order=row,
                    code=f"{row.number}-{number}",
                    specification=specification,
                    proposal=queries.proposal_for(row, specification),
                    packed_by_id=actor.id,
                    packed_by=actor.label[:200],
                    opened_at=at,
                )
        except IntegrityError:
            # the part of another location took the same code between our count and our insert
            raise StateChanged(number=row.number, state=row.state) from None
        inserts.ask_for(parcel, at=at)
        moving.note(row, "packing", actor=actor, at=at)
    return queries.parcel(parcel.pk)


def scan_into(
    parcel_id: int, *, item: str, quantity: int = 1, key: str = "", actor: Actor, at: dt.datetime
) -> ParcelFacts:
    """Put scanned units into an open box; anything that does not belong into it is refused.

    With the ``key`` of an earlier scan (made on the device) nothing is put in again.

    :raises UnknownWork: no such parcel
    :raises WrongItem: this article is not in the order
    :raises TooManyUnits: all of it is in the box already
    :raises OnHold, StateChanged: the order was stopped
    """
    actor.require("fulfillment.write")
    units = parse_quantity(quantity)
    parcel = consignments.load(parcel_id)
    if _known_scan(key):
        return queries.parcel(parcel.pk)
    with transaction.atomic():
        row = moving.keep(parcel.fulfillment_order_id, states.PICKED)
        if _known_scan(key):
            return queries.parcel(parcel.pk)
        _is_open(parcel)
        if inserts.scanned(parcel, item, actor=actor, at=at):
            return queries.parcel(parcel.pk)
        line = _line_for(row, item, today=channels.house_day(at))
        counted = FulfillmentLine.objects.filter(pk=line.pk, packed__lte=F("picked") - units).update(
            packed=F("packed") + units
        )
        if not counted:
            raise TooManyUnits(left=line.picked - line.packed)
        inside = ParcelLine.objects.filter(parcel=parcel, line=line)
        if not inside.update(quantity=F("quantity") + units):
            ParcelLine.objects.create(parcel=parcel, line=line, quantity=units)
        if key:
            ParcelScan.objects.create(key=key, parcel=parcel, at=at)
    return queries.parcel(parcel.pk)


def empty_parcel(parcel_id: int, *, actor: Actor, at: dt.datetime) -> ParcelFacts:
    """Take everything out of an open box again, to begin anew."""
    actor.require("fulfillment.write")
    parcel = consignments.load(parcel_id)
    with transaction.atomic():
        moving.keep(parcel.fulfillment_order_id, states.PICKED)
        _is_open(parcel)
        for inside in ParcelLine.objects.filter(parcel=parcel):
            FulfillmentLine.objects.filter(pk=inside.line_id).update(packed=F("packed") - inside.quantity)
        ParcelLine.objects.filter(parcel=parcel).delete()
        inserts.take_out(parcel, at=at)
    return queries.parcel(parcel.pk)


def close_parcel(
    parcel_id: int,
    *,
    box_code: str = "",
    weight_g: int | None = None,
    weight_reason: str = "",
    photo: File | None = None,
    message: str = "",
    actor: Actor,
    at: dt.datetime,
) -> ParcelFacts:
    """Close a box. When everything of the order is in closed boxes the order is packed, and it is too late
    for a hold, another address or a cancellation. After the commit its label is asked for; the parcel stays
    closed whatever the carrier says. Call it outside transactions.

    ``weight_g`` is what the scale says, None where there is no scale. ``photo`` is a checked picture.

    :raises UnknownWork: no such parcel or box
    :raises EmptyParcel: nothing was scanned into it
    :raises PhotoNeeded: the specification asks for a photo
    :raises WeightDiffers: the scale disagrees and no reason was given
    :raises OnHold, StateChanged: the order was stopped
    """
    actor.require("fulfillment.write")
    parcel = consignments.load(parcel_id)
    with transaction.atomic():
        row = moving.keep(parcel.fulfillment_order_id, states.PICKED)
        _is_open(parcel)
        inside = list(ParcelLine.objects.filter(parcel=parcel).select_related("line"))
        if not inside:
            raise EmptyParcel()
        if parcel.specification.get("photo") and photo is None:
            raise PhotoNeeded()
        order = orders.order(row.order_id)
        should = _weigh(inside, box_code, weight_g, weight_reason)
        inserts.settle(parcel, actor=actor, at=at)
        values: dict[str, Any] = {
            "state": Parcel.State.CLOSED,
            "box_code": box_code,
            "expected_g": should,
            "weight_g": weight_g,
            "weight_reason": weight_reason.strip()[:300],
            "message": message.strip()[:500],
            "needs_check": _is_precious(order.total),
            "packed_by_id": actor.id,
            "packed_by": actor.label[:200],
            "closed_at": at,
            "label_state": labels.first_state(collected=order.is_collected),
        }
        Parcel.objects.filter(pk=parcel.pk, state=Parcel.State.OPEN).update(**values)
        if photo is not None:
            parcel.photo.save(f"{parcel.code}{Path(photo.name or '').suffix}", photo, save=False)
            Parcel.objects.filter(pk=parcel.pk).update(photo=parcel.photo.name)
        if not FulfillmentLine.objects.filter(fulfillment_order=row, packed__lt=F("quantity")).exists():
            moving.move(row, states.PACKED, actor=actor, at=at)
            moving.note(row, "packed", actor=actor, at=at)
            readying.make_ready(row, actor=actor, at=at)
        audit.record(
            actor=actor,
            action="fulfillment.parcel_closed",
            record="orders.order",
            record_id=row.order_id,
            at=at,
            after={"parcel": parcel.code, "box": box_code, "weight_g": weight_g},
            reason=weight_reason.strip(),
        )
    return labels.get_label(parcel.pk, actor=actor, at=at)


def _known_scan(key: str) -> bool:
    return bool(key) and ParcelScan.objects.filter(key=key).exists()


def _is_open(parcel: Parcel) -> None:
    parcel.refresh_from_db(fields=["state"])
    if parcel.state != Parcel.State.OPEN:
        raise StateChanged(number=parcel.code, state=parcel.state)


def _line_for(row: FulfillmentOrder, item: str, *, today: dt.date) -> FulfillmentLine:
    """Return the line a scan means, one with units left first. Raises WrongItem, TooManyUnits."""
    lines = list(FulfillmentLine.objects.filter(fulfillment_order=row, quantity__gt=0))
    known = catalog.variants([line.variant_id for line in lines])
    codes = {line.pk: known[line.variant_id].barcode for line in lines if line.variant_id in known}
    scan = scanning.read(item, today=today)
    found = [line for line in lines if scanning.is_item(scan, sku=line.sku, barcode=codes.get(line.pk, ""))]
    if not found:
        raise WrongItem(scanned=item[:80], expected=", ".join(line.sku for line in lines)[:200])
    return next((line for line in found if line.packed < line.picked), found[0])


def _weigh(inside: list[ParcelLine], box_code: str, weight_g: int | None, reason: str) -> int | None:
    box = Box.objects.filter(code=box_code).first() if box_code else None
    if box_code and box is None:
        raise UnknownWork(box=box_code)
    known = catalog.variants([part.line.variant_id for part in inside])
    each = {
        part.line.variant_id: (known[part.line.variant_id].weight_g or 0)
        if part.line.variant_id in known
        else 0
        for part in inside
    }
    units = [(part.quantity, each[part.line.variant_id]) for part in inside]
    should = weighing.expected(units, tare=box.tare_g if box else 0)
    lightest = min(weight for _units, weight in units)
    if weight_g is not None and not reason.strip() and not weighing.fits(weight_g, should, lightest=lightest):
        raise WeightDiffers(expected=should, weighed=weight_g)
    return should


def _is_precious(total: Money) -> bool:
    limits: dict[str, int] = getattr(settings, "STORECREW_SECOND_CHECK_FROM", SECOND_CHECK_FROM)
    limit = limits.get(total.currency)
    return limit is not None and total.amount >= limit
