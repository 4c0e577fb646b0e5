"""What platforms reported that ads cost, for budgets: one cost per platform, campaign and month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from urllib.parse import urlencode

from django.db.models import Min, Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext_lazy

from storecrew.contexts.advertising.models import Spend
from storecrew.contexts.advertising.models.ads import Platform
from storecrew.contexts.budgets import public as budgets

SOCIAL = ("meta", "tiktok", "pinterest")


def register() -> None:
    """Say what budgets can ask advertising."""
    budgets.register_source(
        budgets.Source("advertising", gettext_lazy("Ads as platforms report them"), costs, {})
    )


def costs(since: dt.date, until: dt.date) -> Iterator[budgets.Cost]:
    """Yield what was spent in a time."""
    rows = Spend.objects.filter(day__gte=since, day__lte=until).order_by()
    grouped = rows.annotate(month=TruncMonth("day")).values(
        "platform", "campaign", "campaign_name", "currency", "month"
    )
    for row in grouped.annotate(total=Sum("amount"), first=Min("day")).order_by("month", "campaign_name"):
        yield budgets.Cost(
            source="advertising",
            label=f"{Platform(row['platform']).label}: {row['campaign_name']} {row['month']:%Y-%m}",
            url=f"/admin/ads/cost/?{urlencode({'q': row['campaign_name']})}",
            day=row["first"],
            currency=row["currency"],
            expected=row["total"],
            committed=row["total"],
            actual=row["total"],
            team="marketing",
            channel="social" if row["platform"] in SOCIAL else "search",
            campaign=row["campaign"],
            running=True,
        )
