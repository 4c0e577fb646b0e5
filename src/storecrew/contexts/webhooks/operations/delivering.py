"""Sending what is due: claimed by one statement, sent outside any transaction, settled by what came back.

A process that dies in between leaves a claim that runs out: the delivery is sent again, under the same id.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from django.db import transaction
from django.db.models import F

from storecrew.contexts.webhooks.errors import DeliveryUnderWay, SubscriptionPaused
from storecrew.contexts.webhooks.facts import Answer, Parcel, Sent
from storecrew.contexts.webhooks.models import Attempt, Delivery, Subscription
from storecrew.contexts.webhooks.operations import subscriptions
from storecrew.contexts.webhooks.operations.telling import write_test
from storecrew.contexts.webhooks.providers import sending
from storecrew.contexts.webhooks.queries.subscriptions import delivery as find_delivery
from storecrew.contexts.webhooks.queries.subscriptions import find, message_id
from storecrew.contexts.webhooks.rules import retrying
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor
from storecrew.kernel.secrets import SecretUnreadable

LEASE = dt.timedelta(minutes=5)
"""A claim holds so long; far longer than an attempt may take."""
AT_ONCE = 8
A_ROUND = 40
OF_ONE = 8
"""So many of one subscription in a round: a slow address holds up the others for one round only."""
ROUNDS = 10


def deliver_due(*, at: dt.datetime) -> int:
    """Send what is due of active subscriptions, oldest first; return how many attempts were made."""
    done = 0
    for _round in range(ROUNDS):
        claimed = [row for row in _due(at) if _claim(row, at)]
        done += len(_send(claimed, at))
        if len(claimed) < OF_ONE:
            break
    return done


def send_test(subscription_id: int, *, actor: Actor, at: dt.datetime) -> Sent:
    """Send a test now and say what came back; also while the subscription is paused."""
    actor.require(subscriptions.PERMISSION)
    row = find(subscription_id)
    with transaction.atomic():
        delivery = write_test(row, at=at)
        audit.record(
            actor=actor,
            action="webhooks.webhook_tested",
            record=subscriptions.RECORD,
            record_id=row.pk,
            at=at,
        )
    return _now(find_delivery(delivery.pk), at)


def redeliver(delivery_id: int, *, actor: Actor, at: dt.datetime) -> Sent:
    """Send a delivery once more, whatever became of it, and say what came back.

    :raises SubscriptionPaused: resume it first
    :raises DeliveryUnderWay: somebody else sends it at this moment
    """
    actor.require(subscriptions.PERMISSION)
    row = find_delivery(delivery_id)
    if row.subscription.state == Subscription.State.PAUSED:
        raise SubscriptionPaused(webhook=row.subscription_id)
    with transaction.atomic():
        audit.record(
            actor=actor,
            action="webhooks.delivery_sent_again",
            record=subscriptions.RECORD,
            record_id=row.subscription_id,
            at=at,
            after={"event": row.message.kind, "message": message_id(row.message_id)},
        )
        ended = Delivery.objects.filter(pk=row.pk).exclude(state=Delivery.State.WAITING)
        ended.update(state=Delivery.State.WAITING, next_at=at, finished_at=None)
    return _now(find_delivery(delivery_id), at)


def _now(row: Delivery, at: dt.datetime) -> Sent:
    if not _claim(row, at):
        raise DeliveryUnderWay(delivery=row.pk)
    return _send([row], at, by_hand=True)[0]


def _due(at: dt.datetime) -> list[Delivery]:
    rows = Delivery.objects.filter(
        state=Delivery.State.WAITING, next_at__lte=at, subscription__state=Subscription.State.ACTIVE
    )
    taken: Counter[int] = Counter()
    chosen: list[Delivery] = []
    for row in rows.select_related("subscription", "message").order_by("next_at", "pk")[: 10 * A_ROUND]:
        if taken[row.subscription_id] < OF_ONE and len(chosen) < A_ROUND:
            taken[row.subscription_id] += 1
            chosen.append(row)
    return chosen


def _claim(row: Delivery, at: dt.datetime) -> bool:
    """Take a delivery for this process; False when another one was faster."""
    mine = Delivery.objects.filter(pk=row.pk, state=Delivery.State.WAITING, next_at=row.next_at)
    row.attempts += 1
    return bool(mine.update(next_at=at + LEASE, attempts=F("attempts") + 1))


def _send(rows: list[Delivery], at: dt.datetime, *, by_hand: bool = False) -> list[Sent]:
    """Send claimed deliveries beside each other; what came back is written one by one."""
    parcels: dict[int, Parcel] = {}
    for row in rows:
        try:
            parcels[row.pk] = _parcel(row, at)
        except SecretUnreadable:
            continue
    answers = dict(_answers(parcels.values()))
    unreadable = Answer(None, SecretUnreadable.code, "", 0)
    return [_settle(row, answers.get(row.pk, unreadable), at, by_hand) for row in rows]


def _answers(parcels: Iterable[Parcel]) -> list[tuple[int, Answer]]:
    waiting = list(parcels)
    if len(waiting) == 1:
        return [(waiting[0].delivery_id, sending.send(waiting[0]))]
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        return list(zip([each.delivery_id for each in waiting], pool.map(sending.send, waiting), strict=True))


def _parcel(row: Delivery, at: dt.datetime) -> Parcel:
    return Parcel(
        delivery_id=row.pk,
        url=row.subscription.url,
        message_id=message_id(row.message_id),
        body=row.message.body,
        secrets=subscriptions.secrets_of(row.subscription, at=at),
        at=at,
        attempt=row.attempts,
    )


def _settle(row: Delivery, answer: Answer, at: dt.datetime, by_hand: bool) -> Sent:
    verdict = retrying.verdict(answer.status)
    wait = retrying.wait(row.attempts, f"webhook:{row.pk}") if verdict == retrying.AGAIN else None
    if verdict == retrying.DELIVERED:
        state = Delivery.State.DELIVERED
    else:
        state = Delivery.State.WAITING if wait is not None else Delivery.State.DEAD
    with transaction.atomic():
        Attempt.objects.create(
            delivery_id=row.pk,
            number=row.attempts,
            at=at,
            took_ms=answer.took_ms,
            status=answer.status,
            outcome=answer.outcome,
            answer=answer.excerpt,
            by_hand=by_hand,
        )
        # A delivery that arrived meanwhile is not made undelivered by a slower attempt.
        Delivery.objects.filter(pk=row.pk, state=Delivery.State.WAITING).update(
            state=state,
            next_at=at + wait if wait is not None else None,
            status=answer.status,
            outcome=answer.outcome,
            finished_at=at if state != Delivery.State.WAITING else None,
        )
        if state == Delivery.State.DELIVERED:
            _well(row.subscription_id, at)
        else:
            _badly(row, verdict, state, at)
    return Sent(row.pk, state, answer)


def _well(subscription_id: int, at: dt.datetime) -> None:
    Subscription.objects.filter(pk=subscription_id).update(failing_since=None, succeeded_at=at)


def _badly(row: Delivery, verdict: str, state: str, at: dt.datetime) -> None:
    """Note that it fails; pause what says that it is gone, or took nothing while a delivery was tried."""
    Subscription.objects.filter(pk=row.subscription_id, failing_since=None).update(failing_since=at)
    fresh = find(row.subscription_id)
    if verdict == retrying.GONE:
        subscriptions.pause_failing(fresh, Subscription.Pause.GONE, at=at)
    elif state == Delivery.State.DEAD and (fresh.succeeded_at is None or fresh.succeeded_at < row.created_at):
        subscriptions.pause_failing(fresh, Subscription.Pause.FAILING, at=at)
