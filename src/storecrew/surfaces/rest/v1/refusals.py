"""Which refusals each operation knows, for the document: a status, a stable code, a sentence, a next step.

Whatever is wrong with the form of a request is said with the codes of `COMMON`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.contexts.receivables import public as receivables
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel import contention, idempotency, ratelimit
from storecrew.kernel.errors import DomainError
from storecrew.kernel.quantity import InvalidQuantity
from storecrew.surfaces.rest.v1 import problems

Refusal = type[DomainError]
_KEY: tuple[Refusal, ...] = (idempotency.KeyReused, idempotency.KeyInProgress)
_CART: tuple[Refusal, ...] = (checkout.CartNotFound,)
_CHANGE: tuple[Refusal, ...] = (*_CART, checkout.CartInPayment, checkout.CartClosed, contention.Busy)

REFUSALS: dict[str, tuple[Refusal, ...]] = {
    "list_products": (channels.UnknownChannel,),
    "list_reviews": (channels.UnknownChannel, catalog.ProductNotFound, problems.ProductMoved),
    "get_product": (channels.UnknownChannel, catalog.ProductNotFound, problems.ProductMoved),
    "create_cart": (channels.UnknownChannel, *_KEY, contention.Busy),
    "get_cart": _CART,
    "add_line": (
        *_CHANGE,
        checkout.NotForSale,
        checkout.PriceOnRequest,
        checkout.InsufficientStock,
        checkout.TooManyLines,
        InvalidQuantity,
        *_KEY,
    ),
    "change_line": (*_CHANGE, checkout.LineNotFound, checkout.InsufficientStock, InvalidQuantity),
    "remove_line": (*_CHANGE, checkout.LineNotFound),
    "add_code": (*_CHANGE, checkout.CodeRefused, checkout.TooManyCodes),
    "remove_code": _CHANGE,
    "use_voucher": (*_CHANGE, loyalty.VoucherRefused, checkout.TooManyCodes),
    "drop_tender": _CHANGE,
    "set_checkout": (
        *_CHANGE,
        checkout.InvalidContact,
        shipping.InvalidAddress,
        checkout.ShippingMethodUnavailable,
    ),
    "list_shipping_methods": _CART,
    "list_pickup_points": (
        *_CART,
        checkout.ShippingMethodUnavailable,
        checkout.PickupPointNotNeeded,
        shipping.NoPickupPoints,
        shipping.PointsSilent,
        ratelimit.Refused,
    ),
    "choose_pickup_point": (
        *_CHANGE,
        checkout.ShippingMethodUnavailable,
        checkout.PickupPointNotNeeded,
        checkout.PickupPointUnavailable,
        shipping.NoPickupPoints,
        shipping.PointsSilent,
        ratelimit.Refused,
    ),
    "list_payment_methods": _CART,
    "complete_cart": (
        *_CHANGE,
        checkout.RequirementsUnmet,
        checkout.CartChanged,
        checkout.InsufficientStock,
        checkout.PaymentDeclined,
        checkout.ReservationLost,
        payments.GatewayNotAvailable,
        receivables.InvoiceNotOffered,
        receivables.CreditOnHold,
        receivables.CreditLimitExceeded,
        idempotency.MissingKey,
        *_KEY,
        ratelimit.Refused,
    ),
    "get_order": (orders.OrderNotFound,),
    "show_codes": (orders.OrderNotFound,),
}
COMMON = {
    400: (
        "invalid_json",
        "The body is not valid JSON.",
        "Send one JSON value in UTF-8, with finite numbers and each name once.",
    ),
    413: ("too_large", "The body is larger than 64 KiB.", "Send less at once."),
    415: (
        "unsupported_media_type",
        "The body must be application/json.",
        "Send plain JSON with the header Content-Type: application/json.",
    ),
    422: (
        "invalid_request",
        "The request has fields that are missing, wrong or unknown.",
        "Correct the fields that are listed.",
    ),
    500: (
        "internal_error",
        "Something went wrong on our side.",
        "Try again; if it happens again, tell us the request id.",
    ),
    503: (
        "unavailable",
        "The shop is not available for a moment.",
        "Try again in a few seconds, with the same Idempotency-Key.",
    ),
}


def examples_of(refusals: Iterable[Refusal], status: int, *, for_shoppers: bool) -> dict[str, dict[str, Any]]:
    """Return the problems that an operation answers with this status, as examples by their codes."""
    known = [
        (error.code, str(error.message), str(error().for_shopper if for_shoppers else error.next_step))
        for error in refusals
        if problems.status_of(error()) == status
    ]
    if status in COMMON:
        known.append(COMMON[status])
    return {
        code: {"summary": detail, "value": _problem(status, code, detail, next_step)}
        for code, detail, next_step in known
    }


def _problem(status: int, code: str, detail: str, next_step: str) -> dict[str, Any]:
    return {
        "type": f"https://storecrew.example/problems/{code}",
        "title": problems.TITLES[status],
        "status": status,
        "code": code,
        "detail": detail,
        "next_step": next_step,
        "request_id": "6f1c2a9e4b7d4d0f",
    }
