"""The doorway of the webhooks context."""

from storecrew.contexts.webhooks.errors import (
    DeliveryUnderWay,
    InvalidSubscription,
    SubscriptionChanged,
    SubscriptionPaused,
    UnknownDelivery,
    UnknownSubscription,
)
from storecrew.contexts.webhooks.facts import Answer, Sent, Standing, Wanted
from storecrew.contexts.webhooks.operations.delivering import deliver_due, redeliver, send_test
from storecrew.contexts.webhooks.operations.forgetting import forget_old
from storecrew.contexts.webhooks.operations.subscriptions import (
    OVERLAP,
    add_subscription,
    change_subscription,
    delete_subscription,
    pause_subscription,
    resume_subscription,
    rotate_secret,
)
from storecrew.contexts.webhooks.queries.subscriptions import (
    delivery,
    find,
    host_of,
    message_id,
    standings,
)
from storecrew.contexts.webhooks.rules.catalog import BY_NAME, PUBLIC, TEST, PublicEvent

__all__ = [
    "BY_NAME",
    "OVERLAP",
    "PUBLIC",
    "TEST",
    "Answer",
    "DeliveryUnderWay",
    "InvalidSubscription",
    "PublicEvent",
    "Sent",
    "Standing",
    "SubscriptionChanged",
    "SubscriptionPaused",
    "UnknownDelivery",
    "UnknownSubscription",
    "Wanted",
    "add_subscription",
    "change_subscription",
    "delete_subscription",
    "deliver_due",
    "delivery",
    "find",
    "forget_old",
    "host_of",
    "message_id",
    "pause_subscription",
    "redeliver",
    "resume_subscription",
    "rotate_secret",
    "send_test",
    "standings",
]
