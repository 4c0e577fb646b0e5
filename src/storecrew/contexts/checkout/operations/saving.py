"""Going on with a cart on another device: a mail with a link that fills a new cart with the same articles.

The link never opens the cart itself. Whoever reads the mail, also at a mistyped address, sees articles and
quantities and nothing about the person: no name, no address, no way to pay.
"""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

from django.core import signing
from django.db import transaction

from storecrew.contexts.channels import public as channels
from storecrew.contexts.checkout import mails
from storecrew.contexts.checkout.errors import CartClosed, CartNotFound, LinkExpired
from storecrew.contexts.checkout.facts import CartView
from storecrew.contexts.checkout.models import Cart, CartLine
from storecrew.contexts.checkout.operations import adding, editing
from storecrew.contexts.checkout.queries import carts, quoting
from storecrew.kernel import ratelimit
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError

LIMIT = "checkout.mail_cart"
GOOD_FOR = dt.timedelta(days=30)
_SALT = "storecrew.checkout.saved_cart"
ratelimit.define(LIMIT, ip="10/1h", email="5/1d")


def mail_cart(token: str, email: str, *, actor: Actor, at: dt.datetime) -> None:
    """Send a link to what is in a cart, once per state of the cart and address.

    :raises CartNotFound: there is no such cart, or nothing is in it
    :raises CartClosed: it was ordered already
    :raises InvalidContact: the address cannot be right
    :raises TooMany: too many mails to one address or from one place
    """
    address = editing.clean_email(email)
    cart = quoting.load(token)
    if cart.state not in (Cart.State.OPEN, Cart.State.PLACING):
        raise CartClosed(state=cart.state)
    if not CartLine.objects.filter(cart_id=cart.pk).exists():
        raise CartNotFound
    ratelimit.hit(LIMIT, f"ip:{actor.ip}", f"email:{address}")
    link = cart_link(token, at=at)
    with transaction.atomic():
        mails.queue_saved_cart(carts.view(cart, at=at), address, link, until=at + GOOD_FOR, at=at)


def cart_link(token: str, *, at: dt.datetime) -> str:
    """Return what stands in the address that shows what is in a cart, good for thirty days."""
    until = int((at + GOOD_FOR).timestamp())
    return signing.dumps({"cart": token, "until": until}, salt=_SALT, compress=True)


def saved_cart(link: str, *, at: dt.datetime) -> CartView:
    """Return the cart behind a link, to show what is in it. Raises LinkExpired."""
    try:
        found = signing.loads(link, salt=_SALT)
    except signing.BadSignature:
        raise LinkExpired from None
    if at.timestamp() >= found["until"]:
        raise LinkExpired
    try:
        return carts.cart(found["cart"], at=at)
    except CartNotFound:
        raise LinkExpired from None


def resume_cart(
    link: str, *, into: str = "", customer_id: int | None = None, actor: Actor, at: dt.datetime
) -> CartView:
    """Put the articles of a saved cart into the cart `into`, or into a new one; return that cart.

    What the cart holds already stays; of an article that is in both, the larger quantity counts, so that
    following the link twice changes nothing. What is no longer sold or in stock is left out. Raises
    LinkExpired.
    """
    saved = saved_cart(link, at=at)
    if into == saved.token and saved.state == Cart.State.OPEN:
        return saved
    target = into or _new(saved, customer_id, actor, at)
    there = {line.variant_id: line.quantity for line in carts.cart(target, at=at).lines}
    for line in saved.lines:
        missing = min(line.quantity, line.available) - there.get(line.variant_id, 0)
        if missing > 0 and not line.notice.startswith(("not_", "price_")):
            # Sold to somebody else a moment ago: the rest still comes along.
            with suppress(DomainError):
                adding.add_line(target, line.sku, missing, actor=actor, at=at)
    return carts.cart(target, at=at)


def _new(saved: CartView, customer_id: int | None, actor: Actor, at: dt.datetime) -> str:
    code = channels.facts(saved.channel).code
    opened = editing.open_cart(
        channel_code=code, locale=saved.locale, customer_id=customer_id, actor=actor, at=at
    )
    return opened.token
