"""Writes of the work context: remarks (comments, findings, views), tasks, the shared calendar."""

from storecrew.contexts.work.operations.calendar import (
    feed_link,
    put_on_calendar,
    take_off_calendar,
)
from storecrew.contexts.work.operations.forgetting import forget_in_tasks
from storecrew.contexts.work.operations.remarks import (
    comment,
    delete_view,
    raise_finding,
    resolve_finding,
    save_view,
)
from storecrew.contexts.work.operations.tasks import (
    answer_task,
    escalate_overdue,
    finish_task,
    give_back_task,
    open_task,
    take_task,
    withdraw_task,
)

__all__ = [
    "answer_task",
    "comment",
    "delete_view",
    "escalate_overdue",
    "feed_link",
    "finish_task",
    "forget_in_tasks",
    "give_back_task",
    "open_task",
    "put_on_calendar",
    "raise_finding",
    "resolve_finding",
    "save_view",
    "take_off_calendar",
    "take_task",
    "withdraw_task",
]
