"""Paying with vouchers, credit and points: claimed in the transaction that drafts the order (CON-20).

Each tender is a payment of its own in the payment ledger, so that whatever ends or returns an order gives
back by the ways that give money back; the gateway of this file is where that arrives. Discounts lower what an
order costs; tenders pay for it and change nothing of its price or tax.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.loyalty.facts import Tender
from storecrew.contexts.loyalty.models import Account, Entry
from storecrew.contexts.loyalty.operations import booking, expiring
from storecrew.contexts.loyalty.queries import ledger
from storecrew.contexts.loyalty.rules import points
from storecrew.contexts.payments import public as payments
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.money import Money

SOURCE = "payment"
# Points that come back are good for at least this long.
GRACE = dt.timedelta(days=30)


def pay(order_id: int, found: Sequence[Tender], *, key: str, actor: Actor, at: dt.datetime) -> None:
    """Take what each tender pays and write it down as a payment, in the transaction that drafts the order.

    ``key`` is the order's own; repeating a call takes nothing twice.

    :raises NotEnoughLeft: somebody was faster; the caller's transaction undoes the rest
    """
    for tender in sorted(found, key=lambda each: each.account_id):
        payment_key = f"{key}-{tender.key}"
        until = None
        if tender.kind == Account.Kind.POINTS:
            expiring.expire_points(tender.account_id, actor=system_actor("loyalty.pay"), at=at)
            until = points.spent_until(points.lots(ledger.bookings(tender.account_id)), tender.units)
        booking.book(
            tender.account_id,
            Entry.Kind.REDEEM,
            -tender.units,
            source=SOURCE,
            source_id=payment_key,
            guard=Q(blocked=False, kind=tender.kind, balance__gte=tender.units)
            & (Q(expires_at=None) | Q(expires_at__gt=at)),
            expires_at=until,
            order_id=order_id,
            actor=actor,
            at=at,
        )
        if tender.kind == Account.Kind.POINTS:
            booking.note_expiry(tender.account_id)
        payments.record_tender(
            order_id=order_id, gateway=tender.kind, amount=tender.amount, key=payment_key, actor=actor, at=at
        )


def give_back(payment_key: str, refund_key: str, amount: Money, *, reason: str, at: dt.datetime) -> bool:
    """Return money of a tender to where it came from, once per ``refund_key``; True when it is there.

    Points come back in proportion and are good for thirty days at least. A blocked or expired voucher takes
    its money back all the same: it is owed, and customer service can open it.
    """
    taken = Entry.objects.filter(source=SOURCE, source_id=payment_key, kind=Entry.Kind.REDEEM).first()
    if taken is None:
        return False
    with transaction.atomic():
        # The account's row is the queue: two returns of one payment see each other.
        row = Account.objects.select_for_update().get(pk=taken.account_id)
        if Entry.objects.filter(source=SOURCE, source_id=refund_key, kind=Entry.Kind.REFUND).exists():
            return True
        units = _units_back(row, taken, payment_key, amount)
        if units <= 0:
            # Less than one point: it comes with the next part, since parts are counted from the whole.
            return row.kind == Account.Kind.POINTS and units == 0
        until = max(taken.expires_at, at + GRACE) if taken.expires_at else None
        booking.book(
            row.pk,
            Entry.Kind.REFUND,
            units,
            source=SOURCE,
            source_id=refund_key,
            expires_at=until,
            order_id=taken.order_id,
            reason=reason,
            actor=system_actor("loyalty.give_back"),
            at=at,
        )
        if row.kind == Account.Kind.POINTS:
            booking.note_expiry(row.pk)
    return True


def _units_back(row: Account, taken: Entry, payment_key: str, amount: Money) -> int:
    """Return what this return brings back; never more in all than was taken (MON-09)."""
    back = Entry.objects.filter(
        source=SOURCE, source_id__startswith=f"{payment_key}/", kind=Entry.Kind.REFUND
    )
    given = sum(back.values_list("amount", flat=True))
    if row.kind != Account.Kind.POINTS:
        return min(amount.amount, -taken.amount - given)
    payment = payments.payment_by_key(payment_key)
    # Our payment counts this return as under way already.
    gone = (payment.refunded + payment.refunding).amount
    wanted = points.units_back(-taken.amount, paid=payment.amount.amount, returned=gone)
    return min(wanted - given, -taken.amount - given)


class TenderGateway:
    """Vouchers, credit or points as a gateway of the payment ledger. Nothing is asked: it is our own
    ledger.
    """

    needs_token = False
    confirms_at_placing = False
    by_hand = False
    test_only = False
    configured = True
    patience = dt.timedelta(minutes=5)
    description: str | Promise = ""
    origins: tuple[str, ...] = ()

    def __init__(self, code: str, name: str | Promise) -> None:
        self.code = code
        self.name = name

    def authorize(self, call: payments.AuthorizeCall) -> payments.GatewayAnswer:
        """Refuse: a tender is claimed when the order is drafted, and never asked for afterwards."""
        return payments.GatewayAnswer("failure", code="not_offered")

    def capture(self, call: payments.FollowUpCall) -> payments.GatewayAnswer:
        """Refuse: a tender is taken whole at once."""
        return payments.GatewayAnswer("failure", code="nothing_held")

    def void(self, call: payments.FollowUpCall) -> payments.GatewayAnswer:
        """Refuse: nothing is only held."""
        return payments.GatewayAnswer("failure", code="nothing_held")

    def refund(self, call: payments.FollowUpCall) -> payments.GatewayAnswer:
        """Give back to the account it came from."""
        done = give_back(call.payment_key, call.key, call.amount, reason=call.reason, at=clock.now())
        return payments.GatewayAnswer("success" if done else "failure", code="" if done else "nothing_taken")

    def query(self, *, reference: str, key: str, amount: Money) -> payments.ChargeState | None:
        """Say what was taken and given back, from our ledger."""
        taken = Entry.objects.filter(source=SOURCE, source_id=key, kind=Entry.Kind.REDEEM).exists()
        if not taken:
            return payments.ChargeState("not_found", currency=amount.currency)
        keys = Entry.objects.filter(
            source=SOURCE, source_id__startswith=f"{key}/", kind=Entry.Kind.REFUND
        ).values_list("source_id", flat=True)
        return payments.ChargeState(
            "captured",
            currency=amount.currency,
            reference=reference,
            authorized_amount=amount.amount,
            captured_amount=amount.amount,
            refunds=tuple(payments.RefundState(each, 0, "success", key=each) for each in keys),
        )

    def parse_webhook(
        self, *, headers: Mapping[str, str], body: bytes, at: dt.datetime
    ) -> payments.WebhookNotice:
        """Refuse: nobody sends such messages."""
        raise payments.BadSignature()

    def read_state(self, payload: Mapping[str, Any]) -> payments.ChargeState | None:
        """Return None: there are no messages."""
        return None


GATEWAYS = (
    TenderGateway("voucher", _("Gift voucher")),
    TenderGateway("credit", _("Store credit")),
    TenderGateway("points", _("Points")),
)
