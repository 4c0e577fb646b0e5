"""Cycle counts: blind, repeated when different, posted within limits or with another person's agreement.

The count is of what lies in one bin (or loose), and is compared with what the records said at that moment;
a pick in between moves both, so it makes no difference.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction

from storecrew.contexts.inventory.errors import (
    CountMoved,
    InvalidCount,
    KeyReused,
    NotTheCounter,
    ReasonNeeded,
    StockCommitted,
    UnknownCount,
)
from storecrew.contexts.inventory.facts import CountFacts
from storecrew.contexts.inventory.models import (
    BinContent,
    BinMove,
    CountEntry,
    CountPolicy,
    CountTask,
    StockLevel,
    StockMovement,
)
from storecrew.contexts.inventory.operations import contents, counters, doubts, rows
from storecrew.contexts.inventory.operations.contents import Move
from storecrew.contexts.inventory.queries import location
from storecrew.contexts.inventory.queries.counts import count, limits, unit_cost
from storecrew.contexts.inventory.rules import counting as rules
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor

State = CountTask.State
OPEN_STATES = (State.OPEN, State.RECOUNT)
MOST = 1_000_000


def ask_for_count(
    *,
    location_id: int,
    variant_id: int,
    bin_id: int | None = None,
    cause: str = CountTask.Cause.ASKED,
    actor: Actor,
    at: dt.datetime,
) -> int:
    """Put a bin of an article on the list to count; return the task's id."""
    actor.require("inventory.write")
    if bin_id is not None:
        rows.own_bin(location_id, bin_id)
    return doubts.open_task(
        location_id=location_id, variant_id=variant_id, bin_id=bin_id, cause=cause, actor=actor, at=at
    )


def record_count(task_id: int, quantity: int, *, key: str, actor: Actor, at: dt.datetime) -> CountFacts:
    """Enter what was counted, without having seen the number; return the task with what comes next.

    Equal: done. Different: count again. Different twice in the same way: posted at once within the limits
    of the location, else it waits for approval. The same `key` again changes nothing.

    :raises CountMoved: if the task is not open any more.
    :raises InvalidCount: for a quantity that is no count.
    """
    rows.require_handling(actor)
    if not 0 <= quantity <= MOST or not 8 <= len(key) <= 64:
        raise InvalidCount(quantity=quantity)
    known = CountEntry.objects.filter(key=key).values_list("task_id", "quantity").first()
    if known is not None:
        if known != (task_id, quantity):
            raise KeyReused(key=key)
        return count(task_id)
    try:
        with transaction.atomic():
            row = _open_task(task_id)
            rows.lock([row.variant_id])
            seen = on_record(row)
            CountEntry.objects.create(
                task=row,
                key=key,
                quantity=quantity,
                seen=seen,
                is_first=not row.entries.exists(),
                actor=rows.actor_name(actor),
                actor_id=actor.id[:64],
                at=at,
            )
            _decide(row, seen, quantity, actor=actor, at=at)
    except IntegrityError:
        # the same entry came twice at the same instant; the unique key let one of them through
        if not CountEntry.objects.filter(key=key, task_id=task_id).exists():
            raise
    return count(task_id)


def _decide(row: CountTask, seen: int, quantity: int, *, actor: Actor, at: dt.datetime) -> None:
    numbers = list(row.entries.filter(dropped=False).order_by("pk").values_list("quantity", flat=True))
    word = rules.verdict(seen, numbers)
    change: dict[str, Any] = {"expected": seen, "found": quantity}
    if word == rules.AGAIN:
        change["state"] = State.RECOUNT
    elif word == rules.EQUAL:
        change |= {"state": State.DONE, "closed_at": at}
    elif word == rules.CONFIRMED and not _too_large(row, seen, quantity):
        _post(row, quantity - seen, rules.REASONS[0], actor=actor, at=at)
        change |= {"state": State.DONE, "closed_at": at, "reason": rules.REASONS[0], "posted": True}
    else:
        change["state"] = State.APPROVAL
    _save(row, change)
    _note(row, "inventory.counted", {"found": quantity, "state": change["state"]}, actor=actor, at=at)


def approve_count(task_id: int, *, reason: str, actor: Actor, at: dt.datetime) -> CountFacts:
    """Agree to a difference and post it with its reason code; the counter may not, but in a one-person shop.

    What moved in the bin since the count stays moved: the difference is posted, not the number.

    :raises NotTheCounter: if the approver counted.
    :raises CountMoved: if it does not wait for approval.
    :raises StockCommitted: if fewer would remain than are promised; release those first.
    """
    actor.require("inventory.adjust")
    if reason not in rules.REASONS:
        raise ReasonNeeded
    with transaction.atomic():
        row = _in_approval(task_id)
        if not limits(row.location_id).single_person and _counted(row, actor):
            raise NotTheCounter(count=task_id)
        rows.lock([row.variant_id])
        _post(row, (row.found or 0) - (row.expected or 0), reason, actor=actor, at=at)
        _save(
            row,
            {
                "state": State.DONE,
                "closed_at": at,
                "reason": reason,
                "posted": True,
                "approved_by": rows.actor_name(actor),
            },
        )
        after = {"difference": (row.found or 0) - (row.expected or 0)}
        _note(row, "inventory.count_approved", after, actor=actor, at=at, reason=reason)
    return count(task_id)


