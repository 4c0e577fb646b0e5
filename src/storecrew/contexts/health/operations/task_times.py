"""Counting how long people of a role need for a task; never who."""

from __future__ import annotations

import datetime as dt

from django.db import connection

from storecrew.contexts.health.errors import BadTaskTime
from storecrew.contexts.health.models import TaskTimeCount
from storecrew.contexts.health.rules.task_times import SECONDS
from storecrew.kernel.actor import Actor

KEPT = dt.timedelta(days=400)
_COLUMNS = ("day", "role", "task", "step")


def count_task_time(*, task: str, role: str, milliseconds: int, actor: Actor, at: dt.datetime) -> bool:
    """Count one saved change of a task; False for a time that nobody can have needed.

    ``task`` is the name of the form's address, ``role`` the code of the person's first role. Kept are the
    day and the step of the histogram, not the person, the record or the time of day. One statement.

    :raises BadTaskTime: a name that is none
    """
    del actor
    if not task.isidentifier() or len(task) > 60 or not role.isidentifier() or len(role) > 40:
        raise BadTaskTime(task=task[:60], role=role[:40])
    if not 0 < milliseconds <= SECONDS.most * 1_000:
        return False
    table, columns = TaskTimeCount._meta.db_table, ", ".join(_COLUMNS)
    # reviewed: names of our own columns; every value is a parameter
    statement = (
        f"INSERT INTO {table} ({columns}, count) VALUES (%s, %s, %s, %s, 1) "  # noqa: S608
        f"ON CONFLICT ({columns}) DO UPDATE SET count = {table}.count + 1"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [at.date(), role, task, SECONDS.step(-(-milliseconds // 1_000))])
    return True


def forget_old_task_times(*, at: dt.datetime) -> int:
    """Delete counts that are older than anybody compares with; return how many rows went."""
    return TaskTimeCount.objects.filter(day__lt=(at - KEPT).date()).delete()[0]
