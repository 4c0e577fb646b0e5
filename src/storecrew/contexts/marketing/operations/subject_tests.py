"""Which subject somebody gets, who gets nothing, and which subject the rest gets (MKT-8).

Half of the test gets each subject; machines that open count for neither. What people did decides: who
ordered, then who clicked; an open alone decides nothing. Without a clear difference the first goes on.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Count, Q

from storecrew.contexts.marketing.models import Mailing, Recipient
from storecrew.contexts.marketing.rules.holdout import Lift, drawn, lift
from storecrew.kernel import audit
from storecrew.kernel.actor import system_actor

SYSTEM = system_actor("marketing.subject_tests")
State = Recipient.State


class PartFigures(NamedTuple):
    """What became of one subject of a test; ``opened`` are people."""

    sent: int
    opened: int
    opened_by_machine: int
    clicked: int
    bought: int


def place_of(row: Mailing, contact_id: int, start: dt.datetime, days: int) -> dict[str, Any]:
    """Return when somebody gets a mailing that leaves over ``days``, in which part of its test, or that they
    get nothing.

    Mailings of one campaign leave the same people out, so that the campaign can be judged by them.
    """
    moment = start + dt.timedelta(days=contact_id % days)
    salt = f"campaign:{row.campaign_id}" if row.campaign_id else f"mailing:{row.pk}"
    if row.holdout_percent and drawn(f"holdout:{salt}", contact_id, row.holdout_percent):
        return {"not_before": moment, "state": State.SKIPPED, "reason": "holdout"}
    if not row.test_percent:
        return {"not_before": moment}
    if drawn(f"test:{row.pk}", contact_id, row.test_percent):
        return {"not_before": start, "part": "b" if drawn(f"half:{row.pk}", contact_id, 50) else "a"}
    return {"not_before": moment + dt.timedelta(hours=row.test_hours)}


def subjects_of(row: Mailing, part: str) -> dict[str, str]:
    """Return the subjects that somebody of a part gets."""
    other = part == "b" or (part == "" and row.winner == "b")
    return dict(row.other_subjects if other else row.subjects)


def part_figures(mailing_id: int) -> dict[str, PartFigures]:
    """Return what became of both subjects; one query."""
    rows = Recipient.objects.filter(mailing_id=mailing_id, part__in=("a", "b")).order_by()
    found = rows.values_list("part").annotate(
        sent=Count("pk", filter=Q(state=State.SENT)),
        opened=Count("opened_at"),
        opened_by_machine=Count("opened_by_machine_at"),
        clicked=Count("clicked_at"),
        bought=Count("bought_at", filter=Q(state=State.SENT)),
    )
    none = dict.fromkeys(("a", "b"), PartFigures(0, 0, 0, 0, 0))
    return none | {part: PartFigures(*counts) for part, *counts in found}


def compared(found: dict[str, PartFigures], by: str) -> Lift | None:
    """Return how much more of those with the other subject did something than of those with the first."""
    one, two = found["b"], found["a"]
    return lift(getattr(one, by), one.sent, getattr(two, by), two.sent)


def decide(row: Mailing, *, at: dt.datetime) -> str:
    """Choose the subject for the rest once the time of the test is over; "" before that."""
    if at < (row.send_at or at) + dt.timedelta(hours=row.test_hours):
        return ""
    found = part_figures(row.pk)
    winner, by = "a", "nothing"
    for name in ("bought", "clicked"):
        difference = compared(found, name)
        if difference is not None and difference.is_clear:
            winner, by = "b" if difference.difference > 0 else "a", name
            break
    with transaction.atomic():
        if Mailing.objects.filter(pk=row.pk, winner="").update(winner=winner, decided_by=by, updated_at=at):
            audit.record(
                actor=SYSTEM,
                action="marketing.subject_decided",
                record="marketing.mailing",
                record_id=row.pk,
                at=at,
                after={"winner": winner, "decided_by": by},
            )
    row.winner, row.decided_by = winner, by
    return winner
