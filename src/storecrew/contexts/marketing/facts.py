"""Frozen values that cross the border of the marketing context."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from storecrew.kernel.money import Money

GOALS = ("revenue", "orders", "new_customers", "win_back", "awareness", "clear_stock")
CHANNELS = ("mail", "web", "print", "social", "search", "affiliates")


class Reason(NamedTuple):
    """Why a campaign may not start: a sentence for people, whose job it is, and where to do it."""

    code: str
    sentence: str
    owner_role: str = "marketing_manager"
    url: str = ""

    def as_json(self) -> dict[str, str]:
        """Return it as stored with the campaign."""
        return self._asdict()


@dataclass(frozen=True, slots=True)
class CampaignContent:
    """What a person writes down of a campaign. ``budget`` is minor units of ``currency``; moments are UTC."""

    name: str
    goal: str
    currency: str
    goal_value: int = 0
    audience: str = ""
    brief: str = ""
    utm_campaign: str = ""
    shop_channels: tuple[str, ...] = ()
    budget: int = 0
    starts_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None
    plan_id: int | None = None


@dataclass(frozen=True, slots=True)
class ActivityContent:
    """What is done on one channel. Costs are minor units of the campaign's currency; None: not known yet."""

    channel: str
    title: str
    owner: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    cost: int = 0
    actual_cost: int | None = None
    partner: str = ""
    state: str = "planned"


class Budget(NamedTuple):
    """Money of a campaign, in minor units: planned by hand; the others are sums over its activities."""

    planned: int
    committed: int
    actual: int

    @property
    def left(self) -> int:
        """Return what may still be committed; negative when it is overdrawn."""
        return self.planned - self.committed


@dataclass(frozen=True, slots=True)
class ActivityFacts:
    """One activity of a campaign."""

    id: int
    channel: str
    title: str
    owner: str
    partner: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    cost: Money
    actual_cost: Money | None
    state: str


@dataclass(frozen=True, slots=True)
class CampaignFacts:
    """One campaign as of now; ``shop_channels`` empty means all shops."""

    id: int
    name: str
    goal: str
    goal_value: int
    audience: str
    brief: str
    utm_campaign: str
    shop_channels: tuple[str, ...]
    currency: str
    budget: Budget
    starts_at: dt.datetime | None
    ends_at: dt.datetime | None
    state: str
    revision: int
    promotion_ids: tuple[int, ...]
    activities: tuple[ActivityFacts, ...]


@dataclass(frozen=True, slots=True)
class PlanContent:
    """One line of the strategy: who, by which channel, in which quarter, to what end, for how much."""

    audience: str
    channel: str
    year: int
    quarter: int
    goal: str
    currency: str
    goal_value: int = 0
    budget: int = 0
    positioning: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class MailingContent:
    """What a person writes of a mailing. ``subjects`` and the texts of ``blocks`` are by language."""

    name: str
    kind: str
    topic: str
    subjects: Mapping[str, str]
    blocks: tuple[Mapping[str, Any], ...]
    segment_id: int | None = None
    campaign_id: int | None = None
    per_hour: int = 2_000
    days: int = 1


@dataclass(frozen=True, slots=True)
class FlowContent:
    """What a person writes of a flow; a step has after_minutes, subjects, blocks and maybe a promotion."""

    kind: str
    name: str
    is_on: bool
    steps: tuple[Mapping[str, Any], ...]
    settings: Mapping[str, Any]
    holdout_percent: int = 10


@dataclass(frozen=True, slots=True)
class PrintContent:
    """What a person writes of a printed piece; its short address ``word`` leads to ``path`` of the shop."""

    campaign_id: int
    kind: str
    name: str
    shop_channel: str
    locale: str
    skus: tuple[str, ...]
    word: str
    path: str = "/"
    headline: str = ""
    text: str = ""
    code: str = ""
    promotion_id: int | None = None
    activity_id: int | None = None
    copies: int = 0
    due_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class PrintedArticle:
    """One article on paper. ``picture`` is an encoded picture, empty without one."""

    sku: str
    title: str
    options: str
    price: str
    strike: str
    picture: bytes
