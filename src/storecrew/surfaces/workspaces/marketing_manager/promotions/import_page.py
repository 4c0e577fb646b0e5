"""Promotions from a table: read by the same form that people fill in, tried before anything is written."""

from __future__ import annotations

import csv
import io
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.promotions.models import Promotion
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.listing import Status
from storecrew.surfaces.ui.backoffice.tables import TableForm
from storecrew.surfaces.workspaces.marketing_manager.promotions import words
from storecrew.surfaces.workspaces.marketing_manager.promotions.promotion_form import LANES, PromotionForm

MOST_ROWS = 500
MANY = frozenset({"channels", "groups", "not_groups", "early_groups", "combines"})
LISTS = frozenset(
    ("scope", "gets", "parts", "group_one", "group_two", "group_three", "steps", "gifts", "planned")
)
YES = frozenset({"yes", "y", "1", "true", "x", "ja", "예", "네"})
EXAMPLE = (
    "kind,name,percent,scope,starts,ends,planned,code,schedule,sentence_en,exclusions_en,service_brief\n"
    "percent_off,Red week,10,MUG-RED,2026-05-04T00:00,2026-05-11T00:00,MUG-RED 40,,yes,"
    "10% off the red mug,Only the red one.,The cart shows it by itself.\n"
)


class PromotionTableForm(TableForm):
    """Promotions, a row each."""

    columns = gettext_lazy(
        "The first row names the columns: kind, name and the fields of the form; several values in a "
        "cell are parted by semicolons. “schedule” says yes where it is to start at its time."
    )


class Shown(NamedTuple):
    """One row of the preview."""

    line: int
    name: str
    sentence: str
    state: Status
    refusal: str
    url: str = ""


class Read(NamedTuple):
    """What a table holds: rows that can be tried, and (line, words) of those that cannot."""

    rows: list[promotions.PlannedRow]
    refused: list[tuple[int, str]]


def read(text: str) -> Read:
    """Read a table with a heading row by the form of each row's kind."""
    head = text.partition("\n")[0]
    lines = list(csv.reader(io.StringIO(text.replace("\0", "")), delimiter=max("\t;,", key=head.count)))
    names = [name.strip().casefold().replace(" ", "_") for name in lines[0]] if lines else []
    if not {"kind", "name"} <= set(names):
        return Read([], [(1, _("The first row names the columns; two of them are kind and name."))])
    if len(lines) > MOST_ROWS:
        return Read([], [(MOST_ROWS, _("The table is too long; split it."))])
    rows, refused = [], []
    for number, cells in enumerate(lines[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        row = {name: cell.strip() for name, cell in zip(names, cells, strict=False) if name}
        try:
            rows.append(_row(number, row))
        except forms.ValidationError as error:
            refused.append((number, " ".join(error.messages)))
    return Read(rows, refused)


def _row(number: int, row: dict[str, str]) -> promotions.PlannedRow:
    kind = row.pop("kind")
    if kind not in promotions.KINDS:
        known = ", ".join(promotions.KINDS)
        words = _("“%(kind)s” is no kind; there are %(known)s.")
        raise forms.ValidationError(words % {"kind": kind, "known": known})
    code, schedule = row.pop("code", ""), row.pop("schedule", "").casefold() in YES
    form = PromotionForm(_data(kind, row), kind=kind)
    if unknown := set(row) - set(PromotionForm.base_fields):
        raise forms.ValidationError(_("There is no column “%(name)s”.") % {"name": sorted(unknown)[0]})
    if not form.is_valid():
        raise forms.ValidationError(
            [f"{_label(form, name)}: {found[0]}" for name, found in form.errors.items()]
        )
    try:
        return promotions.PlannedRow(number, form.content(), code, schedule)
    except DomainError as error:
        raise forms.ValidationError(str(error)) from None


def _label(form: PromotionForm, name: str) -> str:
    return str(form.fields[name].label) if name in form.fields else name


def _data(kind: str, row: dict[str, str]) -> dict[str, Any]:
    """Return a row as the form reads it; what has no column stands as in an empty form."""
    blank = PromotionForm(kind=kind)
    data: dict[str, Any] = {
        name: field.initial for name, field in blank.fields.items() if field.initial not in (None, "")
    }
    data["combines"] = [key for key, _name in LANES]
    for name, cell in row.items():
        if name in MANY:
            data[name] = [part.strip() for part in cell.split(";") if part.strip()]
        elif name in LISTS:
            data[name] = "\n".join(part.strip() for part in cell.split(";"))
        elif isinstance(PromotionForm.base_fields.get(name), forms.BooleanField):
            data[name] = cell.casefold() in YES
        else:
            data[name] = cell
    return data


@workspace_page(permission="promotions.write")
def import_promotions(request: HttpRequest) -> HttpResponse:
    """Try a table with the stock and rosters of now, then write it."""
    form = PromotionTableForm(request.POST or None, request.FILES or None)
    found, shown = None, []
    text = ""
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["table"]
        found = read(text)
        write = "confirm" in request.POST and not found.refused and bool(found.rows)
        outcome = promotions.import_promotions(
            found.rows, dry_run=not write, actor=request_actor(request), at=clock.now()
        )
        if write:
            return _done(request, outcome)
        shown = [_shown(row, each) for row, each in zip(found.rows, outcome, strict=True)]
        form = PromotionTableForm(initial={"table": text})
    context = {
        "form": form,
        "text": text,
        "found": found,
        "shown": shown,
        "example": EXAMPLE,
        "header_title": _("Promotions from a file"),
        "back_url": reverse("promotions"),
        "back_label": _("Promotions"),
    }
    wrong = bool(form.errors or (found and found.refused))
    return render(request, "marketing_manager/import.html", context, status=422 if wrong else 200)


def _shown(row: promotions.PlannedRow, each: promotions.Imported) -> Shown:
    if each.promotion_id is None:
        state = Status(_("not written"), "bad")
    elif each.refusal:
        state = Status(_("stays a draft"), "warning")
    else:
        state = Status(str(Promotion.State(each.state).label), "good")
    return Shown(row.line, row.content.name, words.describe_content(row.content), state, each.refusal)


def _done(request: HttpRequest, outcome: list[promotions.Imported]) -> HttpResponse:
    written = [each for each in outcome if each.promotion_id is not None]
    messages.success(
        request,
        ngettext("%(n)s promotion is written.", "%(n)s promotions are written.", len(written))
        % {"n": len(written)},
    )
    for each in outcome:
        if each.refusal:
            said = _("Row %(line)s: %(words)s") % {"line": each.line, "words": each.refusal}
            messages.warning(request, said)
    return redirect("promotions")
