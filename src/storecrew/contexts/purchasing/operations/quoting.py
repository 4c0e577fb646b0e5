"""Asking several suppliers for a price, writing down what they answer, and ordering from one of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.purchasing import mails
from storecrew.contexts.purchasing.errors import (
    InvalidPurchase,
    QuotationExpired,
    QuotationState,
    ReasonNeeded,
    UnknownQuotation,
    UnknownSupplier,
)
from storecrew.contexts.purchasing.facts import QuotedPrice, WantedLine
from storecrew.contexts.purchasing.models import (
    PurchaseOrder,
    Quotation,
    QuotationLine,
    QuotationPrice,
    QuotationRequest,
    Supplier,
)
from storecrew.contexts.purchasing.operations.drafting import MOST_UNITS, draft_order
from storecrew.contexts.purchasing.operations.moving import who
from storecrew.contexts.purchasing.operations.suppliers import MOST_AMOUNT
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor
from storecrew.kernel.sequence import next_number

RECORD = "purchasing.quotation_request"
MOST_SUPPLIERS = 20
State = QuotationRequest.State


def ask_for_quotations(
    *,
    location_code: str,
    supplier_codes: Sequence[str],
    lines: Sequence[WantedLine],
    answer_by: dt.date,
    note: str = "",
    actor: Actor,
    at: dt.datetime,
) -> QuotationRequest:
    """Write a request for prices to several suppliers; nothing leaves the house yet.

    Raises UnknownSupplier, UnknownLocation, InvalidPurchase.
    """
    actor.require("purchasing.write")
    codes = list(dict.fromkeys(supplier_codes))
    suppliers = {row.code: row for row in Supplier.objects.filter(code__in=codes, active=True)}
    if missing := [code for code in codes if code not in suppliers]:
        raise UnknownSupplier(supplier=missing[0])
    known = catalog.variants([line.variant_id for line in lines])
    wrong = any(not 1 <= line.quantity <= MOST_UNITS or line.variant_id not in known for line in lines)
    once = len({line.variant_id for line in lines}) == len(lines)
    if (
        wrong
        or not lines
        or not once
        or not 1 <= len(codes) <= MOST_SUPPLIERS
        or answer_by < channels.house_day(at)
    ):
        raise InvalidPurchase(problem="request")
    place = inventory.location(location_code)
    with transaction.atomic():
        request = QuotationRequest.objects.create(
            number=f"RFQ-{next_number('quotation_request', first=101)}", location_id=place.id,
            answer_by=answer_by, note=note.strip()[:1000], created_at=at, created_by=who(actor),
        )  # fmt: skip
        QuotationLine.objects.bulk_create(
            QuotationLine(
                request=request, variant_id=line.variant_id, sku=known[line.variant_id].sku,
                title=known[line.variant_id].product_title[:300], quantity=line.quantity,
            )
            for line in lines
        )  # fmt: skip
        Quotation.objects.bulk_create(
            Quotation(request=request, supplier=suppliers[code], currency=suppliers[code].currency)
            for code in codes
        )
        after = {"number": request.number, "supplier": ", ".join(codes), "lines": len(lines)}
        _trail("quotations_drafted", request, actor, at, after=after)
    return request


def send_request(request_id: int, *, actor: Actor, at: dt.datetime) -> QuotationRequest:
    """Ask the suppliers by mail, once. One without an address for orders is asked by other means."""
    actor.require("purchasing.write")
    with transaction.atomic():
        request = _move(request_id, [State.DRAFT], State.SENT, sent_at=at)
        for quotation in request.quotations.select_related("supplier"):
            mails.queue_request(request, quotation, at=at)
        _trail("quotations_asked", request, actor, at)
    return request


def record_quotation(
    quotation_id: int,
    *,
    prices: Sequence[QuotedPrice],
    lead_days: int,
    valid_until: dt.date | None = None,
    reference: str = "",
    note: str = "",
    actor: Actor,
    at: dt.datetime,
) -> Quotation:
    """Write down what a supplier answered, in its currency; a later answer takes the place of the first.

    Raises UnknownQuotation, InvalidPurchase, QuotationState when the request is not open.
    """
    actor.require("purchasing.write")
    quotation = _quotation(quotation_id)
    asked = set(quotation.request.lines.values_list("pk", flat=True))
    named = [price.line_id for price in prices]
    wrong = any(
        not 0 <= price.unit_amount <= MOST_AMOUNT or not 1 <= price.moq <= MOST_UNITS for price in prices
    )
    if not prices or wrong or len(set(named)) < len(named) or not asked.issuperset(named):
        raise InvalidPurchase(problem="quotation")
    if not 0 <= lead_days <= 1000:
        raise InvalidPurchase(problem="lead_days")
    with transaction.atomic():
        _answer(
            quotation, Quotation.State.ANSWERED, lead_days=lead_days, valid_until=valid_until,
            reference=reference.strip()[:80], note=note.strip()[:500], answered_at=at,
        )  # fmt: skip
        quotation.prices.all().delete()
        QuotationPrice.objects.bulk_create(
            QuotationPrice(quotation=quotation, **price._asdict()) for price in prices
        )
        after = {
            "supplier": quotation.supplier.code,
            "lines": len(prices),
            "lead_days": lead_days, "valid_until": valid_until.isoformat() if valid_until else "",
        }  # fmt: skip
        _trail("quotation_recorded", quotation.request, actor, at, after=after)
    quotation.refresh_from_db()
    return quotation


def decline_quotation(quotation_id: int, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """Write down that a supplier does not offer, and why. Raises ReasonNeeded, QuotationState."""
    actor.require("purchasing.write")
    if not reason.strip():
        raise ReasonNeeded
    quotation = _quotation(quotation_id)
    with transaction.atomic():
        _answer(quotation, Quotation.State.DECLINED, note=reason.strip()[:500], answered_at=at)
        after = {"supplier": quotation.supplier.code}
        _trail("quotation_declined", quotation.request, actor, at, after=after, reason=reason.strip())


def choose_quotation(quotation_id: int, *, reason: str, actor: Actor, at: dt.datetime) -> PurchaseOrder:
    """Make a draft of an order from an answer, at its prices, once; it takes the usual way of approval.

    Less than the supplier sells at least becomes its smallest order; what it does not offer is left out.

    Raises ReasonNeeded, UnknownQuotation, QuotationExpired, QuotationState.
    """
    actor.require("purchasing.write")
    if not reason.strip():
        raise ReasonNeeded
    quotation = _quotation(quotation_id)
    if quotation.valid_until is not None and quotation.valid_until < channels.house_day(at):
        raise QuotationExpired(valid_until=quotation.valid_until.isoformat())
    with transaction.atomic():
        request = _move(quotation.request_id, [State.SENT], State.ORDERED)
        rows = Quotation.objects.filter(pk=quotation.pk, state=Quotation.State.ANSWERED)
        if not rows.update(state=Quotation.State.CHOSEN):
            raise QuotationState(number=request.number, state=quotation.state)
        prices = quotation.prices.select_related("line")
        order = draft_order(
            supplier_code=quotation.supplier.code,
            location_code=request.location.code,
            lines=[
                WantedLine(row.line.variant_id, max(row.line.quantity, row.moq), row.unit_amount)
                for row in prices
            ],
            expected_on=channels.house_day(at) + dt.timedelta(days=quotation.lead_days or 0),
            note=" ".join(part for part in (request.number, quotation.reference) if part),
            actor=actor,
            at=at,
        )
        Quotation.objects.filter(pk=quotation.pk).update(order=order)
        after = {"supplier": quotation.supplier.code, "order": order.number}
        _trail("quotation_chosen", request, actor, at, after=after, reason=reason.strip())
    return order


def close_request(request_id: int, *, reason: str, actor: Actor, at: dt.datetime) -> QuotationRequest:
    """End a request without an order. Raises ReasonNeeded, QuotationState."""
    actor.require("purchasing.write")
    if not reason.strip():
        raise ReasonNeeded
    with transaction.atomic():
        request = _move(request_id, [State.DRAFT, State.SENT], State.CLOSED)
        _trail("quotations_closed", request, actor, at, reason=reason.strip())
    return request


def _move(request_id: int, states: Sequence[str], target: str, **values: object) -> QuotationRequest:
    """Move a request from one of the states to another, once; raises QuotationState for the second."""
    moved = QuotationRequest.objects.filter(pk=request_id, state__in=states).update(state=target, **values)
    request = QuotationRequest.objects.select_related("location").filter(pk=request_id).first()
    if request is None:
        raise UnknownQuotation(request=request_id)
    if not moved:
        raise QuotationState(number=request.number, state=request.state)
    return request


def _answer(quotation: Quotation, state: str, **values: object) -> None:
    """Keep an answer while its request is open; raises QuotationState."""
    rows = Quotation.objects.filter(pk=quotation.pk, request__state=State.SENT)
    if not rows.exclude(state=Quotation.State.CHOSEN).update(state=state, **values):
        raise QuotationState(number=quotation.request.number, state=quotation.request.state)


def _quotation(quotation_id: int) -> Quotation:
    row = Quotation.objects.select_related("request__location", "supplier").filter(pk=quotation_id).first()
    if row is None:
        raise UnknownQuotation(quotation=quotation_id)
    return row


def _trail(
    what: str,
    request: QuotationRequest,
    actor: Actor,
    at: dt.datetime,
    *,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    audit.record(
        actor=actor, action=f"purchasing.{what}", record=RECORD, record_id=request.pk, at=at, after=after,
        reason=reason,
    )  # fmt: skip
