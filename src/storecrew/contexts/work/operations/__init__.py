"""Writes of the work context: remarks (comments, findings, views), tasks, calendar, inbox, undo."""

from storecrew.contexts.work.operations.accepting import (
    accept_conflict,
    expire_acceptances,
    mark_accepted,
    reopen_conflict,
    withdraw_answer,
)
from storecrew.contexts.work.operations.asking import ask_nobody, ask_teams
from storecrew.contexts.work.operations.calendar import (
    BY_HAND,
    feed_link,
    move_date,
    put_on_calendar,
    take_off_calendar,
)
from storecrew.contexts.work.operations.conflicts import (
    refresh_around,
    refresh_conflicts,
    require_no_conflict,
)
from storecrew.contexts.work.operations.files import (
    change_file_schedule,
    delete_file_schedule,
    leave_file_schedule,
    pause_file_schedule,
    resume_file_schedule,
    schedule_file,
    sent_view,
)
from storecrew.contexts.work.operations.forgetting import forget_in_tasks
from storecrew.contexts.work.operations.inbox import (
    call,
    end_calls,
    finish_held,
    give_back_entry,
    put_aside,
    read_entries,
    restore_marks,
    snooze_entries,
    take_entry,
    unfinish_held,
)
from storecrew.contexts.work.operations.remarks import (
    comment,
    delete_view,
    note_copy,
    raise_finding,
    reopen_findings,
    resolve_finding,
    save_view,
)
from storecrew.contexts.work.operations.sending import forget_old_files, send_due_files, send_file_now
from storecrew.contexts.work.operations.starting import raise_not_started
from storecrew.contexts.work.operations.tasks import (
    answer_task,
    escalate_overdue,
    finish_task,
    give_back_task,
    open_task,
    reopen_task,
    take_task,
    withdraw_task,
)
from storecrew.contexts.work.operations.undo import forget_undos, offer_undo, take_undo

__all__ = [
    "BY_HAND",
    "accept_conflict",
    "answer_task",
    "ask_nobody",
    "ask_teams",
    "call",
    "change_file_schedule",
    "comment",
    "delete_file_schedule",
    "delete_view",
    "end_calls",
    "escalate_overdue",
    "expire_acceptances",
    "feed_link",
    "finish_held",
    "finish_task",
    "forget_in_tasks",
    "forget_old_files",
    "forget_undos",
    "give_back_entry",
    "give_back_task",
    "leave_file_schedule",
    "mark_accepted",
    "move_date",
    "note_copy",
    "offer_undo",
    "open_task",
    "pause_file_schedule",
    "put_aside",
    "put_on_calendar",
    "raise_finding",
    "raise_not_started",
    "read_entries",
    "refresh_around",
    "refresh_conflicts",
    "reopen_conflict",
    "reopen_findings",
    "reopen_task",
    "require_no_conflict",
    "resolve_finding",
    "restore_marks",
    "resume_file_schedule",
    "save_view",
    "schedule_file",
    "send_due_files",
    "send_file_now",
    "sent_view",
    "snooze_entries",
    "take_entry",
    "take_off_calendar",
    "take_task",
    "take_undo",
    "unfinish_held",
    "withdraw_answer",
    "withdraw_task",
]
