"""Tables of what things cost and what tax they carry."""

from storecrew.contexts.pricing.models.prices import Cost, Price, PriceChange, PriceList, PriceOperation
from storecrew.contexts.pricing.models.rates import ExchangeRate
from storecrew.contexts.pricing.models.taxes import TaxClass, TaxRate, TaxRegistration

__all__ = [
    "Cost",
    "ExchangeRate",
    "Price",
    "PriceChange",
    "PriceList",
    "PriceOperation",
    "TaxClass",
    "TaxRate",
    "TaxRegistration",
]
