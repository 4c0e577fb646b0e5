"""What follows from lines that came into inboxes."""

from __future__ import annotations

from storecrew.contexts.approvals import public as approvals
from storecrew.contexts.notices import operations
from storecrew.contexts.work import public as work
from storecrew.kernel import clock, outbox


@outbox.subscribe(work.CommentAdded)
def tell_of_comment(event: work.CommentAdded) -> None:
    """Tell those who were called."""
    if event.mentions:
        operations.tell(work.lines_about(comment=event.comment_id), at=clock.now())


@outbox.subscribe(work.TaskOpened)
def tell_of_task(event: work.TaskOpened) -> None:
    """Tell those whose role has something to do."""
    operations.tell(work.lines_about(task=event.task_id), at=clock.now())


@outbox.subscribe(work.FindingRaised)
def tell_of_alert(event: work.FindingRaised) -> None:
    """Tell those whom an alert is for."""
    operations.tell(work.lines_about(finding=event.finding_id), at=clock.now())


@outbox.subscribe(approvals.ApprovalRequested)
def tell_of_request(event: approvals.ApprovalRequested) -> None:
    """Tell those who may decide."""
    operations.tell_of_approval(event.approval_id, permission=event.permission, at=clock.now())


@outbox.subscribe(approvals.ApprovalDecided)
def end_request(event: approvals.ApprovalDecided) -> None:
    """Nothing waits there any more."""
    operations.end_approval(event.approval_id, at=clock.now())
