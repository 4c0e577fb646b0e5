"""Ship an order, whole, in parts or parcel by parcel, and take its money."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from django.db import transaction

from storecrew.contexts.fulfillment import mails, queries
from storecrew.contexts.fulfillment.errors import (
    CollectedHere,
    InvalidShipment,
    InvalidTracking,
    LeavesByEmail,
    NothingToShip,
    ShipmentKeyReused,
)
from storecrew.contexts.fulfillment.events import OrderShipped
from storecrew.contexts.fulfillment.facts import ShipmentFacts
from storecrew.contexts.fulfillment.models import Shipment, ShipmentLine
from storecrew.contexts.fulfillment.operations import handing
from storecrew.contexts.fulfillment.rules import shipments as rules
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.contexts.work import public as work
from storecrew.kernel import audit, outbox
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.sentence import say


def ship(
    order_id: int,
    *,
    lines: Mapping[int, int] | None = None,
    tracking_number: str = "",
    carrier: str = "",
    key: str = "",
    location_id: int | None = None,
    parcel_id: int | None = None,
    numbered: bool = False,
    manifest_id: int | None = None,
    actor: Actor,
    at: dt.datetime,
) -> ShipmentFacts:
    """Write that goods left, and return the shipment. ``lines`` maps line ids to units; None is the rest.

    ``location_id`` and ``parcel_id`` say from where and in which parcel, ``numbered`` that the number is not
    that of the parcel's own label, ``manifest_id`` on which carrier's list; ``hand_over`` passes them. A shop
    without picking leaves them out: work that waits for these units ends by itself.

    This function will hold the order against cancellation, count the units as shipped, take them out of
    stock, queue the mail to the customer and publish ``OrderShipped``, all in one transaction. After it,
    it takes the money that was held. With the ``key`` of an earlier call (a form's nonce; without one the
    content is the key) it returns that shipment and changes nothing (CON-14). Call it outside transactions.

    :raises Denied: the actor may not ship
    :raises OrderNotConfirmed: the order still waits for its payment
    :raises OrderIsCanceled: the order was canceled
    :raises NothingToShip: nothing is open any more
    :raises InvalidShipment: a quantity is not a whole number of at least one
    :raises InvalidTracking: not a tracking number
    :raises LineNotFound: a line is not part of the order
    :raises ShipsTooMany: more than is open
    :raises ShipmentKeyReused: the key was used for other goods
    :raises OnHold: a part of the order is stopped
    :raises LeavesByEmail: a line is codes, which nobody ships by hand
    :raises CollectedHere: its customer comes for it
    """
    actor.require("fulfillment.write")
    tracking_number, carrier = tracking_number.strip(), carrier.strip()[:100]
    if not rules.valid_tracking(tracking_number):
        raise InvalidTracking()
    if lines is not None and (not lines or any(_not_a_count(quantity) for quantity in lines.values())):
        raise InvalidShipment()
    key = key or rules.key_of(lines, tracking_number, carrier)
    lines = _in_parcels(order_id, lines)
    with transaction.atomic():
        orders.begin_fulfilling(order_id)
        shipment = _known(order_id, key, lines)
        if shipment is None:
            source = _Source(location_id, parcel_id, numbered, manifest_id)
            shipment = _write(order_id, lines, tracking_number, carrier, key, source, actor, at)
    take_money(order_id, at=at)
    return shipment


def leave(
    order_id: int, lines: Mapping[int, int], *, key: str, location_id: int, actor: Actor, at: dt.datetime
) -> ShipmentFacts:
    """As `ship`, in the caller's transaction and without asking for money, which is there already."""
    with transaction.atomic():
        orders.begin_fulfilling(order_id)
        shipment = _known(order_id, key, lines)
        if shipment is None:
            source = _Source(location_id, None, False, None, "codes")
            shipment = _write(order_id, lines, "", "", key, source, actor, at)
    return shipment


def give_to_customer(
    order_id: int, lines: Mapping[int, int], *, key: str, location_id: int, actor: Actor, at: dt.datetime
) -> None:
    """As `ship`, for goods that their customer collects: in the caller's transaction, and arrived at once."""
    _write(order_id, lines, "", "", key, _Source(location_id, None, False, None, "customer"), actor, at)


def hand_over(
    code: str,
    *,
    tracking_number: str = "",
    carrier: str = "",
    manifest_id: int | None = None,
    actor: Actor,
    at: dt.datetime,
) -> ShipmentFacts:
    """Give a closed parcel to the carrier: `code` is the parcel's own or its tracking number. Scanned twice,
    it is one shipment (CON-14). Call it outside transactions, since it takes the money after the commit.

    :raises UnknownWork: no parcel has this code
    :raises CheckNeeded: a second person has to look at it first
    :raises LabelMissing: its label is not there yet, and no number was typed
    :raises StateChanged: it is not closed
    :raises InvalidTracking: not a tracking number
    """
    actor.require("fulfillment.write")
    parcel = handing.find_parcel(code)
    work_row = parcel.fulfillment_order
    if parcel.shipment_id is not None:
        return queries.facts_of(Shipment.objects.prefetch_related("lines").get(pk=parcel.shipment_id))
    numbered = bool(tracking_number.strip())
    return ship(
        work_row.order_id,
        lines=handing.contents(parcel, numbered=numbered),
        tracking_number=tracking_number or parcel.tracking_number,
        carrier=carrier or parcel.carrier,
        key=f"parcel/{parcel.pk}",
        location_id=work_row.location_id,
        parcel_id=parcel.pk,
        numbered=numbered,
        manifest_id=manifest_id,
        actor=actor,
        at=at,
    )


