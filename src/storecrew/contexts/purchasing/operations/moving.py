"""The one way in which a purchase order changes its state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import F

from storecrew.contexts.purchasing.errors import UnknownOrder, WrongState
from storecrew.contexts.purchasing.models import PurchaseOrder
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor

RECORD = "purchasing.order"


def find(order_id: int) -> PurchaseOrder:
    """Return an order with its supplier; raises UnknownOrder."""
    row = PurchaseOrder.objects.select_related("supplier").filter(pk=order_id).first()
    if row is None:
        raise UnknownOrder(order=order_id)
    return row


def move(
    order: PurchaseOrder,
    states: Sequence[str],
    target: str,
    *,
    action: str,
    actor: Actor,
    at: dt.datetime,
    reason: str = "",
    **values: Any,
) -> PurchaseOrder:
    """Move an order from one of the states to another, once; raises WrongState for the second who tries."""
    rows = PurchaseOrder.objects.filter(pk=order.pk, state__in=states)
    if not rows.update(state=target, version=F("version") + 1, **values):
        now = PurchaseOrder.objects.values_list("state", flat=True).get(pk=order.pk)
        raise WrongState(number=order.number, state=now)
    audit.record(
        actor=actor, action=action, record=RECORD, record_id=order.pk, at=at, reason=reason,
        before={"state": order.state}, after={"state": target},
    )  # fmt: skip
    order.refresh_from_db()
    return order


def who(actor: Actor) -> str:
    """Return who acted, as the order says it."""
    return (actor.label or f"{actor.kind} {actor.id}")[:200]


def key_of(actor: Actor) -> str:
    """Return what tells two actors apart."""
    return f"{actor.kind}:{actor.id}"[:64]
