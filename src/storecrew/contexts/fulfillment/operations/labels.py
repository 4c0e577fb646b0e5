"""The label of a closed parcel: chosen once, asked for outside transactions, kept or explained.

The key of a parcel's label is ``parcel/<id>``, so asking again after a crash or a lost answer asks for the
same label. While an answer may still come the parcel can neither be opened nor leave without a number.
"""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from storecrew.contexts.fulfillment import queries
from storecrew.contexts.fulfillment.errors import LabelPending
from storecrew.contexts.fulfillment.facts import ParcelFacts
from storecrew.contexts.fulfillment.models import Parcel
from storecrew.contexts.fulfillment.operations import consignments, moving
from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.work import public as work
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.errors import DomainError
from storecrew.kernel.sentence import say

KEY = "parcel/"
ASKING = dt.timedelta(minutes=2)
"""How long one who asks may take before timed work believes that it died."""
MOST_TRIES = 5
States = Parcel.LabelState
OPEN = (States.ASKING, States.WAITING)
SETTLED = (States.NONE, States.WANTED, States.REFUSED)
ANEW: dict[str, Any] = {
    "label_state": States.NONE, "label_service": "", "label_problem": "", "label_words": "",
    "label_fallback": False, "label_tries": 0,
}  # fmt: skip
"""What a parcel that is opened again forgets, since its content and its weight may change."""


def first_state(*, collected: bool = False) -> str:
    """Return the label state of a parcel that is closed now: a shop without carriers wants none, and neither
    does a parcel that its customer collects.
    """
    if collected:
        return States.NONE
    return States.WANTED if shipping.accounts(active=True) else States.NONE


def get_label(parcel_id: int, *, actor: Actor, at: dt.datetime) -> ParcelFacts:
    """Buy the label of a closed parcel and return the parcel as it stands; call it outside transactions.

    A refusal or a silent carrier leaves the parcel closed, with the reason in ``label_problem``. Asked twice,
    at once or later, it buys one label (CON-14). A parcel of high value gets its label after the check.

    :raises Denied: the actor may not pack
    :raises UnknownWork: no such parcel
    """
    actor.require("fulfillment.write")
    row = consignments.load(parcel_id)
    if not _claim(row, at):
        return queries.parcel(parcel_id)
    try:
        key = f"{KEY}{row.pk}"
        label = _buy(row, key, actor, at)
    except (shipping.CarrierSilent, shipping.LabelInProgress):
        _explain(row, States.WAITING, "carrier_silent")
    except DomainError as error:
        _explain(row, States.REFUSED, error.code, str(error.details.get("answer", "")))
    else:
        keep(row.pk, label.id, label.carrier, label.tracking_number, actor=actor, at=at)
    return queries.parcel(parcel_id)


def _buy(row: Parcel, key: str, actor: Actor, at: dt.datetime) -> shipping.LabelFacts:
    """Buy a parcel's label for where its order goes in the moment in which the label is written (LOG-6).

    Whoever changes the address waits for that moment and is told that a label exists, or came before it:
    then we ask for the new address.
    """
    while True:
        consignment = consignments.of(row, key, actor=actor, at=at)
        _remember(row, consignment, actor, at)
        still = partial(consignments.still_goes_there, row, consignment)
        try:
            return shipping.buy_label(key=key, still=still, actor=actor, at=at, **consignment.call)
        except consignments.Readdressed:
            continue


def keep(
    parcel_id: int, label_id: int, carrier: str, tracking_number: str, *, actor: Actor, at: dt.datetime
) -> bool:
    """Write a label that exists on its parcel, once; say whether the parcel has it now.

    A parcel that left under another number in the meantime does not get it: a person takes the label back.
    """
    with transaction.atomic():
        kept = Parcel.objects.filter(pk=parcel_id, state=Parcel.State.CLOSED, label_id=None).update(
            label_id=label_id,
            label_state=States.BOUGHT,
            label_problem="",
            label_words="",
            carrier=carrier[:100],
            tracking_number=tracking_number[:100],
        )
        row = Parcel.objects.select_related("fulfillment_order").filter(pk=parcel_id).first()
        if row is None:
            return False
        if kept:
            moving.note(row.fulfillment_order, "labeled", actor=actor, at=at, text=tracking_number)
        elif row.label_id != label_id:
            _warn_spare(row, label_id, tracking_number, at)
        return row.label_id == label_id


