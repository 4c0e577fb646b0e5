"""Values that leave the catalog. All frozen; texts are in the locale that was asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

# --- what goes in: rows for the set-based write path ---------------------------------------


@dataclass(frozen=True, slots=True)
class VariantRow:
    """One variant of a :class:`ProductRow`. ``None`` keeps what is stored."""

    sku: str
    options: Mapping[str, str] | None = None  # {"Color": "Red", "Size": "M"}, in this order
    barcode: str | None = None  # GTIN-8/12/13/14; an invalid one is left out with a warning
    attributes: Mapping[str, Any] | None = None  # by attribute code
    weight_g: int | None = None
    length_mm: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None
    tax_class: str | None = None
    active: bool | None = None


@dataclass(frozen=True, slots=True)
class ImageRow:
    """A picture by its address. The upsert never fetches; it reports what is not attached yet."""

    url: str
    alt: str = ""
    variant_sku: str = ""


@dataclass(frozen=True, slots=True)
class ProductRow:
    """One product for ``upsert_products``.

    The product is found by ``source_key`` when given, else by ``slug``. A field that is ``None``
    keeps what is stored (or takes the default of a new product), so a file without a column
    never empties it. ``categories`` are paths of names from the root, e.g. ``("Women", "Shoes")``;
    missing ones are made. ``channels`` are the channel codes in which the product is listed;
    listings in other channels stay as they are.
    """

    slug: str
    title: str
    variants: tuple[VariantRow, ...] = ()
    source_key: str = ""
    product_type: str | None = None  # code; "general" for a new product
    subtitle: str | None = None
    description: str | None = None  # HTML, sanitised here
    brand: str | None = None
    status: Literal["idea", "draft", "approved", "live", "end_of_life"] | None = None
    tags: tuple[str, ...] | None = None
    attributes: Mapping[str, Any] | None = None
    categories: tuple[tuple[str, ...], ...] | None = None
    images: tuple[ImageRow, ...] | None = None
    seo_title: str | None = None
    seo_description: str | None = None
    translations: Mapping[str, Mapping[str, str]] | None = None
    channels: tuple[str, ...] = ()
    # False leaves variants that the row does not name alone; True makes them inactive.
    replace_variants: bool = False
    # SKUs of variants that may leave the product that they are alone in (see ``lone_variants``) for this one.
    gathers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Change:
    """One field, before and after. ``field`` is ``title`` or, for variants, ``SKU-1.weight_g``."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a row, or a part of it, was not taken."""

    code: str
    message: str
    field: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class RowResult:
    """What became of one :class:`ProductRow`, in the order given."""

    slug: str
    status: Literal["created", "updated", "unchanged", "rejected"]
    product_id: int | None = None
    variant_ids: Mapping[str, int] = field(default_factory=dict)  # by normalised SKU
    created_skus: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    problems: tuple[RowProblem, ...] = ()  # why it was rejected
    warnings: tuple[RowProblem, ...] = ()
    missing_images: tuple[ImageRow, ...] = ()  # not attached yet: fetch, then attach_image
    new_categories: tuple[int, ...] = ()  # made for this row or another of its batch: told once


# --- what comes out ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """A picture ready for ``<picture>``. ``webp``/``avif`` are srcset strings, maybe empty."""

    id: int
    url: str
    width: int
    height: int
    alt: str
    webp: str = ""
    avif: str = ""
    focal_x: int | None = None  # percent of the width, from the left
    focal_y: int | None = None
    variant_id: int | None = None


@dataclass(frozen=True, slots=True)
class Swatch:
    """A color to show: ``color`` is ``#rrggbb`` or empty when only the label is known."""

    value: str
    label: str
    color: str


@dataclass(frozen=True, slots=True)
class VariantFacts:
    """A sellable unit. ``options`` keep the product's order; the key of values is the source's."""

    id: int
    product_id: int
    sku: str
    options: Mapping[str, str]
    product_slug: str
    product_title: str
    barcode: str = ""
    weight_g: int | None = None
    length_mm: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None
    tax_class: str = "standard"
    active: bool = True
    product_status: str = "live"
    image: ImageFacts | None = None
    digital: bool = False


@dataclass(frozen=True, slots=True)
class AttributeFacts:
    """A labelled value of a product, as the specification table shows it."""

    code: str
    name: str
    kind: str
    text: str  # ready to show: "12 kg", "Red", "Yes"
    value: Any
    swatch: str = ""
    group: Literal["product", "variant"] = "product"


@dataclass(frozen=True, slots=True)
class OptionFacts:
    """One axis of choice on the product page with its values in order of appearance."""

    name: str  # the key in VariantFacts.options
    label: str
    values: tuple[Swatch, ...]


