"""How complete a product is: a score of 100 and the parts that are missing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

# The weights add up to 100; a type without required attributes has that part for free.
PARTS: tuple[tuple[str, Any, int], ...] = (
    ("title", _("Title"), 10),
    ("description", _("Description of at least 80 characters"), 15),
    ("images", _("At least one image"), 20),
    ("alt_texts", _("Alternative text of every image"), 10),
    ("category", _("A category"), 10),
    ("attributes", _("All required attributes"), 15),
    ("variants", _("At least one active variant"), 5),
    ("weights", _("Weight of every variant"), 5),
    ("seo", _("Search engine description"), 5),
    ("brand", _("Brand"), 5),
)
# What a product must have before it may be sold at all.
NEEDED_TO_SELL = ("title", "variants", "attributes")


@dataclass(frozen=True, slots=True)
class Parts:
    """The facts that the score is made of."""

    title: str
    description_text: str
    brand: str
    seo_description: str
    image_alts: Collection[str]
    has_category: bool
    required: Collection[str]  # codes of required attributes
    filled: Collection[str]  # codes of attributes with a value, in product or in every variant
    active_weights: Collection[int | None]  # one entry for each active variant


def missing_parts(parts: Parts) -> tuple[str, ...]:
    """The codes of what is missing, in the order of :data:`PARTS`."""
    present: Mapping[str, bool] = {
        "title": bool(parts.title),
        "description": len(parts.description_text) >= 80,
        "images": bool(parts.image_alts),
        "alt_texts": bool(parts.image_alts) and all(parts.image_alts),
        "category": parts.has_category,
        "attributes": set(parts.required) <= set(parts.filled),
        "variants": bool(parts.active_weights),
        "weights": bool(parts.active_weights) and all(parts.active_weights),
        "seo": bool(parts.seo_description),
        "brand": bool(parts.brand),
    }
    return tuple(code for code, _label, _weight in PARTS if not present[code])


def score(missing: Collection[str]) -> int:
    """0 to 100; 100 only when nothing is missing."""
    return 100 - sum(weight for code, _label, weight in PARTS if code in missing)


def blocks_sale(missing: Collection[str]) -> tuple[str, ...]:
    """Which of the missing parts keep the product from going live."""
    return tuple(code for code in NEEDED_TO_SELL if code in missing)
