"""Tables of the purchasing context. Amounts are minor units of the supplier's currency, without tax."""

from storecrew.contexts.purchasing.models.bills import LandedCost, SupplierInvoice, SupplierInvoiceLine
from storecrew.contexts.purchasing.models.orders import (
    Discrepancy,
    GoodsPosting,
    PurchaseOrder,
    PurchaseOrderLine,
)
from storecrew.contexts.purchasing.models.price_lists import PriceListRun
from storecrew.contexts.purchasing.models.replenishment import ArticleRule, Proposal, ReplenishmentRule
from storecrew.contexts.purchasing.models.suppliers import (
    PriceStep,
    Supplier,
    SupplierArticle,
    SupplierContact,
)

__all__ = [
    "ArticleRule",
    "Discrepancy",
    "GoodsPosting",
    "LandedCost",
    "PriceListRun",
    "PriceStep",
    "Proposal",
    "PurchaseOrder",
    "PurchaseOrderLine",
    "ReplenishmentRule",
    "Supplier",
    "SupplierArticle",
    "SupplierContact",
    "SupplierInvoice",
    "SupplierInvoiceLine",
]