@dataclass(frozen=True, slots=True)
class Crumb:
    name: str
    url_path: str
    id: int = 0


@dataclass(frozen=True, slots=True)
class RelatedFacts:
    product_id: int
    slug: str
    title: str
    kind: Literal["accessory", "substitute"]


@dataclass(frozen=True, slots=True)
class ProductPage:
    """Everything of one product but price and stock, which are always asked live."""

    id: int
    slug: str
    title: str
    subtitle: str
    html: str  # sanitised
    brand: str
    status: str
    seo_title: str
    seo_description: str
    type_code: str
    type_name: str
    images: tuple[ImageFacts, ...]
    options: tuple[OptionFacts, ...]
    variants: tuple[VariantFacts, ...]  # active ones
    attributes: tuple[AttributeFacts, ...]
    breadcrumbs: tuple[Crumb, ...]
    category_paths: tuple[str, ...]
    relations: tuple[RelatedFacts, ...]
    tags: tuple[str, ...]
    version: int
    updated_at: dt.datetime


@dataclass(frozen=True, slots=True)
class CardFacts:
    """A product in a list. Prices and stock come from their contexts by ``variant_ids``."""

    id: int
    slug: str
    title: str
    subtitle: str
    brand: str
    image: ImageFacts | None
    variant_ids: tuple[int, ...]  # active ones, in order
    swatches: tuple[Swatch, ...]


@dataclass(frozen=True, slots=True)
class ProductOutline:
    """One of many products, without price and stock: for feeds and audits.

    ``text`` is the description without markup, ``category`` the name of the main one; ``described`` counts
    the pictures that have an alternative text of their own.
    """

    id: int
    slug: str
    title: str
    subtitle: str
    text: str
    brand: str
    seo_title: str
    seo_description: str
    type_code: str
    type_name: str
    category: str
    images: tuple[ImageFacts, ...]
    described: int
    variants: tuple[VariantFacts, ...]  # active ones
    version: int


@dataclass(frozen=True, slots=True)
class CategoryNode:
    id: int
    name: str
    url_path: str
    children: tuple[CategoryNode, ...] = ()


@dataclass(frozen=True, slots=True)
class CategoryFacts:
    id: int
    name: str
    slug: str
    url_path: str
    html: str
    seo_title: str
    seo_description: str
    breadcrumbs: tuple[Crumb, ...]  # from the root to the category itself
    children: tuple[Crumb, ...]
    facet_codes: tuple[str, ...]
    visible: bool
    version: int
    hidden_in: tuple[str, ...] = ()  # codes of channels
    layout: str = "grid"
    lead_image_id: int | None = None


@dataclass(frozen=True, slots=True)
class CategoryPart:
    """A new category that a split makes. Without ``slug`` its address is made from the name."""

    name: str
    product_ids: tuple[int, ...]
    slug: str = ""


@dataclass(frozen=True, slots=True)
class CollectionFacts:
    id: int
    code: str
    slug: str
    name: str
    html: str
    rules: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Missing:
    """A part that a complete product would have. ``weight`` is its share of the score."""

    code: str
    label: str
    weight: int


@dataclass(frozen=True, slots=True)
class Completeness:
    score: int  # 0..100
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True)
class AttributeSchema:
    """The definition of an attribute, for forms, facets and import."""

    code: str
    name: str
    kind: str
    unit: str
    choices: tuple[Mapping[str, Any], ...]
    is_facet: bool
    is_variant_level: bool
    is_required: bool
    position: int
    type_code: str
    translations: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class IndexVariant:
    id: int
    sku: str
    barcode: str
    values: Mapping[str, Any]  # attribute code -> value, product and variant level together


@dataclass(frozen=True, slots=True)
class IndexProduct:
    """What the search index of the discovery context is made from."""

    id: int
    slug: str
    title: str
    titles: Mapping[str, str]  # by locale, translations only
    subtitle: str
    brand: str
    text: str  # description and tags without markup, all languages
    type_code: str
    status: str
    launched: dt.datetime | None
    category_ids: tuple[int, ...]  # own ones and all their ancestors
    category_positions: Mapping[int, int]
    collection_ids: tuple[int, ...]
    channel_ids: tuple[int, ...]  # where published; empty unless the product is live
    variants: tuple[IndexVariant, ...]  # active ones
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BulkPreview:
    """What ``bulk_edit`` would do to one product."""

    product_id: int
    title: str
    version: int
    changes: tuple[Change, ...]
    problem: RowProblem | None = None
