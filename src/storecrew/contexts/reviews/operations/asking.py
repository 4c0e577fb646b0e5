"""Ask people who agreed to surveys, once per order, what they think of what they bought."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from storecrew.contexts.customers import public as customers
from storecrew.contexts.orders import public as orders
from storecrew.contexts.reviews import queries, rules
from storecrew.contexts.reviews.models import ReviewAsk
from storecrew.kernel import mail

TOPIC = "surveys"


def ask_for_reviews(at: dt.datetime, *, limit: int = 200) -> int:
    """Queue the question for orders whose goods have been used for a while; return how many are asked.

    Nobody is asked twice, nor without consent to surveys, nor about what was paid back. The mail asks for
    consent again as it leaves. Safe to repeat.
    """
    asked = 0
    since = at - rules.ASK_WITHIN
    for order_id in orders.sent_orders(since=since, besides=queries.handled_orders(), limit=limit):
        way = orders.journey(order_id)
        if rules.time_to_ask(sent_at=way.sent_at, arrived_at=way.arrived_at, at=at):
            asked += _ask(order_id, at)
    return asked


def _ask(order_id: int, at: dt.datetime) -> int:
    order = orders.order(order_id)
    may = order.refunded.amount < order.captured.amount or not order.refunded.amount
    contact = customers.contact_of(order.email) if may else None
    wanted = contact is not None and contact.id in customers.agreed([contact.id], TOPIC)
    with transaction.atomic():
        _row, made = ReviewAsk.objects.get_or_create(pk=order_id, defaults={"asked": wanted, "at": at})
        if not (made and wanted):
            return 0
        letter = mail.Letter(
            to=order.email,
            locale=order.locale,
            dedupe_key=f"reviews.ask:{order_id}",
            compose=f"reviews.ask:{order_id}",
            record="orders.order",
            record_id=str(order_id),
        )
        return mail.queue_letters([letter], at=at)
