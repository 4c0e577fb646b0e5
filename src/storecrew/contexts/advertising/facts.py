"""Values that cross the border of advertising. Amounts are minor units of their currency."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from storecrew.kernel.money import Money


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One article of a feed, with the price and the stock that its page shows at this moment.

    ``price`` is the price without a reduction, ``sale`` the reduced one or None; ``color`` and ``size`` are
    options under those names.
    """

    variant_id: int
    product_id: int
    sku: str
    title: str
    name: str
    text: str
    brand: str
    gtin: str
    link: str
    image: str
    more_images: tuple[str, ...]
    price: Money
    sale: Money | None
    available: int
    category: str
    kind: str
    weight_g: int | None
    options: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def sellable(self) -> bool:
        """Whether its page offers it for sale."""
        return self.available > 0

    @property
    def asked(self) -> Money:
        """What a shopper pays for one."""
        return self.sale or self.price


class Reason(NamedTuple):
    """Why an article is held out of a feed: a code of ``rules.holding.CODES`` with what was compared.

    Numbers are units for stock, basis points for rates, minor units for money; ``text`` is what somebody
    wrote, or what differs.
    """

    code: str
    value: int = 0
    limit: int = 0
    text: str = ""

    def stored(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return {name: value for name, value in self._asdict().items() if value or name == "code"}


class Difference(NamedTuple):
    """What the feed says of an article and its page does not: ``field`` is a code."""

    sku: str
    field: str
    feed: str
    page: str


class Document(NamedTuple):
    """A feed as it is handed out."""

    body: bytes
    content_type: str
    etag: str
    product_ids: tuple[int, ...]


class Refreshed(NamedTuple):
    """What a refresh found: how many are listed and held, and which changed sides."""

    listed: int
    held: int
    newly_held: tuple[int, ...]
    newly_listed: tuple[int, ...]


class CampaignCost(NamedTuple):
    """What a campaign (its code, as in ``utm_campaign``) cost on a platform on a day."""

    campaign: str
    platform: str
    day: dt.date
    cost: Money
    clicks: int
    impressions: int


class SpendLine(NamedTuple):
    """One row of an export: a day of an ad group. ``problem`` is a code, empty for a good row."""

    row: int
    day: dt.date | None
    campaign: str
    group: str
    currency: str
    amount: int
    clicks: int
    impressions: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class SpendPlan:
    """What importing a file would do."""

    platform: str
    new: tuple[SpendLine, ...] = ()
    changed: tuple[tuple[SpendLine, int], ...] = ()
    same: int = 0
    problems: tuple[SpendLine, ...] = ()


@dataclass(frozen=True, slots=True)
class LandingCheck:
    """Whether a landing page keeps what an ad promises. ``problems`` are codes with what they are about."""

    status: int
    title: str
    matched: int
    keywords: int
    missing: tuple[str, ...]
    problems: tuple[Reason, ...]
