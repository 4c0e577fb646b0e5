"""Write what carriers tell: each message once, the parcel's state by what happened last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from storecrew.contexts.shipping.events import ParcelDelivered, TrackingUpdated
from storecrew.contexts.shipping.models import Label, TrackingEvent
from storecrew.contexts.shipping.queries import labels as queries
from storecrew.contexts.shipping.rules import tracking
from storecrew.contexts.shipping.rules.tracking import Moment
from storecrew.contexts.work import public as work
from storecrew.kernel import audit, outbox
from storecrew.kernel.actor import Actor
from storecrew.kernel.sentence import say


def record_tracking(
    label_id: int, moments: Sequence[Moment], *, source: str, actor: Actor, at: dt.datetime
) -> int:
    """Write what happened to a label's parcels; return how many messages were new.

    Messages may come twice, late and in any order, by webhook and by poll: the one that happened last says
    how the parcels stand. Publishes ``TrackingUpdated`` when that changes and ``ParcelDelivered`` once.

    :raises UnknownLabel: there is no such label
    """
    actor.require("fulfillment.write")
    with transaction.atomic():
        # One at a time per label, so that two messages cannot each overlook the other's.
        row = Label.objects.select_for_update().filter(pk=label_id).first()
        if row is None:
            queries.load(label_id)
            return 0
        fresh = _keep(row, [tracking.clean(moment) for moment in moments], source, at)
        if fresh:
            _bring_forward(row, at)
            if source == "person":
                _audit(row, fresh, actor, at)
            if row.state == "voided" and any(each.status in tracking.MOVING for each in fresh):
                _warn_voided(row, actor, at)
    return len(fresh)


def _keep(row: Label, moments: Sequence[Moment], source: str, at: dt.datetime) -> list[Moment]:
    known = set(row.events.values_list("fingerprint", flat=True))
    fresh = {each.fingerprint: each for each in moments if each.fingerprint not in known}
    TrackingEvent.objects.bulk_create(
        TrackingEvent(
            label=row,
            occurred_at=each.occurred_at,
            received_at=at,
            status=each.status,
            reason=each.reason,
            description=each.description,
            place=each.place,
            source=source[:12],
            fingerprint=print_,
        )
        for print_, each in fresh.items()
    )
    return list(fresh.values())


def _bring_forward(row: Label, at: dt.datetime) -> None:
    """Derive the parcels' state from all messages, and tell when it changed."""
    rows = row.events.values_list("occurred_at", "status", "reason", "description", "place")
    moments = [Moment(*each) for each in rows]
    now = tracking.current(moments)
    if now is None:
        return
    values: dict[str, Any] = {
        "status": now.status,
        "reason": now.reason,
        "status_at": now.occurred_at,
        "picked_up_at": tracking.first_of(moments, tracking.MOVING),
        "delivered_at": tracking.first_of(moments, frozenset({"delivered"})),
    }
    if row.state == "bought":
        values["poll_at"] = tracking.next_poll(now.status, at, bought_at=row.bought_at or at)
    Label.objects.filter(pk=row.pk).update(**values)
    if (row.status, row.reason) != (now.status, now.reason):
        outbox.publish(
            TrackingUpdated(
                label_id=row.pk,
                order_ref=row.order_ref,
                tracking_number=row.tracking_number,
                status=now.status,
                reason=now.reason,
                at=now.occurred_at.isoformat(),
            )
        )
    if row.delivered_at is None and values["delivered_at"] is not None:
        outbox.publish(
            ParcelDelivered(
                label_id=row.pk,
                order_ref=row.order_ref,
                tracking_number=row.tracking_number,
                at=values["delivered_at"].isoformat(),
            )
        )


def _audit(row: Label, fresh: Sequence[Moment], actor: Actor, at: dt.datetime) -> None:
    audit.record(
        actor=actor,
        action="shipping.tracking_typed",
        record="shipping.label",
        record_id=row.pk,
        at=at,
        after={"status": [each.status for each in fresh]},
    )


def _warn_voided(row: Label, actor: Actor, at: dt.datetime) -> None:
    work.raise_finding(
        code="shipping.voided_label_moves",
        title=say("A parcel travels under the voided label %(number)s", number=row.tracking_number),
        detail=say("Somebody used a label that was taken back. Ask the carrier to bill or return it."),
        owner_role="logistics_manager",
        dedupe_key=f"shipping.voided_label_moves:{row.pk}",
        severity="warning",
        record="shipping.label",
        record_id=row.pk,
        actor=actor,
        at=at,
    )
