"""Placing an order.

The cart is priced, then one transaction drafts the order with everything copied, writes down the payment,
claims the cart if it still is the one that was priced, and, last, the stock. Then, outside any
transaction, the gateway is asked with the order's own key. What it answers ends the order one way or the
other (`finishing`). A crash anywhere in between leaves rows that `healing.settle_pending` brings to an end.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import NamedTuple

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.checkout import mails
from storecrew.contexts.checkout.errors import (
    CartChanged,
    CartClosed,
    CartInPayment,
    RequirementsUnmet,
    ReservationLost,
)
from storecrew.contexts.checkout.facts import Placed
from storecrew.contexts.checkout.models import Cart
from storecrew.contexts.checkout.operations import copying, declining, finishing, healing
from storecrew.contexts.checkout.queries import paying, presents, quoting, requirements
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.receivables import public as receivables
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money


class Draft(NamedTuple):
    """An order that waits for its payment."""

    order: orders.OrderFacts
    payment_id: int | None


def place_order(
    token: str,
    *,
    gateway: str,
    payment_token: str = "",
    expected_total: Money | None = None,
    expected_due: Money | None = None,
    return_url: str = "",
    public_only: bool = False,
    check: bool = False,
    actor: Actor,
    at: dt.datetime,
) -> Placed:
    """Place the cart as an order and pay for it; a second call returns the same order.

    `expected_total` is what the shopper was shown, `expected_due` what of it was left after vouchers, credit
    and points; nothing is charged when they are others. An order with nothing left to pay needs no gateway.
    With `public_only` a channel that is closed takes none. With `check` it is an order
    by which the product tries itself: paid at a gateway without real money, offered or not, told to nobody.
    Call it outside any transaction. Everything that is refused leaves no trace but the canceled draft
    of a declined payment.

    :raises CartNotFound: there is no such cart
    :raises ChannelClosed: the channel is not open to the public
    :raises RequirementsUnmet: with `requirements`
    :raises CartChanged: the total or what is due differs, or a voucher was used up in between
    :raises InsufficientStock: with `items` per article
    :raises GatewayNotAvailable: the channel does not offer this way to pay
    :raises InvoiceNotOffered, CreditOnHold, CreditLimitExceeded: it cannot be paid on account
    :raises PaymentDeclined: nothing was charged, the cart is open again
    :raises ReservationLost: the order ended while the gateway was asked; the money goes back
    """
    cart = quoting.load(token)
    if public_only and not channels.facts_by_id(cart.channel_id).public:
        raise channels.ChannelClosed
    if cart.state != Cart.State.OPEN:
        earlier = _earlier(cart, at=at)
        if earlier is not None:
            return earlier
        cart = quoting.load(token)
    # Priced before the transaction: it holds locks (on SQLite the only one) for its writes alone. The
    # claim of the cart compares versions, so what was priced is what is ordered.
    quote = _agreed(cart, gateway, expected_total, expected_due, at=at)
    try:
        with transaction.atomic():
            draft = _draft(quote, gateway, check=check, actor=actor, at=at)
    except (promotions.PromotionTaken, loyalty.NotEnoughLeft) as taken:
        raise _repriced(cart, taken, at=at) from None
    except (orders.CartAlreadyPlaced, CartInPayment):
        # Another click was faster: its order is the answer.
        earlier = _earlier(quoting.load(token), at=at)
        if earlier is None:
            raise CartChanged(
                _("Your cart was changed while you were ordering. Nothing was charged.")
            ) from None
        return earlier
    if draft.payment_id is None:
        return finishing.as_placed(replace(draft.order, status="confirmed"), "")
    outcome = payments.authorize(draft.payment_id, token=payment_token, return_url=return_url)
    return _settle(token, draft, outcome, actor=actor, at=at)


def _earlier(cart: Cart, *, at: dt.datetime) -> Placed | None:
    """Return the order a cart has become or is becoming; None for an open cart."""
    if cart.state == Cart.State.PLACING and cart.claimed_until and cart.claimed_until <= at:
        healing.heal(cart, at=at)
        cart = quoting.load(cart.token)
    if cart.state == Cart.State.OPEN:
        return None
    if cart.state == Cart.State.MERGED:
        raise CartClosed(state=cart.state)
    order = orders.order(cart.order_id) if cart.order_id else orders.order_of_cart(cart.token)
    if order is None:
        raise CartInPayment
    status = payments.payment(cart.payment_id).status if cart.payment_id else ""
    return finishing.as_placed(order, status, cart.redirect_url, again=True)


def _agreed(
    cart: Cart, gateway: str, expected_total: Money | None, expected_due: Money | None, *, at: dt.datetime
) -> quoting.Quote:
    """Price the cart; refuse what is incomplete, cannot be paid so, or is not what the shopper was shown."""
    quote = quoting.quote(cart, at=at, for_display=False)
    if missing := requirements.unmet(quote):
        raise RequirementsUnmet(requirements=[_as_json(found) for found in missing])
    _payable(quote, gateway)
    for expected, actual in ((expected_total, quote.total), (expected_due, quote.due)):
        if expected is not None and expected != actual:
            raise CartChanged(
                expected=expected.as_json(),
                total=quote.total.as_json(),
                due=quote.due.as_json(),
                lines=copying.price_list(quote),
            )
    return quote


def _payable(quote: quoting.Quote, gateway: str) -> None:
    """Refuse to be paid at the door for what does not come to it. Raises GatewayNotAvailable."""
    if quote.due and not any(line.in_parcel for line in quote.lines):
        offered = payments.available_gateways(quote.channel.code)
        if any(one.code == gateway and paying.is_at_the_door(one) for one in offered):
            raise payments.GatewayNotAvailable(gateway=gateway)


def _repriced(
    cart: Cart, taken: promotions.PromotionTaken | loyalty.NotEnoughLeft, *, at: dt.datetime
) -> CartChanged:
    """Tell the shopper that a discount or a voucher is gone, with the new sums (CON-19, CON-20)."""
    quote = quoting.quote(cart, at=at, for_display=False)
    return CartChanged(
        taken.message,
        next_step=taken.next_step,
        total=quote.total.as_json(),
        due=quote.due.as_json(),
        lines=copying.price_list(quote),
        **taken.details,
    )


def _draft(quote: quoting.Quote, gateway: str, *, check: bool, actor: Actor, at: dt.datetime) -> Draft:
    """Write the order, its payment and its stock, in the caller's transaction."""
    cart = quote.cart
    order = orders.draft(replace(copying.order_draft(quote), is_check=check), actor=actor, at=at)
    key = copying.payment_key(order)
    if cart.presents:
        given = presents.presents_of(cart)
        loyalty.note_presents(
            order.id,
            {line.id: given[line.variant_id] for line in order.lines if line.variant_id in given},
        )
    if quote.tenders:
        loyalty.pay(order.id, quote.tenders, key=key, actor=actor, at=at)
    payment_id = None
    if quote.due:
        payment_id = payments.begin(
            order_id=order.id,
            gateway=gateway,
            amount=quote.due,
            key=key,
            channel_code=quote.channel.code,
            check=check,
            actor=actor,
            at=at,
        ).id
        if gateway == receivables.GATEWAY:
            receivables.claim(
                order_id=order.id,
                payment_id=payment_id,
                customer_id=cart.customer_id,
                amount=quote.due,
                channel_id=cart.channel_id,
                at=at,
            )
    _claim_cart(cart, order.id, payment_id, at)
    # Before the order counts as bought: a promotion for who never bought is still for its buyer.
    if quote.request is not None and quote.offer.basket is not None:
        shares = copying.shipping_shares(quote)
        promotions.claim(order.id, quote.offer, quote.request, shares, actor=actor, at=at)
    if payment_id is None:
        finishing.confirm(order.id, actor=actor, at=at)
    # Last, because on a popular article everybody else waits from here until the commit.
    inventory.allocate(
        order.id,
        [(line.id, line.variant_id, line.quantity) for line in order.lines],
        channel_id=cart.channel_id,
        holder=cart.token if cart.held_until else "",
        document=order.number,
        location_id=location_of(quote),
        actor=actor,
        at=at,
    )
    return Draft(order, payment_id)


