"""A cart that is a gift, and what wrapping costs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from storecrew.contexts.channels import public as channels
from storecrew.contexts.checkout.errors import GiftMessageTooLong, GiftWrapUnavailable, InvalidGiftWrap
from storecrew.contexts.checkout.models import Cart, GiftWrapOffer
from storecrew.contexts.checkout.queries import gifting
from storecrew.contexts.checkout.rules import MOST_GIFT_LETTERS, clean_message
from storecrew.kernel import audit, revisions
from storecrew.kernel.actor import Actor


def wishes(cart: Cart, wrap: bool | None, message: str | None) -> dict[str, Any]:
    """Return the fields of a cart that a shopper's wishes for a gift set; None leaves one as it is.

    The message is kept as plain text: it is shown and printed as it was typed, and nothing in it is run.

    :raises GiftMessageTooLong: more than fits on the card
    :raises GiftWrapUnavailable: the channel does not wrap
    """
    fields: dict[str, Any] = {}
    if message is not None:
        text = clean_message(message)
        if len(text) > MOST_GIFT_LETTERS:
            raise GiftMessageTooLong(letters=len(text), most=MOST_GIFT_LETTERS)
        fields["gift_message"] = text
    if wrap and gifting.gift_wrap(cart.channel_id) is None:
        raise GiftWrapUnavailable
    if wrap is not None:
        fields["gift_wrap"] = wrap
    return fields


def forget_present(cart: Cart, variant_id: int) -> None:
    """Forget whom a gift voucher was for that left the cart; the cart's row is the caller's."""
    if str(variant_id) in cart.presents:
        cart.presents = {key: value for key, value in cart.presents.items() if key != str(variant_id)}
        Cart.objects.filter(pk=cart.pk).update(presents=cart.presents)


def save_gift_wrap(
    channel_code: str,
    *,
    amount: int,
    active: bool = True,
    actor: Actor,
    at: dt.datetime,
) -> None:
    """Set what wrapping an order costs in a channel, or that it is not offered any more.

    ``amount`` is in minor units of the channel's currency, as prices are displayed there. Orders that are
    placed keep what they were charged.

    :raises Denied: the actor may not change prices
    :raises UnknownChannel: no such channel, or not one of the actor's
    :raises InvalidGiftWrap: a negative price
    """
    actor.require("pricing.write")
    channel = channels.facts(channel_code)
    if not actor.can_see("channel", channel.code):
        raise channels.UnknownChannel(channel=channel_code)
    if amount < 0:
        raise InvalidGiftWrap(amount=amount)
    values = {"amount": amount, "active": active}
    with transaction.atomic():
        before = GiftWrapOffer.objects.filter(channel_id=channel.id).values(*values).first()
        if before == values:
            return
        GiftWrapOffer.objects.update_or_create(channel_id=channel.id, defaults={**values, "updated_at": at})
        revisions.bump_on_commit(gifting.TAG)
        audit.record(
            actor=actor,
            action="checkout.gift_wrap_saved",
            record="channels.channel",
            record_id=channel.id,
            at=at,
            before=before or {},
            after=values,
        )
