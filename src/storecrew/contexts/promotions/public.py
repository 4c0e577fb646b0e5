"""The doorway of the promotions context."""

from storecrew.contexts.promotions.counting import register_carts, register_contacts, register_parcels
from storecrew.contexts.promotions.errors import (
    BriefMissing,
    CodeTaken,
    InvalidCode,
    InvalidPromotion,
    NothingToPropose,
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
from storecrew.contexts.promotions.expecting import register_expectation
from storecrew.contexts.promotions.facts import (
    Check,
    CodeAnswer,
    Compared,
    Content,
    Line,
    OpenCart,
    Request,
    Share,
    Variant,
)
from storecrew.contexts.promotions.operations.claiming import claim, release
from storecrew.contexts.promotions.operations.codes import add_code, block_code, generate_codes, import_codes
from storecrew.contexts.promotions.operations.editing import change_promotion, create_promotion
from storecrew.contexts.promotions.operations.giving import give_code
from storecrew.contexts.promotions.operations.importing import Imported, PlannedRow, import_promotions
from storecrew.contexts.promotions.operations.planning import propose_plan
from storecrew.contexts.promotions.operations.scheduling import (
    end_due,
    end_promotion,
    launch_due,
    missing_brief,
    override_stock,
    schedule_promotion,
)
from storecrew.contexts.promotions.operations.shifting import move_promotion
from storecrew.contexts.promotions.operations.staffing import compare_ended
from storecrew.contexts.promotions.operations.telling import acknowledgements
from storecrew.contexts.promotions.operations.watching import pause_promotion, resume_promotion, watch
from storecrew.contexts.promotions.queries.active import unfinished
from storecrew.contexts.promotions.queries.capacity import (
    Load,
    experience,
    forecast,
    forecast_orders,
    latest_forecast,
    load_of,
)
from storecrew.contexts.promotions.queries.explaining import (
    Explanation,
    explain,
    preview,
    readable_codes,
    recent_claims,
    request_of_order,
    stored,
    stored_checks,
)
from storecrew.contexts.promotions.queries.offering import NO_OFFER, Offer, offer
from storecrew.contexts.promotions.queries.proposing import propose_units
from storecrew.contexts.promotions.queries.sentences import GROUPS, group_names, in_locale
from storecrew.contexts.promotions.queries.simulating import compare_variants, simulate_promotion
from storecrew.contexts.promotions.queries.standing import Standing, open_promotions, standing, unmet_stock
from storecrew.contexts.promotions.queries.stock import shortfalls, stock_checks
from storecrew.contexts.promotions.queries.touching import conflicts_ahead
from storecrew.contexts.promotions.queries.touching import places as places_of
from storecrew.contexts.promotions.queries.words import CONDITIONS, KINDS, describe, shortfall_words
from storecrew.contexts.promotions.rules.buyers import mailbox
from storecrew.contexts.promotions.rules.codes import normalize as normalize_code

__all__ = [
    "CONDITIONS",
    "GROUPS",
    "KINDS",
    "NO_OFFER",
    "BriefMissing",
    "Check",
    "CodeAnswer",
    "CodeTaken",
    "Compared",
    "Content",
    "Explanation",
    "Imported",
    "InvalidCode",
    "InvalidPromotion",
    "Line",
    "Load",
    "NothingToPropose",
    "Offer",
    "OpenCart",
    "PlannedRow",
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
    "Standing",
    "StockTooLowForPromotion",
    "UnknownPromotion",
    "Variant",
    "WrongState",
    "acknowledgements",
    "add_code",
    "block_code",
    "change_promotion",
    "claim",
    "compare_ended",
    "compare_variants",
    "conflicts_ahead",
    "create_promotion",
    "describe",
    "end_due",
    "end_promotion",
    "experience",
    "explain",
    "forecast",
    "forecast_orders",
    "generate_codes",
    "give_code",
    "group_names",
    "import_codes",
    "import_promotions",
    "in_locale",
    "latest_forecast",
    "launch_due",
    "load_of",
    "mailbox",
    "missing_brief",
    "move_promotion",
    "normalize_code",
    "offer",
    "open_promotions",
    "override_stock",
    "pause_promotion",
    "places_of",
    "preview",
    "propose_plan",
    "propose_units",
    "readable_codes",
    "recent_claims",
    "register_carts",
    "register_contacts",
    "register_expectation",
    "register_parcels",
    "release",
    "request_of_order",
    "resume_promotion",
    "schedule_promotion",
    "shortfall_words",
    "shortfalls",
    "simulate_promotion",
    "standing",
    "stock_checks",
    "stored",
    "stored_checks",
    "unfinished",
    "unmet_stock",
    "watch",
]
