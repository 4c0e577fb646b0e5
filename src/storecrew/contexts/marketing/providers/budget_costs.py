"""What activities of campaigns cost, for budgets: mailings, print, partners, whatever they are done by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext_lazy

from storecrew.contexts.budgets import public as budgets
from storecrew.contexts.marketing.models import Activity, MarketingChannel
from storecrew.contexts.marketing.rules.campaigns import budget_of

TEAM = "marketing"


def register() -> None:
    """Say what budgets can ask marketing."""
    budgets.register_source(
        budgets.Source(
            "marketing", gettext_lazy("Activities of campaigns"), costs, dict(MarketingChannel.choices)
        )
    )


def costs(since: dt.date, until: dt.date) -> Iterator[budgets.Cost]:
    """Yield the cost of each activity that begins in a time."""
    rows = Activity.objects.filter(starts_at__date__gte=since, starts_at__date__lte=until)
    for row in rows.select_related("campaign").order_by("pk"):
        yield cost_of(row)


def cost_of(row: Activity) -> budgets.Cost:
    """Return what an activity costs, as a campaign counts it."""
    money = budget_of(0, [(row.state, row.cost, row.actual_cost)])
    planned = row.cost if row.state != Activity.State.DROPPED else 0
    return budgets.Cost(
        source="marketing",
        label=f"{row.campaign.name}: {row.title}",
        url=f"/admin/campaigns/{row.campaign_id}/",
        day=row.starts_at.date(),
        currency=row.campaign.currency,
        expected=max(planned if row.actual_cost is None else money.committed, money.committed),
        committed=money.committed,
        actual=money.actual,
        team=TEAM,
        channel=row.channel,
        campaign=row.campaign.utm_campaign,
    )
