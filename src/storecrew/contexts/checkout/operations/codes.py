"""Codes in a cart: typed in, kept while they may help, taken out.

A code that exists but does not count yet stays in the cart, which says what is missing. One that is unknown,
over or somebody else's is refused; refusals are counted, so that codes cannot be guessed (ABU-02).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from storecrew.contexts.checkout.errors import CodeRefused, TooManyCodes
from storecrew.contexts.checkout.facts import CartView
from storecrew.contexts.checkout.models import Cart
from storecrew.contexts.checkout.operations import claiming, healing, keeping
from storecrew.contexts.checkout.queries import quoting
from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.work import public as work
from storecrew.kernel import ratelimit
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.sentence import say

GUESSES = "checkout.code"
ratelimit.define(GUESSES, ip="20/10m", cart="10/10m")
MOST_CODES = 10
WAITS = "code_unnamed"


def add_code(token: str, text: str, *, actor: Actor, at: dt.datetime) -> CartView:
    """Put a code into the cart; repeating one changes nothing.

    :raises CodeRefused: it is unknown, over, used up or for somebody else
    :raises TooManyCodes: a cart holds ten at most
    :raises Refused: too many refused codes from here; customer service is told
    """
    cart = healing.open_again(token, at=at)
    keys = [f"cart:{token}", *([f"ip:{actor.ip}"] if actor.ip else [])]
    _not_too_many_guesses(keys, actor, at)
    code = promotions.normalize_code(text)
    if code in cart.codes:
        return keeping.viewed(cart, at=at)
    if len(cart.codes) >= MOST_CODES:
        raise TooManyCodes(most=MOST_CODES)
    if refusal := _refusal(cart, code, at):
        ratelimit.hit(GUESSES, *keys)
        raise CodeRefused(refusal)
    with transaction.atomic():
        cart = claiming.take_for_change(token, at=at)
        cart.codes = [*cart.codes, code]
        Cart.objects.filter(pk=cart.pk).update(codes=cart.codes)
    return keeping.viewed(cart, at=at)


def remove_code(token: str, text: str, *, actor: Actor, at: dt.datetime) -> CartView:
    """Take a code out of the cart; one that is not in it is no error."""
    del actor
    healing.open_again(token, at=at)
    code = promotions.normalize_code(text)
    with transaction.atomic():
        cart = claiming.take_for_change(token, at=at)
        cart.codes = [each for each in cart.codes if each != code]
        Cart.objects.filter(pk=cart.pk).update(codes=cart.codes)
    return keeping.viewed(cart, at=at)


def _refusal(cart: Cart, code: str, at: dt.datetime) -> str:
    """Return why a code cannot be in this cart at all; empty when it can."""
    if not code:
        return _("We do not know this code. Please check how it is written.")
    request = quoting.quote(cart, at=at, for_display=False).request
    if request is None:
        return ""
    answers = promotions.offer(replace(request, codes=(code,))).codes
    # What was sent to one person waits in the cart until its address is entered.
    against = (each for each in answers if each.reason.startswith("code_") and each.reason != WAITS)
    return next((each.sentence for each in against), "")


def _not_too_many_guesses(keys: list[str], actor: Actor, at: dt.datetime) -> None:
    try:
        ratelimit.check(GUESSES, *keys)
    except ratelimit.Refused:
        work.raise_finding(
            code="codes_guessed",
            title=say("Somebody is trying out codes"),
            detail=say("More codes were refused than one shopper types: from %(ip)s.", ip=actor.ip or "?"),
            owner_role="customer_service",
            dedupe_key=f"codes_guessed:{actor.ip or keys[0]}",
            actor=system_actor("checkout.codes"),
            at=at,
        )
        raise
