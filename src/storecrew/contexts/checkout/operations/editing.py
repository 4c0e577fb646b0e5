"""Opening a cart and changing what is in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.checkout.errors import (
    CartNotFound,
    InvalidContact,
    LineNotFound,
    ShippingMethodUnavailable,
)
from storecrew.contexts.checkout.facts import CartView
from storecrew.contexts.checkout.models import Cart, CartLine
from storecrew.contexts.checkout.operations import adding, claiming, gifting, healing, holding, keeping
from storecrew.contexts.checkout.queries import carts, quoting
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel import rows
from storecrew.kernel.actor import Actor
from storecrew.kernel.quantity import MOST, parse_quantity


def open_cart(
    *,
    channel_code: str | None = None,
    locale: str = "",
    customer_id: int | None = None,
    actor: Actor,
    at: dt.datetime,
) -> CartView:
    """Start an empty cart in a channel (None: the default one), in a language the channel speaks."""
    channel = channels.facts(channel_code)
    row = Cart(
        channel_id=channel.id,
        customer_id=customer_id,
        locale=locale if locale in channel.locales else channel.locale,
        currency=channel.currency,
        created_at=at,
        updated_at=at,
    )
    rows.insert([row])
    del actor
    return carts.view(row, at=at)


def change_line(token: str, line_id: int, quantity: Any, *, actor: Actor, at: dt.datetime) -> CartView:
    """Set the units of a line.

    :raises LineNotFound: the line is not in this cart
    :raises InvalidQuantity: not a whole number from 1 to 100,000; remove the line for 0
    :raises InsufficientStock: less can be promised than that
    """
    units = parse_quantity(quantity)
    healing.open_again(token, at=at)
    with transaction.atomic():
        cart = claiming.take_for_change(token, at=at)
        line = CartLine.objects.filter(pk=line_id, cart_id=cart.pk).first()
        if line is None:
            raise LineNotFound(line=line_id)
        if units > line.quantity:
            adding.enough(cart, {line.variant_id: units})
        CartLine.objects.filter(pk=line.pk).update(quantity=units)
        holding.let_go(cart, at=at)
    del actor
    return keeping.viewed(cart, at=at)


def remove_line(token: str, line_id: int, *, actor: Actor, at: dt.datetime) -> CartView:
    """Take a line out of the cart. Raises LineNotFound."""
    healing.open_again(token, at=at)
    with transaction.atomic():
        cart = claiming.take_for_change(token, at=at)
        line = CartLine.objects.filter(pk=line_id, cart_id=cart.pk).first()
        if line is None or not line.delete()[0]:
            raise LineNotFound(line=line_id)
        gifting.forget_present(cart, line.variant_id)
        holding.let_go(cart, at=at)
    del actor
    return keeping.viewed(cart, at=at)


def set_details(
    token: str,
    *,
    email: str | None = None,
    shipping_address: Mapping[str, Any] | None = None,
    shipping_method: str | None = None,
    phone: str | None = None,
    vat_number: str | None = None,
    locale: str | None = None,
    gift_wrap: bool | None = None,
    gift_message: str | None = None,
    actor: Actor,
    at: dt.datetime,
) -> CartView:
    """Say who buys and where it goes; None leaves a field as it is.

    `locale` is the language in which the shopper checks out: the order and its mails will be in it, when the
    channel speaks it. `vat_number` is printed on the invoice and changes no tax.

    :raises InvalidContact: the e-mail address or VAT number cannot be right; details map fields to sentences
    :raises InvalidAddress: from shipping, likewise
    :raises GiftMessageTooLong, GiftWrapUnavailable: as `gifting.wishes` says
    :raises ShippingMethodUnavailable: the method does not deliver this cart to that address
    """
    cart = healing.open_again(token, at=at)
    fields = gifting.wishes(cart, gift_wrap, gift_message)
    if email is not None:
        fields["email"] = clean_email(email)
    if phone is not None:
        fields["phone"] = phone.strip()[:40]
    if locale in channels.facts_by_id(cart.channel_id).locales:
        fields["locale"] = locale
    if shipping_address is not None:
        spoken = locale or cart.locale
        parcel = quoting.in_parcel(cart)
        address = shipping.clean_address(
            dict(shipping_address), locale=spoken, to_deliver=parcel, for_tax=not parcel
        )
        fields["shipping_address"] = address.as_json()
    if vat_number is not None:
        country = fields.get("shipping_address", cart.shipping_address).get("country", "")
        fields["vat_number"] = _vat_number(vat_number, country)
    with transaction.atomic():
        cart = claiming.take_for_change(token, at=at, **fields)
        if shipping_method is not None:
            cart.shipping_method = shipping_method
        quote = quoting.quote(cart, at=at)
        if shipping_method is not None:
            offered = {option.code for option in quote.options}
            if shipping_method and shipping_method not in offered:
                raise ShippingMethodUnavailable(shipping_method=shipping_method[:50], offered=sorted(offered))
            Cart.objects.filter(pk=cart.pk).update(shipping_method=shipping_method)
            if cart.pickup_point:
                # What is collected is held where that is; another way may find it elsewhere.
                holding.let_go(cart, at=at)
    del actor
    return keeping.viewed(cart, at=at, quote=quote)


def merge_carts(guest_token: str, customer_id: int, *, actor: Actor, at: dt.datetime) -> CartView:
    """Give a guest's cart to the customer who signed in, and return the customer's cart.

    What both carts hold of one article is added up, once: the guest's cart is closed by the same
    statement that decides who may add it. A cart of another customer is never touched.

    :raises CartNotFound: there is no such cart, or it is another customer's and there is none of one's own
    """
    del actor
    with transaction.atomic():
        mine = Cart.objects.filter(token=guest_token, state=Cart.State.OPEN, customer_id__isnull=True)
        known = carts.cart_of_customer(customer_id)
        own = Cart.objects.filter(token=known or "", state=Cart.State.OPEN).first()
        guest = Cart.objects.filter(token=guest_token).first()
        if own is None or (guest and guest.channel_id != own.channel_id):
            # Nothing to merge with: the guest's cart itself becomes the customer's.
            taken = mine.update(customer_id=customer_id, version=F("version") + 1, updated_at=at)
            if not taken and (guest is None or guest.customer_id != customer_id):
                raise CartNotFound
            return carts.cart(guest_token, at=at)
        if mine.update(state=Cart.State.MERGED, version=F("version") + 1, updated_at=at) and guest:
            own = claiming.take_for_change(own.token, at=at)
            _add_lines(guest, own)
            own.codes = list(dict.fromkeys([*own.codes, *guest.codes]))
            own.tenders += [wish for wish in guest.tenders if wish not in own.tenders]
            own.presents = guest.presents | own.presents
            Cart.objects.filter(pk=own.pk).update(codes=own.codes, tenders=own.tenders, presents=own.presents)
            holding.let_go(guest, at=at)
            holding.let_go(own, at=at)
            if guest.gift_wrap or guest.gift_message:
                Cart.objects.filter(pk=own.pk).update(
                    gift_wrap=own.gift_wrap or guest.gift_wrap,
                    gift_message=own.gift_message or guest.gift_message,
                )
                own.refresh_from_db(fields=["gift_wrap", "gift_message"])
            if not own.shipping_address and guest.shipping_address:
                own.shipping_address, own.shipping_method = guest.shipping_address, guest.shipping_method
                own.vat_number = guest.vat_number
                Cart.objects.filter(pk=own.pk).update(
                    shipping_address=own.shipping_address,
                    shipping_method=own.shipping_method,
                    vat_number=own.vat_number,
                )
    return keeping.viewed(own, at=at)


def _add_lines(source: Cart, target: Cart) -> None:
    there = dict(CartLine.objects.filter(cart_id=target.pk).values_list("variant_id", "quantity"))
    room = adding.MOST_LINES - len(there)
    for variant_id, quantity in (
        CartLine.objects.filter(cart_id=source.pk).order_by("pk").values_list("variant_id", "quantity")
    ):
        if variant_id in there:
            CartLine.objects.filter(cart_id=target.pk, variant_id=variant_id).update(
                quantity=min(MOST, there[variant_id] + quantity)
            )
        elif room > 0:
            CartLine.objects.create(cart_id=target.pk, variant_id=variant_id, quantity=quantity)
            room -= 1


def _vat_number(text: str, country: str) -> str:
    try:
        return pricing.company_number(text, country)
    except pricing.InvalidTaxNumber as error:
        raise InvalidContact(vat_number=f"{error.message} {error.next_step}") from None


def clean_email(text: str) -> str:
    """Return an address as mails go to it. Raises InvalidContact."""
    address = text.strip()
    try:
        if len(address) > 254:
            raise ValidationError("long")
        validate_email(address)
    except ValidationError:
        raise InvalidContact(email=str(_("Enter an e-mail address such as ann@example.com."))) from None
    return address.lower()
