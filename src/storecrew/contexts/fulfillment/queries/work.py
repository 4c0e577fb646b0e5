"""Reads of fulfillment orders."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from storecrew.contexts.fulfillment.errors import UnknownWork
from storecrew.contexts.fulfillment.facts import LineWork, WorkFacts
from storecrew.contexts.fulfillment.models import FulfillmentOrder
from storecrew.contexts.fulfillment.rules import collecting, states
from storecrew.kernel.actor import Actor


def visible_work(actor: Actor) -> QuerySet[FulfillmentOrder]:
    """Return the fulfillment orders of the actor's locations and channels, for lists."""
    rows = FulfillmentOrder.objects.all()
    for kind, lookup in (("location", "location__code__in"), ("channel", "channel_code__in")):
        allowed = actor.scopes.get(kind)
        if allowed is not None:
            rows = rows.filter(**{lookup: allowed})
    return rows


def work_of(work_id: int, actor: Actor) -> WorkFacts:
    """Return one fulfillment order that the actor may see; raises UnknownWork."""
    row = visible_work(actor).filter(pk=work_id).select_related("location").prefetch_related("lines").first()
    if row is None:
        raise UnknownWork(work=work_id)
    return work_facts(row)


def work_of_order(order_id: int) -> tuple[WorkFacts, ...]:
    """Return the fulfillment orders of an order, oldest first; two queries.

    One that ended because nothing of it was left to send from there is no part of the order any more.
    """
    rows = FulfillmentOrder.objects.filter(order_id=order_id).select_related("location").order_by("pk")
    found = (work_facts(row) for row in rows.prefetch_related("lines"))
    return tuple(each for each in found if each.lines or each.state != states.CANCELED)


def to_leave_before(at: dt.datetime) -> Q:
    """Say of open work that it should leave before an instant; what waits for its customer is done with."""
    return Q(due_at__lt=at) & ~Q(collection__state=collecting.READY)


def queue_counts(rows: QuerySet[FulfillmentOrder], *, at: dt.datetime) -> dict[str, dict[str, int]]:
    """Return {state: {"orders", "units", "late"}} of open work; one query."""
    found = (
        rows.filter(state__in=states.OPEN)
        .order_by()
        .values("state")
        .annotate(orders=Count("pk"), total=Sum("units"), late=Count("pk", filter=to_leave_before(at)))
    )
    counted = {row["state"]: row for row in found}
    empty = {"orders": 0, "total": 0, "late": 0}
    return {
        state: {
            "orders": counted.get(state, empty)["orders"],
            "units": counted.get(state, empty)["total"] or 0,
            "late": counted.get(state, empty)["late"],
        }
        for state in states.OPEN
    }


def on_time(rows: QuerySet[FulfillmentOrder], *, since: dt.datetime) -> tuple[int, int]:
    """Return (on time and in full, all) of what was handed over since an instant; one query.

    In full means that nothing of the same order waited for goods at that place. What is collected is in time
    when it was ready then, whenever its customer came.
    """
    done_at = Coalesce("collection__ready_at", "closed_at")
    short = FulfillmentOrder.objects.filter(
        order_id=OuterRef("order_id"), location_id=OuterRef("location_id")
    ).filter(Q(state=states.SHORT) | Q(due_at__lt=done_at, state=states.HANDED_OVER))
    left = rows.filter(state=states.HANDED_OVER, closed_at__gte=since).order_by()
    found = left.annotate(late=Exists(short)).aggregate(
        good=Count("pk", filter=Q(late=False)), all=Count("pk")
    )
    return found["good"], found["all"]


def work_facts(row: FulfillmentOrder) -> WorkFacts:
    """Build the facts of a fulfillment order whose location and lines are loaded."""
    return WorkFacts(
        id=row.pk,
        order_id=row.order_id,
        number=row.number,
        channel_code=row.channel_code,
        location_id=row.location_id,
        location_code=row.location.code,
        location_name=row.location.name,
        state=row.state,
        held_because=row.held_because,
        method_name=row.method_name,
        country=row.country,
        units=row.units,
        placed_at=row.placed_at,
        due_at=row.due_at,
        run_id=row.run_id,
        tote=row.tote,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
        lines=tuple(
            LineWork(
                id=line.pk,
                order_line_id=line.order_line_id,
                variant_id=line.variant_id,
                sku=line.sku,
                title=line.title,
                quantity=line.quantity,
                picked=line.picked,
                packed=line.packed,
                shipped=line.shipped,
            )
            for line in row.lines.all()
            if line.quantity
        ),
    )
