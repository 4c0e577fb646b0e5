"""The doorway of discovery."""

from storecrew.contexts.discovery.errors import (
    InvalidQuery,
    InvalidSortRule,
    InvalidSynonym,
    SortRuleChanged,
    SortRuleNotFound,
    SynonymNotFound,
)
from storecrew.contexts.discovery.facts import (
    SORTS,
    Facet,
    FacetValue,
    IndexReport,
    PositionExplanation,
    PositionReason,
    PriceRange,
    ProductCard,
    ProductQuery,
    ProductResults,
    Sort,
    Suggestion,
)

__all__ = [
    "SORTS",
    "Facet",
    "FacetValue",
    "IndexReport",
    "InvalidQuery",
    "InvalidSortRule",
    "InvalidSynonym",
    "PositionExplanation",
    "PositionReason",
    "PriceRange",
    "ProductCard",
    "ProductQuery",
    "ProductResults",
    "Sort",
    "SortRuleChanged",
    "SortRuleNotFound",
    "Suggestion",
    "SynonymNotFound",
]
