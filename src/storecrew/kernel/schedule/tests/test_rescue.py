"""FLT-05: tasks of dead workers come back, and those that never succeed stay visible."""

from __future__ import annotations

import datetime as dt

import pytest
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from storecrew.kernel.schedule.claims import DEAD_AFTER
from storecrew.kernel.schedule.status import work_status
from storecrew.kernel.schedule.workers import MOST_ATTEMPTS, beat, rescue_tasks

AT = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
pytestmark = pytest.mark.django_db


def task(status: str, workers: list[str], *, ago: dt.timedelta = DEAD_AFTER) -> DBTaskResult:
    return DBTaskResult.objects.create(
        status=status,
        args_kwargs={"args": [], "kwargs": {}},
        task_path="nowhere.task",
        backend_name="default",
        run_after=get_date_max(),
        worker_ids=workers,
        started_at=AT - ago,
        finished_at=AT - ago if status == TaskResultStatus.FAILED else None,
    )


def test_flt_05_the_task_of_a_dead_worker_is_done_again() -> None:
    lost = task(TaskResultStatus.RUNNING, ["dead"])
    assert rescue_tasks(AT) == 1
    lost.refresh_from_db()
    assert (lost.status, lost.run_after) == (TaskResultStatus.READY, AT + dt.timedelta(seconds=2))


def test_the_task_of_a_living_or_young_worker_is_left_alone() -> None:
    beat("living", "worker", at=AT)
    task(TaskResultStatus.RUNNING, ["dead", "living"])
    task(TaskResultStatus.RUNNING, ["unknown"], ago=dt.timedelta(seconds=1))
    task(TaskResultStatus.SUCCESSFUL, ["dead"])
    assert rescue_tasks(AT) == 0


def test_a_failed_task_is_tried_again_with_growing_delay_then_stays_visible() -> None:
    failed = task(TaskResultStatus.FAILED, ["a", "b", "c"])
    assert rescue_tasks(AT) == 1
    failed.refresh_from_db()
    assert failed.run_after == AT + dt.timedelta(seconds=8)
    DBTaskResult.objects.update(
        status=TaskResultStatus.FAILED, finished_at=AT, worker_ids=["x"] * MOST_ATTEMPTS
    )
    assert rescue_tasks(AT) == 0
    tasks = next(queue for queue in work_status(AT).queues if queue.name == "tasks")
    assert tasks.given_up == 1


def test_a_task_that_kills_every_worker_is_given_up_with_a_sentence() -> None:
    killer = task(TaskResultStatus.RUNNING, ["w"] * MOST_ATTEMPTS)
    assert rescue_tasks(AT) == 0
    killer.refresh_from_db()
    assert killer.status == TaskResultStatus.FAILED
    assert "5 workers died" in killer.traceback
