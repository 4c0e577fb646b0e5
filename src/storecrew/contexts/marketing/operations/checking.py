"""The gates of a campaign that marketing itself knows: its words, its money, the promotions it tells of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from storecrew.contexts.marketing.facts import CampaignFacts, Reason
from storecrew.contexts.marketing.operations.moving import RECORD
from storecrew.contexts.marketing.providers.start_checks import start_reasons
from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.work import public as work
from storecrew.kernel.money import Money
from storecrew.kernel.sentence import say

NOT_RUNNING = ("draft", "stopped", "ended")


class PromotionsReady:
    """The bound promotions are planned, not stopped, and their goods are there (MKT-18)."""

    def reasons(self, campaign: CampaignFacts, *, at: dt.datetime) -> Sequence[Reason]:
        """Return one reason for each promotion that stands in the way."""
        found = promotions.standing(campaign.promotion_ids)
        return [reason for each in found.values() if (reason := _of(each, at)) is not None]


def reasons_against(campaign: CampaignFacts, *, at: dt.datetime) -> tuple[Reason, ...]:
    """Return why a campaign may not start now, own reasons first; nothing when it may."""
    return (*_own(campaign, at), *_conflicts(campaign), *start_reasons(campaign, at=at))


def _own(campaign: CampaignFacts, at: dt.datetime) -> list[Reason]:
    url = f"/admin/campaigns/{campaign.id}/edit/"
    found = []
    if campaign.starts_at is None or campaign.ends_at is None:
        found.append(Reason("dates_missing", say("It has no start or no end."), url=url))
    elif campaign.ends_at <= at:
        found.append(Reason("over", say("Its end has passed."), url=url))
    if not campaign.brief.strip():
        found.append(Reason("brief_missing", say("The brief for the other teams is missing."), url=url))
    if not campaign.activities:
        found.append(Reason("no_activity", say("Nothing is planned on any channel."), url=url))
    if campaign.budget.left < 0:
        over = Money(-campaign.budget.left, campaign.currency)
        words = say("%(amount)s more are committed than the budget has.", amount=over)
        found.append(Reason("over_budget", words, "head_of_digital", url))
    return found


def _conflicts(campaign: CampaignFacts) -> list[Reason]:
    """Return the blocking conflicts of its date that nobody has resolved or accepted."""
    found = work.conflicts_of([(RECORD, str(campaign.id))])
    return [
        Reason(
            f"conflict_{each.code}",
            work.conflict_sentence(each),
            each.owner_role,
            f"/admin/calendar/conflicts/{each.id}/",
        )
        for each in found
        if each.severity == "blocking" and each.state == "open"
    ]


def _of(each: promotions.Standing, at: dt.datetime) -> Reason | None:
    url = f"/admin/promotions/{each.id}/"
    if each.state in NOT_RUNNING:
        words = say("The promotion “%(name)s” is not planned to run.", name=each.name)
        return Reason("promotion_not_planned", words, url=url)
    if each.state == "paused":
        words = say("The promotion “%(name)s” is paused.", name=each.name)
        owner = "inventory_manager" if each.pause_reason == "stock" else "marketing_manager"
        return Reason("promotion_paused", words, owner, url)
    if each.state == "scheduled" and (short := promotions.unmet_stock(each.id, at=at)):
        words = say(
            "The promotion “%(name)s”: %(why)s",
            name=each.name,
            why=promotions.shortfall_words([one.as_json() for one in short]),
        )
        return Reason("stock_too_low", words, "inventory_manager", url)
    return None
