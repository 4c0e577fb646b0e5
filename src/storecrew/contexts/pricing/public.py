"""The doorway of the pricing context."""

from storecrew.contexts.pricing.errors import (
    AlreadyUndone,
    InvalidBulkChange,
    InvalidPrice,
    InvalidPriceList,
    InvalidRate,
    InvalidTaxNumber,
    InvalidTaxRate,
    NoExchangeRate,
    PastWindow,
    PreviewOutdated,
    PriceListChanged,
    RatesUnreadable,
    SecondPersonNeeded,
    StalePrice,
    UnknownOperation,
    UnknownPriceList,
    UnknownTaxRate,
)
from storecrew.contexts.pricing.events import ExchangeRatesChanged, PricesChanged, TaxRatesChanged
from storecrew.contexts.pricing.facts import (
    UNSET,
    BulkChange,
    BulkPreview,
    BulkResult,
    BulkRow,
    ConsideredPrice,
    Offers,
    PriceAnswer,
    PriceExplanation,
    PriceHistoryLine,
    PriceRow,
    PricesSet,
    QuantityStep,
    TaxableLine,
    TaxAnswer,
    TaxDisplay,
    TaxLine,
)
from storecrew.contexts.pricing.operations.bulk_change import apply_bulk_change, undo_bulk_change
from storecrew.contexts.pricing.operations.price_lists import (
    end_price_list,
    open_and_close,
    save_price_list,
)
from storecrew.contexts.pricing.operations.rates import fetch_rates, save_rate, take_rates
from storecrew.contexts.pricing.operations.set_costs import restore_costs, set_costs
from storecrew.contexts.pricing.operations.set_prices import (
    ensure_base_list,
    restore_prices,
    set_prices,
    would_wait,
)
from storecrew.contexts.pricing.operations.taxes import (
    remove_tax_rate,
    save_registration,
    save_tax_class,
    seed_tax_rates,
    set_tax_rate,
)
from storecrew.contexts.pricing.queries.bulk import earned_for, margins_for, preview_bulk_change
from storecrew.contexts.pricing.queries.costs import costed_in, costs_for
from storecrew.contexts.pricing.queries.explaining import why_this_price
from storecrew.contexts.pricing.queries.history import price_history, price_points
from storecrew.contexts.pricing.queries.lists import base_list_code, companies_with_prices, list_names
from storecrew.contexts.pricing.queries.prices import offers_for, prices_for, quantity_steps
from storecrew.contexts.pricing.queries.rates import conversion, rate_source
from storecrew.contexts.pricing.queries.reductions import cheaper_since
from storecrew.contexts.pricing.queries.stored import (
    StoredPrice,
    list_currencies,
    stored_costs,
    stored_prices,
)
from storecrew.contexts.pricing.queries.taxes import percent_text, tax_classes, tax_for
from storecrew.contexts.pricing.rules.cost_files import CostLine
from storecrew.contexts.pricing.rules.cost_files import read as read_costs
from storecrew.contexts.pricing.rules.exchange import Conversion, converted, e8_of, rate_of

__all__ = [
    "UNSET",
    "AlreadyUndone",
    "BulkChange",
    "BulkPreview",
    "BulkResult",
    "BulkRow",
    "ConsideredPrice",
    "Conversion",
    "CostLine",
    "ExchangeRatesChanged",
    "InvalidBulkChange",
    "InvalidPrice",
    "InvalidPriceList",
    "InvalidRate",
    "InvalidTaxNumber",
    "InvalidTaxRate",
    "NoExchangeRate",
    "Offers",
    "PastWindow",
    "PreviewOutdated",
    "PriceAnswer",
    "PriceExplanation",
    "PriceHistoryLine",
    "PriceListChanged",
    "PriceRow",
    "PricesChanged",
    "PricesSet",
    "QuantityStep",
    "RatesUnreadable",
    "SecondPersonNeeded",
    "StalePrice",
    "StoredPrice",
    "TaxAnswer",
    "TaxDisplay",
    "TaxLine",
    "TaxRatesChanged",
    "TaxableLine",
    "UnknownOperation",
    "UnknownPriceList",
    "UnknownTaxRate",
    "apply_bulk_change",
    "base_list_code",
    "cheaper_since",
    "companies_with_prices",
    "conversion",
    "converted",
    "costed_in",
    "costs_for",
    "e8_of",
    "earned_for",
    "end_price_list",
    "ensure_base_list",
    "fetch_rates",
    "list_currencies",
    "list_names",
    "margins_for",
    "offers_for",
    "open_and_close",
    "percent_text",
    "preview_bulk_change",
    "price_history",
    "price_points",
    "prices_for",
    "quantity_steps",
    "rate_of",
    "rate_source",
    "read_costs",
    "remove_tax_rate",
    "restore_costs",
    "restore_prices",
    "save_price_list",
    "save_rate",
    "save_registration",
    "save_tax_class",
    "seed_tax_rates",
    "set_costs",
    "set_prices",
    "set_tax_rate",
    "stored_costs",
    "stored_prices",
    "take_rates",
    "tax_classes",
    "tax_for",
    "undo_bulk_change",
    "why_this_price",
    "would_wait",
]
