"""While promotions run: they pause where the goods run low and go on when there is enough again (5.1).

Called by each event about stock and by the clock, so at the latest half a minute after the movement.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection

from django.db import transaction

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.promotions.errors import WrongState
from storecrew.contexts.promotions.events import PromotionPaused, PromotionResumed
from storecrew.contexts.promotions.models import Promotion
from storecrew.contexts.promotions.operations import telling
from storecrew.contexts.promotions.operations.moving import find, move
from storecrew.contexts.promotions.queries import stock
from storecrew.contexts.promotions.queries.words import low_words
from storecrew.contexts.promotions.rules import watching
from storecrew.kernel import outbox
from storecrew.kernel.actor import Actor, system_actor

State = Promotion.State
SYSTEM = system_actor("promotions.stock")


def watch(at: dt.datetime, *, variant_ids: Collection[int] | None = None) -> int:
    """Pause and resume by what can be promised now; return how many changed.

    With articles named only the promotions that planned them are looked at.
    """
    rows = Promotion.objects.filter(state__in=(State.LIVE, State.PAUSED)).exclude(planned=None)
    if variant_ids is not None:
        rows = rows.filter(planned__variant_id__in=variant_ids)
    return sum(_watch_one(row, at) for row in rows.distinct().order_by("pk"))


def _watch_one(row: Promotion, at: dt.datetime) -> bool:
    planned = dict(row.planned.values_list("variant_id", "units"))
    places = stock.available_now(planned, row.channels)
    available = {key: sum(found.values()) for key, found in places.items()}
    low = watching.run_low(available, row.pause_below)
    if row.state == State.LIVE and low and stock.override_of(row, at) is None:
        skus = [each.sku for each in catalog.variants(low).values()]
        return _try(lambda: pause_for_stock(row, skus, at=at))
    if (
        row.state == State.PAUSED
        and row.pause_reason == "stock"
        and watching.enough(available, planned, row.pause_below)
    ):
        return _try(lambda: _resume(row, SYSTEM, at))
    return False


def _try(step: Callable[[], None]) -> bool:
    """Do a step unless somebody else was faster."""
    try:
        step()
    except WrongState:
        return False
    return True


def pause_for_stock(row: Promotion, skus: Collection[str], *, at: dt.datetime) -> None:
    """Pause a running promotion whose goods run low: carts that have it keep it, and the teams are told."""
    words = low_words(sorted(skus), row.pause_below)
    with transaction.atomic():
        move(
            row, State.PAUSED, allowed=(State.LIVE,), actor=SYSTEM, at=at, reason=words, pause_reason="stock"
        )
        outbox.publish(PromotionPaused(promotion_id=row.pk, reason="stock"))
        telling.tell_paused(row, words, at=at)


def pause_promotion(promotion_id: int, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """Pause a running promotion by hand. Raises WrongState."""
    actor.require("promotions.write")
    row = find(promotion_id)
    with transaction.atomic():
        move(row, State.PAUSED, allowed=(State.LIVE,), actor=actor, at=at, reason=reason, pause_reason="hand")
        outbox.publish(PromotionPaused(promotion_id=row.pk, reason="hand"))
        telling.tell_paused(row, reason or "", at=at)


def resume_promotion(promotion_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Let a paused promotion run again; one that ran low is watched on and may pause at once."""
    actor.require("promotions.write")
    _resume(find(promotion_id), actor, at)


def _resume(row: Promotion, actor: Actor, at: dt.datetime) -> None:
    with transaction.atomic():
        move(row, State.LIVE, allowed=(State.PAUSED,), actor=actor, at=at, pause_reason="")
        outbox.publish(PromotionResumed(promotion_id=row.pk))
        telling.all_clear(row, at=at)
