"""Facts that make the number of a bin doubtful open a task to count it."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from storecrew.contexts.inventory.models import LIVE_COUNTS, BinContent, CountTask
from storecrew.contexts.inventory.operations import rows
from storecrew.contexts.inventory.rules import doubt
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor

Cause = CountTask.Cause


def open_task(
    *,
    location_id: int,
    variant_id: int,
    bin_id: int | None,
    cause: str,
    actor: Actor,
    at: dt.datetime,
    expected: int | None = None,
    found: int | None = None,
    document: str = "",
) -> int:
    """Ask for a count of a variant in a bin, or add to the open task; return its id.

    A short pick turns an open task of a weaker cause into its own, so that the bin is not proposed again.
    """
    values = {
        "expected": expected,
        "found": found,
        "document": document[:100],
    }
    where = Q(bin=None) if bin_id is None else Q(bin_id=bin_id)
    same = CountTask.objects.filter(
        where, location_id=location_id, variant_id=variant_id, state__in=LIVE_COUNTS
    )
    with transaction.atomic():
        change = {**values, "cause": cause} if cause == Cause.SHORT_PICK else {}
        if not same.update(times=F("times") + 1, **change):
            try:
                with transaction.atomic():
                    CountTask.objects.create(
                        location_id=location_id,
                        bin_id=bin_id,
                        variant_id=variant_id,
                        cause=cause,
                        opened_by=rows.actor_name(actor),
                        opened_at=at,
                        due_at=at + doubt.DUE_IN[cause],
                        **values,
                    )
            except IntegrityError:
                # somebody opened it between our update and our insert; the unique key holds
                same.update(times=F("times") + 1, **change)
        task_id: int = same.values_list("pk", flat=True).get()
        audit.record(
            actor=actor,
            action="inventory.count_asked",
            record="inventory.count_task",
            record_id=task_id,
            at=at,
            after={"cause": cause, "expected": expected, "found": found, "document": document},
        )
    return task_id


def when_empty(bin_id: int, variant_id: int, *, document: str, actor: Actor, at: dt.datetime) -> None:
    """Ask for a count of a bin that was just picked to zero: an empty bin is counted at a glance."""
    left = BinContent.objects.filter(bin_id=bin_id, variant_id=variant_id, quantity__gt=0)
    if not left.exists():
        row = BinContent.objects.filter(bin_id=bin_id, variant_id=variant_id).select_related("bin").first()
        if row is not None:
            open_task(
                location_id=row.bin.location_id,
                variant_id=variant_id,
                bin_id=bin_id,
                cause=Cause.PICKED_TO_ZERO,
                expected=0,
                document=document,
                actor=actor,
                at=at,
            )


def report_return_mismatch(
    *,
    location_id: int,
    variant_id: int,
    expected: int,
    found: int,
    document: str,
    actor: Actor,
    at: dt.datetime,
) -> int:
    """Say that a return held other units than it should; return the id of the count task of the article.

    What was sent out wrongly may be missing or too much on the shelf, so that is what is counted.
    """
    rows.require_handling(actor)
    return open_task(
        location_id=location_id,
        variant_id=variant_id,
        bin_id=None,
        cause=Cause.RETURN_MISMATCH,
        expected=max(expected, 0),
        found=max(found, 0),
        document=document,
        actor=actor,
        at=at,
    )


def report_short_pick(
    *,
    location_id: int,
    bin_id: int | None,
    variant_id: int,
    expected: int,
    found: int,
    document: str,
    actor: Actor,
    at: dt.datetime,
) -> int:
    """Say that a bin had fewer units than the picker was sent for; return the id of its count task.

    What was found is taken with `take_from_bin` as usual. Until the bin is counted, `pick_places` does
    not send anybody else there.
    """
    rows.require_handling(actor)
    if bin_id is not None:
        rows.own_bin(location_id, bin_id)
    return open_task(
        location_id=location_id,
        variant_id=variant_id,
        bin_id=bin_id,
        cause=Cause.SHORT_PICK,
        expected=max(expected, 0),
        found=max(found, 0),
        document=document,
        actor=actor,
        at=at,
    )
