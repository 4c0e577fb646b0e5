"""Subscriptions and deliveries, as screens and operations need them."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

from django.db.models import Count, QuerySet

from storecrew.contexts.webhooks.errors import UnknownDelivery, UnknownSubscription
from storecrew.contexts.webhooks.facts import Standing
from storecrew.contexts.webhooks.models import Delivery, Subscription
from storecrew.kernel.reads import compiled_once

PURPOSE = "webhooks"


def find(subscription_id: int) -> Subscription:
    """Return a subscription. Raises UnknownSubscription."""
    row = Subscription.objects.filter(pk=subscription_id).first()
    if row is None:
        raise UnknownSubscription(webhook=subscription_id)
    return row


def delivery(delivery_id: int) -> Delivery:
    """Return a delivery with its subscription and message. Raises UnknownDelivery."""
    row = Delivery.objects.select_related("subscription", "message").filter(pk=delivery_id).first()
    if row is None:
        raise UnknownDelivery(delivery=delivery_id)
    return row


def message_id(message_pk: int) -> str:
    """Return how a message is called outside; the same with each attempt, for whoever sorts out repeats."""
    return f"msg_{message_pk}"


def host_of(url: str) -> str:
    """Return the host of an address: what may stand where paths and queries could be secrets."""
    return urlsplit(url).hostname or ""


def standings(*, since: dt.datetime) -> dict[int, Standing]:
    """Return how the deliveries of each subscription went; those without any are left out; one query."""
    rows = Delivery.objects.filter(created_at__gte=since).order_by()
    counts: dict[int, dict[str, int]] = {}
    for subscription_id, state, count in rows.values_list("subscription_id", "state").annotate(n=Count("pk")):
        counts.setdefault(subscription_id, {})[state] = count
    return {key: Standing(**found) for key, found in counts.items()}


def wanting(kind: str) -> list[int]:
    """Return the ids of the subscriptions that want an event, also of paused ones: theirs waits."""
    # A handful of rows; looking into a list of JSON differs between the databases.
    return [key for key, events in _all() if kind in events]


@compiled_once
def _all() -> QuerySet[Subscription, tuple[int, list[str]]]:
    return Subscription.objects.order_by("pk").values_list("pk", "events")
