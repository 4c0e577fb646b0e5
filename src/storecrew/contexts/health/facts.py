"""Values that cross the border of health."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Verdict = Literal["good", "fair", "poor"]


@dataclass(frozen=True, slots=True)
class Speed:
    """One measure of one kind of page on one kind of device: the 75th percentile and how it is judged.

    ``value`` is in milliseconds, for "cls" in thousandths; ``views`` is how many views were counted and
    ``good_share`` how many percent of them were good.
    """

    page: str
    device: str
    measure: str
    value: int
    verdict: Verdict
    views: int
    good_share: int


class SamplePreview(NamedTuple):
    """What taking the sample store away would do: how many products, promotions, open orders and sign-ins go.

    ``has_own_owner`` says whether somebody would be left who owns the shop by a password of their own.
    """

    products: int
    promotions: int
    open_orders: int
    sign_ins: int
    has_own_owner: bool
    product_ids: tuple[int, ...]
    last_order_id: int


class Retired(NamedTuple):
    """What was taken away; ``orders_left`` are orders whose parcels are on the bench or on the road."""

    products: int
    promotions: int
    orders: int
    orders_left: int
    sign_ins: int
