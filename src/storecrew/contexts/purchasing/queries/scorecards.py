"""How suppliers did: on time, in full, undamaged, at the agreed price; from facts only."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from statistics import fmean, pstdev

from storecrew.contexts.channels import public as channels
from storecrew.contexts.purchasing.facts import Scorecard
from storecrew.contexts.purchasing.models import (
    GoodsPosting,
    PurchaseOrder,
    PurchaseOrderLine,
    SupplierInvoiceLine,
)
from storecrew.contexts.purchasing.rules.buying import CLOSED, PARTLY_RECEIVED, RECEIVED
from storecrew.kernel import clock

NOTHING = Scorecard(0, None, None, None, None, None, None)


def scorecard(supplier_id: int, *, since: dt.datetime) -> Scorecard:
    """Return the scorecard of one supplier, of orders sent since an instant."""
    return scorecards(since=since, supplier_ids=[supplier_id]).get(supplier_id, NOTHING)


def scorecards(*, since: dt.datetime, supplier_ids: Iterable[int] | None = None) -> dict[int, Scorecard]:
    """Return a scorecard for every supplier that delivered something sent since; five queries for all.

    *On time*: the last goods of an order arrived on its expected day or before, by the clock of the house.
    *In full*: the accepted units cover the ordered ones. *Damaged*: of all units that arrived. *Price
    right*: invoiced lines whose price is not above the agreed one.
    """
    orders = PurchaseOrder.objects.filter(sent_at__gte=since, state__in=(PARTLY_RECEIVED, RECEIVED, CLOSED))
    if supplier_ids is not None:
        orders = orders.filter(supplier_id__in=list(supplier_ids))
    known = {row.pk: row for row in orders}
    last: dict[int, dt.datetime] = {}
    for order_id, at in GoodsPosting.objects.filter(line__order_id__in=known).values_list(
        "line__order_id", "at"
    ):
        last[order_id] = max(at, last.get(order_id, at))
    lines: dict[int, list[PurchaseOrderLine]] = defaultdict(list)
    for line in PurchaseOrderLine.objects.filter(order_id__in=known):
        lines[line.order_id].append(line)
    prices: dict[int, list[bool]] = defaultdict(list)
    for supplier_id, asked, agreed in SupplierInvoiceLine.objects.filter(
        invoice__order_id__in=known
    ).values_list("invoice__supplier_id", "unit_amount", "order_line__unit_amount"):
        prices[supplier_id].append(asked <= agreed)
    by_supplier: dict[int, list[PurchaseOrder]] = defaultdict(list)
    for row in known.values():
        by_supplier[row.supplier_id].append(row)
    zone = channels.house_zone()
    return {
        supplier_id: _score(rows, last, lines, prices[supplier_id], zone)
        for supplier_id, rows in by_supplier.items()
    }


def _score(
    orders: list[PurchaseOrder],
    last: dict[int, dt.datetime],
    lines: dict[int, list[PurchaseOrderLine]],
    prices: list[bool],
    zone: str,
) -> Scorecard:
    arrived = [row for row in orders if row.pk in last]
    days = [
        (last[row.pk] - row.sent_at).total_seconds() / 86_400 for row in arrived if row.sent_at is not None
    ]
    units = [line for row in orders for line in lines[row.pk]]
    came = sum(line.accepted + line.damaged for line in units)
    # An order that still waits for goods is not judged by its fullness yet.
    ended = [row for row in orders if row.state != PARTLY_RECEIVED]
    return Scorecard(
        orders=len(orders),
        on_time=_share(clock.local_day(last[row.pk], zone) <= row.expected_on for row in arrived),
        in_full=_share(all(line.accepted >= line.quantity for line in lines[row.pk]) for row in ended),
        damaged=sum(line.damaged for line in units) / came if came else None,
        price_right=_share(prices),
        lead_days=fmean(days) if days else None,
        lead_spread=pstdev(days) if len(days) > 1 else None,
    )


def _share(values: Iterable[bool]) -> float | None:
    found = list(values)
    return sum(found) / len(found) if found else None
