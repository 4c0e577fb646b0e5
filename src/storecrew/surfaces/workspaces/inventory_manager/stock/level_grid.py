"""Many stock levels as a spreadsheet: typed or pasted, shown with its effect, then corrected as one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import Location, StockLevel
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.columns import Status
from storecrew.surfaces.ui.backoffice.registry import Text
from storecrew.surfaces.ui.backoffice.undo import done
from storecrew.surfaces.workspaces.inventory_manager.stock import take_back
from storecrew.surfaces.workspaces.inventory_manager.stock.level_list import LevelList, word_for

PAGE_SIZE = 100
MOST_DIGITS = 9
FIELDS: Mapping[str, tuple[Text, str]] = {
    "on_hand": (gettext_lazy("Counted units"), "inventory.adjust"),
    "safety": (gettext_lazy("Safety stock"), "inventory.write"),
    "low_threshold": (gettext_lazy("Low at"), "inventory.write"),
}


@dataclass
class Cell:
    """One number of a level: what the person saw, what is stored, what is typed."""

    name: str
    label: Text
    stored: str
    seen: str
    typed: str
    open: bool

    @property
    def changed(self) -> bool:
        """Whether something else was typed than what was seen."""
        return self.open and self.typed != self.seen


@dataclass
class GridRow:
    """One level in the grid."""

    level: StockLevel
    cells: list[Cell]
    problem: Text = ""
    changes: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def key(self) -> tuple[int, int]:
        """The variant and the location."""
        return self.level.variant_id, self.level.location_id

    @property
    def available_after(self) -> int:
        """How many can be promised when this is written."""
        moved = {name: new - seen for name, (seen, new) in self.changes.items()}
        return self.level.available + moved.get("on_hand", 0) - moved.get("safety", 0)

    @property
    def words(self) -> list[tuple[Text, int, int]]:
        """Return (name, old, new) of what changes."""
        return [(FIELDS[name][0], *change) for name, change in self.changes.items()]

    @property
    def word_after(self) -> Status:
        """How the level looks then: enough, low or none."""
        _seen, low_at = self.changes.get("low_threshold", (0, self.level.low_threshold))
        return word_for(self.available_after, low_at)


@workspace_page(permission=("inventory.adjust", "inventory.write"))
def level_grid(request: HttpRequest) -> HttpResponse:
    """Show the levels of the list's filters in a grid; preview and write what was typed."""
    listing = LevelList(request)
    page = Paginator(listing.matching(), PAGE_SIZE).get_page(listing.state.page)
    posted = request.method == "POST"
    rows = _posted_rows(request, listing) if posted else [_row(request, row) for row in page.object_list]
    changing = [row for row in rows if row.changes or row.problem]
    reason = request.POST.get("reason", "").strip()[:200]
    if posted and not changing:
        messages.warning(request, _("Nothing was changed."))
    ready = bool(changing) and not any(row.problem for row in changing)
    if changing and not ready:
        messages.error(request, _("Some rows cannot be written. Correct what is marked."))
    needs_reason = any({"on_hand", "safety"} & row.changes.keys() for row in changing)
    reason_missing = ready and needs_reason and not reason and "apply" in request.POST
    if ready and "apply" in request.POST and not reason_missing:
        if _apply(request, changing, reason):
            return redirect(request.get_full_path())
        ready = not any(row.problem for row in changing)
    context = {
        "header_title": _("Stock as a grid"),
        "rows": rows,
        "columns": [label for label, _permission in FIELDS.values()],
        "changing": changing,
        "may_apply": ready,
        "needs_reason": needs_reason,
        "reason": reason,
        "reason_missing": reason_missing,
        "page": page,
        "listing": listing,
        "here": request.get_full_path(),
        "list_url": reverse("stock_list") + (f"?{q}" if (q := listing.state.query(page="")) else ""),
        "kept_pairs": [(k, v) for k, values in request.GET.lists() if k not in {"page", "q"} for v in values],
        "previous_query": listing.state.query(page=page.number - 1) if page.has_previous() else "",
        "next_query": listing.state.query(page=page.number + 1) if page.has_next() else "",
    }
    return render(
        request, "inventory_manager/stock_grid.html", context, status=422 if reason_missing else 200
    )


