"""What a campaign cost: its activities, what platforms reported, commissions of its orders (MKT-7)."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence

from storecrew.contexts.advertising import public as advertising
from storecrew.contexts.affiliates import public as affiliates
from storecrew.contexts.insights.rules.days import Period
from storecrew.contexts.insights.rules.returning import AllMedia, CampaignReturn, MediaCost
from storecrew.contexts.marketing import public as marketing

CHANNEL_OF = {
    "google": "search",
    "naver": "search",
    "meta": "social",
    "tiktok": "social",
    "pinterest": "social",
}
"""On which channel of a campaign the ads of a platform are planned."""
AFFILIATES = "affiliates"
AT_ONCE = 1000
"""How many orders one statement names: databases bound that."""


def media_of(campaign: marketing.CampaignFacts, order_ids: Sequence[int]) -> tuple[MediaCost, ...]:
    """Return every cost of a campaign in its currency.

    Where a platform reported what ads of a channel cost, or orders bore commissions, the activities on that
    channel that are only planned are left out: they are the plan of the same money.
    """
    reported = [*_ads(campaign), *_commissions(campaign, order_ids)]
    known = {each.channel for each in reported}
    planned = [
        MediaCost(
            each.title, each.channel, each.partner,
            (each.actual_cost or each.cost).amount, each.actual_cost is not None,
        )
        for each in campaign.activities
        if each.actual_cost is not None or (each.state != "dropped" and each.channel not in known)
    ]  # fmt: skip
    return (*planned, *reported)


def _ads(campaign: marketing.CampaignFacts) -> Sequence[MediaCost]:
    if not campaign.utm_campaign or campaign.starts_at is None:
        return ()
    until = campaign.ends_at.date() + dt.timedelta(days=1) if campaign.ends_at else dt.date.max
    costs: dict[str, int] = defaultdict(int)
    for each in advertising.campaign_costs(
        since=campaign.starts_at.date(), until=until, campaigns=[campaign.utm_campaign]
    ):
        if each.cost.currency == campaign.currency:
            costs[each.platform] += each.cost.amount
    return [
        MediaCost(
            advertising.platform_name(platform), CHANNEL_OF.get(platform, "search"), "", amount, True, True
        )
        for platform, amount in sorted(costs.items())
    ]


def all_media(
    period: Period,
    returns: Iterable[tuple[marketing.CampaignFacts, CampaignReturn]],
    *,
    codes: Collection[str],
) -> dict[str, AllMedia]:
    """Return what was spent on media in a period, by currency: one query.

    Ads count on the days that platforms report, whether or not they belong to a campaign. Everything else is
    counted whole for campaigns that ran in the period. ``codes`` are those of all campaigns.
    """
    spent: dict[str, int] = defaultdict(int)
    loose: dict[str, int] = defaultdict(int)
    for campaign, found in returns:
        if campaign.ends_at is None or campaign.ends_at.date() >= period.since:
            spent[found.currency] += sum(each.amount for each in found.media if not each.is_ads)
    for each in advertising.campaign_costs(since=period.since, until=period.until):
        spent[each.cost.currency] += each.cost.amount
        if not each.campaign or each.campaign not in codes:
            loose[each.cost.currency] += each.cost.amount
    return {currency: AllMedia(amount, loose[currency]) for currency, amount in spent.items() if amount}


def _commissions(campaign: marketing.CampaignFacts, order_ids: Sequence[int]) -> Sequence[MediaCost]:
    found: Counter[str] = Counter()
    for start in range(0, len(order_ids), AT_ONCE):
        part = order_ids[start : start + AT_ONCE]
        found.update(affiliates.commissions_of(part, currency=campaign.currency))
    return [
        MediaCost(name, AFFILIATES, name, amount, True) for name, amount in sorted(found.items()) if amount
    ]
