"""Reads about the people of the warehouse: what each one did, and what comes next for one of them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Sum

from storecrew.contexts.channels import public as channels
from storecrew.contexts.fulfillment.facts import Figure, NextTask
from storecrew.contexts.fulfillment.models import DamageReport, Parcel, PickScan, PickStep, Shipment
from storecrew.contexts.fulfillment.queries.work import visible_work
from storecrew.contexts.fulfillment.rules import team as rules
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.people import public as people
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor

MOST = 500


@dataclass
class _Heap:
    """What one person did of one activity, while it is summed up."""

    name: str = ""
    units: int = 0
    instants: list[dt.datetime] = field(default_factory=list)
    exceptions: int = 0


def figures(
    since: dt.datetime, until: dt.datetime, *, people_ids: Collection[str] | None = None
) -> tuple[Figure, ...]:
    """Return units, time and exceptions of each person and activity; four queries.

    Time is that between scans, without pauses. Exceptions are short stops when picking, weights that had to
    be explained when packing, and first counts that differed from the records.
    """
    heaps: dict[tuple[str, str], _Heap] = defaultdict(_Heap)

    def add(who: str, name: str, activity: str, units: int, at: dt.datetime, odd: int = 0) -> None:
        if people_ids is None or who in people_ids:
            heap = heaps[who, activity]
            heap.name, heap.units, heap.exceptions = name, heap.units + units, heap.exceptions + odd
            heap.instants.append(at)

    scans = PickScan.objects.filter(at__gte=since, at__lt=until)
    for who, name, units, at in scans.values_list("step__run__picker_id", "actor_label", "quantity", "at"):
        add(who, name, "pick", units, at)
    short = PickStep.objects.filter(state="short", run__started_at__gte=since, run__started_at__lt=until)
    for who in short.values_list("run__picker_id", flat=True):
        if (who, "pick") in heaps:
            heaps[who, "pick"].exceptions += 1
    closed = Parcel.objects.filter(closed_at__gte=since, closed_at__lt=until)
    parcels = closed.annotate(units=Sum("lines__quantity")).values_list(
        "packed_by_id", "packed_by", "units", "closed_at", "weight_reason"
    )
    for who, name, units, closed_at, why in parcels:
        if closed_at is not None:
            add(who, name, "pack", units or 0, closed_at, bool(why))
    for entry in inventory.count_entries(since, until):
        add(entry.actor_id, entry.actor, "count", entry.quantity, entry.at, entry.differs)
    return tuple(
        Figure(
            person_id=who,
            name=heap.name,
            activity=activity,
            units=heap.units,
            minutes=int(rules.worked(heap.instants).total_seconds()) // 60,
            per_hour=rules.per_hour(heap.units, rules.worked(heap.instants)),
            exceptions=heap.exceptions,
        )
        for (who, activity), heap in sorted(heaps.items(), key=lambda each: (each[1].name, each[0][1]))
    )


def packed_at_benches(since: dt.datetime, until: dt.datetime) -> tuple[int, int]:
    """Return (units in boxes that people closed, minutes that they took), by scans; one query.

    Time is that between the boxes of each person, without pauses, as in ``figures``.
    """
    closed = Parcel.objects.filter(closed_at__gte=since, closed_at__lt=until)
    by_person: dict[str, list[dt.datetime]] = defaultdict(list)
    units = 0
    rows = closed.annotate(units=Sum("lines__quantity")).values_list("packed_by_id", "units", "closed_at")
    for who, count, closed_at in rows:
        if closed_at is not None:
            by_person[who].append(closed_at)
            units += count or 0
    spent = sum((rules.worked(instants) for instants in by_person.values()), dt.timedelta())
    return units, int(spent.total_seconds()) // 60


def next_task(actor: Actor, *, at: dt.datetime) -> NextTask:
    """Return what the actor does next: the most urgent work of a kind that the actor is trained for.

    ``over`` names trainings that ended: their work is not given. A person without any training on record may
    do everything, since a shop that keeps no trainings must work too.
    """
    today = clock.today(channels.facts().timezone)
    mine = [each for each in people.skills() if str(each.user_id) == actor.id]
    over = tuple(each.skill for each in mine if not each.holds_on(today) and each.skill in ("pick", "pack"))
    held = {each.skill for each in mine if each.holds_on(today)} if mine else {"pick", "pack"}
    rows = visible_work(actor).filter(state__in=rules.ACTIVITY, run__isnull=True)
    rows = rows | visible_work(actor).filter(state="picked")
    rows = rows.filter(state__in=[state for state, activity in rules.ACTIVITY.items() if activity in held])
    fields = rows.order_by("due_at", "pk").values_list("pk", "state", "due_at", "changed_at", "placed_at")
    candidates = [
        rules.Candidate(work_id, rules.ACTIVITY[state], due_at, changed_at or placed_at)
        for work_id, state, due_at, changed_at, placed_at in fields[:MOST]
    ]
    found = rules.next_of(candidates, at=at)
    if found is None:
        return NextTask(over=over)
    chosen, why = found
    row = visible_work(actor).select_related("location").get(pk=chosen.work_id)
    return NextTask(
        work_id=row.pk,
        activity=chosen.activity,
        number=row.number,
        location_code=row.location.code,
        location_name=row.location.name,
        units=row.units,
        due_at=row.due_at,
        why=why,
        others=len(candidates) - 1,
        over=over,
    )


def shipped_between(since: dt.datetime, until: dt.datetime) -> int:
    """Return how many shipments left in [since, until)."""
    return Shipment.objects.filter(shipped_at__gte=since, shipped_at__lt=until).count()


def damages_between(since: dt.datetime, until: dt.datetime) -> int:
    """Return how many damages were reported in [since, until)."""
    return DamageReport.objects.filter(at__gte=since, at__lt=until).count()