def take_back(parcel: Parcel, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """Take the label of a closed parcel back at the carrier; until it answers the parcel does not leave.

    :raises LabelPending: the label is being taken back, or the parcel left
    :raises NotVoidable, CarrierRefused: the label lives on, and the parcel keeps it
    :raises CarrierSilent: timed work finds out
    """
    mine = Parcel.objects.filter(pk=parcel.pk, state=Parcel.State.CLOSED, label_id=parcel.label_id)
    if not mine.filter(label_state=States.BOUGHT).update(label_state=States.ASKING, label_asked_at=at):
        raise LabelPending(parcel=parcel.code)
    label_id = parcel.label_id or 0
    try:
        shipping.void_label(label_id, actor=actor, at=at, reason=reason)
    except (shipping.NotVoidable, shipping.CarrierRefused):
        mine.filter(label_state=States.ASKING).update(label_state=States.BOUGHT)
        raise
    forget(label_id)


def forget(label_id: int) -> bool:
    """Write that a parcel's label was taken back; a parcel that has not left may get a new one."""
    return bool(
        Parcel.objects.filter(label_id=label_id, state=Parcel.State.CLOSED).update(
            label_id=None, label_state=States.REFUSED, label_problem="voided", carrier="", tracking_number=""
        )
    )


def heal(*, at: dt.datetime) -> int:
    """Go on with labels that a crash or a silent carrier left open; return how many were looked at."""
    actor = system_actor("fulfillment.labels")
    left = Q(label_state=States.WANTED, closed_at__lte=at - ASKING)
    left |= Q(label_state__in=(States.ASKING, States.WAITING), label_asked_at__lte=at - ASKING)
    rows = list(Parcel.objects.filter(left, state=Parcel.State.CLOSED).order_by("pk")[:50])
    for row in rows:
        _heal(row, actor, at)
    return len(rows)


def _heal(row: Parcel, actor: Actor, at: dt.datetime) -> None:
    label = shipping.label_by_key(f"{KEY}{row.pk}")
    if label is not None and label.state == "bought" and label.id == row.label_id:
        # It was to be taken back, and the carrier never heard of it.
        Parcel.objects.filter(pk=row.pk, label_state__in=OPEN).update(label_state=States.BOUGHT)
    elif label is not None and label.state == "bought":
        keep(row.pk, label.id, label.carrier, label.tracking_number, actor=actor, at=at)
    elif label is not None and label.state in ("requested", "unknown", "voiding"):
        return  # shipping asks the carrier by itself
    elif row.label_tries >= MOST_TRIES:
        _explain(row, States.REFUSED, "gave_up")
    else:
        get_label(row.pk, actor=actor, at=at)


def _claim(row: Parcel, at: dt.datetime) -> bool:
    """Take the right to ask; of two who want it one gets it."""
    free = Q(label_state__in=(States.WANTED, States.WAITING, States.REFUSED))
    free |= Q(label_state=States.ASKING, label_asked_at__lte=at - ASKING)
    checked = Q(needs_check=False) | Q(checked_at__isnull=False)
    claimed = Parcel.objects.filter(free, checked, pk=row.pk, state=Parcel.State.CLOSED, label_id=None)
    return bool(
        claimed.update(label_state=States.ASKING, label_asked_at=at, label_tries=F("label_tries") + 1)
    )


def _remember(row: Parcel, chosen: consignments.Consignment, actor: Actor, at: dt.datetime) -> None:
    """Keep the service, and tell when it was chosen without the carrier's word (FLT-11)."""
    values: dict[str, Any] = {"label_service": chosen.call["service"], "label_fallback": chosen.fallback}
    Parcel.objects.filter(pk=row.pk).update(**values)
    if chosen.fallback and not row.label_fallback:
        with transaction.atomic():
            moving.note(row.fulfillment_order, "label_fallback", actor=actor, at=at)


def _explain(row: Parcel, state: str, code: str, words: str = "") -> None:
    Parcel.objects.filter(pk=row.pk, label_state__in=OPEN, label_id=None).update(
        label_state=state, label_problem=code[:64], label_words=words[:300]
    )


def _warn_spare(row: Parcel, label_id: int, tracking_number: str, at: dt.datetime) -> None:
    work.raise_finding(
        code="fulfillment.spare_label",
        title=say("Parcel %(code)s has no use for label %(number)s", code=row.code, number=tracking_number),
        detail=say("It left under another number or was opened again. Take the label back at the carrier."),
        owner_role="logistics_manager",
        dedupe_key=f"fulfillment.spare_label:{label_id}",
        severity="warning",
        record="shipping.label",
        record_id=label_id,
        actor=system_actor("fulfillment.labels"),
        at=at,
    )
