"""The one writer of a fulfillment order's state, and of the events of its timeline."""

from __future__ import annotations

import datetime as dt
from typing import Any, NoReturn

from django.db.models import Exists, F, OuterRef

from storecrew.contexts.fulfillment.errors import OnHold, StateChanged, TooLate, UnknownWork
from storecrew.contexts.fulfillment.models import (
    FulfillmentEvent,
    FulfillmentLine,
    FulfillmentOrder,
    PickRun,
    PickStep,
)
from storecrew.contexts.fulfillment.rules import states
from storecrew.contexts.inventory import public as inventory
from storecrew.kernel.actor import Actor
from storecrew.kernel.sentence import short

LATE = (states.PACKED, states.HANDED_OVER)


def move(row: FulfillmentOrder, to: str, *, actor: Actor, at: dt.datetime, **values: Any) -> None:
    """Take a fulfillment order to a state, or refuse with where it is; call it inside a transaction.

    Raises OnHold, TooLate, StateChanged. The row in memory is brought up to date.
    """
    if not try_move(row, to, actor=actor, at=at, **values):
        refuse(row.pk)


def try_move(row: FulfillmentOrder, to: str, *, actor: Actor, at: dt.datetime, **values: Any) -> bool:
    """Take a fulfillment order to a state if it still may go there; of two callers one does."""
    changed = FulfillmentOrder.objects.filter(pk=row.pk, state__in=states.sources(to)).update(
        state=to, changed_at=at, changed_by=name_of(actor), **values
    )
    if changed:
        row.state = to
        for name, value in values.items():
            setattr(row, name, value)
    return bool(changed)


def keep(work_id: int, *allowed: str) -> FulfillmentOrder:
    """Hold a fulfillment order in one of these states until the transaction ends; return it.

    Writing the row is the lock: a hold or a cancellation waits for our commit, or we see what it wrote.
    Raises UnknownWork, OnHold, TooLate, StateChanged.
    """
    if not FulfillmentOrder.objects.filter(pk=work_id, state__in=allowed).update(changed_at=F("changed_at")):
        refuse(work_id)
    return FulfillmentOrder.objects.get(pk=work_id)


def refuse(work_id: int) -> NoReturn:
    """Raise why a fulfillment order is not where somebody believed it to be."""
    row = FulfillmentOrder.objects.filter(pk=work_id).first()
    if row is None:
        raise UnknownWork(work=work_id)
    if row.state == states.HELD:
        raise OnHold(number=row.number, because=row.held_because)
    if row.state in LATE:
        raise TooLate(number=row.number, state=row.state)
    raise StateChanged(number=row.number, state=row.state)


def note(
    row: FulfillmentOrder,
    kind: str,
    *,
    actor: Actor,
    at: dt.datetime,
    line_id: int | None = None,
    quantity: int = 0,
    text: str = "",
) -> None:
    """Write one event of an order's timeline; without a line it is about all of this location's lines."""
    FulfillmentEvent.objects.create(
        order_id=row.order_id,
        fulfillment_order_id=row.pk,
        order_line_id=line_id,
        kind=kind,
        quantity=quantity or row.units,
        note=short(text, 300),
        location_name=place_names().get(row.location_id, "")[:200],
        actor_label=name_of(actor),
        at=at,
    )


def name_of(actor: Actor) -> str:
    """Return whom a timeline names: a person, or nobody when the software did it by itself."""
    return "" if actor.kind == "system" else actor.label[:200]


def let_go(row: FulfillmentOrder, *, at: dt.datetime) -> None:
    """Take an order out of the hands of its pickers: open stops are dropped, its lines are free again.

    A walk that has no other stop ends with it.
    """
    open_stops = PickStep.objects.filter(line__fulfillment_order=row, state=PickStep.State.OPEN)
    runs = list(open_stops.values_list("run", flat=True).distinct())
    open_stops.update(state=PickStep.State.DROPPED)
    FulfillmentLine.objects.filter(fulfillment_order=row).update(run=None)
    still = PickStep.objects.filter(run=OuterRef("pk"), state=PickStep.State.OPEN)
    PickRun.objects.filter(~Exists(still), pk__in=runs, state=PickRun.State.OPEN).update(
        state=PickRun.State.DONE, finished_at=at
    )


def place_names() -> dict[int, str]:
    """Return the names of the locations by id."""
    return {place.id: place.name for place in inventory.locations()}
