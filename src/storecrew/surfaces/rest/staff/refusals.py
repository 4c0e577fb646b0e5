"""Which refusals each operation knows, for the document."""

from __future__ import annotations

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.customers import public as customers
from storecrew.contexts.fields import public as fields
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.people import public as people
from storecrew.contexts.promotions import public as promotions
from storecrew.kernel import contention, idempotency, ratelimit
from storecrew.kernel.errors import Denied
from storecrew.surfaces.rest.v1.refusals import Refusal

_ANY: tuple[Refusal, ...] = (people.InvalidApiKey, ratelimit.Refused)
_RIGHT: tuple[Refusal, ...] = (*_ANY, Denied)
_KEY: tuple[Refusal, ...] = (idempotency.KeyReused, idempotency.KeyInProgress)
_ONE: tuple[Refusal, ...] = (*_RIGHT, promotions.UnknownPromotion)
_WRITES: tuple[Refusal, ...] = (fields.InvalidValues, contention.Busy)

REFUSALS: dict[str, tuple[Refusal, ...]] = {
    "staff_get_key": _ANY,
    "staff_list_promotions": _RIGHT,
    "staff_create_promotion": (*_RIGHT, promotions.InvalidPromotion, contention.Busy, *_KEY),
    "staff_get_promotion": _ONE,
    "staff_change_promotion": (
        *_ONE,
        promotions.InvalidPromotion,
        promotions.PromotionChanged,
        promotions.WrongState,
        contention.Busy,
    ),
    "staff_promotion_stock": _ONE,
    "staff_override_promotion": (
        *_ONE,
        promotions.ReasonNeeded,
        promotions.WrongState,
        idempotency.MissingKey,
        contention.Busy,
        *_KEY,
    ),
    "staff_schedule_promotion": (
        *_ONE,
        promotions.BriefMissing,
        promotions.StockTooLowForPromotion,
        promotions.WrongState,
        contention.Busy,
    ),
    "staff_end_promotion": (*_ONE, promotions.WrongState, contention.Busy),
    "staff_list_stock": _RIGHT,
    "staff_adjust_stock": (
        *_RIGHT,
        catalog.VariantNotFound,
        inventory.UnknownLocation,
        inventory.CountChanged,
        inventory.StockCommitted,
        inventory.ReasonNeeded,
        idempotency.MissingKey,
        contention.Busy,
        *_KEY,
    ),
    "staff_list_orders": _RIGHT,
    "staff_get_order": (*_RIGHT, orders.OrderNotFound),
    "staff_get_product_fields": (*_RIGHT, catalog.ProductNotFound),
    "staff_change_product_fields": (*_RIGHT, catalog.ProductNotFound, *_WRITES),
    "staff_get_variant_fields": (*_RIGHT, catalog.VariantNotFound),
    "staff_change_variant_fields": (*_RIGHT, catalog.VariantNotFound, *_WRITES),
    "staff_get_order_fields": (*_RIGHT, orders.OrderNotFound),
    "staff_change_order_fields": (*_RIGHT, orders.OrderNotFound, *_WRITES),
    "staff_get_customer_fields": (*_RIGHT, customers.UnknownCustomer),
    "staff_change_customer_fields": (*_RIGHT, customers.UnknownCustomer, *_WRITES),
}