def location_of(quote: quoting.Quote) -> int | None:
    """Return the location where an order is collected, which alone may send it; None for all others."""
    if quote.point is None or quote.point.kind != "location":
        return None
    return inventory.location(quote.point.code).id


# Written out, because building this statement from models costs more than running it.
_CLAIM = """
UPDATE checkout_cart
SET state = 'placing', version = version + 1, claimed_until = %s, held_until = NULL, order_id = %s,
    payment_id = %s, redirect_url = '', updated_at = %s
WHERE id = %s AND version = %s AND state = 'open'
"""


def _claim_cart(cart: Cart, order_id: int, payment_id: int | None, at: dt.datetime) -> None:
    """Close the cart for changes, if it still is the one that was priced (CON-17)."""
    adapt = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        cursor.execute(
            _CLAIM, [adapt(at + finishing.CLAIM), order_id, payment_id, adapt(at), cart.pk, cart.version]
        )
        claimed = cursor.rowcount
    if not claimed:
        raise CartInPayment


def _settle(
    token: str, draft: Draft, outcome: payments.PaymentOutcome, *, actor: Actor, at: dt.datetime
) -> Placed:
    """Write down what the gateway said and end the order accordingly."""
    order_id = draft.order.id
    confirmed = undone = False
    with transaction.atomic():
        payment = payments.settle(outcome.payment_id, outcome, actor=actor, at=at)
        if outcome.confirms_order:
            confirmed = finishing.confirm(order_id, card=payment.card, actor=actor, at=at)
        elif outcome.status == "declined":
            undone = finishing.undo(order_id, reason=outcome.code, actor=actor, at=at)
        elif outcome.status == "action_required":
            finishing.keep_claim(
                order_id, until=at + finishing.CONFIRMATION, redirect_url=outcome.redirect_url
            )
        elif outcome.status == "pending":
            finishing.close_cart(order_id, at=at)
            _tell_where_to_pay(order_id, at)
    if confirmed:
        return finishing.as_placed(replace(draft.order, status="confirmed"), payment.status)
    if undone:
        # What vouchers, credit and points paid goes back at once, so the open cart shows it again.
        payments.carry_out_returns(order_id=order_id, at=at)
        raise declining.declined(outcome.code, order_number=draft.order.number)
    order = orders.order(order_id)
    if order.status == "canceled":
        # It ended while the gateway was asked; what was held or is still coming goes back.
        payments.carry_out_returns(order_id=order_id, at=at)
        if declining.was_had_before(order):
            raise _repriced(
                quoting.load(token), promotions.PromotionTaken(promotions.HAD_WITH_THIS_CARD), at=at
            )
        raise ReservationLost(order_number=order.number)
    return finishing.as_placed(order, payment.status, payment.redirect_url)


def _tell_where_to_pay(order_id: int, at: dt.datetime) -> None:
    awaited = payments.awaited_transfer(order_id)
    if awaited is not None:
        mails.queue_transfer(orders.order(order_id), awaited, at=at)


def _as_json(found: requirements.Requirement) -> dict[str, object]:
    return {
        "code": found.code,
        "message": str(found.message),
        "field": found.field,
        "resolution": str(found.resolution),
        "details": dict(found.details),
    }
