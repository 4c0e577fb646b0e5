"""Pieces of paper on the calendar of all teams: when files are due, when the paper comes."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.marketing.models import Activity, PrintPiece
from storecrew.contexts.work import public as work
from storecrew.kernel.actor import system_actor

RECORD = "marketing.print"
CLOCKWORK = system_actor("marketing.prints")


def show_print(print_id: int, *, at: dt.datetime) -> None:
    """Put a piece on the calendar as it stands, or take it off when no file is due."""
    row = PrintPiece.objects.select_related("campaign", "activity").get(pk=print_id)
    if row.due_at is None:
        work.take_off_calendar(record=RECORD, record_id=row.pk, kind="print", actor=CLOCKWORK, at=at)
        return
    work.put_on_calendar(
        kind="print",
        title=row.name,
        starts_at=row.due_at,
        ends_at=_there(row, row.due_at),
        owner_role="marketing_manager",
        record=RECORD,
        record_id=row.pk,
        url=f"/admin/prints/{row.pk}/",
        actor=CLOCKWORK,
        at=at,
    )


def follow_activity(activity_id: int, *, at: dt.datetime) -> None:
    """Show the pieces that were ordered by an activity with its new dates."""
    for key in PrintPiece.objects.filter(activity_id=activity_id).order_by("pk").values_list("pk", flat=True):
        show_print(key, at=at)


def _there(row: PrintPiece, due_at: dt.datetime) -> dt.datetime:
    """Return when the paper is there: as its activity begins; the printer has until then."""
    ordered = _ordered(row)
    return due_at if ordered is None else max(due_at, ordered.starts_at)


def _ordered(row: PrintPiece) -> Activity | None:
    dropped = row.activity is not None and row.activity.state == Activity.State.DROPPED
    return None if dropped else row.activity
