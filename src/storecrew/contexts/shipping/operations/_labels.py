"""What buying, healing and voiding share: rows forward by one conditional statement, and calls rebuilt."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

from django.db import transaction

from storecrew.contexts.shipping.events import LabelBought, LabelVoided
from storecrew.contexts.shipping.facts import LabelFacts
from storecrew.contexts.shipping.models import CarrierService, Label, LabelDocument
from storecrew.contexts.shipping.providers.papers import commercial_invoice
from storecrew.contexts.shipping.providers.protocol import LabelAnswer, LabelCall, Service
from storecrew.contexts.shipping.queries import labels as queries
from storecrew.contexts.shipping.rules import labels as rules
from storecrew.contexts.shipping.rules import tracking
from storecrew.kernel import audit, outbox
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money

log = logging.getLogger(__name__)


def call_of(row: Label, options: dict[str, Any] | None = None) -> LabelCall:
    """Build the call to the carrier from what is stored, so that a later question asks for the same."""
    service = CarrierService.objects.filter(code=row.service_code).first()
    carrier_code = (service.carrier_code or service.code) if service else row.service_code
    insured = Money(row.insured_amount, row.currency) if row.insured_amount else None

    def remember(reference: str) -> None:
        Label.objects.filter(pk=row.pk, reference="").update(reference=reference[:200])

    return LabelCall(
        key=rules.carrier_key(row.key, row.attempt),
        order_ref=row.order_ref,
        service=Service(service.pk if service else 0, row.service_code, row.service_name, carrier_code),
        sender=queries.address_from(row.from_address),
        recipient=queries.address_from(row.to_address),
        parcels=queries.parcels_from(row.parcels),
        value=Money(row.value_amount, row.currency),
        insured=insured,
        at=row.requested_at,
        remember=remember,
        options=row.options if options is None else options,
    )


def settle_bought(row: Label, answer: LabelAnswer, *, actor: Actor, at: dt.datetime) -> LabelFacts:
    """Write a label that exists at the carrier, once, with its files."""
    with transaction.atomic():
        values = _bought_values(row, answer, at)
        mine = Label.objects.filter(pk=row.pk, attempt=row.attempt, state__in=rules.OPEN)
        if mine.update(**values):
            _keep_files(row, answer, at)
            audit.record(
                actor=actor,
                action="shipping.label_bought",
                record="shipping.label",
                record_id=row.pk,
                at=at,
                after={"carrier": row.account.code, "service": row.service_code}
                | {"tracking_number": answer.tracking_number},
            )
            outbox.publish(
                LabelBought(
                    label_id=row.pk,
                    key=row.key,
                    order_ref=row.order_ref,
                    carrier=row.account.name,
                    tracking_number=answer.tracking_number,
                )
            )
    return queries.label(row.pk, documents=True)


def settle_refused(row: Label, code: str, message: str) -> None:
    """Write that no label exists."""
    Label.objects.filter(pk=row.pk, attempt=row.attempt, state__in=rules.OPEN).update(
        state="refused", code=code[:64], message=message[:500], check_at=None
    )


def settle_unknown(row: Label, code: str, at: dt.datetime) -> None:
    """Write that no answer came, and when to ask."""
    Label.objects.filter(pk=row.pk, attempt=row.attempt, state__in=rules.OPEN).update(
        state="unknown", code=code[:64], check_at=rules.next_check(at, row.checks)
    )


def settle_voided(row: Label, *, actor: Actor, at: dt.datetime, reason: str = "") -> None:
    """Write that a label was taken back, once."""
    with transaction.atomic():
        mine = Label.objects.filter(
            pk=row.pk, attempt=row.attempt, state__in=("bought", "voiding", *rules.OPEN)
        )
        if not mine.update(
            state="voided", voided_at=at, status="cancelled", status_at=at, check_at=None, poll_at=None
        ):
            return
        audit.record(
            actor=actor,
            action="shipping.label_voided",
            record="shipping.label",
            record_id=row.pk,
            at=at,
            before={"tracking_number": row.tracking_number},
            reason=reason,
        )
        outbox.publish(
            LabelVoided(
                label_id=row.pk,
                key=row.key,
                order_ref=row.order_ref,
                tracking_number=row.tracking_number,
            )
        )


def _bought_values(row: Label, answer: LabelAnswer, at: dt.datetime) -> dict[str, Any]:
    parcels = [
        parcel | ({"number": number} if number else {})
        for parcel, number in zip(
            row.parcels, [*answer.parcel_numbers, *[""] * len(row.parcels)], strict=False
        )
    ]
    return {
        "state": "bought",
        "reference": answer.reference[:200],
        "tracking_number": answer.tracking_number[:100],
        "tracking_url": answer.tracking_url[:500],
        "cost_amount": answer.cost.amount if answer.cost else None,
        "cost_currency": answer.cost.currency if answer.cost else "",
        "parcels": parcels,
        "code": "",
        "message": "",
        "bought_at": at,
        "check_at": None,
        "status": "pending",
        "poll_at": tracking.next_poll("picked_up", at, bought_at=at),
    }


def _keep_files(row: Label, answer: LabelAnswer, at: dt.datetime) -> None:
    files = {"pdf": answer.pdf, "zpl": answer.zpl.encode(), "customs": answer.customs_pdf}
    papers = row.options.get("customs")
    if papers and not files["customs"]:
        files["customs"] = commercial_invoice(
            number=papers["invoice"],
            tracking_number=answer.tracking_number,
            sender=queries.address_from(row.from_address),
            recipient=queries.address_from(row.to_address),
            parcels=queries.parcels_from(row.parcels),
            customs=papers,
            day=row.requested_at.date(),
        )
    LabelDocument.objects.filter(label_id=row.pk).delete()
    LabelDocument.objects.bulk_create(
        LabelDocument(label_id=row.pk, kind=kind, content=content, made_at=at)
        for kind, content in files.items()
        if content
    )
