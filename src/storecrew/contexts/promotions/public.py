"""The doorway of the promotions context."""

from storecrew.contexts.promotions.errors import (
    BriefMissing,
    CodeTaken,
    InvalidCode,
    InvalidPromotion,
    PromotionChanged,
    PromotionTaken,
    ReasonNeeded,
    StockTooLowForPromotion,
    UnknownPromotion,
    WrongState,
)
from storecrew.contexts.promotions.events import (
    PromotionEnded,
    PromotionLaunched,
    PromotionPaused,
    PromotionResumed,
    PromotionScheduled,
)
from storecrew.contexts.promotions.facts import CodeAnswer, Line, Request, Share
from storecrew.contexts.promotions.operations.claiming import claim, release
from storecrew.contexts.promotions.queries.offering import NO_OFFER, Offer, offer
from storecrew.contexts.promotions.rules.codes import normalize as normalize_code

__all__ = [
    "NO_OFFER",
    "BriefMissing",
    "CodeAnswer",
    "CodeTaken",
    "InvalidCode",
    "InvalidPromotion",
    "Line",
    "Offer",
    "PromotionChanged",
    "PromotionEnded",
    "PromotionLaunched",
    "PromotionPaused",
    "PromotionResumed",
    "PromotionScheduled",
    "PromotionTaken",
    "ReasonNeeded",
    "Request",
    "Share",
    "StockTooLowForPromotion",
    "UnknownPromotion",
    "WrongState",
    "claim",
    "normalize_code",
    "offer",
    "release",
]
