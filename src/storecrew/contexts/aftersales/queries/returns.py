"""Reads of returns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet, Sum

from storecrew.contexts.aftersales.errors import UnknownReturn
from storecrew.contexts.aftersales.facts import ReturnFacts, ReturnLineFacts, UnitFacts
from storecrew.contexts.aftersales.models import Return, ReturnedUnits, ReturnLine
from storecrew.contexts.aftersales.queries.exchanges import exchange_facts
from storecrew.contexts.aftersales.rules import returns as rules
from storecrew.contexts.orders import public as orders


def a_return(return_id: int) -> ReturnFacts:
    """Return one return. Raises UnknownReturn."""
    row = _rows().filter(pk=return_id).first()
    if row is None:
        raise UnknownReturn(id=return_id)
    return _facts(row, _most(row.order_id, but=row.pk))


def returns_of_order(order_id: int) -> tuple[ReturnFacts, ...]:
    """Return the returns of an order, oldest first."""
    rows = list(_rows().filter(order_id=order_id).order_by("pk"))
    return tuple(_facts(row, _most(order_id, but=row.pk)) for row in rows)


def orders_with_returns(*, since: dt.datetime) -> set[int]:
    """Return the orders of which a return was announced since; one query."""
    return set(Return.objects.filter(opened_at__gte=since).order_by().values_list("order_id", flat=True))


def returned_orders() -> QuerySet[Any]:
    """Return the ids of orders of which something came or comes back, to narrow reads by."""
    return Return.objects.exclude(state=Return.State.CANCELED).order_by().values("order_id").distinct()


def units_returned(variant_ids: Iterable[int], *, since: dt.datetime) -> dict[int, int]:
    """Return how many units of each variant came back since a moment; one query."""
    rows = ReturnedUnits.objects.filter(
        line__variant_id__in=list(variant_ids),
        line__parent__closed_at__gte=since,
        line__parent__state=Return.State.RECEIVED,
        decision__in=rules.CAME,
    )
    return dict(rows.order_by().values_list("line__variant_id").annotate(units=Sum("quantity")))


def units_on_shelf(order_ids: Iterable[int]) -> dict[int, int]:
    """Return how many units of each order line came back and can be sold again; one query."""
    rows = ReturnedUnits.objects.filter(
        line__parent__order_id__in=list(order_ids),
        line__parent__state=Return.State.RECEIVED,
        decision="shelf",
    )
    return dict(rows.order_by().values_list("line__order_line_id").annotate(units=Sum("quantity")))


def returnable(order_id: int, *, but: int | None = None) -> dict[int, int]:
    """Return how many units of each order line may still come back: sent, and not announced or here yet.

    ``but`` leaves one return out of the sum. Raises OrderNotFound.
    """
    return _most(order_id, but=but)


def _most(order_id: int, *, but: int | None) -> dict[int, int]:
    live = Return.objects.filter(order_id=order_id)
    if but is not None:
        live = live.exclude(pk=but)
    coming = ReturnLine.objects.filter(parent__in=live.filter(state=Return.State.ANNOUNCED))
    here = ReturnedUnits.objects.filter(line__parent__in=live.filter(state=Return.State.RECEIVED))
    taken = dict(coming.order_by().values_list("order_line_id").annotate(units=Sum("quantity")))
    came = here.filter(decision__in=rules.CAME).order_by().values_list("line__order_line_id")
    for line_id, units in came.annotate(units=Sum("quantity")):
        taken[line_id] = taken.get(line_id, 0) + units
    return {
        line.id: max(line.fulfilled_quantity - taken.get(line.id, 0), 0)
        for line in orders.order(order_id).lines
    }


def _rows() -> QuerySet[Return]:
    return Return.objects.select_related("exchange", "refund").prefetch_related(
        "lines__found", "exchange__lines__return_line"
    )


def _facts(row: Return, most: dict[int, int]) -> ReturnFacts:
    lines = []
    for line in row.lines.all():
        found = line.found.all()
        sums: dict[str, int] = {}
        for each in found:
            sums[each.decision] = sums.get(each.decision, 0) + each.quantity
        lines.append(
            ReturnLineFacts(
                line.pk,
                line.order_line_id,
                line.variant_id,
                line.sku,
                line.title,
                line.quantity,
                most.get(line.order_line_id, 0),
                sums,
                next((each.cause for each in found if each.cause), ""),
                line.reason or row.reason,
                line.condition,
                tuple(
                    UnitFacts(each.decision, each.quantity, each.cause, each.lot, each.serial, each.pk)
                    for each in found
                ),
            )
        )
    return ReturnFacts(
        row.pk,
        row.number,
        row.order_id,
        row.state,
        row.reason,
        row.note,
        row.pickup_on,
        row.location_id,
        row.opened_by,
        row.opened_at,
        row.closed_by,
        row.closed_at,
        tuple(lines),
        row.by_customer,
        row.outcome,
        row.refund_id,
        row.wish,
        exchange_facts(row.exchange) if hasattr(row, "exchange") else None,
        row.refund.kind if row.refund is not None else "",
        row.label_id,
    )


def returns_between(since: dt.datetime, until: dt.datetime) -> int:
    """Return how many returns were announced in [since, until)."""
    return Return.objects.filter(opened_at__gte=since, opened_at__lt=until).count()
