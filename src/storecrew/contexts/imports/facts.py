"""Values of an import: what a file says about a product, whatever format it came in.

``None`` always means "the file does not say", and leaves what the shop has.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to tell about a row. ``row`` counts as a spreadsheet does: the header is row 1.

    ``code`` chooses the sentence (see ``messages``), ``params`` fill it in. ``rows`` names further rows that
    share the fate of this one.
    """

    code: str
    row: int = 0
    column: str = ""
    value: str = ""
    sku: str = ""
    product: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """Another product, as the file names it.

    ``keys`` are the names under which it may be found, the surest first: ``source:KEY`` (its key at the
    source), ``sku:SKU`` (of any of its variants) or ``slug:ADDRESS``.
    """

    said: str
    keys: tuple[str, ...]
    column: str = ""


@dataclass(slots=True)
class ImageDraft:
    """A picture as the file names it: an address or a path inside a folder or archive."""

    source: str
    alt: str = ""
    sku: str = ""  # the variant it shows, if it shows one
    row: int = 0


@dataclass(slots=True)
class PriceDraft:
    """A price in minor units. ``price_list`` is empty for the base list of the channel."""

    amount: int
    compare_at: int | None = None
    currency: str = ""
    price_list: str = ""
    min_quantity: int = 1
    on_request: bool = False


@dataclass(slots=True)
class VariantDraft:
    """One sellable unit of a file."""

    row: int
    sku: str
    options: dict[str, str] = field(default_factory=dict)
    barcode: str | None = None
    prices: list[PriceDraft] = field(default_factory=list)
    cost: tuple[int, str] | None = None  # minor units and currency
    stock: dict[str, int] = field(default_factory=dict)  # by location code; "" is the channel's default
    weight_g: int | None = None
    length_mm: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None
    attributes: dict[str, Any] | None = None
    tax_class: str | None = None
    active: bool | None = None
    digital: bool = False  # a download: what is sold are codes, which are its stock
    custom: dict[str, str] | None = None  # custom fields by their key
    in_shop: bool = False  # the file has no row of it: the shop must know it


@dataclass(slots=True)
class ProductDraft:
    """One product of a file with its variants, pictures and texts."""

    key: str  # the product's identity at its source, such as "shopify:blue-shirt"
    row: int
    slug: str
    title: str = ""
    subtitle: str | None = None
    description: str | None = None
    brand: str | None = None
    product_type: str = ""
    status: str | None = None
    published: bool | None = None
    channels: tuple[str, ...] | None = None  # our own format names them; others use ``published``
    tags: tuple[str, ...] | None = None
    attributes: dict[str, Any] | None = None
    categories: tuple[tuple[str, ...], ...] | None = None
    seo_title: str | None = None
    seo_description: str | None = None
    translations: dict[str, dict[str, str]] | None = None
    custom: dict[str, str] | None = None  # custom fields by their key
    links: dict[str, list[Link]] | None = None  # "accessory" or "substitute"; an empty list empties it
    variants: list[VariantDraft] = field(default_factory=list)
    images: list[ImageDraft] = field(default_factory=list)
    image_count: int = 0  # pictures that the file states, before doubles are joined
    rows: tuple[int, ...] = ()
    stand_in: str = ""  # what a new product is called if the file gives it no title
    nothing_to_buy: bool = False  # a new product stays a draft; one that is there keeps its variants
    kind_unsaid: bool = False  # the file does not say whether its SKU is that of a variant
    changes_only: bool = False  # says something of a product that is there, and makes no new one
    # How the attributes are called that tell the variants of this product apart, by their code; None for a
    # product that is no whole of variants which may have come in alone.
    option_titles: dict[str, str] | None = None
    children_column: str = ""  # in which the file names them
    sku_is_key: bool = False  # a SKU belongs to one variant at the source, whose row may stand alone


@dataclass(slots=True)
class Built:
    """What became of the rows of one product in a file."""

    draft: ProductDraft | None = None
    rejections: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def reject(self, code: str, row: int, column: str = "", value: str = "", **more: Any) -> None:
        """Note why a row does not come in."""
        self.rejections.append(_problem(code, row, column, value, more))

    def warn(self, code: str, row: int, column: str = "", value: str = "", **more: Any) -> None:
        """Note what somebody should look at; the row comes in."""
        self.warnings.append(_problem(code, row, column, value, more))


def _problem(code: str, row: int, column: str, value: str, more: dict[str, Any]) -> Problem:
    return Problem(
        code,
        row,
        column,
        str(value)[:200],
        sku=more.pop("sku", ""),
        product=more.pop("product", ""),
        rows=tuple(more.pop("rows", ())),
        params=more,
    )


@dataclass(frozen=True, slots=True)
class Setting:
    """What a format must know about the shop to read a file."""

    currency: str
    exponent: int
    today: dt.date  # the day of the business
    locale: str = "en"
    channel: str = "default"
    decimal_comma: bool = False
    list_currencies: Mapping[str, str] = field(default_factory=dict)  # of the price lists, by code
    locations: frozenset[str] = frozenset()
    places: Mapping[str, str] = field(
        default_factory=dict
    )  # names and codes of locations, folded, to the code
    default_place: str = ""  # code of the location of stock that names none
    tax_classes: Mapping[str, str] = field(default_factory=dict)  # names and codes, folded, to the code


@dataclass(slots=True)
class Row:
    """One record of the file under the names of its format; blank cells are left out."""

    number: int
    cells: dict[str, str]

    def get(self, name: str) -> str:
        """The trimmed cell, or an empty string."""
        return self.cells.get(name, "")
