"""Orders that customers collect at a location of ours: ready, handed over by their code, or not collected.

Of a hand-over, a cancellation and the end of the time exactly one happens: each moves the row away from
"ready" by one conditional update, in the transaction that does the rest.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from storecrew.contexts.fulfillment import mails, queries
from storecrew.contexts.fulfillment.errors import NotReadyToCollect, ProofMissing, WrongCollectionCode
from storecrew.contexts.fulfillment.facts import CollectionFacts
from storecrew.contexts.fulfillment.models import Collection, FulfillmentLine
from storecrew.contexts.fulfillment.operations import moving, shipping
from storecrew.contexts.fulfillment.rules import collecting as rules
from storecrew.contexts.fulfillment.rules import states
from storecrew.contexts.orders import public as orders
from storecrew.contexts.work import public as work
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.errors import DomainError
from storecrew.kernel.sentence import say

ACTOR = "fulfillment.collecting"


def hand_to_customer(
    collection_id: int,
    *,
    code: str = "",
    seen: str = "",
    received_by: str = "",
    key: str = "",
    actor: Actor,
    at: dt.datetime,
) -> CollectionFacts:
    """Give an order to whoever came for it, and keep what proves it. Call it outside transactions.

    ``code`` is what the customer shows; without it ``seen`` says what was looked at instead, such as an ID.
    With the ``key`` of the hand-over that happened (made on the device) nothing happens again. The goods are
    shipped, the customer is told, and after the commit money that was held is taken.

    :raises Denied: the actor may not hand over
    :raises UnknownWork: no such order here
    :raises WrongCollectionCode: another code
    :raises ProofMissing: neither a code nor a note
    :raises NotReadyToCollect: it was handed over, taken back or given up in the meantime
    :raises OrderIsCanceled: it was canceled in the meantime
    """
    actor.require("fulfillment.write")
    known = queries.collection_of(collection_id, actor)
    row = Collection.objects.get(pk=known.id)
    if code.strip() and not rules.same_code(code, row.code):
        raise WrongCollectionCode(number=row.number)
    if not code.strip() and not seen.strip():
        raise ProofMissing()
    with transaction.atomic():
        if _done_before(collection_id, key):
            return queries.collection_of(collection_id, actor)
        orders.begin_fulfilling(row.order_id)
        mine = Collection.objects.filter(pk=row.pk, state=rules.READY).update(
            state=rules.COLLECTED,
            closed_at=at,
            by_code=bool(code.strip()),
            seen=seen.strip()[:200],
            received_by=received_by.strip()[:200],
            closed_by=actor.label[:200],
            key=key[:64],
        )
        if not mine:
            if _done_before(collection_id, key):
                return queries.collection_of(collection_id, actor)
            state = Collection.objects.values_list("state", flat=True).get(pk=row.pk)
            raise NotReadyToCollect(number=row.number, state=state)
        part = moving.keep(row.fulfillment_order_id, states.PACKED)
        lines = {
            line.order_line_id: line.quantity - line.shipped
            for line in FulfillmentLine.objects.filter(fulfillment_order=part)
            if line.quantity > line.shipped
        }
        shipping.give_to_customer(
            row.order_id, lines, key=f"collect/{row.pk}/{part.pk}", location_id=row.location_id,
            actor=actor, at=at,
        )  # fmt: skip
        _trail("collected", row, actor, at, {"by_code": bool(code.strip())})
    shipping.take_money(row.order_id, at=at)
    return queries.collection_of(collection_id, actor)


def remind(*, at: dt.datetime) -> int:
    """Remind customers whose orders wait for long, once each; return how many."""
    told = 0
    for row in Collection.objects.filter(state=rules.READY, reminded_at=None).order_by("keep_until")[:500]:
        if at < rules.remind_at(row.ready_at, row.keep_until) or at >= row.keep_until:
            continue
        with transaction.atomic():
            mine = Collection.objects.filter(pk=row.pk, state=rules.READY, reminded_at=None)
            if not mine.update(reminded_at=at):
                continue
            moving.note(row.fulfillment_order, "reminded", actor=system_actor(ACTOR), at=at)
            mails.queue_waits(orders.order(row.order_id), queries.collection_facts(row), again=True, at=at)
            told += 1
    return told


def give_up(*, at: dt.datetime) -> int:
    """End what nobody collected in time: the order is canceled as ever, so goods and money go back.

    Safe to run twice, and it goes on where a crash left it. Call it outside transactions. Where a part of the
    order is with its customer already, a person decides.
    """
    actor = system_actor(ACTOR)
    ended = 0
    for row in Collection.objects.filter(state=rules.READY, keep_until__lte=at).order_by("pk")[:200]:
        with transaction.atomic():
            mine = Collection.objects.filter(pk=row.pk, state=rules.READY, keep_until__lte=at)
            if mine.update(state=rules.GIVEN_UP, closed_at=at):
                moving.note(row.fulfillment_order, "not_collected", actor=actor, at=at)
                _trail("not_collected", row, actor, at, {})
    left = Collection.objects.filter(state=rules.GIVEN_UP, fulfillment_order__state=states.PACKED)
    for row in left.order_by("pk")[:200]:
        try:
            orders.give_back(
                row.order_id,
                whole=True,
                reason=say("Nobody came for it in time."),
                key=f"not_collected/{row.pk}",
                at=at,
            )
            ended += 1
        except DomainError as refusal:
            _ask_a_person(row, refusal, actor, at)
    return ended


def _done_before(collection_id: int, key: str) -> bool:
    done = Collection.objects.filter(pk=collection_id, state=rules.COLLECTED)
    return bool(key) and done.filter(key=key[:64]).exists()


def _ask_a_person(row: Collection, refusal: DomainError, actor: Actor, at: dt.datetime) -> None:
    work.open_task(
        code="fulfillment.not_collected",
        title=say("Nobody collected a part of %(number)s", number=row.number),
        detail=say("It was not canceled by itself (%(why)s). Decide with the customer.", why=refusal.code),
        owner_role="customer_service",
        record="orders.order",
        record_id=row.order_id,
        url=f"/admin/orders/{row.number}/",
        due_at=at + dt.timedelta(days=1),
        dedupe_key=f"fulfillment.not_collected:{row.pk}",
        actor=actor,
        at=at,
    )


def _trail(what: str, row: Collection, actor: Actor, at: dt.datetime, after: dict[str, object]) -> None:
    audit.record(
        actor=actor,
        action=f"fulfillment.{what}",
        record="orders.order",
        record_id=row.order_id,
        at=at,
        after=after,
    )
