"""Who of an agency may see what at an instant, and what its work adds up to."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet, Sum

from storecrew.contexts.marketing.facts import ClosedItem, Scorecard
from storecrew.contexts.marketing.models import Agency, AgencyAccess, Booking, WorkItem
from storecrew.contexts.marketing.rules import agencies as rules
from storecrew.kernel.actor import Actor

State = WorkItem.State
HELD = (State.GIVEN, State.STARTED, State.DELIVERED)
SHOWN = (*HELD, State.ACCEPTED)


def open_access(user_id: int, at: dt.datetime) -> AgencyAccess | None:
    """Return the access of somebody that holds at an instant, or None."""
    rows = AgencyAccess.objects.select_related("agency").filter(
        user_id=user_id, ended_at=None, starts_at__lte=at, ends_at__gt=at, agency__active=True
    )
    return rows.first()


def assigned(actor: Actor, *, at: dt.datetime) -> QuerySet[WorkItem]:
    """Return the work that was given to the one who asks.

    Somebody of an agency sees what the agency has, in the campaigns that their access names, while it holds;
    somebody of the house sees what they were given themselves.
    """
    if actor.kind != "staff":
        return WorkItem.objects.none()
    rows = WorkItem.objects.select_related("campaign", "agency").filter(state__in=SHOWN)
    if not actor.outside:
        return rows.filter(person_id=int(actor.id))
    access = open_access(int(actor.id), at)
    if access is None:
        return rows.none()
    return rows.filter(agency_id=access.agency_id, campaign__in=access.campaigns.all())


def covers(agency_id: int, campaign_id: int, at: dt.datetime) -> bool:
    """Say whether anybody of an agency may see a campaign's work, at once or later."""
    return AgencyAccess.objects.filter(
        agency_id=agency_id, campaigns=campaign_id, ended_at=None, ends_at__gt=at
    ).exists()


def booked(item_id: int) -> tuple[int, int]:
    """Return (minutes, minor units) that were booked on a work item."""
    found = Booking.objects.filter(item_id=item_id).aggregate(minutes=Sum("minutes"), cost=Sum("cost"))
    return found["minutes"] or 0, found["cost"] or 0


def scorecard(agency: Agency) -> Scorecard:
    """Return how an agency did; two queries. Money is in the agency's currency."""
    rows = list(WorkItem.objects.filter(agency=agency, state=State.ACCEPTED))
    sums = {
        key: (minutes, cost)
        for key, minutes, cost in Booking.objects.filter(item__in=[row.pk for row in rows])
        .order_by()
        .values_list("item_id")
        .annotate(minutes=Sum("minutes"), cost=Sum("cost"))
    }
    closed = [
        ClosedItem(
            given_at=row.given_at or row.created_at,
            started_at=row.started_at,
            delivered_at=row.delivered_at or row.updated_at,
            due_at=row.due_at,
            sent_back=row.sent_back,
            estimate_minutes=row.estimate_minutes,
            minutes=sums.get(row.pk, (0, 0))[0],
            agreed=row.cost,
            cost=sums.get(row.pk, (0, 0))[1],
        )
        for row in rows
    ]
    return rules.scorecard(closed, agency.answer_hours)
