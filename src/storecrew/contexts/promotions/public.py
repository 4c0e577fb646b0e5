"""The doorway of the promotions context."""

from storecrew.contexts.promotions.counting import (
    register_carts,
    register_contacts,
    register_parcels,
    register_partner_codes,
)
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
    UnknownCode,
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
from storecrew.contexts.promotions.operations.activating import renew_active
from storecrew.contexts.promotions.operations.claiming import HAD_WITH_THIS_CARD, claim, claim_card, release
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
from storecrew.contexts.promotions.operations.staffing import SETTLED_AFTER, compare_ended
from storecrew.contexts.promotions.operations.telling import acknowledgements
from storecrew.contexts.promotions.operations.watching import pause_promotion, resume_promotion, watch
from storecrew.contexts.promotions.queries.active import orders_each, unfinished
from storecrew.contexts.promotions.queries.capacity import (
    Load,
    counted,
    experience,
    forecast,
    forecast_orders,
    latest_forecast,
    learned,
    load_of,
)
from storecrew.contexts.promotions.queries.delivery import free_delivery_from
from storecrew.contexts.promotions.queries.early import (
    Buyer,
    EarlyOffer,
    EarlyPhase,
    early_note,
    early_offers,
    early_phase,
    is_let_in_early,
    told_from,
)
from storecrew.contexts.promotions.queries.explaining import (
    Decided,
    Explanation,
    code_id,
    decided_then,
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
from storecrew.contexts.promotions.queries.standing import (
    Standing,
    WrittenDays,
    automatic_promotions,
    open_promotions,
    standing,
    unmet_stock,
    written_days,
)
from storecrew.contexts.promotions.queries.stock import low_from, shortfalls, stock_checks, units_checks
from storecrew.contexts.promotions.queries.touching import conflicts_ahead
from storecrew.contexts.promotions.queries.touching import places as places_of
from storecrew.contexts.promotions.queries.words import CONDITIONS, KINDS, describe, names_of, shortfall_words
from storecrew.contexts.promotions.rules.buyers import door, mailbox, telephone
from storecrew.contexts.promotions.rules.capacity import Past
from storecrew.contexts.promotions.rules.codes import normalize as normalize_code
from storecrew.contexts.promotions.rules.replay_words import in_words as past_in_words
from storecrew.contexts.promotions.rules.replaying import Campaign as PastCampaign
from storecrew.contexts.promotions.rules.replaying import Past as RealPast
from storecrew.contexts.promotions.rules.replaying import Sold as PastSale
from storecrew.contexts.promotions.rules.replaying import replay as replay_past
from storecrew.contexts.promotions.rules.schedule import early_of

__all__ = [
    "CONDITIONS",
    "GROUPS",
    "HAD_WITH_THIS_CARD",
    "KINDS",
    "NO_OFFER",
    "SETTLED_AFTER",
    "BriefMissing",
    "Buyer",
    "Check",
    "CodeAnswer",
    "CodeTaken",
    "Compared",
    "Content",
    "Decided",
    "EarlyOffer",
    "EarlyPhase",
    "Explanation",
    "Imported",
    "InvalidCode",
    "InvalidPromotion",
    "Line",
    "Load",
    "NothingToPropose",
    "Offer",
    "OpenCart",
    "Past",
    "PastCampaign",
    "PastSale",
    "PlannedRow",
    "PromotionChanged",
    "PromotionEnded",
    "PromotionLaunched",
    "PromotionPaused",
    "PromotionResumed",
    "PromotionScheduled",
    "PromotionTaken",
    "RealPast",
    "ReasonNeeded",
    "Request",
    "Share",
    "Standing",
    "StockTooLowForPromotion",
    "UnknownCode",
    "UnknownPromotion",
    "Variant",
    "WrittenDays",
    "WrongState",
    "acknowledgements",
    "add_code",
    "automatic_promotions",
    "block_code",
    "change_promotion",
    "claim",
    "claim_card",
    "code_id",
    "compare_ended",
    "compare_variants",
    "conflicts_ahead",
    "counted",
    "create_promotion",
    "decided_then",
    "describe",
    "door",
    "early_note",
    "early_of",
    "early_offers",
    "early_phase",
    "end_due",
    "end_promotion",
    "experience",
    "explain",
    "forecast",
    "forecast_orders",
    "free_delivery_from",
    "generate_codes",
    "give_code",
    "group_names",
    "import_codes",
    "import_promotions",
    "in_locale",
    "is_let_in_early",
    "latest_forecast",
    "launch_due",
    "learned",
    "load_of",
    "low_from",
    "mailbox",
    "missing_brief",
    "move_promotion",
    "names_of",
    "normalize_code",
    "offer",
    "open_promotions",
    "orders_each",
    "override_stock",
    "past_in_words",
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
    "register_partner_codes",
    "release",
    "renew_active",
    "replay_past",
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
    "telephone",
    "told_from",
    "unfinished",
    "units_checks",
    "unmet_stock",
    "watch",
    "written_days",
]
