"""The scheduler's rules, one process: each tick once, the dead replaced, failures visible."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from storecrew.kernel import clock, schedule
from storecrew.kernel.schedule import claims, registry, scheduler
from storecrew.kernel.schedule.claims import DEAD_AFTER, MOST_ATTEMPTS
from storecrew.kernel.schedule.housekeeping import forget_old_runs
from storecrew.kernel.schedule.models import ScheduledRun
from storecrew.kernel.schedule.registry import Job
from storecrew.kernel.schedule.status import work_status
from storecrew.kernel.schedule.workers import Heart, alive, beat

AT = dt.datetime(2026, 3, 29, 0, 59, 30, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
State = ScheduledRun.State
pytestmark = pytest.mark.django_db


@pytest.fixture
def job(monkeypatch: pytest.MonkeyPatch) -> Job:
    monkeypatch.setattr(registry, "_jobs", {})
    schedule.every(seconds=60, name="test.job")(lambda at: None)
    return schedule.jobs()[0]


def run_of(job: Job, at: dt.datetime, holder: str = "a") -> ScheduledRun | None:
    return claims.claim(job, at=at, holder=holder).run


def test_con_22_a_tick_is_claimed_once(job: Job) -> None:
    run = run_of(job, AT)
    assert run is not None
    assert claims.claim(job, at=AT, holder="b") == (None, False)
    assert claims.finish(run, at=AT)
    assert claims.claim(job, at=AT + dt.timedelta(seconds=20), holder="b") == (None, True)
    assert run_of(job, AT + MINUTE, "b") is not None


def test_con_22_the_database_itself_refuses_a_second_run(job: Job) -> None:
    run_of(job, AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        ScheduledRun.objects.create(
            name=job.name, tick=job.tick(AT), holder="b", started_at=AT, heartbeat_at=AT, state=State.DONE
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        ScheduledRun.objects.create(name=job.name, tick=1, holder="b", started_at=AT, heartbeat_at=AT)


def test_a_job_does_not_overlap_itself(job: Job) -> None:
    run = run_of(job, AT)
    assert run is not None
    assert claims.beat(run, at=AT + MINUTE)
    assert run_of(job, AT + MINUTE, "b") is None


def test_con_22_a_dead_holder_is_replaced_within_a_minute(job: Job) -> None:
    first = run_of(job, AT, "dead")
    assert first is not None
    assert run_of(job, AT + DEAD_AFTER - dt.timedelta(seconds=1), "b") is None
    second = run_of(job, AT + DEAD_AFTER, "b")
    assert second is not None
    assert (second.pk, second.attempts) == (first.pk, 2)
    assert DEAD_AFTER < MINUTE
    assert run_of(job, AT + DEAD_AFTER, "c") is None, "only one replaces it"
    assert not claims.finish(first, at=AT + DEAD_AFTER), "the one believed dead cannot end it"
    assert not claims.beat(first, at=AT + DEAD_AFTER)
    assert claims.finish(second, at=AT + DEAD_AFTER)


def test_flt_05_a_run_that_kills_its_holders_is_given_up_and_the_next_tick_comes(job: Job) -> None:
    at = AT
    for number in range(MOST_ATTEMPTS):
        assert run_of(job, at, f"holder {number}") is not None
        at += DEAD_AFTER
    assert run_of(job, at, "last") is None
    lost = ScheduledRun.objects.get()
    assert (lost.state, lost.attempts) == (State.LOST, MOST_ATTEMPTS)
    assert "holder 2" in lost.error
    assert run_of(job, at, "last") is not None


def test_flt_12_a_clock_that_jumps_back_runs_no_tick_twice(job: Job) -> None:
    for minute in range(60):
        run = run_of(job, AT + minute * MINUTE)
        assert run is not None
        claims.finish(run, at=AT + minute * MINUTE)
    for minute in range(60):
        assert run_of(job, AT + minute * MINUTE) is None
    assert run_of(job, AT + 60 * MINUTE) is not None


def test_flt_12_a_clock_that_jumps_ahead_makes_nothing_up_and_comes_back(job: Job) -> None:
    for at in (AT, AT + 90 * MINUTE):
        run = run_of(job, at)
        assert run is not None
        claims.finish(run, at=at)
    assert ScheduledRun.objects.count() == 2
    assert run_of(job, AT + MINUTE) is not None, "after the correction the ticks between go on"


def test_a_failure_is_stored_and_the_next_tick_tries_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_jobs", {})

    @schedule.every(seconds=60, name="test.broken")
    def broken(at: dt.datetime) -> None:
        raise LookupError("no such warehouse")

    (job,) = schedule.jobs()
    for minute in range(3):
        with clock.frozen(AT + minute * MINUTE):
            run = run_of(job, clock.now())
            assert run is not None
            assert not scheduler.run_claimed(job, run)
    (status,) = work_status(AT + 2 * MINUTE).jobs
    assert (status.state, status.failures, status.late) == ("failed", 3, False)
    assert "no such warehouse" in status.error
    assert not work_status(AT + 2 * MINUTE).well
    assert work_status(AT + 10 * MINUTE).jobs[0].late


def test_the_state_of_many_jobs_takes_as_many_queries_as_that_of_one(
    monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    monkeypatch.setattr(registry, "_jobs", {})
    schedule.every(seconds=60, name="test.first")(lambda at: None)
    with django_assert_max_num_queries(15) as for_one:
        work_status(AT)
    for number in range(5):
        schedule.every(seconds=60, name=f"test.job-{number}")(lambda at: None)
    (first, *_rest) = schedule.jobs()
    with clock.frozen(AT):
        run = run_of(first, AT)
        assert run is not None
        assert scheduler.run_claimed(first, run)
    with django_assert_max_num_queries(len(for_one)):
        jobs = work_status(AT).jobs
    assert [job.state for job in jobs if job.name == first.name] == ["done"]
    assert {job.state for job in jobs if job.name != first.name} == {"never"}
    silent = next(job for job in work_status(AT + 600 * MINUTE).jobs if job.name == first.name)
    assert (silent.state, silent.late, silent.started_at) == ("done", True, AT)


def test_a_good_run_passes_the_time_and_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_jobs", {})
    seen = []
    schedule.every(seconds=5, name="test.good")(seen.append)
    (job,) = schedule.jobs()
    with clock.frozen(AT):
        run = run_of(job, AT)
        assert run is not None
        assert scheduler.run_claimed(job, run)
        beat("w1", "worker", at=AT)
        assert work_status(AT).well
    assert seen == [AT]


def test_names_are_unique_and_ticks_have_a_length(job: Job) -> None:
    def other(at: dt.datetime) -> None: ...

    with pytest.raises(ValueError, match=r"test\.job"):
        schedule.every(seconds=1, name="test.job")(other)
    with pytest.raises(ValueError, match="second"):
        schedule.every(seconds=0, name="test.zero")(other)


def test_old_runs_are_forgotten_and_failures_later(job: Job) -> None:
    def old(state: str, days: int, tick: int) -> None:
        at = AT - dt.timedelta(days=days)
        ScheduledRun.objects.create(
            name="x", tick=tick, holder="a", state=state, started_at=at, heartbeat_at=at, finished_at=at
        )

    old(State.DONE, 8, 1)
    old(State.DONE, 6, 2)
    old(State.FAILED, 8, 3)
    old(State.FAILED, 91, 4)
    assert forget_old_runs(AT) == 2
    assert set(ScheduledRun.objects.values_list("tick", flat=True)) == {2, 3}


def test_a_process_is_alive_while_its_heart_beats() -> None:
    beat("w1", "worker", at=AT)
    beat("w1", "worker", at=AT + DEAD_AFTER)
    assert [worker.name for worker in alive(AT + DEAD_AFTER)] == ["w1"]
    assert alive(AT + 3 * DEAD_AFTER) == []


@pytest.mark.django_db(transaction=True)
def test_a_process_that_ends_says_goodbye() -> None:
    heart = Heart("w2", "worker")
    heart.start()
    assert [worker.name for worker in alive(clock.now())] == ["w2"]
    heart.stop()
    assert alive(clock.now()) == []
