"""Values that cross the border of insights."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Note:
    """Something a shopper did, as it is handed in; what may not be kept is not in it.

    ``visitor`` is set only for browsers whose owner agreed. ``cart`` is a number made from the cart's token.
    ``amount`` is in minor units. ``slug`` names the product of a page, ``products`` what was put into a cart,
    ``trials`` the (experiment, variant) that the page showed.
    Of an on-site message that was shown or clicked, ``path`` is its id.
    ``margin`` is what is left of an order after its goods, None where one of them has no cost.
    ``inside``: the page was opened from another page of the shop. ``again``: it was counted already, and its
    visitor agreed just now. ``lines`` of an order are (product id, units,
    amount without tax).
    """

    at: dt.datetime
    kind: str
    channel_id: int
    device: str = ""
    visitor: int | None = None
    page: str = ""
    path: str = ""
    slug: str = ""
    host: str = ""
    source: str = ""
    medium: str = ""
    campaign: str = ""
    click: str = ""
    inside: bool = False
    again: bool = False
    term: str = ""
    found: int | None = None
    sold_out: bool = False
    cart: int | None = None
    products: tuple[int, ...] = ()
    order_id: int | None = None
    lines: tuple[tuple[int, int, int], ...] = ()
    amount: int = 0
    margin: int | None = None
    trials: tuple[tuple[int, int], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return what is filled, for the table of what just came in."""
        return {
            name: value
            for name in self.__slots__
            if name != "at"
            and (
                (value := getattr(self, name)) not in (None, "", False, ())
                or (name in ("found", "margin") and value == 0)
            )
        }

    @classmethod
    def from_json(cls, at: dt.datetime, body: dict[str, Any]) -> Note:
        """Return the note that ``as_json`` wrote."""
        lists: dict[str, Any] = {
            "products": tuple(body.get("products", ())),
            "lines": tuple((a, b, c) for a, b, c in body.get("lines", ())),
            "trials": tuple((a, b) for a, b in body.get("trials", ())),
        }
        return cls(at=at, **{**body, **lists})


