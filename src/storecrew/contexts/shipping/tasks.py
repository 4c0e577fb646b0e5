"""Timed work of shipping; each function is safe to run twice."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.shipping import operations
from storecrew.contexts.shipping.models import Label
from storecrew.contexts.shipping.operations import forgetting
from storecrew.contexts.shipping.queries.accounts import polled_account_ids
from storecrew.kernel import schedule

BATCH = 50


@schedule.every(seconds=60, name="shipping.check_open_labels")
def check_open_labels(at: dt.datetime) -> None:
    """Ask carriers about labels without a final word, and match messages that came too early."""
    due = Label.objects.filter(check_at__lte=at).order_by("check_at").values_list("pk", flat=True)
    for label_id in list(due[:BATCH]):
        operations.reconcile_label(label_id, at=at)
    operations.match_parked(at=at)


@schedule.every(seconds=300, name="shipping.poll_carriers")
def poll_carriers(at: dt.datetime) -> None:
    """Ask carriers where their parcels are."""
    for account_id in polled_account_ids(at):
        operations.poll_account(account_id, at=at)


@schedule.every(seconds=60, name="shipping.refresh_promises")
def refresh_promises(at: dt.datetime) -> None:
    """Lengthen and shorten delivery days with the queue of the warehouses, in the days of rest there are
    now.
    """
    operations.refresh_rest_days(at=at)
    operations.refresh_promises(at=at)


@schedule.every(seconds=86_400, name="shipping.forget_messages")
def forget_messages(at: dt.datetime) -> int:
    """Delete messages of carriers whose time is over."""
    return forgetting.forget_messages(at=at)
