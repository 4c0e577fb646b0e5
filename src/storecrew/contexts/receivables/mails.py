"""Reminders of invoices, in the order's language, with the invoice itself."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from babel.dates import format_date
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.orders import public as orders
from storecrew.contexts.receivables import queries
from storecrew.contexts.receivables.facts import ItemFacts


def queue_reminder(
    order: orders.OrderFacts, item: ItemFacts, level: int, *, days: int, at: dt.datetime
) -> None:
    """Queue the reminder of a level, once per invoice."""
    orders.queue_mail(
        order, f"receivables.reminder_{level}", key=item.id, at=at,
        attach=f"receivables.invoice:{item.id}" if item.id else "", days=days, **words_of(order, item),
    )  # fmt: skip


def words_of(order: orders.OrderFacts, item: ItemFacts) -> dict[str, Any]:
    """Return what mails say of an invoice: its number, what is owed, by when and where it is paid to."""
    return {
        "invoice": item.number,
        "owed": item.owed.format(order.locale),
        "due": day_words(item.due_on, order.locale),
        "pay_to": queries.pay_to(order.channel_id),
        "invoices_url": f"{settings.STORECREW_BASE_URL}/{order.locale}/account/invoices/",
    }


def day_words(day: dt.date, locale: str) -> str:
    """Return a day in words."""
    return format_date(day, "long", locale=locale.replace("-", "_"))


def _sample(order: orders.OrderFacts, *, level: int) -> None:
    at = order.placed_at
    item = ItemFacts(
        id=0, grant_id=0, payment_id=0, order_id=order.id, number="INV-2026-00001", amount=order.total,
        paid=order.total - order.total, credited=order.total - order.total, owed=order.total, state="open",
        issued_at=at, due_on=at.date(), closed_at=None, hold="", hold_reason="",
    )  # fmt: skip
    queue_reminder(order, item, level, days=14, at=at)


def _level(level: int, title: str | Promise, subject: str | Promise) -> None:
    orders.order_mail(
        f"receivables.reminder_{level}",
        title=title,
        leaves=_("When an invoice is as late as its level says; not while it is disputed or on hold."),
        subject=subject,
        sample=partial(_sample, level=level),
    )


_level(1, _("Reminder of an invoice, first"), _("A reminder: invoice %(invoice)s"))
_level(2, _("Reminder of an invoice, second"), _("Second reminder: invoice %(invoice)s"))
_level(3, _("Reminder of an invoice, last"), _("Last reminder: invoice %(invoice)s"))
