"""Ask carriers where parcels are."""

from __future__ import annotations

import datetime as dt
import logging

from storecrew.contexts.shipping.models import CarrierAccount, Label
from storecrew.contexts.shipping.operations.tracking import record_tracking
from storecrew.contexts.shipping.providers import carrier
from storecrew.contexts.shipping.providers.protocol import TrackingAnswer
from storecrew.contexts.shipping.queries.accounts import opened
from storecrew.contexts.shipping.queries.outside import outside_transaction
from storecrew.contexts.shipping.rules import tracking
from storecrew.kernel.actor import system_actor

log = logging.getLogger(__name__)
AT_ONCE = 50
AGAIN_AFTER = dt.timedelta(minutes=15)


def poll_account(account_id: int, *, at: dt.datetime) -> int:
    """Ask one carrier about its parcels that are due; return how many messages were new.

    A carrier that does not answer is asked again after a quarter of an hour; the parcels stay as they are.

    :raises RuntimeError: called inside a transaction
    """
    outside_transaction()
    row = CarrierAccount.objects.get(pk=account_id)
    due = Label.objects.filter(account=row, state="bought", poll_at__lte=at).order_by("poll_at", "pk")
    labels = {label.tracking_number: label for label in due[:AT_ONCE]}
    if not labels:
        return 0
    ids = [label.pk for label in labels.values()]
    # First put off, so that a crash or a second worker does not ask the carrier all over again.
    Label.objects.filter(pk__in=ids, poll_at__lte=at).update(poll_at=at + AGAIN_AFTER)
    answers = _ask(row, list(labels), at)
    if answers is None:
        return 0
    told = {answer.tracking_number: answer for answer in answers}
    actor, fresh = system_actor("shipping.poll_account"), 0
    for number, label in labels.items():
        moments = told[number].moments if number in told else ()
        found = record_tracking(label.pk, moments, source="poll", actor=actor, at=at)
        if not found:
            next_poll = tracking.next_poll(label.status, at, bought_at=label.bought_at or at)
            Label.objects.filter(pk=label.pk, state="bought").update(poll_at=next_poll)
        fresh += found
    return fresh


def _ask(row: CarrierAccount, numbers: list[str], at: dt.datetime) -> tuple[TrackingAnswer, ...] | None:
    try:
        return carrier(row.kind).track(opened(row), numbers, at=at)
    except Exception:
        log.exception("carrier %s broke while asked where parcels are", row.code)
        return None
