"""Messages of carriers: checked, kept once, applied or parked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import IntegrityError, transaction

from storecrew.contexts.shipping.facts import MessageReceipt
from storecrew.contexts.shipping.models import CarrierAccount, CarrierMessage, Label
from storecrew.contexts.shipping.operations.tracking import record_tracking
from storecrew.contexts.shipping.providers import carrier
from storecrew.contexts.shipping.providers.messages import read_moment
from storecrew.contexts.shipping.providers.protocol import TrackingNotice
from storecrew.contexts.shipping.queries.accounts import account_row, opened
from storecrew.contexts.shipping.rules.tracking import Moment
from storecrew.kernel.actor import system_actor

FORGOTTEN_AFTER = dt.timedelta(days=30)
ACTOR = "shipping.carrier_message"


def handle_carrier_message(
    account: str, *, headers: Mapping[str, str], body: bytes, at: dt.datetime
) -> MessageReceipt:
    """Read a carrier's message and write what is new in it.

    This function will check the signature over the bytes as they came and keep each parcel's part under its
    id, with what it tells, in one transaction: if anything fails the carrier gets an error and sends it
    again. What belongs to a parcel that we do not know waits and is matched by timed work; what was kept
    before changes nothing.

    :raises UnknownAccount: there is no such carrier
    :raises BadSignature: unsigned, wrongly signed, too old, or no secret is configured
    :raises BadMessage: signed, but not readable
    """
    row = account_row(account)
    notices = carrier(row.kind).parse_webhook(opened(row), headers=headers, body=body, at=at)
    states = {"applied": 0, "parked": 0, "repeated": 0}
    with transaction.atomic():
        for notice in notices:
            states[_take(row, notice, at)] += 1
    return MessageReceipt(**states)


def match_parked(*, at: dt.datetime, limit: int = 100) -> int:
    """Apply waiting messages whose parcel is known by now; return how many."""
    matched = 0
    parked = CarrierMessage.objects.filter(state="parked", received_at__gte=at - FORGOTTEN_AFTER)
    for message in parked.order_by("received_at")[:limit]:
        with transaction.atomic():
            label_id = _label_of(message.account_id, message.tracking_number)
            if label_id is None:
                continue
            mine = CarrierMessage.objects.filter(pk=message.pk, state="parked")
            if mine.update(state="applied", applied_at=at):
                moments = [read_moment(event) for event in message.payload["events"]]
                _record(label_id, moments, at)
                matched += 1
    return matched


def _take(row: CarrierAccount, notice: TrackingNotice, at: dt.datetime) -> str:
    label_id = _label_of(row.pk, notice.tracking_number)
    state = "parked" if label_id is None else "applied"
    if not _keep(row, notice, state, at):
        return "repeated"
    if label_id is not None:
        _record(label_id, notice.moments, at)
    return state


def _keep(row: CarrierAccount, notice: TrackingNotice, state: str, at: dt.datetime) -> bool:
    """Insert the message; False when it was kept before."""
    # Kept in our own words, so that a parked one is read without the carrier's program.
    events = [each._asdict() | {"occurred_at": each.occurred_at.isoformat()} for each in notice.moments]
    try:
        with transaction.atomic():
            CarrierMessage.objects.create(
                account=row,
                event_id=notice.event_id[:200],
                tracking_number=notice.tracking_number[:100],
                payload={"events": events},
                state=state,
                received_at=at,
                applied_at=at if state == "applied" else None,
            )
    except IntegrityError:
        return False
    return True


def _record(label_id: int, moments: list[Moment] | tuple[Moment, ...], at: dt.datetime) -> None:
    record_tracking(label_id, moments, source="webhook", actor=system_actor(ACTOR), at=at)


def _label_of(account_id: int, tracking_number: str) -> int | None:
    if not tracking_number:
        return None
    rows = Label.objects.filter(account_id=account_id, tracking_number=tracking_number)
    return rows.values_list("pk", flat=True).first()
