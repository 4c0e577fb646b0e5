"""Gift vouchers that the shop sells: owed once they are paid for, mailed with their code, ended by a
refund.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import IntegrityError, transaction

from storecrew.contexts.channels import public as channels
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.loyalty import mails
from storecrew.contexts.loyalty.errors import VoucherSpent
from storecrew.contexts.loyalty.facts import Present
from storecrew.contexts.loyalty.models import Account, Entry, SoldWish, Voucher, VoucherProduct
from storecrew.contexts.loyalty.operations import booking, issuing
from storecrew.contexts.loyalty.queries.shops import morning
from storecrew.contexts.orders import public as orders
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.money import Money
from storecrew.kernel.sentence import say

ACTOR = "loyalty.selling"


def sell_variant(
    variant_id: int,
    *,
    years: int = issuing.YEARS,
    by_mail: int | None = None,
    actor: Actor,
    at: dt.datetime,
) -> None:
    """Say that whoever buys this variant buys a gift voucher of its price.

    ``by_mail`` is how many may be sold from now on without a card and a parcel; None leaves
    the stock as it is.

    :raises Denied: the actor may not
    :raises StockElsewhere, InvalidStockChange: as ``inventory.sell_by_mail`` says
    """
    actor.require("loyalty.write")
    with transaction.atomic():
        if by_mail is not None:
            inventory.sell_by_mail(variant_id, units=by_mail, actor=system_actor(ACTOR), at=at)
        row, _made = VoucherProduct.objects.update_or_create(variant_id=variant_id, defaults={"years": years})
        audit.record(
            actor=actor,
            action="loyalty.voucher_sold_as",
            record="catalog.variant",
            record_id=variant_id,
            at=at,
            after={"years": row.years, "by_mail": by_mail},
        )


def note_presents(order_id: int, presents: Mapping[int, Present]) -> None:
    """Keep whom the vouchers of order lines are for, in the transaction that drafts the order."""
    SoldWish.objects.bulk_create(
        SoldWish(order_id=order_id, order_line_id=line_id, **present._asdict())
        for line_id, present in presents.items()
    )


def forget_presents(order_id: int) -> None:
    """Forget whom the vouchers of an order were for that came to nothing."""
    SoldWish.objects.filter(order_id=order_id).delete()


def issue_sold(order_id: int, *, at: dt.datetime) -> int:
    """Issue the vouchers of an order that is paid, once per unit; return how many are new.

    What is owed is the price of the article without discounts. They are mailed on the day and to the person
    that the buyer named, else at once to the buyer.
    """
    if not VoucherProduct.objects.exists():
        return 0
    order = orders.order(order_id)
    if order.status != "confirmed" or order.payment_status != "paid":
        return 0
    wanted = [line.variant_id for line in order.lines]
    years = dict(VoucherProduct.objects.filter(variant_id__in=wanted).values_list("variant_id", "years"))
    if not years:
        return 0
    new = 0
    wishes = {row.order_line_id: row for row in SoldWish.objects.filter(order_id=order_id)}
    for line in order.lines:
        if line.variant_id in years and line.unit_price.amount > 0:
            wish = wishes.get(line.id) or SoldWish()
            for unit in range(line.quantity - line.canceled_quantity):
                new += _issue_one(order, line, unit, years[line.variant_id], wish, at)
    forget_presents(order_id)
    return new


def _issue_one(
    order: orders.OrderFacts,
    line: orders.OrderLineFacts,
    unit: int,
    years: int,
    wish: SoldWish,
    at: dt.datetime,
) -> bool:
    day = wish.deliver_on
    timezone = channels.facts_by_id(order.channel_id).timezone
    later = morning(day, timezone) if day else at
    if Voucher.objects.filter(order_line_id=line.id, unit=unit).exists():
        return False
    try:
        with transaction.atomic():
            issuing.issue(
                line.unit_price,
                origin=Voucher.Origin.SOLD,
                source="order_line",
                source_id=f"{line.id}/{unit}",
                years=years,
                timezone=timezone,
                order_id=order.id,
                order_line_id=line.id,
                unit=unit,
                recipient_email=wish.email or order.email,
                recipient_name=wish.name,
                sender=wish.sender,
                message=wish.message,
                locale=order.locale,
                deliver_at=max(later, at),
                actor=system_actor(ACTOR),
                at=at,
            )
    except IntegrityError:
        return False
    return True


def deliver_due(at: dt.datetime, *, limit: int = 200) -> int:
    """Mail the vouchers whose day has come, each with a code that is made when the mail leaves."""
    due = Voucher.objects.filter(deliver_at__lte=at, delivered_at=None, account__blocked=False).exclude(
        recipient_email=""
    )
    ids = list(due.order_by("deliver_at", "pk").values_list("pk", flat=True)[:limit])
    return sum(_deliver(voucher_id, at) for voucher_id in ids)


def _deliver(voucher_id: int, at: dt.datetime) -> bool:
    with transaction.atomic():
        if not Voucher.objects.filter(pk=voucher_id, delivered_at=None).update(delivered_at=at):
            return False
        row = Voucher.objects.select_related("account").get(pk=voucher_id)
        mails.queue_voucher(row, at=at)
        audit.record(
            actor=system_actor(ACTOR),
            action="loyalty.voucher_delivered",
            record="loyalty.voucher",
            record_id=row.pk,
            at=at,
        )
    return True


def take_back_sold(order_id: int, *, worth: int, key: str, actor: Actor, at: dt.datetime) -> int:
    """End vouchers an order bought, in the transaction that decides its refund; return what was ended.

    ``worth`` is how much (minor units) may still be out there afterwards. The newest go first; what is out
    already beyond that was spent, and its money is not given back.

    :raises VoucherSpent: more of them was spent than may stay
    """
    rows = list(
        Voucher.objects.select_related("account")
        .filter(order_id=order_id, origin=Voucher.Origin.SOLD, account__blocked=False)
        .order_by("account_id")
    )
    out = sum(row.face_amount for row in rows)
    ended = 0
    for row in reversed(rows):
        if out - ended <= worth:
            break
        # One statement decides between this refund and a cart that pays with the voucher.
        whole = Account.objects.filter(pk=row.account_id, balance=row.face_amount, blocked=False)
        if not whole.update(blocked=True):
            continue
        booking.book(
            row.account_id,
            Entry.Kind.REVERSE,
            -row.face_amount,
            source="sale_refund",
            source_id=f"{key}/{row.pk}",
            order_id=order_id,
            actor=actor,
            at=at,
        )
        Voucher.objects.filter(pk=row.pk).update(block_reason=say("Refunded"))
        ended += row.face_amount
    if out - ended > worth:
        raise VoucherSpent(spent=out - ended, currency=rows[0].account.currency)
    return ended


class SoldVouchers:
    """Asked inside the transaction that cancels an order: what it bought ends with it."""

    def stop(self, order_id: int, change: str, *, reason: str, actor: Actor, at: dt.datetime) -> None:
        """End the vouchers of a canceled order; refuse when one was spent."""
        if change == "cancel":
            take_back_sold(order_id, worth=0, key=f"cancel/{order_id}", actor=actor, at=at)


def sold_worth(order_id: int) -> Money | None:
    """Return what the living vouchers of an order are worth at face, or None when it has none."""
    rows = Voucher.objects.filter(
        order_id=order_id, origin=Voucher.Origin.SOLD, account__blocked=False
    ).values_list("face_amount", "account__currency")
    found = list(rows)
    return Money(sum(amount for amount, _currency in found), found[0][1]) if found else None
