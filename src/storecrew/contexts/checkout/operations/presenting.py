"""Whom a bought gift voucher is for, and on which day it is sent."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from storecrew.contexts.checkout.errors import InvalidContact, InvalidPresent, LineNotFound
from storecrew.contexts.checkout.facts import CartView
from storecrew.contexts.checkout.models import Cart, CartLine
from storecrew.contexts.checkout.operations import claiming, editing, healing, keeping
from storecrew.contexts.checkout.rules import clean_message
from storecrew.contexts.loyalty import public as loyalty
from storecrew.kernel.actor import Actor

LATEST = dt.timedelta(days=366)
MOST_LETTERS = 500


def address_voucher(
    token: str, line_id: int, present: loyalty.Present, *, actor: Actor, at: dt.datetime
) -> CartView:
    """Say whom the gift vouchers of a line are for; empty parts are the buyer's own.

    :raises LineNotFound: the line is not in this cart, or is no gift voucher
    :raises InvalidPresent: an address that cannot be right, a day that is over or too far away
    """
    del actor
    fields = _clean(present, at)
    healing.open_again(token, at=at)
    with transaction.atomic():
        cart = claiming.take_for_change(token, at=at)
        line = CartLine.objects.filter(pk=line_id, cart_id=cart.pk).first()
        if line is None or not loyalty.vouchers_for_sale([line.variant_id]):
            raise LineNotFound(line=line_id)
        cart.presents = cart.presents | {str(line.variant_id): fields}
        Cart.objects.filter(pk=cart.pk).update(presents=cart.presents)
    return keeping.viewed(cart, at=at)


def _clean(present: loyalty.Present, at: dt.datetime) -> dict[str, Any]:
    wrong: dict[str, str] = {}
    email = present.email.strip()
    if email:
        try:
            email = editing.clean_email(email)
        except InvalidContact as error:
            wrong["email"] = str(error.details["email"])
    message = clean_message(present.message)
    if len(message) > MOST_LETTERS:
        wrong["message"] = _("Write at most %(most)s letters.") % {"most": MOST_LETTERS}
    day = present.deliver_on
    # A day counts where the shopper is, which may be a day behind or ahead of here.
    if day and not at.date() - dt.timedelta(days=1) <= day <= (at + LATEST).date():
        wrong["deliver_on"] = _("Choose a day from today to a year from now.")
    if wrong:
        raise InvalidPresent(fields=wrong)
    return {
        "name": clean_message(present.name)[:120],
        "email": email,
        "sender": clean_message(present.sender)[:120],
        "message": message,
        "deliver_on": day.isoformat() if day else "",
    }
