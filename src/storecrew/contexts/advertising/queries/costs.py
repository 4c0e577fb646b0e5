"""What advertising cost, for whoever computes what it brought."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import Sum

from storecrew.contexts.advertising.facts import CampaignCost, SpendLine, SpendPlan
from storecrew.contexts.advertising.models import Platform, Spend
from storecrew.contexts.advertising.rules import spend_files
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money


def campaign_costs(
    *, since: dt.date, until: dt.date, campaigns: Collection[str] | None = None
) -> list[CampaignCost]:
    """Return what each campaign cost on each platform and day, ``until`` excluded; one query.

    ``campaign`` is the code of its links (``utm_campaign``), amounts are minor units of their currency. With
    ``campaigns`` only those.
    """
    rows = Spend.objects.filter(day__gte=since, day__lt=until)
    if campaigns is not None:
        rows = rows.filter(campaign__in=list(campaigns))
    sums = (
        rows.order_by("day", "campaign", "platform", "currency")
        .values_list("campaign", "platform", "day", "currency")
        .annotate(cost=Sum("amount"), clicked=Sum("clicks"), shown=Sum("impressions"))
    )
    return [
        CampaignCost(campaign, platform, day, Money(cost, currency), clicks, impressions)
        for campaign, platform, day, currency, cost, clicks, impressions in sums
    ]


def platform_name(platform: str) -> str:
    """Return what a platform is called."""
    return str(Platform(platform).label) if platform in Platform.values else platform


def plan_spend(text: str, *, currency: str, today: dt.date) -> SpendPlan:
    """Return what importing an export would change; nothing is written. Raises NotAnExport."""
    platform, lines = spend_files.read(text, amount_of, currency=currency, today=today)
    good = [line for line in lines if not line.problem]
    days = {line.day for line in good if line.day}
    stored = {
        row[:4]: row[4:]
        for row in Spend.objects.filter(platform=platform, day__in=days).values_list(
            "day", "campaign_name", "group_name", "currency", "amount", "clicks", "impressions"
        )
    }
    new: list[SpendLine] = []
    changed: list[tuple[SpendLine, int]] = []
    for line in good:
        if line.day is None:
            continue
        before = stored.get((line.day, line.campaign, line.group, line.currency))
        if before is None:
            new.append(line)
        elif before != (line.amount, line.clicks, line.impressions):
            changed.append((line, before[0]))
    return SpendPlan(
        platform,
        tuple(new),
        tuple(changed),
        len(good) - len(new) - len(changed),
        tuple(line for line in lines if line.problem),
    )


def amount_of(text: str, currency: str) -> int | None:
    """Return an amount of an export in minor units, or None; more decimals than the currency has are cut."""
    try:
        plain = spend_files.plain_decimal(text)
        whole, _mark, rest = plain.partition(".")
        places = len(f"{Money(0, currency).decimal:f}".partition(".")[2])
        return Money.parse(f"{whole}.{rest[:places]}" if places else whole, currency).amount
    except DomainError:
        return None
