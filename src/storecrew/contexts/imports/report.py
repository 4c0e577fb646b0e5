"""The report of an import as JSON, for the screen and for the command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storecrew.contexts.imports.messages import render

if TYPE_CHECKING:
    from storecrew.contexts.imports.operations.applying import Outcome

MOST_SHOWN = 2_000


def report_of(outcome: Outcome) -> dict[str, Any]:
    """What the screen shows: the first problems and changes, and the rows of all rejections."""
    return {
        "rejections": [render(problem) for problem in outcome.rejections[:MOST_SHOWN]],
        "warnings": [render(problem) for problem in outcome.warnings[:MOST_SHOWN]],
        "warning_count": len(outcome.warnings),
        "changes": outcome.changes,
        "rejected_rows": {
            str(row): render(problem)["reason"]
            for problem in outcome.rejections
            for row in (problem.rows or (problem.row,))
            if row
        },
    }


def json_of(outcome: Outcome) -> dict[str, Any]:
    """What the command prints: the counts, then every rejection and warning."""
    return {
        **outcome.counts(),
        "rejections": [render(problem) for problem in outcome.rejections],
        "warnings": [render(problem) for problem in outcome.warnings],
    }
