"""What is ordered from suppliers and what they billed, for budgets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Sum
from django.utils.translation import gettext_lazy

from storecrew.contexts.budgets import public as budgets
from storecrew.contexts.purchasing.models import PurchaseOrder

State = PurchaseOrder.State
PLANNED = (State.DRAFT, State.WAITING)
OWED = (State.APPROVED, State.SENT, State.PARTLY_RECEIVED, State.RECEIVED)
GOODS = "goods"
TEAM = "warehouse"


def register() -> None:
    """Say what budgets can ask purchasing."""
    budgets.register_source(
        budgets.Source(
            "purchasing", gettext_lazy("Purchase orders"), costs, {GOODS: gettext_lazy("Goods of suppliers")}
        )
    )


def costs(since: dt.date, until: dt.date) -> Iterator[budgets.Cost]:
    """Yield the orders whose goods are expected in a time, with what was billed for them."""
    rows = PurchaseOrder.objects.filter(expected_on__gte=since, expected_on__lte=until)
    rows = rows.exclude(state=State.CANCELED).select_related("supplier")
    for row in rows.annotate(billed=Sum("invoices__total_amount")).order_by("pk"):
        yield cost_of(row, row.billed or 0)


def cost_of(row: PurchaseOrder, billed: int = 0, *, state: str = "") -> budgets.Cost:
    """Return what an order costs in a state, by default its own; one that is over costs what was billed."""
    state = state or row.state
    most = max(row.total_amount, billed)
    return budgets.Cost(
        source="purchasing",
        label=f"{row.number} · {row.supplier.name}",
        url=f"/admin/purchasing/orders/{row.pk}/",
        day=row.expected_on,
        currency=row.currency,
        expected=most if state in (*PLANNED, *OWED) else billed,
        committed=most if state in OWED else billed,
        actual=billed,
        team=TEAM,
        channel=GOODS,
    )
