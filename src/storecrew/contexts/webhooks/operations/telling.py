"""An event becomes a message, and a delivery for each subscription that wants it."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.db import transaction

from storecrew.contexts.orders import public as orders
from storecrew.contexts.webhooks.models import Delivery, Message, Subscription
from storecrew.contexts.webhooks.queries.payloads import data_of, kind_of
from storecrew.contexts.webhooks.queries.subscriptions import wanting
from storecrew.contexts.webhooks.rules.catalog import BY_NAME, TEST
from storecrew.kernel import rows
from storecrew.kernel.outbox import Event, Handling


def tell(event: Event, handling: Handling | None, *, at: dt.datetime) -> int:
    """Write what subscriptions get of an event; return for how many. The same event again writes nothing."""
    kind = kind_of(event)
    subscribers = wanting(kind)
    if not subscribers or orders.is_check(getattr(event, "order_id", 0)):
        return 0
    occurred = handling.published_at if handling else at
    message = Message(
        event_id=handling.event_id if handling else None,
        kind=kind,
        body=body_of(kind, occurred, data_of(event)),
        occurred_at=occurred,
    )
    with transaction.atomic():
        if not rows.insert([message], once_per="event_id"):
            return 0
        return rows.insert([_delivery(each, message.pk, at) for each in subscribers])


def write_test(subscription: Subscription, *, at: dt.datetime) -> Delivery:
    """Write a test for one subscription, whatever events it wants; call in a transaction."""
    data = {"subscription": subscription.name, "note": "A test. Nothing happened."}
    message = Message.objects.create(kind=TEST, body=body_of(TEST, at, data), occurred_at=at)
    delivery = _delivery(subscription.pk, message.pk, at)
    delivery.save()
    return delivery


def body_of(kind: str, occurred: dt.datetime, data: dict[str, Any]) -> str:
    """Return the payload as it is signed and sent."""
    version = BY_NAME[kind].version if kind in BY_NAME else 1
    told = {"type": kind, "version": version, "timestamp": occurred.isoformat(), "data": data}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _delivery(subscription_id: int, message_id: int, at: dt.datetime) -> Delivery:
    return Delivery(subscription_id=subscription_id, message_id=message_id, next_at=at, created_at=at)
