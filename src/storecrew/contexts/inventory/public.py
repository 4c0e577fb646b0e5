"""The doorway of the inventory context."""

from storecrew.contexts.inventory.errors import (
    BinShort,
    CodesAreTheStock,
    CodesMissing,
    CountChanged,
    CountMoved,
    ExpiryNeeded,
    InspectionDone,
    InsufficientStock,
    InvalidBin,
    InvalidCodes,
    InvalidCount,
    InvalidHours,
    InvalidReceipt,
    InvalidStockChange,
    InvalidTransfer,
    KeyReused,
    LotNeeded,
    MarkNeeded,
    NoCodePool,
    NotAllocated,
    NotEnoughThere,
    NothingLoose,
    NotSentWithOrder,
    NotTheCounter,
    PlaceNotFindable,
    ReasonNeeded,
    ReceiptClosedAlready,
    SerialsNeeded,
    StockCommitted,
    StockElsewhere,
    TooManyReservations,
    TooShortToKeep,
    TransferMoved,
    UnknownBin,
    UnknownCount,
    UnknownLocation,
    UnknownReceipt,
    UnknownTransfer,
)
from storecrew.contexts.inventory.events import (
    GoodsReceived,
    GoodsTakenBack,
    InspectionDecided,
    ReceiptClosed,
    StockChanged,
    StockRanLow,
    StockRecovered,
)
from storecrew.contexts.inventory.facts import (
    Allocated,
    AllocationFacts,
    Availability,
    BinFacts,
    Code,
    Content,
    Correction,
    CountEntryFacts,
    CountFacts,
    Difference,
    ExpectedLine,
    Inbound,
    InspectionFacts,
    Ledger,
    LedgerEntry,
    LevelFacts,
    LocationFacts,
    PickPlace,
    PickupPlace,
    Profile,
    ReceiptFacts,
    ReceiptLineFacts,
    Recount,
    StockImport,
    TakenBack,
    TransferFacts,
    TransferLineFacts,
    Waiting,
)
from storecrew.contexts.inventory.facts.places import Sourcing, SourcingPlace
from storecrew.contexts.inventory.operations.allocations import (
    allocate,
    release_allocation,
    ship_allocation,
)
from storecrew.contexts.inventory.operations.article_codes import (
    import_codes,
    own_codes,
    sell_by_mail,
    take_back_codes,
)
from storecrew.contexts.inventory.operations.article_codes import (
    open_pool as open_code_pool,
)
from storecrew.contexts.inventory.operations.article_codes import (
    show as show_codes,
)
from storecrew.contexts.inventory.operations.bins import (
    put_in_place,
    take_from_bin,
)
from storecrew.contexts.inventory.operations.correcting import correct_levels
from storecrew.contexts.inventory.operations.counting import (
    approve_count,
    ask_for_count,
    cancel_count,
    record_count,
    refuse_count,
)
from storecrew.contexts.inventory.operations.counting import (
    save_policy as save_count_policy,
)
from storecrew.contexts.inventory.operations.doubts import (
    report_return_mismatch,
    report_short_pick,
)
from storecrew.contexts.inventory.operations.forgetting import forget_import
from storecrew.contexts.inventory.operations.inspecting import decide_inspection
from storecrew.contexts.inventory.operations.levels import (
    adjust,
    move_bucket,
    receive,
    set_low_threshold,
    set_on_hand_from_import,
)
from storecrew.contexts.inventory.operations.locations import (
    connect_channel,
    disconnect_channel,
    put_in_bin,
    save_location,
    save_sourcing,
    set_split,
)
from storecrew.contexts.inventory.operations.opening import (
    take_back_opening_stock,
    take_opening_stock,
)
from storecrew.contexts.inventory.operations.planning import (
    classes as count_classes,
)
from storecrew.contexts.inventory.operations.planning import (
    count_for_promotion,
    plan_counts,
)
from storecrew.contexts.inventory.operations.putting_away import put_away, stock_bins
from storecrew.contexts.inventory.operations.receiving import (
    cancel_receipt,
    close_receipt,
    open_receipt,
    receive_line,
)
from storecrew.contexts.inventory.operations.recounting import recount
from storecrew.contexts.inventory.operations.rerouting import move_allocation
from storecrew.contexts.inventory.operations.reservations import (
    expire_reservations,
    release_reservation,
    renew,
    reserve,
)
from storecrew.contexts.inventory.operations.shelving import (
    save_bin,
    save_lot,
    save_profile,
    save_zone,
)
from storecrew.contexts.inventory.operations.taking_back import decide_taken_back, take_back
from storecrew.contexts.inventory.operations.transfers import (
    cancel_transfer,
    close_transfer,
    open_transfer,
    send_transfer,
)
from storecrew.contexts.inventory.planned import (
    PlannedSale,
    planned_sales,
    register_planned_sales,
)
from storecrew.contexts.inventory.queries import (
    allocations_of,
    available_to_promise,
    ledger,
    level,
    levels,
    location,
    location_names,
    locations,
    postal_address,
    stock_words,
)
from storecrew.contexts.inventory.queries.article_codes import (
    code_pool,
    code_pools,
    codes_of,
    orders_waiting_for_codes,
    parts_to_send,
    places_of_codes,
)
from storecrew.contexts.inventory.queries.bins import (
    bin_by_code,
    bins,
    contents,
    pick_places,
    profiles,
)
from storecrew.contexts.inventory.queries.codes import read_code
from storecrew.contexts.inventory.queries.counts import (
    accuracy,
    cost_currency,
    count,
    count_entries,
    counts,
    counts_to_enter,
    due_counts,
    entered_counts,
)
from storecrew.contexts.inventory.queries.counts import (
    limits as count_limits,
)
from storecrew.contexts.inventory.queries.demand import daily_demand, stocked_since
from storecrew.contexts.inventory.queries.opening import opening_spots
from storecrew.contexts.inventory.queries.places import (
    missing_at_places,
    pickup_places,
    read_hours,
    typed_hours,
)
from storecrew.contexts.inventory.queries.receiving import (
    inbound,
    inspection,
    open_inspections,
    open_receipts,
    receipt,
    waiting,
)
from storecrew.contexts.inventory.queries.sent import SentMarks, sent_marks
from storecrew.contexts.inventory.queries.sourcing import sourcing
from storecrew.contexts.inventory.queries.transfers import transfer
from storecrew.contexts.inventory.rules.code_facts import OwnCode
from storecrew.contexts.inventory.rules.opening import OpeningLine, OpeningSpot
from storecrew.contexts.inventory.rules.receiving import (
    Discrepancy,
    discrepancies,
)
from storecrew.contexts.inventory.rules.sampling import LEVELS as INSPECTION_LEVELS
from storecrew.contexts.inventory.rules.sampling import LIMITS as INSPECTION_LIMITS

