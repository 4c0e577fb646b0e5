"""What partners get for orders they brought, for budgets: one cost per partner and month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import F, Min, Q, Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext_lazy

from storecrew.contexts.affiliates.models import Commission
from storecrew.contexts.budgets import public as budgets


def register() -> None:
    """Say what budgets can ask affiliates."""
    budgets.register_source(budgets.Source("affiliates", gettext_lazy("Commissions of partners"), costs, {}))


def costs(since: dt.date, until: dt.date) -> Iterator[budgets.Cost]:
    """Yield what partners earned in a time: on hold it is owed, after that it is spent."""
    rows = Commission.objects.exclude(state=Commission.State.VOID)
    rows = rows.filter(booked_at__date__gte=since, booked_at__date__lte=until).order_by()
    grouped = rows.annotate(month=TruncMonth("booked_at")).values(
        "partner_id", "partner__name", "currency", "month"
    )
    kept = F("amount") - F("clawed")
    due = Sum(kept, filter=Q(state__in=(Commission.State.DUE, Commission.State.PAID)))
    for row in grouped.annotate(total=Sum(kept), due=due, first=Min("booked_at")).order_by("month"):
        yield budgets.Cost(
            source="affiliates",
            label=f"{row['partner__name']} {row['month']:%Y-%m}",
            url=f"/admin/partners/{row['partner_id']}/",
            day=row["first"].date(),
            currency=row["currency"],
            expected=row["total"],
            committed=row["total"],
            actual=row["due"] or 0,
            team="marketing",
            channel="affiliates",
        )
