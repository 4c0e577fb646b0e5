"""Offers to take a change back: made with the change, good once, for its author, for a short while."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from storecrew.contexts.work.errors import UndoGone
from storecrew.contexts.work.facts import UndoFacts
from storecrew.contexts.work.models import UndoOffer
from storecrew.kernel.actor import Actor

GOOD_FOR = timedelta(minutes=30)


def offer_undo(*, kind: str, payload: dict[str, Any], actor: Actor, at: datetime) -> int:
    """Keep what is needed to take a change back, and return the number of the offer."""
    return UndoOffer.objects.create(kind=kind, payload=payload, actor_id=actor.id, offered_at=at).pk


def take_undo(offer_id: int, *, actor: Actor, at: datetime) -> UndoFacts:
    """Use an offer up, once, and return it; call it in the transaction that takes the change back.

    Raises UndoGone for somebody else's offer, one that was used, or one whose time is over.
    """
    mine = UndoOffer.objects.filter(
        pk=offer_id, actor_id=actor.id, used_at=None, offered_at__gte=at - GOOD_FOR
    )
    if not mine.update(used_at=at):
        raise UndoGone()
    row = UndoOffer.objects.get(pk=offer_id)
    return UndoFacts(id=row.pk, kind=row.kind, payload=row.payload)


def forget_undos(*, at: datetime) -> int:
    """Delete the offers that nobody can use any more; return how many."""
    gone, _rows = UndoOffer.objects.filter(offered_at__lt=at - GOOD_FOR).delete()
    return gone
