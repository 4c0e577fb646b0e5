"""How corrections of stock are taken back: by opposite entries in the ledger, never by removing any.

A level that was counted, sold from or refilled meanwhile says something else, and then nothing is written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import ngettext

from storecrew.contexts.inventory import public as inventory
from storecrew.kernel.actor import Actor
from storecrew.kernel.sentence import say
from storecrew.surfaces.ui.backoffice.undo import Undo, register_undo


def of_corrections(written: Iterable[inventory.Correction]) -> Undo | None:
    """Return the way back of `inventory.correct_levels`, from what it answered."""
    rows = [
        [row.variant_id, row.location_id, {k: list(v) for k, v in row.changes.items()}] for row in written
    ]
    return Undo("inventory.levels", {"levels": rows}) if rows else None


def _back(payload: dict[str, Any], actor: Actor, at: dt.datetime) -> str:
    rows = [
        inventory.Correction(variant, place, {name: (new, old) for name, (old, new) in changes.items()})
        for variant, place, changes in payload["levels"]
    ]
    inventory.correct_levels(rows, reason=say("undone"), actor=actor, at=at)
    words = ngettext("%(n)s level is as before.", "%(n)s levels are as before.", len(rows))
    return words % {"n": len(rows)}


register_undo("inventory.levels", _back)
