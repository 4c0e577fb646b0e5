"""FLT-05: what was given up is seen and can be tried again."""

from __future__ import annotations

import datetime as dt

import pytest
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from storecrew.kernel import mail, outbox
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.audit.models import AuditEntry
from storecrew.kernel.errors import Denied
from storecrew.kernel.mail.models import Mail
from storecrew.kernel.outbox.models import HandlerRun, OutboxEvent
from storecrew.kernel.schedule import dead_letters

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)
ROOT = system_actor("tests")


def dead_handler(**changes: object) -> HandlerRun:
    event = OutboxEvent.objects.create(
        name="gone.Event", payload={}, published_at=AT, done_at=AT + dt.timedelta(hours=3)
    )
    values: dict = {"attempts": 12, "given_up": True, "error": "Traceback\nKeyError: 'sku'\n"}
    return HandlerRun.objects.create(
        event=event, handler="storecrew.contexts.x.handlers.f", **values | changes
    )


def dead_mail(**changes: object) -> Mail:
    mail.queue(to="a@example.com", subject="Hello", text="t", html="", locale="en", dedupe_key="k", at=AT)
    Mail.objects.update(**{"state": "given_up", "attempts": 10, "error": "550 no such user"} | changes)
    return Mail.objects.get()


def dead_task() -> DBTaskResult:
    return DBTaskResult.objects.create(
        status=TaskResultStatus.FAILED,
        args_kwargs={"args": [], "kwargs": {}},
        task_path="storecrew.contexts.imports.operations.jobs.take_run",
        worker_ids=["a"] * 5,
        backend_name="default",
        run_after=AT,
        traceback="ValueError: no",
        exception_class_path="builtins.ValueError",
    )


def test_flt_05_what_was_given_up_is_listed_with_its_reason():
    dead_handler()
    dead_mail()
    dead_task()
    found = {letter.kind: letter for letter in dead_letters.given_up()}
    assert found["handler"].name == "x.handlers.f"
    assert found["handler"].reason == "KeyError: 'sku'"
    assert found["mail"].about == "a@example.com"
    assert found["task"].attempts == 5
    assert dead_letters.failing() == []


def test_flt_05_what_still_tries_by_itself_is_listed_apart():
    dead_handler(given_up=False, attempts=2, next_at=AT)
    dead_mail(state="waiting", attempts=1)
    assert dead_letters.given_up() == []
    assert [letter.next_at is not None for letter in dead_letters.failing()] == [True, True]


def test_flt_05_trying_again_puts_work_back_with_fresh_attempts_and_leaves_a_trace():
    handler, letter, task = dead_handler(), dead_mail(), dead_task()
    for kind, row in (("handler", handler), ("mail", letter), ("task", task)):
        assert dead_letters.try_again(kind=kind, id=str(row.pk), actor=ROOT, at=AT)
    handler.refresh_from_db()
    letter.refresh_from_db()
    task.refresh_from_db()
    assert (handler.given_up, handler.attempts, handler.event.done_at) == (False, 0, None)
    assert (letter.state, letter.attempts, letter.next_at) == ("waiting", 0, AT)
    assert (task.status, task.worker_ids) == ("READY", [])
    assert dead_letters.given_up() == []
    assert AuditEntry.objects.filter(action="schedule.tried_again").count() == 3
    assert outbox.drain() == 1


def test_work_that_went_well_is_not_done_again():
    handler = dead_handler(done_at=AT, given_up=False)
    letter = dead_mail(state="sent")
    assert not dead_letters.try_again(kind="handler", id=str(handler.pk), actor=ROOT, at=AT)
    assert not dead_letters.try_again(kind="mail", id=str(letter.pk), actor=ROOT, at=AT)
    assert not AuditEntry.objects.exists()


def test_trying_again_needs_the_right_to_change_settings():
    reader = Actor(kind="staff", id="1", label="T", permissions=frozenset({"settings.read"}))
    with pytest.raises(Denied):
        dead_letters.try_again(kind="mail", id="1", actor=reader, at=AT)
