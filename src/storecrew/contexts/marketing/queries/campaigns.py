"""Reads of campaigns: frozen facts for others, sums of their money."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection

from django.db.models import Q

from storecrew.contexts.marketing.errors import UnknownCampaign
from storecrew.contexts.marketing.facts import ActivityFacts, Budget, CampaignFacts
from storecrew.contexts.marketing.models import Activity, Campaign
from storecrew.contexts.marketing.rules.campaigns import budget_of
from storecrew.kernel.money import Money


def campaign(campaign_id: int) -> CampaignFacts:
    """Return one campaign. Raises UnknownCampaign."""
    row = Campaign.objects.filter(pk=campaign_id).first()
    if row is None:
        raise UnknownCampaign(campaign=campaign_id)
    return facts(row)


def campaign_of_code(utm_campaign: str) -> CampaignFacts | None:
    """Return the campaign whose links carry this code, or None."""
    row = Campaign.objects.filter(utm_campaign=utm_campaign.strip().lower()).first()
    return facts(row) if row is not None else None


def campaigns(
    *, states: Collection[str] = (), start: dt.datetime | None = None, end: dt.datetime | None = None
) -> tuple[CampaignFacts, ...]:
    """Return campaigns by their start, those in ``states`` that touch ``[start, end)``; three queries."""
    rows = Campaign.objects.prefetch_related("activities", "bound").order_by("starts_at", "pk")
    if states:
        rows = rows.filter(state__in=states)
    if end is not None:
        rows = rows.filter(starts_at__lt=end)
    if start is not None:
        rows = rows.filter(Q(ends_at=None) | Q(ends_at__gt=start))
    return tuple(facts(row) for row in rows)


def campaigns_of_promotion(promotion_id: int) -> tuple[int, ...]:
    """Return the ids of the campaigns that tell of a promotion and are not over."""
    rows = Campaign.objects.filter(bound__promotion_id=promotion_id).exclude(state=Campaign.State.ENDED)
    return tuple(rows.order_by("pk").values_list("pk", flat=True))


def budgets(campaign_ids: Collection[int]) -> dict[int, Budget]:
    """Return the money of campaigns; two queries however many there are."""
    found: dict[int, list[tuple[str, int, int | None]]] = defaultdict(list)
    rows = Activity.objects.filter(campaign_id__in=campaign_ids).order_by("pk")
    for key, state, cost, actual in rows.values_list("campaign_id", "state", "cost", "actual_cost"):
        found[key].append((state, cost, actual))
    planned = Campaign.objects.filter(pk__in=campaign_ids).order_by("pk").values_list("pk", "budget")
    return {key: budget_of(amount, found[key]) for key, amount in planned}


def facts(row: Campaign) -> CampaignFacts:
    """Return what others may know of a campaign whose row is loaded."""
    activities = list(row.activities.all())
    return CampaignFacts(
        id=row.pk,
        name=row.name,
        goal=row.goal,
        goal_value=row.goal_value,
        audience=row.audience,
        brief=row.brief,
        utm_campaign=row.utm_campaign,
        shop_channels=tuple(row.shop_channels),
        currency=row.currency,
        budget=budget_of(row.budget, [(each.state, each.cost, each.actual_cost) for each in activities]),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        state=row.state,
        revision=row.revision,
        promotion_ids=tuple(each.promotion_id for each in row.bound.all()),
        activities=tuple(_activity(each, row.currency) for each in activities),
    )


def _activity(row: Activity, currency: str) -> ActivityFacts:
    return ActivityFacts(
        id=row.pk,
        channel=row.channel,
        title=row.title,
        owner=row.owner,
        partner=row.partner,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        cost=Money(row.cost, currency),
        actual_cost=None if row.actual_cost is None else Money(row.actual_cost, currency),
        state=row.state,
    )
