"""A refund that the customer takes as a voucher: written once, with what the channel adds to it."""

from __future__ import annotations

import datetime as dt

from django.utils import translation
from django.utils.translation import gettext as _

from storecrew.contexts.aftersales import rules
from storecrew.contexts.aftersales.models import Refund, RefundPart
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money


def give_voucher(
    row: Refund, order: orders.OrderFacts, *, percent: int, actor: Actor, at: dt.datetime
) -> None:
    """Issue the voucher of a refund and write its money as given, in the transaction that decides the refund.

    The ledger has each part as given by another way, so that it cannot be refunded again.
    """
    for part in RefundPart.objects.filter(refund=row).order_by("payment_id"):
        payments.record_outside_refund(
            part.payment_id,
            amount=Money(part.amount, row.currency),
            key=part.key,
            note=row.reason,
            actor=actor,
            at=at,
        )
    RefundPart.objects.filter(refund=row).update(status=Refund.Status.DONE)
    bonus = rules.bonus_of(row.amount, percent)
    with translation.override(order.locale):
        message = _("Instead of a refund for your order %(number)s.") % {"number": order.number}
        if bonus:
            extra = Money(bonus, row.currency).format(order.locale)
            message = f"{message} {_('%(amount)s of it are a thank you.') % {'amount': extra}}"
    voucher_id = loyalty.give_instead(
        Money(row.amount + bonus, row.currency),
        key=str(row.pk),
        order_id=order.id,
        email=order.email,
        name=str(order.shipping_address.get("name", "")),
        locale=order.locale,
        message=message,
        reason=row.reason,
        actor=actor,
        at=at,
    )
    # The mail of the voucher says it; none about money is sent.
    Refund.objects.filter(pk=row.pk).update(
        bonus_amount=bonus, voucher_id=voucher_id, told_amount=row.amount, status=Refund.Status.DONE,
        settled_at=at,
    )  # fmt: skip
