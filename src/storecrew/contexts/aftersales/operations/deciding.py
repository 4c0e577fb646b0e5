"""Units of a return that were set apart: looked at, and put where they go for good."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F

from storecrew.contexts.aftersales import queries
from storecrew.contexts.aftersales.errors import FoundDoesNotFit, ReturnClosed, UnknownReturn
from storecrew.contexts.aftersales.facts import ReturnFacts
from storecrew.contexts.aftersales.models import Return, ReturnedUnits
from storecrew.contexts.aftersales.operations.gate import queue_up
from storecrew.contexts.aftersales.operations.returns import record
from storecrew.contexts.aftersales.rules import returns as rules
from storecrew.contexts.inventory import public as inventory
from storecrew.kernel.actor import Actor


def decide_units(
    units_id: int, *, to: str, quantity: int, cause: str = "", actor: Actor, at: dt.datetime
) -> ReturnFacts:
    """Move units of a return that were set apart, with their lot or serial number, to where they go.

    Only an inspection makes them sellable: "shelf" is one of the places. Two who decide about the same units
    at once decide once.

    :raises Denied: neither keeps stock nor packs
    :raises UnknownReturn: there are no such units
    :raises FoundDoesNotFit: not a place for them, or damage without a cause
    :raises ReturnClosed: fewer units are set apart there now
    """
    if not actor.can("inventory.write"):
        actor.require("fulfillment.write")
    row = ReturnedUnits.objects.select_related("line__parent").filter(pk=units_id).first()
    if row is None:
        raise UnknownReturn(units=units_id)
    if row.decision not in rules.APART or to not in rules.CAME or to == row.decision:
        raise FoundDoesNotFit(problem="decision")
    if to == "damaged" and cause not in rules.CAUSES:
        raise FoundDoesNotFit(problem="cause")
    parent = row.line.parent
    with transaction.atomic():
        queue_up(parent.order_id)
        mine = ReturnedUnits.objects.filter(pk=row.pk, quantity__gte=max(quantity, 1))
        if quantity < 1 or not mine.update(quantity=F("quantity") - quantity):
            raise ReturnClosed(number=parent.number)
        why = cause if to == "damaged" else ""
        inventory.decide_taken_back(
            inventory.TakenBack(row.line.variant_id, quantity, to, why, row.lot, row.serial),
            before=row.decision,
            location_id=parent.location_id or 0,
            document=parent.number,
            actor=actor,
            at=at,
        )
        there = ReturnedUnits.objects.filter(line=row.line, decision=to, lot=row.lot, serial=row.serial)
        if not there.update(quantity=F("quantity") + quantity):
            ReturnedUnits.objects.create(
                line=row.line, decision=to, quantity=quantity, cause=why, lot=row.lot, serial=row.serial
            )
        ReturnedUnits.objects.filter(pk=row.pk, quantity=0).delete()
        article = f"{row.line.sku} {row.lot}{row.serial}".strip()
        moved = {article: {row.decision: -quantity, to: quantity}}
        record("decided", Return.objects.get(pk=parent.pk), actor, at, {"found": moved})
    return queries.a_return(parent.pk)
