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
from storecrew.contexts.discovery.operations.indexing import (
    catch_up,
    check_index,
    ensure_index,
    reindex,
)
from storecrew.contexts.discovery.operations.merchandising import (
    delete_sort_rule,
    delete_synonym,
    draft_rule,
    follow_campaign,
    save_sort_rule,
    save_synonym,
)
from storecrew.contexts.discovery.operations.missing import note_missed_search
from storecrew.contexts.discovery.operations.signals import count_sale
from storecrew.contexts.discovery.queries.listing import results as search
from storecrew.contexts.discovery.queries.positions import explain_position, preview_rule
from storecrew.contexts.discovery.queries.suggestions import suggest
from storecrew.contexts.discovery.rules.ranking import Rule

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
    "Rule",
    "Sort",
    "SortRuleChanged",
    "SortRuleNotFound",
    "Suggestion",
    "SynonymNotFound",
    "catch_up",
    "check_index",
    "count_sale",
    "delete_sort_rule",
    "delete_synonym",
    "draft_rule",
    "ensure_index",
    "explain_position",
    "follow_campaign",
    "note_missed_search",
    "preview_rule",
    "reindex",
    "save_sort_rule",
    "save_synonym",
    "search",
    "suggest",
]
