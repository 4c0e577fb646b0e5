"""Mails about canceled orders, refunds and returns, in the order's language."""

from __future__ import annotations

import datetime as dt
import zoneinfo

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.aftersales.facts import ReturnFacts, ReturnLineFacts, WithdrawalFacts
from storecrew.contexts.channels import public as channels
from storecrew.contexts.orders import public as orders
from storecrew.kernel.money import Money
from storecrew.kernel.sentence import said, words_of


def queue_canceled(order: orders.OrderFacts, *, at: dt.datetime) -> None:
    """Queue the mail that an order was canceled, once per order."""
    left = order.captured - order.refunded
    orders.queue_mail(
        order, "aftersales.canceled", key=order.id, at=at,
        refunded=left.format(order.locale) if left else "", held=order.payment_status == "authorized",
    )  # fmt: skip


def queue_refunded(
    order: orders.OrderFacts, refund_id: int, amount: Money, *, told: int, at: dt.datetime, way: str = ""
) -> None:
    """Queue the mail that an amount is on its way back; ``told`` is what of the refund is told by now.

    ``way`` is ``hand`` when a person has to send it, ``lowered`` when only less is owed of an invoice.
    """
    orders.queue_mail(
        order, "aftersales.refunded", key=f"{refund_id}:{told}",
        at=at, amount=amount.format(order.locale), way=way,
    )  # fmt: skip


def queue_refund_sent(
    order: orders.OrderFacts, key: int, amount: Money, *, sent_on: dt.date, at: dt.datetime
) -> None:
    """Queue the mail that somebody has sent a refund by hand, once per refund."""
    with translation.override(order.locale):
        day = date_format(sent_on, "DATE_FORMAT")
    orders.queue_mail(
        order, "aftersales.refund_sent", key=key, at=at, amount=amount.format(order.locale), day=day
    )


def queue_refund_not_sent(
    order: orders.OrderFacts, key: str, amount: Money, *, ask: bool, at: dt.datetime
) -> None:
    """Queue the mail that a refund could not be sent; with ``ask`` it asks for an account to send it to."""
    orders.queue_mail(
        order, "aftersales.refund_not_sent", key=key, at=at, amount=amount.format(order.locale), ask=ask
    )


def queue_exchange_to_pay(
    order: orders.OrderFacts, exchange_id: int, amount: Money, *, by: dt.datetime, at: dt.datetime
) -> None:
    """Queue the mail that asks for the difference of an exchange, once, with the link where it is paid."""
    zone = zoneinfo.ZoneInfo(channels.facts_by_id(order.channel_id).timezone)
    with translation.override(order.locale):
        day = date_format(by.astimezone(zone).date(), "DATE_FORMAT")
    orders.queue_mail(
        order, "aftersales.exchange_to_pay", key=exchange_id, at=at, page="pay/",
        amount=amount.format(order.locale), day=day, lines=[line.title for line in order.lines],
    )  # fmt: skip


def queue_exchange_lapsed(
    order: orders.OrderFacts, exchange_id: int, *, received: bool, at: dt.datetime
) -> None:
    """Queue the mail that an exchange ended because its difference was not paid, once."""
    orders.queue_mail(order, "aftersales.exchange_lapsed", key=exchange_id, at=at, received=received)


def queue_return_announced(order: orders.OrderFacts, made: ReturnFacts, *, at: dt.datetime) -> None:
    """Queue the mail that a return is known, with its paper."""
    with translation.override(order.locale):
        pickup = made.pickup_on and date_format(made.pickup_on, "DATE_FORMAT")
    orders.queue_mail(
        order, "aftersales.return_announced", key=made.id, at=at,
        attach=f"aftersales.return:{made.id}", number=made.number, made=made, pickup=pickup,
    )  # fmt: skip


def queue_return_received(order: orders.OrderFacts, made: ReturnFacts, *, at: dt.datetime) -> None:
    """Queue the mail that a parcel was opened, with how many units of each line were in it."""
    came = made.came
    rows = [(line, came[line.order_line_id]) for line in made.lines]
    missing = any(units < line.quantity for line, units in rows)
    orders.queue_mail(
        order, "aftersales.return_received", key=made.id, at=at,
        number=made.number, made=made, rows=rows, missing=missing,
    )  # fmt: skip


def queue_return_ended(order: orders.OrderFacts, made: ReturnFacts, reason: str, *, at: dt.datetime) -> None:
    """Queue the mail that a return leads to nothing, and why."""
    with translation.override(order.locale):
        reason = said(words_of(reason), reason)
    orders.queue_mail(
        order, "aftersales.return_ended", key=made.id, at=at,
        number=made.number, made=made, reason=reason,
    )  # fmt: skip


def queue_withdrawn(order: orders.OrderFacts, made: WithdrawalFacts, *, at: dt.datetime) -> None:
    """Queue the confirmation of a withdrawal: what was declared, and the date and time of it."""
    zone = zoneinfo.ZoneInfo(channels.facts_by_id(order.channel_id).timezone)
    with translation.override(order.locale):
        moment = f"{date_format(made.declared_at.astimezone(zone), 'DATETIME_FORMAT')} ({zone.key})"
    orders.queue_mail(
        order, "aftersales.withdrawn", key=made.id, at=at,
        withdrawal=made.number, made=made, moment=moment,
    )  # fmt: skip


