"""Reads of the purchasing context."""

from storecrew.contexts.purchasing.queries.offers import offers
from storecrew.contexts.purchasing.queries.on_order import on_order, place_of
from storecrew.contexts.purchasing.queries.planning_rules import replenishment, replenishments
from storecrew.contexts.purchasing.queries.scorecards import scorecard, scorecards
from storecrew.contexts.purchasing.queries.spending import spending

__all__ = [
    "offers",
    "on_order",
    "place_of",
    "replenishment",
    "replenishments",
    "scorecard",
    "scorecards",
    "spending",
]
