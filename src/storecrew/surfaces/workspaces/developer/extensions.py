"""Extensions of this installation: which run, which are left out and why, and what each brings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from storecrew.kernel.extensions import Extension, contract
from storecrew.kernel.extensions.deprecation import deprecations
from storecrew.kernel.extensions.standing import BROKEN, INCOMPATIBLE, OFF, RUNNING, Row, standing
from storecrew.surfaces.ui.backoffice.access import workspace_page
from storecrew.surfaces.ui.backoffice.listing import Status
from storecrew.surfaces.ui.backoffice.registry import Text

STATES: dict[str, tuple[Text, str]] = {
    RUNNING: (gettext_lazy("running"), "good"),
    OFF: (gettext_lazy("turned off"), "neutral"),
    INCOMPATIBLE: (gettext_lazy("incompatible"), "bad"),
    BROKEN: (gettext_lazy("broken"), "bad"),
}


@dataclass(frozen=True)
class Line:
    """An extension as the page shows it; ``outside`` is what it takes that no contract promises."""

    row: Row
    status: Status
    brings: list[str]
    outside: list[str]


@workspace_page(permission="settings.read")
def extensions(request: HttpRequest) -> HttpResponse:
    """Show all of them as this process started them; those that need somebody come first."""
    lines = [_line(row) for row in standing()]
    context = {
        "header_title": _("Extensions"),
        "contract": contract.number(),
        "lines": sorted(lines, key=lambda line: (line.status.tone != "bad", line.row.name)),
        "going": [str(row) for row in deprecations()],
    }
    return render(request, "developer/extensions.html", context)


def _line(row: Row) -> Line:
    outside = []
    if row.folder:
        root = Path(row.folder)
        outside = [
            f"{use.path.relative_to(root).as_posix()}:{use.line} {use.name}" for use in contract.outside(root)
        ]
    words, tone = STATES[row.state]
    brings = _brings(row.declared) if row.declared and row.state == RUNNING else []
    return Line(row, Status(words, tone), brings, outside)


def _brings(declared: Extension) -> list[str]:
    counted = (
        (len(declared.permissions), ngettext("%(n)s right", "%(n)s rights", len(declared.permissions))),
        (len(declared.menu), ngettext("%(n)s menu entry", "%(n)s menu entries", len(declared.menu))),
        (len(declared.checks), ngettext("%(n)s check", "%(n)s checks", len(declared.checks))),
    )
    found = [words % {"n": n} for n, words in counted if n]
    if declared.pages:
        found.append(_("pages at %(address)s") % {"address": f"/admin/ext/{declared.name}/"})
    if declared.rest:
        found.append(_("REST at %(address)s") % {"address": f"/api/v1/ext/{declared.name}/"})
    if declared.templates:
        found.append(_("templates of the shop"))
    return found
