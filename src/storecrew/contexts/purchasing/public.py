"""The doorway of the purchasing context."""

from storecrew.contexts.purchasing.errors import (
    AboveLimit,
    InvalidPurchase,
    InvalidSupplier,
    InvoiceKnown,
    NoPrice,
    ReasonNeeded,
    SecondPersonNeeded,
    SupplierChanged,
    UnknownOrder,
    UnknownSupplier,
    UnreadableDemand,
    WrongState,
)
from storecrew.contexts.purchasing.events import PurchaseOrderEnded, PurchaseOrderSent
from storecrew.contexts.purchasing.facts import (
    InvoicedLine,
    Offer,
    OnOrder,
    ReceivedLine,
    Scorecard,
    WantedLine,
)
from storecrew.contexts.purchasing.mails import order_pdf
from storecrew.contexts.purchasing.operations.approving import (
    approval_limit,
    approve_order,
    refuse_order,
    submit_order,
)
from storecrew.contexts.purchasing.operations.article_rules import save_article_rule
from storecrew.contexts.purchasing.operations.billing import record_invoice, release_invoice
from storecrew.contexts.purchasing.operations.drafting import change_draft, draft_order
from storecrew.contexts.purchasing.operations.ending import cancel_order, close_order, send_order
from storecrew.contexts.purchasing.operations.landing import add_landed_cost, landed_unit_costs
from storecrew.contexts.purchasing.operations.price_lists import (
    preview_price_list,
    take_price_list,
    undo_price_list,
)
from storecrew.contexts.purchasing.operations.receiving import decide_discrepancy, receive_goods
from storecrew.contexts.purchasing.operations.replenishing import (
    change_proposal,
    order_proposals,
    propose,
    set_replenishment,
    snooze_proposal,
)
from storecrew.contexts.purchasing.operations.suppliers import (
    remove_contact,
    save_article,
    save_contact,
    save_supplier,
)
from storecrew.contexts.purchasing.queries import (
    offers,
    on_order,
    replenishment,
    replenishments,
    scorecard,
    scorecards,
    spending,
)
from storecrew.contexts.purchasing.rules.buying import Step
from storecrew.contexts.purchasing.rules.replenishing import Decided

__all__ = [
    "AboveLimit",
    "Decided",
    "InvalidPurchase",
    "InvalidSupplier",
    "InvoiceKnown",
    "InvoicedLine",
    "NoPrice",
    "Offer",
    "OnOrder",
    "PurchaseOrderEnded",
    "PurchaseOrderSent",
    "ReasonNeeded",
    "ReceivedLine",
    "Scorecard",
    "SecondPersonNeeded",
    "Step",
    "SupplierChanged",
    "UnknownOrder",
    "UnknownSupplier",
    "UnreadableDemand",
    "WantedLine",
    "WrongState",
    "add_landed_cost",
    "approval_limit",
    "approve_order",
    "cancel_order",
    "change_draft",
    "change_proposal",
    "close_order",
    "decide_discrepancy",
    "draft_order",
    "landed_unit_costs",
    "offers",
    "on_order",
    "order_pdf",
    "order_proposals",
    "preview_price_list",
    "propose",
    "receive_goods",
    "record_invoice",
    "refuse_order",
    "release_invoice",
    "remove_contact",
    "replenishment",
    "replenishments",
    "save_article",
    "save_article_rule",
    "save_contact",
    "save_supplier",
    "scorecard",
    "scorecards",
    "send_order",
    "set_replenishment",
    "snooze_proposal",
    "spending",
    "submit_order",
    "take_price_list",
    "undo_price_list",
]
