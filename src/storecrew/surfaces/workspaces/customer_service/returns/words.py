"""How returns are said."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.aftersales.models import Exchange, Return
from storecrew.surfaces.ui.backoffice.listing import Status

TONES = {"announced": "info", "received": "good", "canceled": "neutral"}
STATES = dict(Return.State.choices)
REASONS = dict(aftersales.REASONS)
CONDITIONS = dict(aftersales.CONDITIONS)
EXCHANGES = dict(Exchange.State.choices)
SHIPS = dict(aftersales.EXCHANGE_SHIPS)
WISHES = dict(aftersales.WISHES)
OUTCOMES = dict(Return.Outcome.choices)
DECISIONS = dict(aftersales.DECISION_WORDS)
CAUSES = dict(aftersales.CAUSE_WORDS)
PROBLEMS = {
    "too_few": gettext_lazy("Some announced units are nowhere. Count them as not in the parcel."),
    "too_many": gettext_lazy("That is more than was ever sent of this article."),
    "cause": gettext_lazy("Say what damaged the units."),
    "decision": gettext_lazy("Each line goes to a place once."),
    "serial": gettext_lazy("Each serial number is one unit."),
    "line": gettext_lazy("Write whole units."),
}


def state_of(state: str) -> Status:
    """Return how the state of a return looks."""
    return Status(STATES[state], TONES[state])


def found_words(line: aftersales.ReturnLineFacts) -> str:
    """Return what was found of a line, "1 back on the shelf, 1 damaged (the carrier)"."""
    return ", ".join(unit_words(unit) for unit in line.units) or _("not opened yet")


def unit_words(unit: aftersales.UnitFacts) -> str:
    """Return where units are, with their lot or serial number: "1 × Damaged (the carrier), lot 7"."""
    marks: list[object] = [CAUSES[unit.cause]] if unit.decision == "damaged" and unit.cause else []
    if unit.lot:
        marks.append(_("lot %(code)s") % {"code": unit.lot})
    if unit.serial:
        marks.append(_("serial number %(code)s") % {"code": unit.serial})
    words = f"{unit.quantity} × {DECISIONS[unit.decision]}"
    return f"{words} ({', '.join(map(str, marks))})" if marks else words
