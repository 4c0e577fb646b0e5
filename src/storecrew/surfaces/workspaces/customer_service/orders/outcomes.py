"""What really came of an act on an order, in one sentence.

Between the click and the answer others act on the same order, and gateways refuse or keep silent. So the
words are chosen by what the operation answered and the ledger holds afterwards, never by what was asked.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.kernel.money import Money, total

UNDECIDED = ("requested", "unknown", "action_required", "pending")


class Outcome(NamedTuple):
    """A sentence and how it is meant: a level of `django.contrib.messages`."""

    level: int
    words: str

    def tell(self, request: HttpRequest) -> None:
        """Show it on the next page."""
        messages.add_message(request, self.level, self.words)


def of_refund(refund: aftersales.RefundFacts, locale: str) -> Outcome:
    """Say whether the money is on its way, waits for an answer, or stayed."""
    amount = {"amount": refund.amount.format(locale)}
    if refund.status == "done":
        if refund.kind == "credit" and not refund.replayed:
            words = _("A voucher for %(amount)s is on its way by mail.")
            given = refund.amount + refund.bonus if refund.bonus else refund.amount
            return Outcome(messages.SUCCESS, words % {"amount": given.format(locale)})
        again = _("This refund of %(amount)s was made before; nothing was done twice.")
        words = again if refund.replayed else _("Refunded %(amount)s. The customer gets a mail.")
        return Outcome(messages.SUCCESS, words % amount)
    if refund.status == "refused":
        words = _(
            "Not refunded: %(amount)s was refused and nothing went back. Others may have refunded at the "
            "same time; look at the payments of this order and try again with what is left."
        )
        return Outcome(messages.ERROR, words % amount)
    if refund.status == "partly":
        amounts = amount | {"owed": refund.owed.format(locale)}
        words = _(
            "%(owed)s of the refund of %(amount)s was refused and is still owed. Try again, or pay it back "
            "by hand and say so here."
        )
        return Outcome(messages.ERROR, words % amounts)
    words = _(
        "The refund of %(amount)s is asked for and not confirmed yet. We keep asking; this page shows when "
        "it is done."
    )
    return Outcome(messages.WARNING, words % amount)


def of_cancellation(order: orders.OrderFacts, *, canceled: bool, locale: str) -> Outcome:
    """Say whether this click ended the order, and where its money is now."""
    if not canceled:
        return Outcome(messages.INFO, _("This order was canceled before; nothing was done twice."))
    found = payments.payments_of_order(order.id)
    here = total([one.captured - one.refunded + _held(one) for one in found], order.currency)
    undecided = [one.amount for one in found if one.status in UNDECIDED]
    if here or undecided:
        words = _(
            "Canceled, and the stock is back. %(amount)s is not back yet; we keep trying, and this page "
            "shows when it is."
        )
        amount = here or total(undecided, order.currency)
        return Outcome(messages.WARNING, words % {"amount": amount.format(locale)})
    gone = total([one.refunded + one.voided for one in found], order.currency)
    if not gone:
        return Outcome(messages.SUCCESS, _("Canceled. The stock is back; nothing had been paid."))
    words = _("Canceled. The stock is back, and %(amount)s went back.")
    return Outcome(messages.SUCCESS, words % {"amount": gone.format(locale)})


def of_shipping(
    order: orders.OrderFacts, shipment: fulfillment.ShipmentFacts, *, at: dt.datetime, locale: str
) -> list[Outcome]:
    """Say whether the goods left by this click, and whether the held money was taken."""
    if shipment.shipped_at == at:
        said = [Outcome(messages.SUCCESS, _("Shipped. The customer gets a mail."))]
    else:
        said = [Outcome(messages.INFO, _("This was shipped before; nothing was done twice."))]
    held = total([_held(one) for one in payments.payments_of_order(order.id)], order.currency)
    if held:
        words = _(
            "The held %(amount)s is not taken yet. We keep asking; when the provider refuses, an alert "
            "says so."
        )
        said.append(Outcome(messages.WARNING, words % {"amount": held.format(locale)}))
    return said


def of_receipt(before: payments.PaymentFacts, status: str, locale: str) -> Outcome:
    """Say what was booked and where the order stands now; ``status`` is the order's."""
    now = payments.payment(before.id)
    booked = now.captured - before.captured
    if not booked:
        return Outcome(messages.INFO, _("This receipt was booked before; nothing was done twice."))
    amounts = {"amount": booked.format(locale), "left": (now.amount - now.captured).format(locale)}
    if status == "canceled":
        words = _("%(amount)s is booked, but the order had been canceled: the money goes back.")
        return Outcome(messages.WARNING, words % amounts)
    if now.captured < now.amount:
        words = _("%(amount)s is booked. %(left)s is still due, so the order waits.")
        return Outcome(messages.WARNING, words % amounts)
    return Outcome(messages.SUCCESS, _("%(amount)s is booked. All of it has arrived.") % amounts)


def _held(payment: payments.PaymentFacts) -> Money:
    """What the gateway holds for us and did not take or release, answers that we wait for included."""
    return payment.authorized - payment.captured - payment.voided