@dataclass(frozen=True, slots=True)
class Count:
    """How often, and what it was worth per currency in minor units."""

    count: int = 0
    amounts: Mapping[str, int] = field(default_factory=dict)

    def __add__(self, other: Count) -> Count:
        both = {
            code: self.amounts.get(code, 0) + other.amounts.get(code, 0)
            for code in {*self.amounts, *other.amounts}
        }
        return Count(self.count + other.count, both)


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts by kind (``rules.kinds``)."""

    of: Mapping[str, Count]

    def __getitem__(self, kind: str) -> int:
        """How often; 0 for what did not happen."""
        found = self.of.get(kind)
        return found.count if found else 0

    def amounts(self, *names: str) -> Mapping[str, int]:
        """What these kinds together were worth, per currency."""
        found = Count()
        for name in names:
            found = found + self.of.get(name, Count())
        return found.amounts

    def __add__(self, other: Counts) -> Counts:
        names = {*self.of, *other.of}
        return Counts({name: self.of.get(name, Count()) + other.of.get(name, Count()) for name in names})

    @property
    def conversion(self) -> float | None:  # not money: a share
        """Orders per visit; None without visits."""
        return self["order"] / self["visit"] if self["visit"] else None

    @property
    def bounce(self) -> float | None:  # not money: a share
        """Visits of recognized browsers that saw one page only; None where there are none."""
        return 1 - self["stay"] / self["known"] if self["known"] else None


@dataclass(frozen=True, slots=True)
class Live:
    """The last minutes: counts by kind, (path, views) and (way, visits), and when something came last."""

    counts: Mapping[str, int]
    pages: tuple[tuple[str, int], ...]
    ways: tuple[tuple[str, int], ...]
    newest: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Cohort:
    """Customers whose first order was in the month ``first``.

    ``returned`` says how many ordered again in month 0, 1, 2 … since; ``amount`` is all they bought.
    """

    first: dt.date
    size: int
    returned: tuple[int, ...]
    amount: int


@dataclass(frozen=True, slots=True)
class Decile:
    """A tenth of the customers by what is expected of them in a year."""

    customers: int
    purchases: float  # not money: expected purchases
    amount: int


@dataclass(frozen=True, slots=True)
class CustomerValue:
    """What customers of a channel were and will be worth, in minor units.

    ``refused`` is "" or why there is no forecast: "few" customers, or a "shape" that has no mean.
    """

    currency: str
    customers: int
    cohorts: tuple[Cohort, ...]
    expected: int = 0
    purchases: float = 0.0  # not money: expected purchases
    mean_spend: int = 0
    deciles: tuple[Decile, ...] = ()
    parameters: tuple[float, ...] = ()  # not money: parameters of the models
    refused: str = ""


@dataclass(frozen=True, slots=True)
class TierValue:
    """Customers of one tier, or of none: what they bought and will buy, in minor units.

    ``tier`` is "" for members without a tier and "-" for everybody else. ``leaving`` is how many of those who
    bought are expected to be gone, ``expected`` what the others buy in a year; None without a forecast.
    """

    tier: str
    members: int
    buyers: int
    recent: int
    bought: int
    leaving: float | None = None  # not money: expected customers
    expected: int | None = None


@dataclass(frozen=True, slots=True)
class ExperimentContent:
    """What a person writes of an experiment. ``effect`` is in percent of the baseline, harms in points.

    ``variants`` are (name, weight, content), the control first. ``baseline`` and ``spread`` are None where
    they come from what was counted.
    """

    name: str
    hypothesis: str
    owner: str
    channel_id: int
    kind: str
    path: str
    variants: tuple[tuple[str, int, Mapping[str, str]], ...]
    metric: str
    method: str
    effect: float  # not money: percent
    baseline: float | None = None  # not money: a share or a mean
    spread: float | None = None  # not money: a standard deviation
    alpha: float = 0.05  # not money: a chance
    power: float = 0.8  # not money: a chance
    harm_returns: float = 3  # not money: percentage points
    harm_contacts: float = 3  # not money: percentage points
    campaign_id: int | None = None


@dataclass(frozen=True, slots=True)
class ShopExperiment:
    """An experiment as the shop needs it.

    ``taken`` is the variant for everybody, None while they are handed out.
    """

    id: int
    channel_id: int
    kind: str
    path: str
    salt: str
    weights: tuple[int, ...]
    contents: tuple[Mapping[str, str], ...]
    taken: int | None


@dataclass(frozen=True, slots=True)
class History:
    """Recognized visitors of some pages in the last four weeks; amounts in minor units."""

    visitors: int
    adders: int
    buyers: int
    revenue: int
    squares: float  # not money: minor units squared
    per_day: float  # not money: visitors a day


@dataclass(frozen=True, slots=True)
class Rail:
    """A guard-rail: ``bound`` in points, ``finding`` None while there are too few buyers."""

    variant: int
    name: str
    bound: float  # not money: a share
    finding: Any
    broken: bool


@dataclass(frozen=True, slots=True)
class ExperimentReading:
    """What may be seen of an experiment now.

    ``sums`` are the whole counts by variant, for health only while ``hidden`` says why there are no findings
    ("few", "ratio" or "size"). ``chances`` are those of the other metrics, corrected for their number.
    """

    sums: tuple[Any, ...]
    ratio: float  # not money: a chance
    hidden: str
    findings: tuple[Any, ...]
    others: tuple[Any, ...]
    chances: tuple[float, ...]  # not money: chances
    rails: tuple[Rail, ...]


@dataclass(frozen=True, slots=True)
class PriceSeen:
    """A price of a competitor as it is typed or read from a file: ``price`` is a plain decimal."""

    sku: str
    rival: str
    price: str
    currency: str
    seen_on: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class PriceBeside:
    """A price of a competitor beside ours now, in minor units; ``ours`` is None where we have none."""

    id: int
    variant_id: int
    sku: str
    title: str
    rival: str
    amount: int
    currency: str
    seen_on: dt.date
    url: str
    ours: int | None

    @property
    def difference(self) -> float | None:  # not money: a share
        """Ours against theirs as a share of theirs: 0.1 means that we ask ten in a hundred more."""
        return None if self.ours is None else self.ours / self.amount - 1
