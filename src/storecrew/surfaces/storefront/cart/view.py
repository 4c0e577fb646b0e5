"""The cart in words: what the templates of cart and checkout show."""

from __future__ import annotations

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel.money import Money
from storecrew.surfaces.storefront.own_prices import reason


def cart_view(cart: checkout.CartView, locale: str, *, free_over: Money | None = None) -> Any:
    """Return a cart for templates with the cart's own sums; ``free_over``: what free delivery still needs."""
    lines = [_line(line, cart.currency) for line in cart.lines]
    names = dict(shipping.country_choices([cart.country], locale)) if cart.country else {}
    return SimpleNamespace(
        lines=lines,
        goods=cart.goods,
        discounts=cart.discounts,
        codes=cart.codes,
        shipping=cart.shipping,
        full_shipping=cart.full_shipping,
        shipping_label=cart.shipping_label,
        shipping_estimated=cart.shipping_is_estimate,
        country_name=names.get(cart.country, cart.country),
        gift_wrap=cart.gift_wrap,
        gift_message=cart.gift_message,
        fees=cart.fees,
        tax=cart.tax,
        total=cart.total,
        tenders=[_tender(each) for each in cart.tenders],
        due=cart.due,
        tax_display=cart.tax_display,
        item_count=cart.item_count,
        free_over=free_over,
        blocked=any(line.blocked for line in lines),
        email=cart.email,
        address_line=address_line(cart.address, locale),
        method_name="",
        in_parcel=cart.in_parcel,
    )


def to_free_delivery(cart: checkout.CartView, options: Iterable[shipping.ShippingOption]) -> Money | None:
    """Return how much more makes the nearest method free; None when nothing would."""
    gaps = (missing_to_free(cart, one) for one in options)
    return min((gap for gap in gaps if gap is not None), key=lambda gap: gap.amount, default=None)


def missing_to_free(cart: checkout.CartView, option: shipping.ShippingOption) -> Money | None:
    """Return how much more makes this method free; None when nothing would, or when it is free already."""
    if option.free_from is None or not option.price:
        return None
    gap = option.free_from - cart.subtotal
    return gap if gap.amount > 0 else None


def tender_label(tender: loyalty.Tender) -> str:
    """Return what a tender is called; of a voucher the last characters, which say which one it is."""
    if tender.kind == "voucher":
        return _("Gift voucher …%(hint)s") % {"hint": tender.hint}
    if tender.kind == "points":
        return ngettext("%(num)s point", "%(num)s points", tender.units) % {"num": tender.units}
    return _("Store credit")


def _tender(tender: loyalty.Tender) -> Any:
    return SimpleNamespace(
        label=tender_label(tender),
        kind=tender.kind,
        account=tender.account_id if tender.kind == "voucher" else "",
        amount=tender.amount,
    )


def _line(line: checkout.CartLineView, currency: str) -> Any:
    return SimpleNamespace(
        id=line.id,
        title=line.title,
        options=line.options,
        url=line.url,
        image=line.image,
        quantity=line.quantity,
        unit_price=line.unit_price,
        strike=line.strike,
        full=line.full,
        is_gift=line.is_gift,
        total=line.total if line.total is not None else Money.zero(currency),
        availability=line.availability,
        notice=notice(line),
        blocked=bool(line.notice),
        present=line.present,
        public=line.public,
        reason=reason(line.segment) if line.segment else "",
    )


def notice(line: checkout.CartLineView) -> str:
    """Return what the shopper must know about a line, with the way out."""
    if line.notice == "sold_out":
        return _("Sold out in the meantime. Please remove it to go on.")
    if line.notice == "only_left":
        words = ngettext(
            "Only %(num)s is left. Please lower the quantity.",
            "Only %(num)s are left. Please lower the quantity.",
            line.available,
        )
        return words % {"num": line.available}
    if line.notice == "price_on_request":
        return _("The price is on request now. Please remove it and ask us for an offer.")
    if line.notice == "not_for_sale":
        return _("We do not sell this any more. Please remove it to go on.")
    return ""


def address_line(address: Any, locale: str) -> str:
    """Return an address on one line, without the phone."""
    return ", ".join(address_lines({**address, "phone": ""}, locale))


def address_lines(address: Any, locale: str) -> list[str]:
    """Return an address as it is written on a parcel in its country."""
    return shipping.printed_address(address, locale)
