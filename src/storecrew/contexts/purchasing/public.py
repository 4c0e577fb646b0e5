"""The doorway of the purchasing context."""

from storecrew.contexts.purchasing.errors import (
    AboveLimit,
    InvalidPurchase,
    InvalidSupplier,
    InvoiceKnown,
    NoPrice,
    QuotationExpired,
    QuotationState,
    ReasonNeeded,
    SecondPersonNeeded,
    SupplierChanged,
    UnknownOrder,
    UnknownQuotation,
    UnknownSupplier,
    UnreadableDemand,
    WrongState,
)
from storecrew.contexts.purchasing.events import PurchaseOrderEnded, PurchaseOrderSent
from storecrew.contexts.purchasing.facts import (
    InvoicedLine,
    Offer,
    OnOrder,
    QuotedPrice,
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
from storecrew.contexts.purchasing.operations.landing import (
    Landed,
    add_landed_cost,
    landed,
    landed_unit_costs,
)
from storecrew.contexts.purchasing.operations.price_lists import (
    preview_price_list,
    take_price_list,
    undo_price_list,
)
from storecrew.contexts.purchasing.operations.quoting import (
    ask_for_quotations,
    choose_quotation,
    close_request,
    decline_quotation,
    record_quotation,
    send_request,
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
from storecrew.contexts.purchasing.queries.quotations import Compared, compare
from storecrew.contexts.purchasing.rules.buying import Step
from storecrew.contexts.purchasing.rules.replenishing import Decided

__all__ = [
    "AboveLimit",
    "Compared",
    "Decided",
    "InvalidPurchase",
    "InvalidSupplier",
    "InvoiceKnown",
    "InvoicedLine",
    "Landed",
    "NoPrice",
    "Offer",
    "OnOrder",
    "PurchaseOrderEnded",
    "PurchaseOrderSent",
    "QuotationExpired",
    "QuotationState",
    "QuotedPrice",
    "ReasonNeeded",
    "ReceivedLine",
    "Scorecard",
    "SecondPersonNeeded",
    "Step",
    "SupplierChanged",
    "UnknownOrder",
    "UnknownQuotation",
    "UnknownSupplier",
    "UnreadableDemand",
    "WantedLine",
    "WrongState",
    "add_landed_cost",
    "approval_limit",
    "approve_order",
    "ask_for_quotations",
    "cancel_order",
    "change_draft",
    "change_proposal",
    "choose_quotation",
    "close_order",
    "close_request",
    "compare",
    "decide_discrepancy",
    "decline_quotation",
    "draft_order",
    "landed",
    "landed_unit_costs",
    "offers",
    "on_order",
    "order_pdf",
    "order_proposals",
    "preview_price_list",
    "propose",
    "receive_goods",
    "record_invoice",
    "record_quotation",
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
    "send_request",
    "set_replenishment",
    "snooze_proposal",
    "spending",
    "submit_order",
    "take_price_list",
    "undo_price_list",
]