def _row(request: HttpRequest, level: StockLevel) -> GridRow:
    actor = request_actor(request)
    codes = level.location.kind == Location.Kind.DIGITAL
    cells = []
    for name, (label, permission) in FIELDS.items():
        stored = str(getattr(level, name))
        # units of a place of codes are the codes: nobody counts them
        may = actor.can(permission) and not (codes and name != "low_threshold")
        cells.append(Cell(name, label, stored, stored, stored, may))
    return GridRow(level, cells)


def _posted_rows(request: HttpRequest, listing: LevelList) -> list[GridRow]:
    """Return the rows that were on the screen, in their order, with what was typed."""
    ids = [int(value) for value in request.POST.getlist("row") if value.isascii() and value.isdigit()]
    levels: dict[int, Any] = listing.rows().in_bulk(ids[:PAGE_SIZE])
    rows = [_row(request, levels[number]) for number in dict.fromkeys(ids) if number in levels]
    for row in rows:
        for cell in row.cells:
            name = f"{row.level.pk}-{cell.name}"
            cell.seen = request.POST.get(f"was-{name}", cell.stored).strip()
            cell.typed = request.POST.get(f"cell-{name}", cell.seen).strip()
            if not cell.changed:
                # what was not touched stays as it is stored, whoever changed it meanwhile
                cell.seen = cell.typed = cell.stored
        _read(row)
    return rows


def _read(row: GridRow) -> None:
    """Read what was typed as whole numbers, and say of a row what cannot be."""
    for cell in row.cells:
        if not cell.changed:
            continue
        seen, typed = (_units(text) for text in (cell.seen, cell.typed))
        if typed is None:
            row.problem = _("%(field)s: “%(typed)s” is not a whole number of units, 0 or more.") % {
                "field": cell.label, "typed": cell.typed[:40],
            }  # fmt: skip
            return
        if seen is None or cell.seen != cell.stored:
            row.problem = _("%(field)s is %(now)s by now. Look again before you write.") % {
                "field": cell.label, "now": cell.stored,
            }  # fmt: skip
            cell.seen = cell.stored
            return
        row.changes[cell.name] = (seen, typed)
    short = -row.available_after
    if short > 0 and {"on_hand", "safety"} & row.changes.keys():
        row.problem = ngettext(
            "%(n)s unit too few: so many are promised, held or set aside.",
            "%(n)s units too few: so many are promised, held or set aside.",
            short,
        ) % {"n": short}


def _units(text: str) -> int | None:
    """Read a whole number as spreadsheets write it: "1200", "1,200", "1 200"."""
    plain = text.replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
    head, *groups = plain.split(",")
    if groups and head and len(head) <= 3 and all(len(group) == 3 for group in groups):
        plain = head + "".join(groups)
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= MOST_DIGITS else None


def _apply(request: HttpRequest, rows: list[GridRow], reason: str) -> bool:
    """Write everything as one operation; when some level refuses, mark it and write nothing."""
    corrections = [inventory.Correction(*row.key, row.changes) for row in rows]
    try:
        written = inventory.correct_levels(
            corrections, reason=reason, actor=request_actor(request), at=clock.now()
        )
    except (inventory.CountChanged, inventory.StockCommitted) as error:
        named = {tuple(key) for key in error.details["levels"]}
        for row in rows:
            if row.key in named:
                row.problem = error.message
        messages.error(request, f"{error.message} {_('Nothing was written. Look at the preview again.')}")
        return False
    except DomainError as error:
        messages.error(request, str(error))
        return False
    words = ngettext("%(n)s level changed.", "%(n)s levels changed.", len(written)) % {"n": len(written)}
    done(request, words, take_back.of_corrections(written))
    return True
