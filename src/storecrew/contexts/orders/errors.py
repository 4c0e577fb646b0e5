"""What can be wrong with an order, each with its stable code and the next step."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Conflict, Invalid, NotFound


class OrderNotFound(NotFound):
    code = "order_not_found"
    message = _("There is no such order.")
    next_step = _("Look it up in the list of orders by its number, mail or name.")
    shopper_step = _("Check the link in your confirmation mail.")


class OrderIsFrozen(Conflict):
    code = "order_is_frozen"
    message = _("A placed order keeps what was agreed; it is not edited.")
    next_step = _("Cancel the order, or refund an amount or a line.")


class OrderSumsDiffer(Invalid):
    code = "order_sums_differ"
    message = _("The lines of the order do not add up to its total.")
    next_step = _("Price the cart again and place the order once more.")


class OrderIsEmpty(Invalid):
    code = "order_is_empty"
    message = _("An order needs at least one line.")
    next_step = _("Put something into the cart first.")


class CartAlreadyPlaced(Conflict):
    code = "cart_already_placed"
    message = _("This cart has already become an order.")
    next_step = _("Open the order instead of placing it again.")


class OrdersUnderWay(Conflict):
    code = "orders_under_way"
    message = _("An order of yours is still under way.")
    next_step = _("Wait until it has arrived, or cancel it; then delete your data.")


class OrderNotPending(Conflict):
    code = "order_not_pending"
    message = _("This order no longer waits for its payment.")
    next_step = _("Open the order to see where it stands.")


class OrderIsCanceled(Conflict):
    code = "order_canceled"
    message = _("This order was canceled.")
    next_step = _("Place a new order.")


class OrderAlreadyShipped(Conflict):
    code = "order_already_shipped"
    message = _("A part of this order is already on its way, so it cannot be canceled.")
    next_step = _("Refund it, or take the goods back as a return.")
    shopper_step = _("When it arrives you can send it back: the page of your order leads through it.")


class OrderNotConfirmed(Conflict):
    code = "order_not_confirmed"
    message = _("Only a confirmed order is shipped.")
    next_step = _("Wait for the payment, or confirm that the money arrived.")


class LineNotFound(NotFound):
    code = "order_line_not_found"
    message = _("This line is not part of the order.")
    next_step = _("Reload the order and choose one of its lines.")


class ShipsTooMany(Conflict):
    code = "ships_too_many"
    message = _("More would be shipped than was ordered.")
    next_step = _("Reload the order: a colleague may have shipped this line already.")


class CountryIsFixed(Conflict):
    """Taxes and shipping were agreed for one country."""

    code = "country_is_fixed"
    message = _("The country of a placed order cannot change: its taxes and shipping were agreed for it.")
    next_step = _("Cancel the order and place it anew, or choose an address in the same country.")


class GoesToPoint(Conflict):
    """An order that is collected has no address to change."""

    code = "goes_to_pickup_point"
    message = _("This order is collected at a pick-up point, so it goes to no other address.")
    next_step = _("Cancel the order and place it anew with delivery or another point.")
