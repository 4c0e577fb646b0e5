"""The ways to pay for a cart, with the words why one is not offered to this shopper now."""

from __future__ import annotations

import datetime as dt

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from storecrew.contexts.checkout.facts import CartView, PaymentMethod
from storecrew.contexts.payments import public as payments
from storecrew.contexts.receivables import public as receivables


def payment_methods(cart: CartView, *, at: dt.datetime) -> tuple[PaymentMethod, ...]:
    """Return the ways to pay that a cart's channel offers, in its order.

    Nothing is paid at the door that does not come to it. Paying on account is there only for customers with
    whom it was agreed; where it is not possible now, `refusal` has the code that placing would answer and
    `why` the sentence for the shopper.
    """
    found = []
    for one in payments.available_gateways(cart.channel):
        if one.code != receivables.GATEWAY:
            if is_at_the_door(one) and not cart.in_parcel:
                continue
            found.append(PaymentMethod(one.code, one.name, one.description, one.needs_token, one.origins))
        elif (own := _on_account(one, cart, at)) is not None:
            found.append(own)
    return tuple(found)


def is_at_the_door(gateway: payments.GatewayFacts) -> bool:
    """Say whether a way to pay brings the money when the parcel is handed over."""
    return gateway.confirms_at_placing and gateway.code != receivables.GATEWAY


def _on_account(one: payments.GatewayFacts, cart: CartView, at: dt.datetime) -> PaymentMethod | None:
    if cart.customer_id is None:
        return None
    credit = receivables.credit_of(cart.customer_id, cart.currency, at=at)
    if credit is None or credit.refusal in ("ended", "no_limit"):
        return None
    code, why = "", ""
    if credit.refusal == "on_hold":
        code = receivables.CreditOnHold.code
        why = _("Your account is on hold: %(reason)s") % {"reason": credit.held_because}
    elif cart.due.amount > credit.left.amount:
        code = receivables.CreditLimitExceeded.code
        why = _(
            "Not possible for this order: you may owe %(limit)s on account, %(left)s of it is free, and this "
            "order is %(due)s. Pay an open invoice first, or choose another way."
        ) % {
            "limit": credit.limit.format(cart.locale),
            "left": credit.left.format(cart.locale),
            "due": cart.due.format(cart.locale),
        }
    words: str | Promise = _(
        "We deliver now, and you pay within %(days)s days. %(left)s of your limit is free."
    ) % {
        "days": credit.terms_days,
        "left": credit.left.format(cart.locale),
    }
    return PaymentMethod(one.code, one.name, words, one.needs_token, one.origins, code, why)
