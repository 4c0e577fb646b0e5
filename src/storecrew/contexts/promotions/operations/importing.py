"""Promotions from a file: each row is written and scheduled by the same commands and gates (5.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from django.db import transaction

from storecrew.contexts.promotions.facts import Content
from storecrew.contexts.promotions.models import Promotion
from storecrew.contexts.promotions.operations.codes import add_code
from storecrew.contexts.promotions.operations.editing import create_promotion
from storecrew.contexts.promotions.operations.scheduling import schedule_promotion
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError


class PlannedRow(NamedTuple):
    """One row of a file: a promotion, its code ("" for none), and whether it is to be scheduled."""

    line: int
    content: Content
    code: str = ""
    schedule: bool = False


class Imported(NamedTuple):
    """What became of a row: its promotion (None: not written), its state, and what was refused and why."""

    line: int
    promotion_id: int | None
    state: str
    refusal: str = ""


def import_promotions(
    rows: Sequence[PlannedRow], *, dry_run: bool = False, actor: Actor, at: dt.datetime
) -> list[Imported]:
    """Write promotions and schedule those that ask for it; a gate refuses a row and leaves it a draft.

    With ``dry_run`` everything is done and taken back, so a preview says what would happen with the stock,
    the rosters and the codes of now.
    """
    actor.require("promotions.write")
    with transaction.atomic():
        found = [_one(row, actor, at) for row in rows]
        if dry_run:
            transaction.set_rollback(True)
    return found


def _one(row: PlannedRow, actor: Actor, at: dt.datetime) -> Imported:
    try:
        with transaction.atomic():
            written = create_promotion(row.content, actor=actor, at=at)
            if row.code:
                add_code(written.pk, row.code, actor=actor, at=at)
    except DomainError as error:
        return Imported(row.line, None, "", _words(error))
    if not row.schedule:
        return Imported(row.line, written.pk, written.state)
    try:
        with transaction.atomic():
            written = schedule_promotion(written.pk, actor=actor, at=at)
    except DomainError as error:
        return Imported(row.line, written.pk, Promotion.State.DRAFT, _words(error))
    return Imported(row.line, written.pk, written.state)


def _words(error: DomainError) -> str:
    """Return the sentence of a refusal, with the fields that are wrong where it names some."""
    if error.code == "invalid_promotion":
        return " ".join(f"{name}: {words}" for name, words in error.details.items())
    return str(error)
