"""What must be there before a cart becomes an order (M18).

A list, not a sequence of states: every screen may show it at any time, and placing runs the same one
as its only gate. To add a requirement, write a function and register it; codes are part of the API.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from django.utils.translation import gettext_lazy as _

from storecrew.contexts.checkout.facts import Requirement
from storecrew.contexts.checkout.queries import pickups
from storecrew.contexts.checkout.queries.quoting import Quote
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.shipping import public as shipping

Stock = Mapping[int, inventory.Availability]
Check = Callable[[Quote, Stock | None], Iterable[Requirement]]
_checks: list[Check] = []


def requirement(check: Check) -> Check:
    """Register a check. It gets the quote and, except while placing, the stock of its variants."""
    _checks.append(check)
    return check


def unmet(quote: Quote, stock: Stock | None = None) -> tuple[Requirement, ...]:
    """Return everything that is missing, in the order in which a shopper meets it.

    While placing, `stock` is None: claiming the stock is the check, and nothing can come in between.
    """
    return tuple(found for check in _checks for found in check(quote, stock))


@requirement
def cart_has_lines(quote: Quote, stock: Stock | None) -> Iterator[Requirement]:
    """An order needs a line."""
    if not quote.lines:
        yield Requirement(
            "cart_empty", _("Your cart is empty."), "lines", _("Put something into the cart first.")
        )


@requirement
def articles_are_for_sale(quote: Quote, stock: Stock | None) -> Iterator[Requirement]:
    """Every article is live, listed in the channel and has a price."""
    for line in quote.lines:
        if line.on_request:
            yield Requirement(
                "price_on_request",
                _("The price of one of the articles is on request."),
                "lines",
                _("Remove it from the cart and ask us for an offer."),
                {"line": line.id, "sku": line.variant.sku if line.variant else ""},
            )
        elif line.price is None:
            yield Requirement(
                "line_not_for_sale",
                _("One of the articles is no longer for sale."),
                "lines",
                _("Remove it from the cart."),
                {"line": line.id, "sku": line.variant.sku if line.variant else ""},
            )


@requirement
def stock_suffices(quote: Quote, stock: Stock | None) -> Iterator[Requirement]:
    """Enough can be promised of every article."""
    if stock is None:
        return
    for line in quote.lines:
        available = stock[line.variant_id].available
        if line.gift_of is None and line.price is not None and available < line.quantity:
            yield Requirement(
                "insufficient_stock",
                _("There is not enough stock of one of the articles."),
                "lines",
                _("Reduce the quantity or remove the article."),
                {
                    "line": line.id,
                    "sku": line.variant.sku if line.variant else "",
                    "requested": line.quantity,
                    "available": available,
                },
            )


@requirement
def email_is_given(quote: Quote, stock: Stock | None) -> Iterator[Requirement]:
    """We can reach the shopper."""
    if not quote.cart.email:
        yield Requirement(
            "email_missing",
            _("We need an e-mail address for the confirmation."),
            "email",
            _("Enter your e-mail address."),
        )


@requirement
def address_is_given(quote: Quote, stock: Stock | None) -> Iterator[Requirement]:
    """We know where to send it, and the channel delivers to that country."""
    address = quote.cart.shipping_address
    parcel = any(line.in_parcel for line in quote.lines)
    if not address or (parcel and not shipping.takes_parcels(address)):
        yield Requirement(
            "address_missing",
            _("We need an address to send this to.") if parcel else _("We need your address for the tax."),
            "shipping_address",
            _("Enter your delivery address.") if parcel else _("Enter your address."),
        )
    elif quote.channel.countries and address.get("country") not in quote.channel.countries:
        yield Requirement(
            "country_not_served",
            _("We do not deliver to this country."),
            "shipping_address.country",
            _("Choose a country that we deliver to."),
            {"country": address.get("country", ""), "countries": list(quote.channel.countries)},
        )


@requirement
def shipping_is_chosen(quote: Quote, stock: Stock | None) -> Iterator[Requirement]:
    """A shipping method was chosen and still delivers this cart there."""
    if not quote.lines or not quote.cart.shipping_address or (quote.option and quote.option.at_once):
        return
    if not quote.options:
        yield Requirement(
            "shipping_not_possible",
            _("None of our shipping methods delivers this cart to your address."),
            "shipping_method",
            _("Change the address or the cart, or ask our customer service."),
        )
    elif not quote.cart.shipping_method:
        yield Requirement(
            "shipping_method_missing",
            _("How should we send it?"),
            "shipping_method",
            _("Choose a shipping method."),
        )
    elif quote.is_estimate:
        yield Requirement(
            "shipping_method_unavailable",
            _("The shipping method you chose is not available for this cart and address."),
            "shipping_method",
            _("Choose another shipping method."),
            {"shipping_method": quote.cart.shipping_method},
        )


@requirement
def pickup_point_is_chosen(quote: Quote, stock: Stock | None) -> Iterator[Requirement]:
    """Who collects an order says where, and everything is there; while placing, the claim is that check."""
    option = quote.option
    if option is None or quote.is_estimate or not option.needs_point or not quote.cart.shipping_address:
        return
    chosen = quote.cart.pickup_point.get("method") == option.code
    if quote.point is None and not chosen:
        yield Requirement(
            "pickup_point_missing",
            _("Where would you like to collect it?"),
            "pickup_point",
            _("Choose a pick-up point."),
            {"shipping_method": option.code},
        )
    elif quote.point is None:
        yield Requirement(
            "pickup_point_unavailable",
            _("Your order cannot be collected at the place you chose any more."),
            "pickup_point",
            _("Choose another pick-up point."),
            {"shipping_method": option.code, "pickup_point": str(quote.cart.pickup_point.get("code", ""))},
        )
    elif stock is not None and option.way == "location":
        found = pickups.missing_of(quote.cart, quote.lines, quote.point)
        if found:
            yield Requirement(
                "pickup_point_unavailable",
                _("Not everything in your cart is at the place you chose any more."),
                "pickup_point",
                _("Choose another pick-up point."),
                {"shipping_method": option.code, "pickup_point": quote.point.code},
            )


@requirement
def wrapping_is_offered(quote: Quote, stock: Stock | None) -> Iterator[Requirement]:
    """Who asked for a gift wrap gets one, or says that none is needed."""
    parcel = any(line.in_parcel for line in quote.lines)
    if parcel and quote.cart.gift_wrap and quote.wrapping is None:
        yield Requirement(
            "gift_wrap_unavailable",
            _("We do not wrap gifts here any more."),
            "gift_wrap",
            _("Take the gift wrap out of your order."),
        )
