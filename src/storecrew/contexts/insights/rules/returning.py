"""What campaigns and partners brought, order by order; plain values and their sums."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, NamedTuple


@dataclass(frozen=True, slots=True)
class OrderReturn:
    """One order that a campaign brought, in minor units without tax; costs are positive numbers.

    ``by`` says what ties it to the campaign: "visit", "promotion" or "both". ``goods`` and ``shipping``
    are None where a cost is not known.
    """

    order_id: int
    number: str
    placed_at: dt.datetime
    by: str
    revenue: int
    discount: int
    goods: int | None
    shipping: int | None
    back: int
    contacts: int

    @property
    def left(self) -> int:
        """What is left of the order before the media."""
        return (
            self.revenue
            - self.discount
            - (self.goods or 0)
            - (self.shipping or 0)
            - self.back
            - self.contacts
        )


class AllMedia(NamedTuple):
    """What was spent on media in minor units of one currency, and how much of it on ads of no campaign."""

    amount: int
    loose_ads: int


@dataclass(frozen=True, slots=True)
class MediaCost:
    """One cost of a campaign: an activity, a platform's ads or a partner's commissions.

    ``known`` is False while only the plan is.
    """

    title: str
    channel: str
    partner: str
    amount: int
    known: bool
    # What a platform reported: the ads of campaigns are part of all ads.
    is_ads: bool = False


@dataclass(frozen=True, slots=True)
class SeedingCost:
    """Products that a partner got for nothing, in minor units; None for what is not known.

    ``goods`` at the cost of then, ``shipping`` what the labels cost.
    """

    order_number: str
    made_at: dt.datetime
    partner: str
    campaign: str
    cost_center: str
    goods: int | None
    shipping: int | None

    @property
    def amount(self) -> int:
        """What is known of it."""
        return (self.goods or 0) + (self.shipping or 0)

    @property
    def known(self) -> bool:
        """Whether all of it is known."""
        return self.goods is not None and self.shipping is not None


@dataclass(frozen=True, slots=True)
class CampaignReturn:
    """What a campaign or a partner brought.

    Net revenue − discount − goods − shipping − returns − contacts − media − products for partners. That of a
    partner has the partner's id and code, and their commissions as media.
    """

    campaign_id: int
    name: str
    code: str
    currency: str
    orders: tuple[OrderReturn, ...]
    media: tuple[MediaCost, ...]
    other_currencies: int
    increment: Any = None
    seeding: tuple[SeedingCost, ...] = ()

    def term(self, name: str) -> int:
        """Return the sum of one term over the orders, or of the media or the products for partners."""
        if name == "media":
            return sum(one.amount for one in self.media)
        if name == "seeding":
            return sum(one.amount for one in self.seeding)
        return sum(getattr(one, name) or 0 for one in self.orders)

    @property
    def result(self) -> int:
        """What is left after everything."""
        return sum(one.left for one in self.orders) - self.term("media") - self.term("seeding")

    @property
    def ratio(self) -> float | None:  # not money: a ratio
        """What is left per unit of media cost; None without any."""
        media = self.term("media")
        return self.result / media if media else None

    @property
    def return_on_media(self) -> float | None:  # not money: a ratio
        """Net revenue after discounts and what went back, per unit of media cost (ROAS); None without any."""
        media = self.term("media")
        earned = self.term("revenue") - self.term("discount") - self.term("back")
        return earned / media if media else None

    @property
    def unknown(self) -> dict[str, int]:
        """How many orders lack a cost, by term."""
        return {
            name: sum(getattr(one, name) is None for one in self.orders) for name in ("goods", "shipping")
        }
