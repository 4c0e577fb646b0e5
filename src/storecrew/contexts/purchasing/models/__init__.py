"""Tables of the purchasing context. Amounts are minor units of the supplier's currency, without tax."""

from storecrew.contexts.purchasing.models.bills import (
    CostConversion,
    LandedCost,
    SupplierInvoice,
    SupplierInvoiceLine,
)
from storecrew.contexts.purchasing.models.orders import (
    Discrepancy,
    GoodsPosting,
    PurchaseOrder,
    PurchaseOrderLine,
)
from storecrew.contexts.purchasing.models.price_lists import PriceListRun
from storecrew.contexts.purchasing.models.quotations import (
    Quotation,
    QuotationLine,
    QuotationPrice,
    QuotationRequest,
)
from storecrew.contexts.purchasing.models.replenishment import ArticleRule, Proposal, ReplenishmentRule
from storecrew.contexts.purchasing.models.suppliers import (
    PriceStep,
    Supplier,
    SupplierArticle,
    SupplierContact,
)

__all__ = [
    "ArticleRule",
    "CostConversion",
    "Discrepancy",
    "GoodsPosting",
    "LandedCost",
    "PriceListRun",
    "PriceStep",
    "Proposal",
    "PurchaseOrder",
    "PurchaseOrderLine",
    "Quotation",
    "QuotationLine",
    "QuotationPrice",
    "QuotationRequest",
    "ReplenishmentRule",
    "Supplier",
    "SupplierArticle",
    "SupplierContact",
    "SupplierInvoice",
    "SupplierInvoiceLine",
]
