"""Values that cross the border of discovery. Texts are in the locale of the query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from storecrew.contexts.catalog.public import ImageFacts, Swatch
from storecrew.contexts.channels.public import ChannelFacts
from storecrew.contexts.reviews.public import Rating
from storecrew.kernel.money import Money

Sort = Literal["", "relevance", "newest", "price_asc", "price_desc", "best_sellers", "rating", "merchandised"]
SORTS: tuple[Sort, ...] = (
    "relevance",
    "merchandised",
    "newest",
    "price_asc",
    "price_desc",
    "best_sellers",
    "rating",
)


@dataclass(frozen=True, slots=True)
class ProductQuery:
    """What a shopper asks for.

    Without ``sort`` a search is by relevance and a list by its merchandiser's rule. Page by ``cursor`` (from
    ``ProductResults.next_cursor``) or by ``page`` from 1; the cursor wins. Amounts are minor units of the
    channel's currency, both ends included.
    """

    channel: ChannelFacts
    locale: str = "en"
    q: str = ""
    category: str = ""  # url_path; subcategories are included
    collection: str = ""  # slug
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # OR within, AND across
    price_min: int | None = None
    price_max: int | None = None
    in_stock: bool = False
    sort: Sort = ""
    cursor: str = ""
    page: int = 1
    page_size: int = 24  # at most 100
    with_facets: bool = True


@dataclass(frozen=True, slots=True)
class ProductCard:
    """A product in a list. ``price`` is the lowest of its variants now; None when it has none.

    ``members`` is what members of the program pay for that variant, where guests are told of it.
    """

    id: int
    slug: str
    title: str
    subtitle: str
    brand: str
    url: str  # /{locale}/p/{slug}/
    image: str
    image_alt: str
    image_facts: ImageFacts | None
    price: Money | None
    strike: Money | None
    lowest_30d: Money | None
    price_from: bool  # variants differ in price: say "from"
    availability: Literal["in_stock", "low", "out"]
    swatches: tuple[Swatch, ...]
    variant_ids: tuple[int, ...]
    rating: Rating | None = None  # of published reviews; None without any
    on_request: bool = False  # no public price; one has to ask for it
    members: Money | None = None


@dataclass(frozen=True, slots=True)
class FacetValue:
    """``count`` is what choosing the value would show, within the other facets; 0 is shown disabled."""

    value: str  # for the address
    label: str
    count: int
    selected: bool
    swatch: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    code: str
    name: str
    kind: str  # kind of the attribute
    unit: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class PriceRange:
    """Lowest and highest price of the list without its own price filter, in minor units.

    ``histogram`` counts products in equal steps from lowest to highest.
    """

    lowest: int
    highest: int
    currency: str
    histogram: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    kind: Literal["product", "category", "brand", "sku"]
    text: str
    url: str
    image: str = ""


@dataclass(frozen=True, slots=True)
class ProductResults:
    """One page of a list. ``facets`` and ``price_range`` are empty when the index is not there."""

    items: tuple[ProductCard, ...]
    total: int
    facets: tuple[Facet, ...]
    price_range: PriceRange | None
    in_stock_count: int
    sort: Sort  # the one that was applied
    page: int
    pages: int
    next_cursor: str
    did_you_mean: str = ""
    suggestions: tuple[Suggestion, ...] = ()  # categories that help when nothing was found
    degraded: bool = False  # answered by the database because the index is not there


@dataclass(frozen=True, slots=True)
class PositionReason:
    code: str  # pinned, boost, bury, sold_out, newness, margin, sell_through, rating, best_sellers
    text: str
    points: float


@dataclass(frozen=True, slots=True)
class PositionExplanation:
    """Why a product stands where it stands in a merchandised list. ``position`` is 0 when it is not in it."""

    product_id: int
    position: int
    total: int
    rule: str
    reasons: tuple[PositionReason, ...]


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What a rebuild or a check of the index found."""

    products: int
    variants: int
    seconds: float
    differences: tuple[str, ...] = ()