def queue_withdrawal_link(order: orders.OrderFacts, *, at: dt.datetime) -> None:
    """Queue the link to the withdrawal of an order, once an hour at most."""
    orders.queue_mail(
        order, "aftersales.withdrawal_link", key=f"{order.id}:{at:%Y%m%d%H}", at=at, page="withdraw/"
    )


def _withdrawal_of(order: orders.OrderFacts) -> WithdrawalFacts:
    """Return a withdrawal from all that was ordered, as no table holds it: for people who look at a mail."""
    return WithdrawalFacts(
        0, "WD-1001", order.id, str(order.shipping_address.get("name", "")), order.placed_at, "return",
        "RT-1001", tuple((line.title, line.quantity) for line in order.lines),
    )  # fmt: skip


def _return_of(order: orders.OrderFacts) -> ReturnFacts:
    """Return a return of all that was ordered, as no table holds it: for people who look at a mail."""
    lines = tuple(
        ReturnLineFacts(
            id=line.id, order_line_id=line.id, variant_id=line.variant_id, sku=line.sku, title=line.title,
            quantity=line.quantity, most=line.quantity, found={"restock": line.quantity}, cause="",
        )
        for line in order.lines
    )  # fmt: skip
    return ReturnFacts(
        id=0, number="RT-1001", order_id=order.id, state="announced", reason="", note="", pickup_on=None,
        location_id=None, opened_by="", opened_at=order.placed_at, closed_by="", closed_at=None, lines=lines,
    )  # fmt: skip


orders.order_mail(
    "aftersales.canceled",
    title=_("Order canceled"),
    leaves=_("When an order is canceled."),
    subject=_("Your order %(number)s was canceled"),
    sample=lambda order: queue_canceled(order, at=order.placed_at),
)
orders.order_mail(
    "aftersales.refunded",
    title=_("Refund"),
    leaves=_("When money is on its way back."),
    subject=_("A refund for your order %(number)s"),
    sample=lambda order: queue_refunded(order, 0, order.total, told=0, at=order.placed_at),
)
orders.order_mail(
    "aftersales.refund_sent",
    title=_("Refund was sent"),
    leaves=_("When somebody has sent a refund by hand."),
    subject=_("We have sent the refund for your order %(number)s"),
    sample=lambda order: queue_refund_sent(
        order, 0, order.total, sent_on=order.placed_at.date(), at=order.placed_at
    ),
)
orders.order_mail(
    "aftersales.refund_not_sent",
    title=_("Refund could not be sent"),
    leaves=_("When a refund by hand could not be sent and the customer has to know."),
    subject=_("The refund for your order %(number)s could not be sent"),
    sample=lambda order: queue_refund_not_sent(order, "", order.total, ask=True, at=order.placed_at),
)
orders.order_mail(
    "aftersales.exchange_to_pay",
    title=_("Difference of an exchange"),
    leaves=_("When what is sent instead costs more; with the link to pay the difference."),
    subject=_("Please pay the difference for your exchange %(number)s"),
    sample=lambda order: queue_exchange_to_pay(order, 0, order.total, by=order.placed_at, at=order.placed_at),
)
orders.order_mail(
    "aftersales.exchange_lapsed",
    title=_("Exchange ended"),
    leaves=_("When the difference of an exchange was not paid in time."),
    subject=_("The exchange for your order %(number)s has ended"),
    sample=lambda order: queue_exchange_lapsed(order, 0, received=False, at=order.placed_at),
)
orders.order_mail(
    "aftersales.return_announced",
    title=_("Return announced"),
    leaves=_("When a customer announces a return, with the sheet for the parcel."),
    subject=_("Your return %(number)s"),
    sample=lambda order: queue_return_announced(order, _return_of(order), at=order.placed_at),
)
orders.order_mail(
    "aftersales.return_received",
    title=_("Return has arrived"),
    leaves=_("When the parcel of a return was opened."),
    subject=_("We have your return %(number)s"),
    sample=lambda order: queue_return_received(order, _return_of(order), at=order.placed_at),
)
orders.order_mail(
    "aftersales.return_ended",
    title=_("Return closed"),
    leaves=_("When a return leads to nothing, with the reason."),
    subject=_("About your return %(number)s"),
    sample=lambda order: queue_return_ended(order, _return_of(order), "…", at=order.placed_at),
)
orders.order_mail(
    "aftersales.withdrawn",
    title=_("Withdrawal confirmed"),
    leaves=_("When a customer withdraws from the contract: what was declared, with date and time."),
    subject=_("We have your withdrawal %(withdrawal)s from order %(number)s"),
    sample=lambda order: queue_withdrawn(order, _withdrawal_of(order), at=order.placed_at),
)
orders.order_mail(
    "aftersales.withdrawal_link",
    title=_("Link to the withdrawal"),
    leaves=_("When somebody asks for the link with the number and the address of an order."),
    subject=_("Withdraw from the contract of order %(number)s"),
    sample=lambda order: queue_withdrawal_link(order, at=order.placed_at),
)