def refuse_count(task_id: int, *, note: str, actor: Actor, at: dt.datetime) -> CountFacts:
    """Send a count back to be done anew; earlier numbers stay in its history.

    :raises CountMoved: if it does not wait for approval.
    """
    actor.require("inventory.adjust")
    if not note.strip():
        raise ReasonNeeded
    with transaction.atomic():
        row = _in_approval(task_id)
        row.entries.filter(dropped=False).update(dropped=True)
        _save(row, {"state": State.OPEN})
        _note(row, "inventory.count_refused", {}, actor=actor, at=at, reason=note.strip())
    return count(task_id)


def cancel_count(task_id: int, *, note: str, actor: Actor, at: dt.datetime) -> CountFacts:
    """Take a count off the list without counting."""
    actor.require("inventory.write")
    with transaction.atomic():
        row = _open_task(task_id)
        _save(row, {"state": State.CANCELED, "closed_at": at})
        _note(row, "inventory.count_canceled", {}, actor=actor, at=at, reason=note.strip())
    return count(task_id)


def save_policy(
    location_code: str,
    *,
    amount: int,
    percent: int,
    single_person: bool,
    actor: Actor,
    at: dt.datetime,
) -> None:
    """Say up to which difference counts at a location are posted without another person.

    `amount` is in minor units of the costs' currency, `percent` of the units on record.
    """
    actor.require("inventory.adjust")
    if not 0 <= amount <= 10**12 or not 0 <= percent <= 100:
        raise InvalidCount(amount=amount, percent=percent)
    place = location(location_code)
    values = {"amount": amount, "percent": percent, "single_person": single_person}
    with transaction.atomic():
        CountPolicy.objects.update_or_create(location_id=place.id, defaults=values)
        audit.record(
            actor=actor,
            action="inventory.count_policy_saved",
            record="inventory.location",
            record_id=place.id,
            at=at,
            after=values,
        )


def on_record(row: CountTask) -> int:
    """Return how many units the records say lie where the task asks to count."""
    if row.bin_id is not None:
        there = BinContent.objects.filter(bin_id=row.bin_id, variant_id=row.variant_id)
        return sum(there.values_list("quantity", flat=True))
    level = StockLevel.objects.filter(variant_id=row.variant_id, location_id=row.location_id).first()
    return level.loose if level else 0


def _post(row: CountTask, difference: int, reason: str, *, actor: Actor, at: dt.datetime) -> None:
    """Change the count and what lies in the bin by a difference; the level first where it grows."""
    key = (row.variant_id, row.location_id)
    document = f"count {row.pk}"
    entry = counters.Entry(
        *key, StockMovement.Kind.COUNTED, StockMovement.Bucket.ON_HAND, difference, reason, document
    )
    moves = _moves(row, difference)
    kind = BinMove.Kind.COUNTED
    try:
        if difference < 0 and moves:
            contents.change(moves, kind=kind, document=document, actor=actor, at=at)
        if difference:
            counters.ensure_levels([key])
            counters.post([entry], actor=actor, at=at)
        if difference > 0 and moves:
            contents.change(moves, kind=kind, document=document, actor=actor, at=at)
    except (counters.Refused, contents.Short):
        raise StockCommitted(count=row.pk, difference=difference) from None


def _moves(row: CountTask, difference: int) -> list[Move]:
    """Return how a difference falls on the lots of a bin: what is missing, from the smallest rest on."""
    if row.bin_id is None or not difference:
        return []
    there = list(
        BinContent.objects.filter(bin_id=row.bin_id, variant_id=row.variant_id).order_by("quantity", "pk")
    )
    if difference > 0:
        lot_id = there[-1].lot_id if there else None
        return [Move(row.location_id, row.bin_id, row.variant_id, lot_id, difference)]
    moves, missing = [], -difference
    for content in there:
        part = min(missing, content.quantity)
        if part:
            moves.append(Move(row.location_id, row.bin_id, row.variant_id, content.lot_id, -part))
            missing -= part
    return moves


def _too_large(row: CountTask, seen: int, quantity: int) -> bool:
    policy = limits(row.location_id)
    return rules.needs_approval(
        seen, quantity, unit_cost(row.variant_id), rules.Limits(policy.amount, policy.percent)
    )


def _counted(row: CountTask, actor: Actor) -> bool:
    return row.entries.filter(dropped=False, actor_id=actor.id[:64]).exists()


def _open_task(task_id: int) -> CountTask:
    return _locked(task_id, OPEN_STATES)


def _in_approval(task_id: int) -> CountTask:
    return _locked(task_id, (State.APPROVAL,))


def _locked(task_id: int, states: tuple[str, ...]) -> CountTask:
    row = CountTask.objects.select_for_update().filter(pk=task_id).first()
    if row is None:
        raise UnknownCount(count=task_id)
    if row.state not in states:
        raise CountMoved(count=task_id, state=row.state)
    return row


def _save(row: CountTask, change: dict[str, Any]) -> None:
    """Write the next state, if nobody else moved the task meanwhile."""
    if CountTask.objects.filter(pk=row.pk, state=row.state).update(**change) != 1:
        raise CountMoved(count=row.pk, state=row.state)


def _note(
    row: CountTask, action: str, after: dict[str, Any], *, actor: Actor, at: dt.datetime, reason: str = ""
) -> None:
    audit.record(
        actor=actor, action=action, record="inventory.count_task", record_id=row.pk, at=at, after=after,
        reason=reason,
    )  # fmt: skip