def take_money(order_id: int, *, at: dt.datetime) -> bool:
    """Take the held money of an order on its way; say whether all is well.

    A gateway that refuses opens an alert for customer service; one that does not answer is asked again
    by timed work.
    """
    actor = system_actor("fulfillment.take_money")
    try:
        payments.capture_order(order_id, key=f"ship/{order_id}", actor=actor, at=at)
    except (payments.GatewayUnreachable, payments.CapturesTooMuch):
        # No answer, or another process is taking it right now: timed work looks again.
        return False
    except payments.GatewayRefused as refusal:
        number, answer = orders.order(order_id).number, str(refusal.details.get("answer", ""))
        work.raise_finding(
            code="payments.capture_refused",
            title=say("The money of order %(number)s could not be taken", number=number),
            detail=answer,
            owner_role="customer_service",
            dedupe_key=f"payments.capture_refused:{order_id}",
            severity="critical",
            record="orders.order",
            record_id=order_id,
            actor=actor,
            at=at,
        )
        return False
    return True


class _Source(NamedTuple):
    """From where goods leave, when it is known, and whether under another number than the label's."""

    location_id: int | None
    parcel_id: int | None
    numbered: bool
    manifest_id: int | None
    # With a carrier; by e-mail ("codes"); or into the hands of the customer.
    way: str = "carrier"


def _in_parcels(order_id: int, lines: Mapping[int, int] | None) -> Mapping[int, int] | None:
    """Return the lines as asked for, but for codes: the rest is without them. Raises LeavesByEmail."""
    codes = queries.promised_codes(order_id)
    if not codes:
        return lines
    left = {line.id: line.open_quantity - codes.get(line.id, 0) for line in orders.order(order_id).lines}
    if lines is None:
        return {line_id: units for line_id, units in left.items() if units > 0}
    if any(units > left.get(line_id, 0) for line_id, units in lines.items() if line_id in codes):
        raise LeavesByEmail(lines=sorted(codes))
    return lines


def _not_a_count(quantity: object) -> bool:
    return isinstance(quantity, bool) or not isinstance(quantity, int) or quantity < 1


def _known(order_id: int, key: str, lines: Mapping[int, int] | None) -> ShipmentFacts | None:
    """Return the shipment that a repeated call means."""
    row = Shipment.objects.filter(order_id=order_id, key=key).prefetch_related("lines").first()
    if row is None:
        return None
    shipment = queries.facts_of(row)
    if lines is not None and dict(lines) != shipment.lines:
        raise ShipmentKeyReused(key=key)
    return shipment


def _write(
    order_id: int,
    lines: Mapping[int, int] | None,
    tracking_number: str,
    carrier: str,
    key: str,
    source: _Source,
    actor: Actor,
    at: dt.datetime,
) -> ShipmentFacts:
    order = orders.order(order_id)
    if order.is_collected and source.way == "carrier":
        raise CollectedHere(number=order.number)
    if lines is None:
        lines = {line.id: line.open_quantity for line in order.lines if line.open_quantity}
    if not lines:
        raise NothingToShip(number=order.number)
    status = orders.record_fulfilled(order_id, lines, at=at)
    # Order, then its work, then stock: the same way round as a cancellation and a scan.
    done = handing.count_off(order_id, lines, location_id=source.location_id, actor=actor, at=at)
    left_from = inventory.ship_allocation(
        order_id, lines, actor=actor, at=at, document=tracking_number, location_id=source.location_id
    )
    codes = {place.id: place.code for place in inventory.locations()}
    sources = {codes[part.location_id] for part in left_from}
    by_mail = sources & inventory.places_of_codes()
    at_once = sources == by_mail or source.way == "customer"
    row = Shipment.objects.create(
        order_id=order_id,
        key=key[:100],
        locations=",".join(sorted(sources)),
        # A code, or what a customer collects, is where it should be when it is given: no carrier will say so.
        tracking_status="delivered" if at_once else "",
        delivered_at=at if source.way == "customer" else None,
        carrier=carrier,
        tracking_number=tracking_number,
        tracking_url=rules.tracking_url(carrier, tracking_number),
        actor_label=actor.label[:200],
        shipped_at=at,
    )
    ShipmentLine.objects.bulk_create(
        ShipmentLine(shipment=row, order_line_id=line_id, quantity=quantity)
        for line_id, quantity in sorted(lines.items())
    )
    handing.close_work(
        done,
        row,
        parcel_id=source.parcel_id,
        numbered=source.numbered,
        manifest_id=source.manifest_id,
        collected=source.way == "customer",
        actor=actor,
        at=at,
    )
    shipment = queries.facts_of(row)
    audit.record(
        actor=actor,
        action="fulfillment.shipped",
        record="orders.order",
        record_id=order_id,
        at=at,
        after={"shipment": row.pk, "tracking_number": tracking_number, "carrier": carrier},
    )
    if by_mail and any(code.state == "given" for code in inventory.codes_of(order_id)):
        mails.queue_codes(order, f"{row.pk}", at=at)
    if source.way == "customer":
        mails.queue_collected(order, shipment, at=at)
    elif sources != by_mail:
        mails.queue_shipped(order, shipment, complete=status == "fulfilled", at=at)
    outbox.publish(
        OrderShipped(
            shipment_id=row.pk,
            order_id=order_id,
            lines=tuple(sorted(lines.items())),
            tracking_number=tracking_number,
            carrier=carrier,
            complete=status == "fulfilled",
        )
    )
    return shipment
