"""How the subjects of a mailing stand against each other, and what the mailing brings beyond chance."""

from __future__ import annotations

from django.utils.translation import gettext as _

from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Mailing
from storecrew.surfaces.ui.backoffice.record import Table
from storecrew.surfaces.ui.numbers import percent


def subject_test(row: Mailing) -> list[Table]:
    """Return the two subjects side by side; nothing without a test."""
    if not row.test_percent:
        return []
    found = marketing.part_figures(row.pk)
    columns = [found["a"], found["b"]]

    def line(words: str, name: str, *, of_sent: bool = True) -> list[str]:
        cells = []
        for each in columns:
            count = getattr(each, name)
            share = f" ({percent(count, each.sent)})" if of_sent and each.sent else ""
            cells.append(f"{count}{share}")
        return [words, *cells, _difference(found, name) if of_sent and name in ("clicked", "bought") else ""]

    names = [next(iter(texts.values()), "–") for texts in (row.subjects, row.other_subjects)]
    return [
        Table(
            _("Test of subjects"),
            [_("What"), f"A: {names[0]}", f"B: {names[1]}", _("Difference, B to A")],
            [
                line(_("Sent"), "sent", of_sent=False),
                line(_("Ordered within two weeks"), "bought"),
                line(_("Clicked"), "clicked"),
                line(_("Opened by people"), "opened"),
                line(_("Fetched by machines"), "opened_by_machine"),
                [_("The rest gets"), _decision(row), "", ""],
            ],
            kinds=["text", "number", "number", "text"],
        )
    ]


def _difference(found: dict[str, marketing.PartFigures], name: str) -> str:
    lift = marketing.compared(found, name)
    if lift is None:
        return "–"
    words = {
        "difference": f"{lift.difference * 100:+.1f}",
        "least": f"{lift.least * 100:+.1f}",
        "most": f"{lift.most * 100:+.1f}",
    }
    said = _("%(difference)s points (%(least)s to %(most)s)") % words
    return said if lift.is_clear else _("%(difference)s; may be chance") % {"difference": said}


def _decision(row: Mailing) -> str:
    if row.test_percent == 100:
        return _("there is no rest")
    if not row.winner:
        return _("not decided yet")
    by = {"bought": _("by orders"), "clicked": _("by clicks"), "nothing": _("no clear difference")}
    return f"{row.winner.upper()}, {by.get(row.decided_by, row.decided_by)}"
