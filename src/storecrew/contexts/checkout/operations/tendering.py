"""What a shopper pays with besides a gateway: gift vouchers by code, their own store credit and points.

The cart stores the wish, never an amount and never a code; what it pays is computed with the cart and claimed
when the order is drafted. Codes that are refused are counted and answered alike (ABU-02).
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from storecrew.contexts.checkout.errors import TooManyCodes
from storecrew.contexts.checkout.facts import CartView
from storecrew.contexts.checkout.models import Cart
from storecrew.contexts.checkout.operations import claiming, healing, keeping
from storecrew.contexts.checkout.queries import quoting
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.work import public as work
from storecrew.kernel import ratelimit
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.sentence import say

GUESSES = "checkout.voucher"
ratelimit.define(GUESSES, ip="20/10m", cart="10/10m")
MOST_TENDERS = 10


def use_voucher(token: str, code: str, *, actor: Actor, at: dt.datetime) -> CartView:
    """Pay with a gift voucher; repeating a code changes nothing.

    :raises VoucherRefused: for whatever reason; the answer is the same for all
    :raises TooManyCodes: a cart holds ten at most
    :raises Refused: too many refused codes from here; customer service is told
    """
    cart = healing.open_again(token, at=at)
    keys = [f"cart:{token}", *([f"ip:{actor.ip}"] if actor.ip else [])]
    _not_too_many_guesses(keys, actor, at)
    try:
        account_id = loyalty.find_voucher(code, currency=cart.currency, at=at)
    except loyalty.VoucherRefused:
        ratelimit.hit(GUESSES, *keys)
        raise
    return _add(token, ["voucher", account_id, 0], at=at)


def look_at_voucher(code: str, *, actor: Actor, at: dt.datetime) -> loyalty.VoucherFacts:
    """Return what is left on a gift voucher and until when; a cart is not needed.

    :raises VoucherRefused: for whatever reason; the answer is the same for all
    :raises Refused: too many refused codes from here; customer service is told
    """
    keys = [f"ip:{actor.ip}"]
    _not_too_many_guesses(keys, actor, at)
    try:
        return loyalty.voucher_of_code(code, at=at)
    except loyalty.VoucherRefused:
        ratelimit.hit(GUESSES, *keys)
        raise


def use_own(
    token: str, kind: str, *, customer_id: int | None, units: int = 0, actor: Actor, at: dt.datetime
) -> CartView:
    """Pay with the store credit ("credit") or points ("points", at most ``units``) of the signed-in customer.

    :raises TenderNotUsable: the cart is not this customer's, or there is nothing to pay with
    """
    del actor
    cart = healing.open_again(token, at=at)
    if customer_id is None or cart.customer_id != customer_id or kind not in ("credit", "points"):
        raise loyalty.TenderNotUsable(kind=kind)
    wish = loyalty.Wish(kind, None, max(units, 0))
    total = quoting.quote(cart, at=at, for_display=False).total
    if total and not loyalty.tenders([wish], customer_id=customer_id, total=total, at=at):
        raise loyalty.TenderNotUsable(kind=kind)
    return _add(token, list(wish), at=at)


def drop_tender(
    token: str, kind: str, *, account_id: int | None = None, actor: Actor, at: dt.datetime
) -> CartView:
    """Do not pay with something after all; what is not in the cart is no error."""
    del actor
    healing.open_again(token, at=at)
    with transaction.atomic():
        cart = claiming.take_for_change(token, at=at)
        kept = [wish for wish in cart.tenders if not _is(wish, kind, account_id)]
        _keep(cart, kept)
    return keeping.viewed(cart, at=at)


def _is(wish: list[object], kind: str, account_id: int | None) -> bool:
    return wish[0] == kind and (kind != "voucher" or wish[1] == account_id)


def _add(token: str, wish: list[object], *, at: dt.datetime) -> CartView:
    with transaction.atomic():
        cart = claiming.take_for_change(token, at=at)
        others = [each for each in cart.tenders if not _is(each, str(wish[0]), wish[1])]  # type: ignore[arg-type]
        if len(others) >= MOST_TENDERS:
            raise TooManyCodes(most=MOST_TENDERS)
        _keep(cart, [*others, wish])
    return keeping.viewed(cart, at=at)


def _keep(cart: Cart, tenders: list[list[object]]) -> None:
    cart.tenders = tenders
    Cart.objects.filter(pk=cart.pk).update(tenders=tenders)


def _not_too_many_guesses(keys: list[str], actor: Actor, at: dt.datetime) -> None:
    try:
        ratelimit.check(GUESSES, *keys)
    except ratelimit.Refused:
        work.raise_finding(
            code="vouchers_guessed",
            title=say("Somebody is trying out gift voucher codes"),
            detail=say("More codes were refused than one shopper types: from %(ip)s.", ip=actor.ip or "?"),
            owner_role="customer_service",
            dedupe_key=f"vouchers_guessed:{actor.ip or keys[0]}",
            actor=system_actor("checkout.tendering"),
            at=at,
        )
        raise
