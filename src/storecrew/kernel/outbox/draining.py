"""Handling events after commit: each handler once per event, failures retried with growing delay."""

from __future__ import annotations

import datetime as dt
import json
import logging
import traceback
from collections.abc import Sequence

from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from storecrew.kernel import clock, rows
from storecrew.kernel.outbox.events import Handling, event_class, handling
from storecrew.kernel.outbox.models import HandlerRun, OutboxEvent
from storecrew.kernel.outbox.registry import Handler, handlers_of

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 12
LONGEST_DELAY = dt.timedelta(hours=1)


def drain(limit: int = 100) -> int:
    """Handle waiting events, oldest first; return how many events were finished.

    What only asks to look again is handled once for all that wait and ask the same (``Event.look_again``).
    Safe to run in several processes. Raises RuntimeError inside a transaction.
    """
    if connection.in_atomic_block and not _inside_test_case():
        raise RuntimeError("draining never happens inside a transaction")
    now = clock.now()
    blocked = HandlerRun.objects.filter(done_at=None, next_at__gt=now).values("event_id")
    waiting = OutboxEvent.objects.filter(done_at=None).exclude(pk__in=blocked).order_by("pk")
    events = list(waiting[:limit])
    repeated = _said_again(events)
    _let_be(repeated)
    return len(repeated) + sum(_handle(event) for event in events if event.pk not in repeated)


def _inside_test_case() -> bool:
    """Django's tests wrap everything in one transaction; savepoints stand in for commits there."""
    return any(getattr(block, "_from_testcase", False) for block in connection.atomic_blocks)


def _said_again(events: Sequence[OutboxEvent]) -> set[int]:
    """Return which events say nothing that one behind them in the line does not say again."""
    behind: set[tuple[str, str]] = set()
    found: set[int] = set()
    for event in reversed(events):
        kind = event_class(event.name)
        if kind is None or not kind.look_again:
            continue
        words = (event.name, json.dumps(event.payload, sort_keys=True))
        if words in behind:
            found.add(event.pk)
        behind.add(words)
    return found


def _let_be(event_ids: set[int]) -> None:
    """Finish events that are not handled, and what was to be tried again of them."""
    if not event_ids:
        return
    now = clock.now()
    with transaction.atomic():
        HandlerRun.objects.filter(event_id__in=event_ids, done_at=None).update(done_at=now)
        OutboxEvent.objects.filter(pk__in=event_ids, done_at=None).update(done_at=now)


def _handle(event: OutboxEvent) -> bool:
    """Run all handlers of an event; return whether the event is finished."""
    kind = event_class(event.name)
    results = []
    if kind is not None:
        fact = kind.read(event.payload)
        results = [_run_once(event, name, run, fact) for name, run in handlers_of(event.name).items()]
    if not all(results):
        return False
    # Whoever handled it beside us writes the same.
    event.done_at = clock.now()
    rows.save([event], ["done_at"])
    return True


def _run_once(event: OutboxEvent, name: str, run: Handler, fact: object) -> bool:
    """Run one handler unless it already ran; return whether nothing is left to do."""
    try:
        with transaction.atomic():
            # Nearly always the first time: one statement claims the run and says that it is done, which is
            # true when the transaction ends. Whoever comes second waits here for the first one's end.
            if rows.insert(
                [HandlerRun(event_id=event.pk, handler=name, done_at=clock.now())],
                once_per=("event_id", "handler"),
            ):
                _run(event, run, fact)
                return True
            record = HandlerRun.objects.get(event=event, handler=name)
            claimed = HandlerRun.objects.select_for_update().filter(
                Q(next_at=None) | Q(next_at__lte=clock.now()), pk=record.pk, done_at=None, given_up=False
            )
            if not claimed.first():
                record.refresh_from_db()
                return record.done_at is not None or record.given_up
            _run(event, run, fact)
            HandlerRun.objects.filter(pk=record.pk).update(done_at=clock.now(), error="")
        return True
    except IntegrityError:
        # Either another process inserted the row first, or the handler broke a constraint: retry decides.
        return _failed(event, name)
    except Exception:  # noqa: BLE001 - one handler's fault must not stop the others
        return _failed(event, name)


def _run(event: OutboxEvent, run: Handler, fact: object) -> None:
    token = handling.set(Handling(event.pk, event.published_at))
    try:
        run(fact)
    finally:
        handling.reset(token)


def _failed(event: OutboxEvent, name: str) -> bool:
    """Note a failure and when to try again; return whether it is given up."""
    error = traceback.format_exc(limit=20)
    log.warning("handler %s failed on event %s: %s", name, event.pk, error)
    with transaction.atomic():
        record, _ = HandlerRun.objects.get_or_create(event=event, handler=name)
        if record.done_at is not None:
            return True
        record.attempts += 1
        record.given_up = record.attempts >= MOST_ATTEMPTS
        record.next_at = clock.now() + min(dt.timedelta(seconds=2**record.attempts), LONGEST_DELAY)
        record.error = error[-4000:]
        record.save()
    return record.given_up
