"""Hold an invoice back from reminders, because the customer disputes it or for another reason."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from storecrew.contexts.receivables.errors import ItemClosed, ReasonMissing, UnknownItem
from storecrew.contexts.receivables.models import OpenItem
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor


def hold_item(item_id: int, *, kind: str, reason: str, actor: Actor, at: dt.datetime) -> None:
    """Stop reminding of an invoice; ``kind`` is "disputed" or "held".

    :raises Denied: the actor may not
    :raises ReasonMissing: no reason, or another kind
    :raises UnknownItem, ItemClosed: there is nothing to hold
    """
    actor.require("receivables.write")
    if not reason.strip() or kind not in ("disputed", "held"):
        raise ReasonMissing()
    _write(item_id, "receivables.item_held", kind, reason.strip()[:400], actor, at)


def release_item(item_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Remind of an invoice again. Raises Denied, UnknownItem, ItemClosed."""
    actor.require("receivables.write")
    _write(item_id, "receivables.item_released", "", "", actor, at)


def _write(item_id: int, action: str, kind: str, reason: str, actor: Actor, at: dt.datetime) -> None:
    with transaction.atomic():
        rows = OpenItem.objects.filter(pk=item_id)
        if not rows.filter(state=OpenItem.State.OPEN).update(hold=kind, hold_reason=reason):
            raise ItemClosed(item=item_id) if rows.exists() else UnknownItem(item=item_id)
        audit.record(
            actor=actor, action=action, record="receivables.item", record_id=item_id, at=at,
            after={"hold": kind}, reason=reason,
        )  # fmt: skip
