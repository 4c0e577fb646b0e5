"""Suppliers' invoices: matched with order and receipt; a difference blocks the payment and has an owner."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Sum

from storecrew.contexts.purchasing.errors import (
    InvalidPurchase,
    InvoiceKnown,
    ReasonNeeded,
    SecondPersonNeeded,
    UnknownOrder,
    WrongState,
)
from storecrew.contexts.purchasing.facts import InvoicedLine
from storecrew.contexts.purchasing.models import PurchaseOrder, SupplierInvoice, SupplierInvoiceLine
from storecrew.contexts.purchasing.operations import calendar
from storecrew.contexts.purchasing.operations.moving import RECORD, find, key_of
from storecrew.contexts.purchasing.rules import matching
from storecrew.contexts.work import public as work
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.money import Money
from storecrew.kernel.sentence import Sentence, joined, say

State = SupplierInvoice.State
WATCH = system_actor("purchasing.invoices")


def record_invoice(
    order_id: int,
    *,
    number: str,
    invoiced_on: dt.date,
    total: int,
    lines: Sequence[InvoicedLine],
    actor: Actor,
    at: dt.datetime,
) -> SupplierInvoice:
    """Record a supplier's invoice and match it. Raises InvoiceKnown, InvalidPurchase, UnknownOrder."""
    actor.require("purchasing.write")
    order = find(order_id)
    if not number.strip() or not lines or not 0 <= total < 2**53:
        raise InvalidPurchase(problem="invoice")
    known = {row.pk for row in order.lines.all()}
    if len({line.line_id for line in lines}) < len(lines) or not {line.line_id for line in lines} <= known:
        raise InvalidPurchase(problem="invoice_lines")
    if SupplierInvoice.objects.filter(supplier=order.supplier, number=number.strip()).exists():
        raise InvoiceKnown(number=number)
    with transaction.atomic():
        invoice = SupplierInvoice.objects.create(
            supplier=order.supplier,
            order=order,
            number=number.strip()[:60],
            invoiced_on=invoiced_on,
            due_on=invoiced_on + dt.timedelta(days=order.supplier.payment_days),
            total_amount=total,
            state=State.BLOCKED,
            recorded_by=key_of(actor),
            recorded_at=at,
        )
        SupplierInvoiceLine.objects.bulk_create(
            SupplierInvoiceLine(
                invoice=invoice, order_line_id=line.line_id, quantity=line.quantity,
                unit_amount=line.unit_amount,
            )
            for line in lines
        )  # fmt: skip
        audit.record(
            actor=actor, action="purchasing.invoice_recorded", record=RECORD, record_id=order.pk, at=at,
            after={"invoice": invoice.number, "total": total},
        )  # fmt: skip
        _match(invoice, at)
    return invoice


def match_again(order: PurchaseOrder, *, at: dt.datetime) -> None:
    """Match the blocked invoices of an order with what arrived in the meantime."""
    for invoice in order.invoices.filter(state=State.BLOCKED).order_by("pk"):
        _match(invoice, at)


def release_invoice(invoice_id: int, *, reason: str, actor: Actor, at: dt.datetime) -> SupplierInvoice:
    """Let a blocked invoice be paid all the same: a second person, with a reason."""
    actor.require("purchasing.approve")
    if not reason.strip():
        raise ReasonNeeded
    invoice = SupplierInvoice.objects.select_related("order").filter(pk=invoice_id).first()
    if invoice is None:
        raise UnknownOrder(invoice=invoice_id)
    if invoice.recorded_by == key_of(actor):
        raise SecondPersonNeeded(invoice=invoice.number)
    with transaction.atomic():
        rows = SupplierInvoice.objects.filter(pk=invoice.pk, state=State.BLOCKED)
        if not rows.update(state=State.RELEASED, released_reason=reason.strip()[:300]):
            raise WrongState(number=invoice.number, state=invoice.state)
        _settle(invoice, at)
        audit.record(
            actor=actor, action="purchasing.invoice_released", record=RECORD, record_id=invoice.order_id,
            at=at, after={"invoice": invoice.number}, reason=reason.strip(),
        )  # fmt: skip
    invoice.refresh_from_db()
    return invoice


def _match(invoice: SupplierInvoice, at: dt.datetime) -> None:
    """Set the state of an invoice by order and receipt, and put what blocks it on its owner's desk."""
    others = SupplierInvoiceLine.objects.filter(invoice__order_id=invoice.order_id, invoice_id__lt=invoice.pk)
    billed: dict[int, int] = defaultdict(int)
    billed.update(
        others.values_list("order_line_id")
        .annotate(units=Sum("quantity"))
        .values_list("order_line_id", "units")
    )
    asked = [
        matching.Asked(
            line.order_line.sku,
            line.quantity,
            line.unit_amount,
            line.order_line.unit_amount,
            max(line.order_line.accepted - billed[line.order_line_id], 0),
        )
        for line in invoice.lines.select_related("order_line")
    ]
    found = matching.three_way_match(asked, invoice.total_amount, tolerance=matching.Tolerance())
    invoice.differences = [difference._asdict() for difference in found]
    invoice.state = State.BLOCKED if found else State.MATCHED
    invoice.owner_role = found[0].owner_role if found else ""
    invoice.save(update_fields=["differences", "state", "owner_role"])
    if not found:
        _settle(invoice, at)
        return
    work.raise_finding(
        code="invoice_differs",
        title=say(
            "Invoice %(number)s of %(supplier)s differs",
            number=invoice.number,
            supplier=invoice.supplier.name,
        ),
        detail=joined([_said(item, invoice.order.currency) for item in found[:8]], "\n"),
        owner_role=invoice.owner_role,
        record=RECORD,
        record_id=invoice.order_id,
        url=calendar.page_of(invoice.order_id),
        dedupe_key=_key(invoice),
        actor=WATCH,
        at=at,
    )


def _said(item: matching.Difference, currency: str) -> Sentence:
    """Say what differs; prices and totals are amounts of money."""
    if item.kind == matching.QUANTITY:
        return say(
            "%(sku)s: %(found)s invoiced, %(expected)s to pay",
            sku=item.sku,
            found=item.found,
            expected=item.expected,
        )
    found, expected = Money(item.found, currency), Money(item.expected, currency)
    if item.kind == matching.PRICE:
        return say(
            "%(sku)s: %(found)s each, %(expected)s was agreed", sku=item.sku, found=found, expected=expected
        )
    return say("The total is %(found)s, its lines give %(expected)s", found=found, expected=expected)


def _settle(invoice: SupplierInvoice, at: dt.datetime) -> None:
    work.resolve_finding(dedupe_key=_key(invoice), actor=WATCH, at=at)


def _key(invoice: SupplierInvoice) -> str:
    return f"invoice_differs:{invoice.pk}"
