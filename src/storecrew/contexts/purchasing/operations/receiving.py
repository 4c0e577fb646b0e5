"""Taking in what a supplier delivered: stock, the state of the order, what is not as ordered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F

from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.purchasing import queries
from storecrew.contexts.purchasing.errors import InvalidPurchase, ReasonNeeded, UnknownOrder, WrongState
from storecrew.contexts.purchasing.facts import ReceivedLine
from storecrew.contexts.purchasing.models import Discrepancy, GoodsPosting, PurchaseOrder, PurchaseOrderLine
from storecrew.contexts.purchasing.operations import billing, calendar, landing
from storecrew.contexts.purchasing.operations.moving import RECORD, find, move
from storecrew.contexts.purchasing.rules import buying
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor

MOST_UNITS = 1_000_000


def receive_goods(
    order_id: int,
    *,
    posting: str,
    lines: Sequence[ReceivedLine],
    actor: Actor,
    at: dt.datetime,
    document: str = "",
) -> PurchaseOrder:
    """Put what arrived on the shelf and note it on the order; the same `posting` twice changes nothing.

    Damaged units lie at the location as damaged, units of a wrong article are only noted.
    Raises InvalidPurchase, WrongState, and what inventory refuses.
    """
    actor.require("inventory.write")
    order = find(order_id)
    with transaction.atomic():
        fresh = record_goods(order.pk, posting=posting, lines=lines, actor=actor, at=at)
        if fresh:
            place = queries.place_of(order.location_id).code
            paper = document or order.number
            arrived = [(line.variant_id, item.accepted + item.damaged) for line, item in fresh]
            inventory.receive(
                [row for row in arrived if row[1]], location_code=place, document=paper, actor=actor, at=at
            )
            for line, item in fresh:
                if item.damaged:
                    inventory.move_bucket(
                        line.variant_id, item.damaged, source="available", target="damaged",
                        reason=order.number, location_code=place, document=paper, actor=actor, at=at,
                    )  # fmt: skip
    order.refresh_from_db()
    return order


def record_goods(
    order_id: int, *, posting: str, lines: Sequence[ReceivedLine], actor: Actor, at: dt.datetime
) -> list[tuple[PurchaseOrderLine, ReceivedLine]]:
    """Note what a posting of goods brought, when it was not noted before; stock is not touched.

    Returns the lines that were new. The order becomes partly received or received, differences are opened,
    the cost of the goods is set anew and blocked invoices are matched again.
    """
    actor.require("inventory.write")
    order = find(order_id)
    if any(min(item.accepted, item.damaged, item.wrong) < 0 or item.accepted > MOST_UNITS for item in lines):
        raise InvalidPurchase(problem="quantities")
    with transaction.atomic():
        if order.state not in (*buying.RECEIVABLE, buying.RECEIVED):
            raise WrongState(number=order.number, state=order.state)
        known = {row.pk: row for row in order.lines.all()}
        fresh = [(known[item.line_id], item) for item in lines if _post(known, item, posting, at)]
        if not fresh:
            return []
        rows = list(order.lines.all())
        _note_discrepancies(rows, at)
        counted = [buying.Received(row.quantity, row.accepted, row.damaged, row.wrong) for row in rows]
        state = buying.state_after(counted)
        if state not in (order.state, buying.SENT):
            values: dict[str, Any] = {"received_at": at} if state == buying.RECEIVED else {}
            move(
                order, [*buying.RECEIVABLE, buying.RECEIVED], state, action="purchasing.goods_received",
                actor=actor, at=at, **values,
            )  # fmt: skip
        else:
            audit.record(
                actor=actor, action="purchasing.goods_received", record=RECORD, record_id=order.pk, at=at,
                after={row.sku: item.accepted for row, item in fresh},
            )  # fmt: skip
        if state == buying.RECEIVED:
            calendar.take_delivery_off(order, at=at)
        landing.set_costs(order, at=at)
        billing.match_again(order, at=at)
    return fresh


def decide_discrepancy(
    discrepancy_id: int, *, next_step: str, reason: str, actor: Actor, at: dt.datetime
) -> Discrepancy:
    """Say what happens with goods that are not as ordered."""
    actor.require("purchasing.write")
    if next_step not in Discrepancy.NextStep.values or next_step == Discrepancy.NextStep.DECIDE:
        raise InvalidPurchase(problem="next_step")
    if not reason.strip():
        raise ReasonNeeded
    row = Discrepancy.objects.select_related("line").filter(pk=discrepancy_id).first()
    if row is None:
        raise UnknownOrder(discrepancy=discrepancy_id)
    with transaction.atomic():
        before = row.next_step
        row.next_step, row.reason, row.decided_at = next_step, reason.strip()[:300], at
        row.save(update_fields=["next_step", "reason", "decided_at"])
        audit.record(
            actor=actor, action="purchasing.discrepancy_decided", record=RECORD, record_id=row.line.order_id,
            at=at, before={row.line.sku: before}, after={row.line.sku: next_step}, reason=reason,
        )  # fmt: skip
    return row


def _post(known: dict[int, PurchaseOrderLine], item: ReceivedLine, posting: str, at: dt.datetime) -> bool:
    """Write one posting and add it up on its line; False when it was there already or brings nothing."""
    if item.line_id not in known:
        raise UnknownOrder(line=item.line_id)
    if not item.accepted + item.damaged + item.wrong:
        return False
    counts = {"accepted": item.accepted, "damaged": item.damaged, "wrong": item.wrong}
    _row, made = GoodsPosting.objects.get_or_create(
        line_id=item.line_id, posting=posting[:80], defaults={**counts, "at": at}
    )
    if made:
        PurchaseOrderLine.objects.filter(pk=item.line_id).update(
            **{name: F(name) + units for name, units in counts.items()}
        )
    return made


def _note_discrepancies(rows: Sequence[PurchaseOrderLine], at: dt.datetime) -> None:
    for row in rows:
        counted = buying.Received(row.quantity, row.accepted, row.damaged, row.wrong)
        for kind, units in buying.discrepancies(counted, final=False).items():
            Discrepancy.objects.update_or_create(
                line=row, kind=kind, defaults={"quantity": units},
                create_defaults={"quantity": units, "opened_at": at},
            )  # fmt: skip
