"""Tables of the promotions context. Amounts are minor units of the currency beside them."""

from storecrew.contexts.promotions.models.codes import Coupon, CouponBatch
from storecrew.contexts.promotions.models.plans import LoadForecast, PlannedUnits, StockOverride
from storecrew.contexts.promotions.models.promotions import ActiveSet, Promotion, PromotionVersion
from storecrew.contexts.promotions.models.uses import BuyerUse, Claim, Trace

__all__ = [
    "ActiveSet",
    "BuyerUse",
    "Claim",
    "Coupon",
    "CouponBatch",
    "LoadForecast",
    "PlannedUnits",
    "Promotion",
    "PromotionVersion",
    "StockOverride",
    "Trace",
]
