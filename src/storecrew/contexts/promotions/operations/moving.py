"""Moving a promotion through its states: one conditional update, one audit line, the token renewed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from storecrew.contexts.promotions.errors import UnknownPromotion, WrongState
from storecrew.contexts.promotions.models import Promotion
from storecrew.contexts.promotions.operations.activating import renew_active
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor

RECORD = "promotions.promotion"


def find(promotion_id: int) -> Promotion:
    """Return a promotion; raises UnknownPromotion."""
    row = Promotion.objects.filter(pk=promotion_id).first()
    if row is None:
        raise UnknownPromotion(promotion=promotion_id)
    return row


def page_of(promotion_id: int) -> str:
    """Return where a promotion is shown."""
    return f"/admin/promotions/{promotion_id}/"


def move(
    row: Promotion,
    state: str,
    *,
    allowed: Collection[str],
    actor: Actor,
    at: dt.datetime,
    reason: str = "",
    **fields: Any,
) -> None:
    """Change the state in the caller's transaction, if it still is one of the allowed. Raises WrongState."""
    before = row.state
    changed = Promotion.objects.filter(pk=row.pk, state__in=allowed).update(
        state=state, updated_at=at, **fields
    )
    if not changed:
        raise WrongState(promotion=row.pk, state=find(row.pk).state)
    audit.record(
        actor=actor,
        action=f"promotions.{state}",
        record=RECORD,
        record_id=row.pk,
        at=at,
        before={"state": before},
        after={"state": state},
        reason=reason,
    )
    renew_active()
    row.refresh_from_db()
