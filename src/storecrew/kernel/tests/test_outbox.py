"""The outbox: written with the change, handled once after commit, retried, given up visibly."""

import datetime as dt
from dataclasses import dataclass

import pytest
from django.db import transaction

from storecrew.kernel import clock, outbox
from storecrew.kernel.outbox import draining, registry
from storecrew.kernel.outbox.models import HandlerRun, OutboxEvent

NOON = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)


@dataclass(frozen=True)
class KettleBoiled(outbox.Event):
    """A fact of this test."""

    kettle_id: int
    cups: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class ShelfMoved(outbox.Event):
    """A fact that only says what to look at again."""

    look_again = True

    shelf_id: int


@pytest.fixture
def heard(monkeypatch):
    """Subscribe a listener for one test; returns what it heard and lets the test make it fail."""
    monkeypatch.setattr(registry, "_handlers", registry.defaultdict(dict))
    events = []

    class Listener:
        fault: Exception | None = None

    @outbox.subscribe(KettleBoiled)
    def listen(event):
        if Listener.fault:
            raise Listener.fault
        events.append(event)

    outbox.subscribe(ShelfMoved)(listen)
    return events, Listener


def publish(event):
    with transaction.atomic():
        outbox.publish(event)


@pytest.mark.django_db(transaction=True)
def test_publishing_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError, match="inside the transaction"):
        outbox.publish(KettleBoiled(1))


@pytest.mark.django_db(transaction=True)
def test_draining_inside_a_transaction_is_refused():
    with transaction.atomic(), pytest.raises(RuntimeError, match="never happens inside"):
        outbox.drain()


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_change_leaves_no_event(heard):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        outbox.publish(KettleBoiled(1))
        raise ZeroDivisionError
    assert outbox.drain() == 0
    assert heard[0] == []


@pytest.mark.django_db
def test_an_event_is_handled_once_and_keeps_its_shape(heard):
    publish(KettleBoiled(7, ((1, "tea"),)))
    assert outbox.drain() == 1
    assert outbox.drain() == 0
    assert heard[0] == [KettleBoiled(7, ((1, "tea"),))]
    assert KettleBoiled.name.endswith(".KettleBoiled")


@pytest.mark.django_db
def test_a_failing_handler_is_retried_later_and_holds_nobody_up(heard):
    events, listener = heard
    others = []

    @outbox.subscribe(KettleBoiled)
    def another(event):
        others.append(event)

    listener.fault = OSError("the kettle is on fire")
    with clock.frozen(NOON):
        publish(KettleBoiled(1))
        assert outbox.drain() == 0
        assert len(others) == 1
        run = HandlerRun.objects.get(handler__contains="listen")
        assert "on fire" in run.error
        assert outbox.drain() == 0, "not before its time"
        assert HandlerRun.objects.get(pk=run.pk).attempts == 1
        listener.fault = None
        clock.advance(dt.timedelta(minutes=1))
        assert outbox.drain() == 1
    assert len(events) == 1
    assert len(others) == 1, "a handler that is done is not run again"


@pytest.mark.django_db
def test_flt_05_a_handler_that_never_works_is_given_up_and_stays_visible(heard):
    heard[1].fault = OSError("still on fire")
    with clock.frozen(NOON):
        publish(KettleBoiled(1))
        for _ in range(draining.MOST_ATTEMPTS):
            outbox.drain()
            clock.advance(dt.timedelta(hours=2))
    run = HandlerRun.objects.get()
    assert run.given_up
    assert run.attempts == draining.MOST_ATTEMPTS
    assert OutboxEvent.objects.get().done_at is not None


@pytest.mark.django_db
def test_an_event_that_no_code_knows_any_more_is_finished():
    with transaction.atomic():
        OutboxEvent.objects.create(name="gone.Event", payload={}, published_at=NOON)
    assert outbox.drain() == 1


@pytest.mark.django_db(transaction=True)
def test_what_asks_to_look_again_is_handled_once_for_all_that_wait(heard):
    events, _listener = heard
    for shelf in (1, 2, 1, 1):
        publish(ShelfMoved(shelf))
    publish(KettleBoiled(1))
    publish(KettleBoiled(1))
    assert outbox.drain() == 6
    assert events == [ShelfMoved(2), ShelfMoved(1), KettleBoiled(1), KettleBoiled(1)]
    assert not OutboxEvent.objects.filter(done_at=None).exists()
    publish(ShelfMoved(1))
    assert outbox.drain() == 1
    assert events[-1] == ShelfMoved(1)


@pytest.mark.django_db(transaction=True)
def test_flt_05_what_failed_and_is_asked_again_is_not_left_as_a_failure(heard):
    events, listener = heard
    listener.fault = ValueError("no light")
    with clock.frozen(NOON):
        publish(ShelfMoved(1))
        outbox.drain()
    listener.fault = None
    with clock.frozen(NOON + dt.timedelta(minutes=1)):
        publish(ShelfMoved(1))
        assert outbox.drain() == 2
    assert events == [ShelfMoved(1)]
    assert not HandlerRun.objects.filter(done_at=None).exists()
