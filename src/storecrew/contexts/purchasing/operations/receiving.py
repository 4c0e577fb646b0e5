"""Taking in what a supplier delivered: stock, the state of the order, what is not as ordered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import F

from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.purchasing.errors import InvalidPurchase, ReasonNeeded, UnknownOrder, WrongState
from storecrew.contexts.purchasing.facts import ReceivedLine
from storecrew.contexts.purchasing.models import Discrepancy, GoodsPosting, PurchaseOrder, PurchaseOrderLine
from storecrew.contexts.purchasing.operations import billing, calendar, ending, landing
from storecrew.contexts.purchasing.operations.moving import RECORD, find, move
from storecrew.contexts.purchasing.rules import buying
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor
from storecrew.kernel.sentence import say

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
    """Take in what arrived, through the order's receipt; the same `posting` twice changes nothing.

    Damaged units are set apart, units of a wrong article go to quarantine.
    Raises InvalidPurchase, UnknownOrder, WrongState, and what inventory refuses (a lot that is missing, say).
    """
    actor.require("inventory.write")
    order = find(order_id)
    known = {row.pk: row for row in order.lines.all()}
    if any(min(item.accepted, item.damaged, item.wrong) < 0 for item in lines):
        raise InvalidPurchase(problem="quantities")
    if not {item.line_id for item in lines} <= set(known):
        raise UnknownOrder(order=order_id)
    if order.receipt_id is None or order.state not in (*buying.RECEIVABLE, buying.RECEIVED):
        raise WrongState(number=order.number, state=order.state)
    with transaction.atomic():
        for item in lines:
            for outcome in ("accepted", "damaged", "wrong"):
                units = getattr(item, outcome)
                if units:
                    inventory.receive_line(
                        order.receipt_id,
                        variant_id=known[item.line_id].variant_id,
                        quantity=units,
                        outcome=outcome,
                        key=_key(order.pk, posting, item.line_id, outcome),
                        note=document,
                        actor=actor,
                        at=at,
                    )
        follow_receipt(order.receipt_id, actor=actor, at=at)
    order.refresh_from_db()
    return order


def follow_receipt(receipt_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Bring an order to what its receipt says has come; harmless when nothing new came."""
    facts = inventory.receipt(receipt_id)
    order = PurchaseOrder.objects.filter(number=facts.reference, receipt_id=receipt_id).first()
    if order is None or order.state not in (*buying.RECEIVABLE, buying.RECEIVED):
        return
    by_variant = {row.variant_id: row for row in order.lines.all()}
    fresh = []
    for line in facts.lines:
        row = by_variant.get(line.variant_id)
        if row is None:
            continue  # a wrong article that is on no line: it lies in quarantine, and the dock knows it
        came = (line.accepted + line.over, line.damaged, line.wrong)
        new = [
            max(now - before, 0)
            for now, before in zip(came, (row.accepted, row.damaged, row.wrong), strict=True)
        ]
        fresh.append(ReceivedLine(row.pk, *new))
    # The sums that were reached name the posting, so the same state of a receipt is noted once.
    reached = "/".join(
        f"{each.variant_id}:{each.accepted + each.over}:{each.damaged}:{each.wrong}" for each in facts.lines
    )
    name = f"receipt-{receipt_id}-{sha256(reached.encode()).hexdigest()[:16]}"
    record_goods(order.pk, posting=name, lines=fresh, actor=actor, at=at)


def end_with_receipt(number: str, *, actor: Actor, at: dt.datetime) -> None:
    """End an order of which the dock expects nothing more: closed with what is missing, or canceled."""
    order = PurchaseOrder.objects.filter(number=number).first()
    if order is None or order.state not in buying.RECEIVABLE:
        return
    end = ending.cancel_order if order.state == buying.SENT else ending.close_order
    end(order.pk, reason=say("The receipt was closed."), actor=actor, at=at)


def _key(order_id: int, posting: str, line_id: int, outcome: str) -> str:
    return sha256(f"{order_id}|{posting}|{line_id}|{outcome}".encode()).hexdigest()[:40]


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
    __, made = GoodsPosting.objects.get_or_create(
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
