"""What can go wrong between the cart and the order."""

from django.utils.translation import gettext_lazy as _

from storecrew.contexts.inventory.public import InsufficientStock
from storecrew.kernel.errors import Conflict, DomainError, Invalid, NotFound

__all__ = [
    "CartChanged",
    "CartClosed",
    "CartInPayment",
    "CartNotFound",
    "CodeRefused",
    "InStockAlready",
    "InsufficientStock",
    "InvalidContact",
    "LineNotFound",
    "NotForSale",
    "NotWaiting",
    "PaymentDeclined",
    "PickupPointNotNeeded",
    "PickupPointUnavailable",
    "RequirementsUnmet",
    "ReservationLost",
    "ShippingMethodUnavailable",
    "TooManyCodes",
    "TooManyLines",
]


class CartNotFound(NotFound):
    """No cart has this token, or it belongs to somebody else."""

    code = "cart_not_found"
    message = _("There is no such cart.")
    next_step = _("Start a new cart.")


class CartInPayment(Conflict):
    """The cart is being paid for; what is charged must be what was shown."""

    code = "cart_in_payment"
    message = _("This cart is being paid for right now, so it cannot be changed.")
    next_step = _("Finish the payment, or wait a few minutes and try again.")


class CartClosed(Conflict):
    """The cart has become an order or was merged into another; `details["state"]` says which."""

    code = "cart_closed"
    message = _("This cart is closed.")
    next_step = _("Start a new cart.")


class CartChanged(Conflict):
    """The cart or its total is not what the shopper agreed to.

    For another total `details` has `expected`, `total` and `lines`.
    """

    code = "cart_changed"
    message = _("The total of your cart changed since you saw it. Nothing was charged.")
    next_step = _("Look at the new total and confirm again.")


class LineNotFound(NotFound):
    """The line is not part of this cart."""

    code = "line_not_found"
    message = _("This line is not in the cart any more.")
    next_step = _("Reload the cart.")


class NotForSale(NotFound):
    """No article with this SKU is sold in this channel."""

    code = "not_for_sale"
    message = _("This article is not for sale here.")
    next_step = _("Choose another article.")


class PriceOnRequest(Conflict):
    """The article has no public price; nobody can buy it without asking."""

    code = "price_on_request"
    message = _("The price of this article is on request.")
    next_step = _("Ask us for an offer.")


class LinkExpired(NotFound):
    """A link to a saved cart that is too old, or not one of ours."""

    code = "link_expired"
    message = _("This link does not work any more.")
    next_step = _("Save the cart again on the device where it is.")


class TooManyLines(Invalid):
    """A cart holds 100 different articles at most."""

    code = "too_many_lines"
    message = _("This cart is full.")
    next_step = _("Order these articles first, then start another cart.")


class CodeRefused(Invalid):
    """The code cannot be used in this cart at all; the sentence says why."""

    code = "code_refused"
    message = _("We do not know this code. Please check how it is written.")
    next_step = _("Type it as it is written in the mail or on the voucher.")


class TooManyCodes(Invalid):
    """A cart holds 10 codes at most."""

    code = "too_many_codes"
    message = _("This cart has as many codes as it can hold.")
    next_step = _("Take one out first.")


class PickupPointUnavailable(Conflict):
    """There is no such pick-up point, or not everything in the cart is there; the sentence says why."""

    code = "pickup_point_unavailable"
    message = _("Your order cannot be collected there.")
    next_step = _("Choose another pick-up point, or delivery to your home.")


class PickupPointNotNeeded(Conflict):
    """The way of delivery brings the order home."""

    code = "pickup_point_not_needed"
    message = _("This way of delivery brings it to your address.")
    next_step = _("Choose a way with pick-up first.")


class InvalidContact(Invalid):
    """The e-mail address or phone number cannot be right; `details` maps each field to its sentence."""

    code = "invalid_contact"
    message = _("We cannot reach you like this.")
    next_step = _("Correct the fields that are marked.")


class ShippingMethodUnavailable(Invalid):
    """The shipping method does not deliver this cart to this address."""

    code = "shipping_method_unavailable"
    message = _("This shipping method is not available for your address.")
    next_step = _("Choose one of the shipping methods that are offered.")


class RequirementsUnmet(Invalid):
    """Something is missing before the order can be placed; `details["requirements"]` lists it."""

    code = "requirements_unmet"
    message = _("Something is still missing before you can order.")
    next_step = _("Complete what is listed.")


class PaymentDeclined(DomainError):
    """The payment was refused; nothing was charged and the cart is open again."""

    code = "payment_declined"
    status = 402
    message = _("The payment was declined. Nothing was charged.")
    next_step = _("Try again or choose another way to pay.")


class ReservationLost(Conflict):
    """The order ended while the payment was under way; the money is being released."""

    code = "reservation_lost"
    message = _("The time to pay ran out and your articles were released. Your payment is released too.")
    next_step = _("Place the order again if the articles are still available.")


class InStockAlready(Conflict):
    """Nobody needs to wait: the variant can be bought now."""

    code = "in_stock_already"
    message = _("Good news: this article is in stock again.")
    next_step = _("Reload the page and put it into your cart.")


class NotWaiting(NotFound):
    """The link is not one of ours, or its address was taken off the list."""

    code = "not_waiting"
    message = _("This address is not on the list any more.")
    next_step = _("If you still want to hear of the article, leave your address on its page again.")


class GiftMessageTooLong(Invalid):
    """More than fits on the card; `details` hold `letters` and `most`."""

    code = "gift_message_too_long"
    message = _("Your message is too long for the card.")
    next_step = _("Write at most 300 letters.")


class InvalidPresent(Invalid):
    """Whom a bought gift voucher is for cannot be right; ``fields`` of the details maps them to sentences."""

    code = "invalid_present"
    message = _("Something about the gift voucher is not right.")
    next_step = _("Look at the marked fields.")


class GiftWrapUnavailable(Invalid):
    """The channel does not wrap gifts."""

    code = "gift_wrap_unavailable"
    message = _("We do not wrap gifts here.")
    next_step = _("Order without a gift wrap.")


class InvalidGiftWrap(Invalid):
    """A price of wrapping below nothing."""

    code = "invalid_gift_wrap"
    message = _("The price of wrapping cannot be below zero.")
    next_step = _("Enter a price, or zero where it is free.")
