"""Frozen values that cross the border of the marketing context."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from storecrew.kernel.money import Money
from storecrew.kernel.sentence import said, words_of

GOALS = ("revenue", "orders", "new_customers", "win_back", "awareness", "clear_stock")
CHANNELS = ("mail", "web", "print", "social", "search", "affiliates")


class Reason(NamedTuple):
    """Why a campaign may not start: a sentence for people, whose job it is, and where to do it."""

    code: str
    sentence: str
    owner_role: str = "marketing_manager"
    url: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return it as stored with the campaign; what its sentence is made of is stored beside it."""
        return {**self._asdict(), "words": words_of(self.sentence)}

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Reason:
        """Return a stored one in the reader's language."""
        values = {name: stored[name] for name in cls._fields if name in stored}
        return cls(**{**values, "sentence": said(stored.get("words"), stored["sentence"])})


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
    """Money of a campaign, in minor units: planned by hand; the others are sums over its activities.

    ``intended`` is what activities will cost that are planned and not ordered yet.
    """

    planned: int
    committed: int
    actual: int
    intended: int = 0

    @property
    def left(self) -> int:
        """Return what may still be committed; negative when it is overdrawn."""
        return self.planned - self.committed

    @property
    def beyond(self) -> int:
        """Return by how much it would be overdrawn if everything that is planned were ordered."""
        return max(0, self.committed + self.intended - self.planned)


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
    """What a person writes of a mailing. ``subjects`` and the texts of ``blocks`` are by language.

    ``holdout_percent`` get nothing; ``test_percent`` take part in a test of the ``other_subjects``.
    """

    name: str
    kind: str
    topic: str
    subjects: Mapping[str, str]
    blocks: tuple[Mapping[str, Any], ...]
    segment_id: int | None = None
    campaign_id: int | None = None
    per_hour: int = 2_000
    days: int = 1
    other_subjects: Mapping[str, str] = field(default_factory=dict)
    test_percent: int = 0
    test_hours: int = 4
    holdout_percent: int = 0


@dataclass(frozen=True, slots=True)
class Buyer:
    """What one customer ordered, and where they are at home; ``spent`` is minor units by currency."""

    orders: int
    last_order_at: dt.datetime | None
    spent: Mapping[str, int]
    bought: frozenset[int]
    locale: str
    country: str
    channel_code: str


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
    # Whether an insert goes into parcels, and into whose: empty means all orders of the campaign's time.
    packs: bool = False
    pack_countries: tuple[str, ...] = ()
    pack_skus: tuple[str, ...] = ()
    pack_categories: tuple[int, ...] = ()
    pack_first: bool = False
    pack_from: dt.datetime | None = None
    pack_until: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class PrintedArticle:
    """One article on paper. ``picture`` is an encoded picture, empty without one."""

    sku: str
    title: str
    options: str
    price: str
    strike: str
    picture: bytes


@dataclass(frozen=True, slots=True)
class AgencyContent:
    """What a person writes of an agency. ``hourly_rate`` is minor units of ``currency``."""

    name: str
    currency: str
    what: str = ""
    email: str = ""
    hourly_rate: int = 0
    answer_hours: int = 24
    contract_until: dt.date | None = None
    active: bool = True


@dataclass(frozen=True, slots=True)
class ItemContent:
    """What a person writes of a work item. ``cost`` is minor units of the campaign's currency."""

    campaign_id: int
    channel: str
    title: str
    brief: str
    due_at: dt.datetime
    estimate_minutes: int = 0
    cost: int = 0


@dataclass(frozen=True, slots=True)
class ClosedItem:
    """An accepted work item as the scorecard counts it; money in minor units."""

    given_at: dt.datetime
    started_at: dt.datetime | None
    delivered_at: dt.datetime
    due_at: dt.datetime
    sent_back: int
    estimate_minutes: int
    minutes: int
    agreed: int
    cost: int


@dataclass(frozen=True, slots=True)
class Scorecard:
    """How an agency does. Shares are percent, None without anything to count; money in minor units."""

    accepted: int
    on_time: int | None
    first_time: int | None
    begun_in_time: int | None
    estimate_minutes: int
    minutes: int
    agreed: int
    cost: int


@dataclass(frozen=True, slots=True)
class OnsiteContent:
    """What a person writes of a banner or pop-up. Texts are by language.

    ``starts`` and ``ends`` are wall-clock times ("2026-03-01T00:00") of each shop it is shown in; no
    ``shop_channels`` means all. ``trigger_after`` is seconds or percent, by ``trigger``. A pop-up is shown to
    a visitor at most ``cap_times`` in ``cap_days``.
    """

    kind: str
    name: str
    placement: str
    headings: Mapping[str, str]
    starts: str
    ends: str
    texts: Mapping[str, str] = field(default_factory=dict)
    buttons: Mapping[str, str] = field(default_factory=dict)
    path: str = ""
    category: str = ""
    priority: int = 0
    campaign_id: int | None = None
    promotion_id: int | None = None
    segment_id: int | None = None
    picture_id: int | None = None
    skus: tuple[str, ...] = ()
    shop_channels: tuple[str, ...] = ()
    trigger: str = ""
    trigger_after: int = 0
    cap_times: int = 1
    cap_days: int = 7


@dataclass(frozen=True, slots=True)
class OnsiteShown:
    """A banner or pop-up as a page shows it, in one language. ``path`` is a page of the shop or "".

    ``note`` says when everybody has what its reader has early, or nothing.
    """

    id: int
    kind: str
    placement: str
    heading: str
    text: str
    button: str
    path: str
    campaign: str
    picture_id: int | None
    trigger: str
    trigger_after: int
    cap_times: int
    cap_days: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class OnsitePage:
    """What a page shows, and what makes it another page: ``tags`` of the page cache, ``until`` a moment.

    ``personal`` says that there may be more for somebody who is signed in.
    """

    bar: OnsiteShown | None = None
    banner: OnsiteShown | None = None
    popup: OnsiteShown | None = None
    personal: bool = False
    tags: tuple[str, ...] = ()
    until: dt.datetime | None = None

    @property
    def is_empty(self) -> bool:
        """Say whether nothing is shown, now and to nobody."""
        return not (self.bar or self.banner or self.popup or self.personal)


@dataclass(frozen=True, slots=True)
class PostContent:
    """What a person writes of a post. ``picture`` are the bytes of an upload, empty to keep what is there."""

    name: str
    text: str
    networks: tuple[str, ...]
    shop_channel: str
    locale: str
    due_at: dt.datetime
    path: str = "/"
    skus: tuple[str, ...] = ()
    campaign_id: int | None = None
    promotion_id: int | None = None
    picture: bytes = b""
    picture_alt: str = ""


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A picture of a shopper at a product; ``credit`` says whose."""

    id: int
    alt: str
    credit: str
    width: int
    height: int
