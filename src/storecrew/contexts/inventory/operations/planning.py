"""The plan of cycle counts: articles that move much value are counted often, the others in their turn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import Max, Sum

from storecrew.contexts.inventory.models import BinContent, CountTask, Location, StockLevel, StockMovement
from storecrew.contexts.inventory.operations import calendar, doubts
from storecrew.contexts.inventory.queries.counts import unit_costs
from storecrew.contexts.inventory.rules import counting as rules
from storecrew.kernel.actor import Actor

LOOK_BACK = dt.timedelta(days=90)
MOST_A_DAY = 30


def plan_counts(
    *, actor: Actor, at: dt.datetime, most: int = MOST_A_DAY, location_id: int | None = None
) -> int:
    """Put the articles that are due on the list, `most` per location and day; return how many.

    Without a location at all of them.
    The class of an article comes from the value that left its location in 90 days. Articles whose count is
    open already are left out, so a second run on the same day asks for nothing twice.
    """
    asked = 0
    # Codes count themselves.
    places = Location.objects.filter(active=True).exclude(kind=Location.Kind.DIGITAL).order_by("pk")
    for place in places if location_id is None else places.filter(pk=location_id):
        today = CountTask.objects.filter(
            location=place, cause=CountTask.Cause.PLAN, opened_at__gt=at - dt.timedelta(days=1)
        ).count()
        for variant_id in due_articles(place.pk, at=at)[: max(0, most - today)]:
            asked += _ask(place.pk, variant_id, actor=actor, at=at)
        calendar.show_counts(place, at=at)
    return asked


def count_for_promotion(variant_ids: Collection[int], *, document: str, actor: Actor, at: dt.datetime) -> int:
    """Have articles counted wherever they lie, before a promotion promises them; return how many counts.

    Whoever plans promotions calls this. Harmless when repeated: an open count becomes no second one.
    """
    actor.require("inventory.write")
    lying = StockLevel.objects.filter(variant_id__in=variant_ids, on_hand__gt=0, location__active=True)
    lying = lying.exclude(location__kind=Location.Kind.DIGITAL)
    return sum(
        _ask(location_id, variant_id, cause=CountTask.Cause.PROMOTION, document=document, actor=actor, at=at)
        for location_id, variant_id in lying.order_by("pk").values_list("location_id", "variant_id")
    )


def classes(location_id: int, *, at: dt.datetime) -> dict[int, str]:
    """Return the class of each article that lies at a location: A, B or C by value of movement."""
    lying = list(
        StockLevel.objects.filter(location_id=location_id, on_hand__gt=0).values_list("variant_id", flat=True)
    )
    left = dict(
        StockMovement.objects.filter(
            location_id=location_id,
            kind=StockMovement.Kind.SHIPPED,
            bucket=StockMovement.Bucket.ON_HAND,
            at__gt=at - LOOK_BACK,
        )
        .values_list("variant_id")
        .annotate(units=-Sum("quantity"))
        .order_by()
    )
    costs = unit_costs([variant_id for variant_id in lying if variant_id in left])
    return rules.abc({variant_id: left.get(variant_id, 0) * costs.get(variant_id, 1) for variant_id in lying})


def due_articles(location_id: int, *, at: dt.datetime) -> list[int]:
    """Return the articles to count at a location, class A first, the longest uncounted first."""
    counted = dict(
        CountTask.objects.filter(location_id=location_id, state=CountTask.State.DONE)
        .values_list("variant_id")
        .annotate(last=Max("closed_at"))
        .order_by()
    )
    busy = set(
        CountTask.objects.filter(location_id=location_id)
        .exclude(state__in=(CountTask.State.DONE, CountTask.State.CANCELED))
        .values_list("variant_id", flat=True)
    )
    never = dt.datetime.min.replace(tzinfo=dt.UTC)
    due = [
        (name, counted.get(variant_id) or never, variant_id)
        for variant_id, name in classes(location_id, at=at).items()
        if variant_id not in busy and rules.is_due(name, counted.get(variant_id), at)
    ]
    return [variant_id for _, _, variant_id in sorted(due)]


def _ask(
    location_id: int,
    variant_id: int,
    *,
    actor: Actor,
    at: dt.datetime,
    cause: str = CountTask.Cause.PLAN,
    document: str = "",
) -> int:
    """Ask for a count of each bin of an article, or of its loose units; return how many tasks."""
    bins: list[int | None] = list(
        BinContent.objects.filter(
            bin__location_id=location_id, bin__kind="storage", variant_id=variant_id, quantity__gt=0
        )
        .order_by("bin_id")
        .values_list("bin_id", flat=True)
        .distinct()
    )
    for bin_id in bins or [None]:
        doubts.open_task(
            location_id=location_id,
            variant_id=variant_id,
            bin_id=bin_id,
            cause=cause,
            document=document,
            actor=actor,
            at=at,
        )
    return max(len(bins), 1)
