"""How long tasks took."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.db.models import Sum

from storecrew.contexts.health.facts import TaskTime
from storecrew.contexts.health.models import TaskTimeCount
from storecrew.contexts.health.rules.task_times import FEWEST, SECONDS
from storecrew.contexts.health.rules.vitals import percentile


def task_times(*, since: dt.date, until: dt.date) -> tuple[TaskTime, ...]:
    """Return each task per role for the days [since, until), the most saved first; one query.

    What was saved fewer than ``FEWEST`` times is left out, so that nobody is recognized in it.
    """
    rows = TaskTimeCount.objects.filter(day__gte=since, day__lt=until).order_by()
    counts: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
    for task, role, step, count in rows.values_list("task", "role", "step").annotate(n=Sum("count")):
        counts[task, role][step] = count
    found = [
        TaskTime(
            task,
            role,
            sum(steps.values()),
            percentile(SECONDS, steps, 50) or 0,
            percentile(SECONDS, steps, 90) or 0,
        )
        for (task, role), steps in counts.items()
        if sum(steps.values()) >= FEWEST
    ]
    return tuple(sorted(found, key=lambda one: (-one.saves, one.task, one.role)))
