"""What goodwill cost, for the budgets of the business: one cost per budget for goodwill and month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Min, Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext_lazy

from storecrew.contexts.budgets import public as budgets
from storecrew.contexts.loyalty.models import Goodwill

CHANNEL = "goodwill"
TEAM = "customer-service"
"""Who gives where a budget for goodwill belongs to no team."""


def register() -> None:
    """Say what budgets can ask loyalty."""
    label = gettext_lazy("Goodwill")
    budgets.register_source(budgets.Source("loyalty", label, costs, {CHANNEL: label}))


def costs(since: dt.date, until: dt.date) -> Iterator[budgets.Cost]:
    """Yield what was given in a time; it is spent when it is given."""
    rows = Goodwill.objects.filter(
        state=Goodwill.State.GIVEN, given_at__date__gte=since, given_at__date__lte=until
    ).order_by()
    grouped = rows.annotate(month=TruncMonth("given_at")).values(
        "budget_id", "budget__name", "budget__team", "currency", "month"
    )
    for row in grouped.annotate(total=Sum("cost"), first=Min("given_at")).order_by("month", "budget_id"):
        yield budgets.Cost(
            source="loyalty",
            label=f"{row['budget__name']} {row['month']:%Y-%m}",
            url=f"/admin/loyalty/budgets/{row['budget_id']}/",
            day=row["first"].date(),
            currency=row["currency"],
            expected=row["total"],
            committed=row["total"],
            actual=row["total"],
            team=row["budget__team"] or TEAM,
            channel=CHANNEL,
        )
