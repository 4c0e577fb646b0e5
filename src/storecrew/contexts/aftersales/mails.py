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


def queue_canceled(order: orders.OrderFacts, *, at: dt.datetime) -> None:
    """Queue the mail that an order was canceled, once per order."""
    left = order.captured - order.refunded
    orders.queue_mail(
        order, "aftersales.canceled", key=order.id, at=at,
        refunded=left.format(order.locale) if left else "", held=order.payment_status == "authorized",
    )  # fmt: skip


def queue_refunded(
    order: orders.OrderFacts, refund_id: int, amount: Money, *, told: int, at: dt.datetime
) -> None:
    """Queue the mail that an amount is on its way back; ``told`` is what of the refund is told by now."""
    orders.queue_mail(
        order, "aftersales.refunded", key=f"{refund_id}:{told}",
        at=at, amount=amount.format(order.locale),
    )  # fmt: skip


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