__all__ = [
    "INSPECTION_LEVELS", "INSPECTION_LIMITS", "Allocated", "AllocationFacts", "Availability",
    "BinFacts", "BinShort", "Code", "CodesAreTheStock", "CodesMissing", "Content", "Correction",
    "CountChanged",
    "CountEntryFacts", "CountFacts", "CountMoved", "Difference", "Discrepancy", "ExpectedLine",
    "ExpiryNeeded", "GoodsReceived", "GoodsTakenBack", "Inbound", "InspectionDecided",
    "InspectionDone", "InspectionFacts", "InsufficientStock", "InvalidBin", "InvalidCodes",
    "InvalidCount", "InvalidHours", "InvalidReceipt", "InvalidStockChange", "InvalidTransfer",
    "KeyReused", "Ledger", "LedgerEntry", "LevelFacts", "LocationFacts", "LotNeeded", "MarkNeeded",
    "NoCodePool", "NotAllocated", "NotEnoughThere", "NotSentWithOrder", "NotTheCounter", "NothingLoose",
    "OpeningLine", "OpeningSpot", "OwnCode", "PickPlace", "PickupPlace", "PlaceNotFindable",
    "PlannedSale", "Profile", "ReasonNeeded", "ReceiptClosed", "ReceiptClosedAlready", "ReceiptFacts",
    "ReceiptLineFacts", "Recount", "SentMarks", "SerialsNeeded", "Sourcing", "SourcingPlace",
    "StockChanged", "StockCommitted",
    "StockElsewhere", "StockImport", "StockRanLow", "StockRecovered", "TakenBack",
    "TooManyReservations", "TooShortToKeep", "TransferFacts", "TransferLineFacts", "TransferMoved",
    "UnknownBin", "UnknownCount", "UnknownLocation", "UnknownReceipt", "UnknownTransfer", "Waiting",
    "accuracy", "adjust", "allocate", "allocations_of", "approve_count", "ask_for_count",
    "available_to_promise", "bin_by_code", "bins", "cancel_count", "cancel_receipt", "cancel_transfer",
    "close_receipt", "close_transfer", "code_pool", "code_pools", "codes_of", "connect_channel",
    "contents", "correct_levels",
    "cost_currency", "count", "count_classes", "count_entries", "count_for_promotion", "count_limits",
    "counts", "counts_to_enter", "daily_demand", "decide_inspection", "decide_taken_back",
    "disconnect_channel", "discrepancies", "due_counts", "entered_counts", "expire_reservations",
    "forget_import", "import_codes", "inbound", "inspection", "ledger",
    "level", "levels", "location", "location_names", "locations", "missing_at_places", "move_allocation",
    "move_bucket",
    "open_code_pool", "open_inspections", "open_receipt", "open_receipts", "open_transfer",
    "opening_spots", "orders_waiting_for_codes", "own_codes", "parts_to_send", "pick_places",
    "pickup_places", "places_of_codes", "plan_counts", "planned_sales", "postal_address", "profiles",
    "put_away", "put_in_bin", "put_in_place", "read_code", "read_hours", "receipt", "receive",
    "receive_line", "record_count", "recount", "refuse_count", "register_planned_sales",
    "release_allocation", "release_reservation", "renew", "report_return_mismatch", "report_short_pick",
    "reserve", "save_bin", "save_count_policy", "save_location", "save_lot", "save_profile",
    "save_sourcing", "save_zone", "sell_by_mail", "send_transfer", "sent_marks", "set_low_threshold",
    "set_on_hand_from_import", "set_split", "ship_allocation", "show_codes", "sourcing",
    "stock_bins", "stock_words",
    "stocked_since", "take_back", "take_back_codes", "take_back_opening_stock", "take_from_bin",
    "take_opening_stock", "transfer", "typed_hours", "waiting",
]  # fmt: skip
