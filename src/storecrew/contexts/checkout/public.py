"""The doorway of the checkout context."""

from storecrew.contexts.checkout.errors import (
    CartChanged,
    CartClosed,
    CartInPayment,
    CartNotFound,
    CodeRefused,
    GiftMessageTooLong,
    GiftWrapUnavailable,
    InStockAlready,
    InsufficientStock,
    InvalidContact,
    InvalidGiftWrap,
    InvalidPresent,
    LineNotFound,
    LinkExpired,
    NotForSale,
    NotWaiting,
    PaymentDeclined,
    PickupPointNotNeeded,
    PickupPointUnavailable,
    PriceOnRequest,
    RequirementsUnmet,
    ReservationLost,
    ShippingMethodUnavailable,
    TooManyCodes,
    TooManyLines,
)
from storecrew.contexts.checkout.facts import (
    CartDiscount,
    CartLineView,
    CartRow,
    CartView,
    PaymentMethod,
    Placed,
    Requirement,
    WaitView,
)
from storecrew.contexts.checkout.operations.adding import MOST_LINES, add_line, add_lines
from storecrew.contexts.checkout.operations.codes import add_code, remove_code
from storecrew.contexts.checkout.operations.collecting import choose_point, pickup_points
from storecrew.contexts.checkout.operations.declining import declined, why_undone
from storecrew.contexts.checkout.operations.editing import (
    change_line,
    merge_carts,
    open_cart,
    remove_line,
    set_details,
)
from storecrew.contexts.checkout.operations.finishing import finish_payment
from storecrew.contexts.checkout.operations.forgetting import KEPT as CARTS_ARE_KEPT
from storecrew.contexts.checkout.operations.gifting import save_gift_wrap
from storecrew.contexts.checkout.operations.healing import back_to_cart, settle_pending
from storecrew.contexts.checkout.operations.holding import hold_stock
from storecrew.contexts.checkout.operations.placing import place_order
from storecrew.contexts.checkout.operations.presenting import address_voucher
from storecrew.contexts.checkout.operations.saving import cart_link, mail_cart, resume_cart, saved_cart
from storecrew.contexts.checkout.operations.telling import tell_waiting
from storecrew.contexts.checkout.operations.tendering import (
    drop_tender,
    look_at_voucher,
    use_own,
    use_voucher,
)
from storecrew.contexts.checkout.operations.waiting import confirm_wait, stop_waiting, wait, wait_for
from storecrew.contexts.checkout.queries.carts import (
    cart,
    cart_of_customer,
    cart_rows,
    item_count,
    promotion_request,
    shipping_options,
)
from storecrew.contexts.checkout.queries.delivering import delivery_options
from storecrew.contexts.checkout.queries.gifting import gift_wrap
from storecrew.contexts.checkout.queries.leaving import (
    IdleCart,
    LeftCart,
    goods_of_carts,
    idle_carts,
    left_cart,
)
from storecrew.contexts.checkout.queries.paying import payment_methods
from storecrew.contexts.checkout.queries.pickups import from_json as point_from
from storecrew.contexts.checkout.queries.waits import waiting_for_stock
from storecrew.contexts.checkout.rules import MOST_GIFT_LETTERS

__all__ = [
    "CARTS_ARE_KEPT",
    "MOST_GIFT_LETTERS",
    "MOST_LINES",
    "CartChanged",
    "CartClosed",
    "CartDiscount",
    "CartInPayment",
    "CartLineView",
    "CartNotFound",
    "CartRow",
    "CartView",
    "CodeRefused",
    "GiftMessageTooLong",
    "GiftWrapUnavailable",
    "IdleCart",
    "InStockAlready",
    "InsufficientStock",
    "InvalidContact",
    "InvalidGiftWrap",
    "InvalidPresent",
    "LeftCart",
    "LineNotFound",
    "LinkExpired",
    "NotForSale",
    "NotWaiting",
    "PaymentDeclined",
    "PaymentMethod",
    "PickupPointNotNeeded",
    "PickupPointUnavailable",
    "Placed",
    "PriceOnRequest",
    "Requirement",
    "RequirementsUnmet",
    "ReservationLost",
    "ShippingMethodUnavailable",
    "TooManyCodes",
    "TooManyLines",
    "WaitView",
    "add_code",
    "add_line",
    "add_lines",
    "address_voucher",
    "back_to_cart",
    "cart",
    "cart_link",
    "cart_of_customer",
    "cart_rows",
    "change_line",
    "choose_point",
    "confirm_wait",
    "declined",
    "delivery_options",
    "drop_tender",
    "finish_payment",
    "gift_wrap",
    "goods_of_carts",
    "hold_stock",
    "idle_carts",
    "item_count",
    "left_cart",
    "look_at_voucher",
    "mail_cart",
    "merge_carts",
    "open_cart",
    "payment_methods",
    "pickup_points",
    "place_order",
    "point_from",
    "promotion_request",
    "remove_code",
    "remove_line",
    "resume_cart",
    "save_gift_wrap",
    "saved_cart",
    "set_details",
    "settle_pending",
    "shipping_options",
    "stop_waiting",
    "tell_waiting",
    "use_own",
    "use_voucher",
    "wait",
    "wait_for",
    "waiting_for_stock",
    "why_undone",
]
