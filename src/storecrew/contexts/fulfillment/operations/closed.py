"""Closed boxes: the second look, opening again, and whether one may leave."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from storecrew.contexts.fulfillment import queries
from storecrew.contexts.fulfillment.errors import (
    CheckNeeded,
    LabelMissing,
    LabelPending,
    SamePerson,
    StateChanged,
    TooLate,
)
from storecrew.contexts.fulfillment.facts import ParcelFacts
from storecrew.contexts.fulfillment.models import Parcel
from storecrew.contexts.fulfillment.operations import consignments, inserts, labels, moving, readying
from storecrew.contexts.fulfillment.rules import states
from storecrew.kernel.actor import Actor

LEAVES_WITH = (labels.States.NONE, labels.States.BOUGHT)
"""The states of a label with which a parcel may leave without another number."""


def check_parcel(parcel_id: int, *, actor: Actor, at: dt.datetime) -> ParcelFacts:
    """Confirm as a second person that a closed parcel of high value is right; then its label is asked for.

    Call it outside transactions. Raises SamePerson, UnknownWork.
    """
    actor.require("fulfillment.write")
    parcel = consignments.load(parcel_id)
    if parcel.packed_by_id == actor.id:
        raise SamePerson(packed_by=parcel.packed_by)
    with transaction.atomic():
        checked = Parcel.objects.filter(pk=parcel_id, state=Parcel.State.CLOSED, checked_at=None).update(
            checked_by=actor.label[:200], checked_at=at
        )
        if checked:
            moving.note(parcel.fulfillment_order, "checked", actor=actor, at=at)
            readying.make_ready(parcel.fulfillment_order, actor=actor, at=at)
    return labels.get_label(parcel.pk, actor=actor, at=at)


def reopen_parcel(parcel_id: int, *, reason: str, actor: Actor, at: dt.datetime) -> ParcelFacts:
    """Open a closed parcel again; a label that it has is taken back first. Call it outside transactions.

    :raises UnknownWork: no such parcel
    :raises LabelPending: a carrier may be making its label right now
    :raises TooLate: it has left
    :raises NotVoidable, CarrierRefused, CarrierSilent: the label cannot be taken back, or not yet
    """
    actor.require("fulfillment.write")
    parcel = consignments.load(parcel_id)
    row = parcel.fulfillment_order
    if parcel.label_id is not None and parcel.state == Parcel.State.CLOSED:
        labels.take_back(parcel, reason=reason, actor=actor, at=at)
    with transaction.atomic():
        if row.state == states.PACKED:
            moving.move(row, states.PICKED, actor=actor, at=at)
            readying.withdraw(row, actor=actor, at=at)
        moving.keep(row.pk, states.PICKED)
        closed = Parcel.objects.filter(pk=parcel_id, state=Parcel.State.CLOSED)
        opened = closed.filter(label_id=None, tracking_number="", label_state__in=labels.SETTLED).update(
            state=Parcel.State.OPEN, closed_at=None, checked_at=None, checked_by="", **labels.ANEW
        )
        if not opened and closed.filter(label_state__in=labels.OPEN).exists():
            raise LabelPending(parcel=parcel.code)
        if not opened:
            raise TooLate(parcel=parcel.code)
        inserts.ask_again(parcel, at=at)
        moving.note(row, "unpacked", actor=actor, at=at, text=reason)
    return queries.parcel(parcel.pk)


def ready_to_leave(parcel: Parcel, *, numbered: bool) -> None:
    """Raise CheckNeeded, LabelMissing or StateChanged unless a parcel may go.

    ``numbered`` says that whoever hands it over has typed the number of another label.
    """
    if parcel.state != Parcel.State.CLOSED:
        raise StateChanged(number=parcel.code, state=parcel.state)
    if parcel.needs_check and parcel.checked_at is None:
        raise CheckNeeded(parcel=parcel.code)
    if parcel.label_state not in LEAVES_WITH and not numbered:
        raise LabelMissing(parcel=parcel.code)
