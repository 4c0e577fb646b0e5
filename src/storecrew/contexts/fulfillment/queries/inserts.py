"""Reads of printed inserts: which an order gets, what lies in a parcel, how many have left."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Count, Q

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.fulfillment.facts import InsertCounts, InsertFacts, InsertPlace
from storecrew.contexts.fulfillment.models import (
    FulfillmentLine,
    FulfillmentOrder,
    Insert,
    InsertCopies,
    ParcelInsert,
)
from storecrew.contexts.fulfillment.rules.inserts import Bought, Rule, fits
from storecrew.contexts.orders import public as orders
from storecrew.contexts.promotions import public as promotions

State = ParcelInsert.State


def inserts_for(work: FulfillmentOrder, lines: Iterable[FulfillmentLine]) -> list[dict[str, Any]]:
    """Return the inserts that go into the next parcel of a fulfillment order, as plain values.

    An order gets each of them once, whatever the number of its parcels, and only what lies where it is
    packed. What is given away gets none, and neither does a gift: it is opened by somebody else, and inserts
    show prices. One query while no insert is in use.
    """
    known = list(Insert.objects.filter(active=True, copies__location_id=work.location_id, copies__left__gt=0))
    if not known:
        return []
    order = orders.order(work.order_id)
    if order.purpose or order.is_gift:
        return []
    had = ParcelInsert.objects.filter(parcel__fulfillment_order__order_id=work.order_id)
    done = set(had.exclude(state=State.LEFT_OUT).values_list("insert_id", flat=True))
    bought = _bought(work, order, lines, {key for row in known for key in row.categories})
    wanted = [row for row in known if row.pk not in done and fits(_rule(row), bought)]
    if any(row.first_order for row in wanted) and _bought_before(order):
        wanted = [row for row in wanted if not row.first_order]
    live = _live({row.promotion_id for row in wanted if row.promotion_id is not None})
    return [
        {"id": row.pk, "name": row.name, "codes": list(row.codes)}
        for row in wanted
        if row.promotion_id is None or row.promotion_id in live
    ]


def inserts_of(parcel_ids: Collection[int]) -> dict[int, tuple[InsertFacts, ...]]:
    """Return the inserts of parcels; one query."""
    found: dict[int, list[InsertFacts]] = {}
    rows = ParcelInsert.objects.filter(parcel_id__in=list(parcel_ids)).select_related("insert")
    for row in rows:
        facts = InsertFacts(row.insert_id, row.insert.name, tuple(row.insert.codes), row.state)
        found.setdefault(row.parcel_id, []).append(facts)
    return {key: tuple(each) for key, each in found.items()}


def insert_counts(keys: Collection[str]) -> dict[str, InsertCounts]:
    """Return what became of inserts by their names; unknown ones are left out. Three queries."""
    known = {row.pk: row for row in Insert.objects.filter(key__in=list(keys))}
    places: dict[int, list[InsertPlace]] = {}
    for pk, code, name, left in InsertCopies.objects.filter(insert_id__in=list(known)).values_list(
        "insert_id", "location__code", "location__name", "left"
    ):
        places.setdefault(pk, []).append(InsertPlace(code, name, left))
    rows = ParcelInsert.objects.filter(insert_id__in=list(known)).order_by().values("insert_id")
    handed = Q(parcel__state="handed_over")
    sums: Mapping[int, Any] = {
        row["insert_id"]: row
        for row in rows.annotate(
            put=Count("pk", filter=Q(state=State.PUT)),
            left=Count("pk", filter=Q(state=State.PUT) & handed),
            missing=Count("pk", filter=Q(state=State.MISSING)),
            left_out=Count("pk", filter=Q(state=State.LEFT_OUT)),
        )
    }
    empty = {"put": 0, "left": 0, "missing": 0, "left_out": 0}
    return {
        row.key: InsertCounts(
            copies=sum(place.left for place in places.get(pk, ())),
            places=tuple(places.get(pk, ())),
            active=row.active,
            **{name: sums.get(pk, empty)[name] for name in empty},
        )
        for pk, row in known.items()
    }


def _rule(row: Insert) -> Rule:
    return Rule(row.starts_at, row.ends_at, row.channels, row.countries, row.skus, row.categories)


def _bought(
    work: FulfillmentOrder,
    order: orders.OrderFacts,
    lines: Iterable[FulfillmentLine],
    asked: Collection[int],
) -> Bought:
    """Return what the rules look at: the whole order, and what this part of it holds."""
    skus = {line.sku for line in order.lines} | {line.sku for line in lines}
    inside: set[int] = set()
    if asked:
        products = set(catalog.product_ids_of_variants([line.variant_id for line in order.lines]).values())
        found = catalog.products_in_categories(asked)
        inside = {key for key, there in found.items() if products & there.keys()}
    return Bought(order.placed_at, work.channel_code, work.country, skus, inside)


def _bought_before(order: orders.OrderFacts) -> bool:
    past = orders.bought_by([order.email], customer_id=order.customer_id)
    return any(
        each.order_id != order.id and each.placed_at <= order.placed_at
        for found in past.values()
        for each in found
    )


def _live(promotion_ids: Collection[int]) -> set[int]:
    if not promotion_ids:
        return set()
    return {key for key, found in promotions.standing(promotion_ids).items() if found.state == "live"}
