"""The doorway of the assortment context."""

from storecrew.contexts.assortment.errors import (
    InvalidRangeDecision,
    InvalidRangePlan,
    InvalidRangeReview,
    NotYourSignOff,
    RangeReviewClosed,
    SignOffsMissing,
    UnknownRangePlan,
    UnknownRangeReview,
)
from storecrew.contexts.assortment.facts import BandFacts, PlanFacts, RangeReviewFacts, SignOff
from storecrew.contexts.assortment.operations import (
    close_review,
    decide,
    delete_plan,
    open_review,
    refresh_figures,
    save_plan,
    sign_off,
)
from storecrew.contexts.assortment.queries import plan, plans, range_review
from storecrew.contexts.assortment.rules import DAYS
from storecrew.contexts.assortment.states import DECISIONS, ENDING, OWNERS

__all__ = [
    "DAYS",
    "DECISIONS",
    "ENDING",
    "OWNERS",
    "BandFacts",
    "InvalidRangeDecision",
    "InvalidRangePlan",
    "InvalidRangeReview",
    "NotYourSignOff",
    "PlanFacts",
    "RangeReviewClosed",
    "RangeReviewFacts",
    "SignOff",
    "SignOffsMissing",
    "UnknownRangePlan",
    "UnknownRangeReview",
    "close_review",
    "decide",
    "delete_plan",
    "open_review",
    "plan",
    "plans",
    "range_review",
    "refresh_figures",
    "save_plan",
    "sign_off",
]
