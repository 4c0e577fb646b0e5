"""A sheet on screen: upload, columns, preview, confirmation, report, undo."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from storecrew.contexts.imports import public as imports
from storecrew.contexts.imports.models import SheetRun
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError, NotFound
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import take_step
from storecrew.surfaces.workspaces.inventory_manager.sheets.sheet_list import state_of

BRINGING = ("inventory.write", "inventory.adjust", "purchasing.write")
PAGE = 50
OUTCOMES = {
    "created": gettext_lazy("new"),
    "changed": gettext_lazy("changed"),
}
COUNTS = (
    ("rows", gettext_lazy("Rows")),
    ("created", gettext_lazy("New")),
    ("changed", gettext_lazy("Changed")),
    ("unchanged", gettext_lazy("Unchanged")),
    ("rejected", gettext_lazy("Rejected")),
)
STATES = (
    ("done", gettext_lazy("Counts that are done")),
    ("recount", gettext_lazy("Counts to repeat")),
    ("approval", gettext_lazy("Counts that wait for approval")),
)
NEXT = {
    "uploaded": gettext_lazy("Say what each column holds, then look at the preview."),
    "previewed": gettext_lazy("Nothing was written yet. Look through the preview, then confirm."),
    "taken": gettext_lazy("The sheet is in the books."),
    "undone": gettext_lazy("The sheet was taken back."),
}


class SheetForm(forms.Form):
    """A sheet as a file."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV or XLSX with a row of names. The encoding is found by itself."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.gz,.xlsx"}),
    )


@workspace_page(permission=BRINGING)
def add(request: HttpRequest, kind: str) -> HttpResponse:
    """Take a file and look at it."""
    found, actor = _kind(request, kind), request_actor(request)
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = imports.upload_sheet(kind_code=kind, file=file, name=file.name, actor=actor, at=clock.now())
        except DomainError as error:
            form.add_error("file", str(error))
        else:
            return redirect("sheets_columns" if run.state == "uploaded" else "sheets_record", run.pk)
    context = {
        "form": form, "kind": found, "header_title": found.label, "blind": found.template_rows is not None,
    }  # fmt: skip
    return render(
        request, "inventory_manager/sheets/upload.html", context, status=422 if form.errors else 200
    )


@workspace_page(permission=BRINGING)
@require_GET
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """Give a file to start from; for counts the sheet of open ones."""
    found = _kind(request, kind)
    text = imports.sheet_template(found, request_actor(request))
    return _file(["\ufeff", text], f"{found.code}.csv")


@workspace_page(permission=BRINGING)
def columns(request: HttpRequest, run_id: int) -> HttpResponse:
    """Say what each column holds; then the preview is made."""
    run, kind = _run(request, run_id)
    error = ""
    if request.method == "POST":
        mapping = {
            column: request.POST.get(f"column-{index}", "")
            for index, column in enumerate(run.header)
            if column
        }
        try:
            imports.map_sheet(run_id, mapping=mapping, actor=request_actor(request), at=clock.now())
        except DomainError as problem:
            error = str(problem)
            run.mapping = mapping
        else:
            return redirect("sheets_record", run_id)
    uses = zip(run.header, imports.columns_used(kind, run.header, run.mapping), strict=True)
    context = {
        "run": run, "kind": kind, "error": error, "uses": list(uses),
        "header_title": _("What the columns of %(name)s hold") % {"name": run.name},
    }  # fmt: skip
    return render(request, "inventory_manager/sheets/columns.html", context, status=422 if error else 200)


@workspace_page(permission=BRINGING)
def record(request: HttpRequest, run_id: int) -> HttpResponse:
    """Show a sheet at the step where it stands."""
    run, kind = _run(request, run_id)
    if run.state == "uploaded":
        return redirect("sheets_columns", run_id)
    report, rejections = run.report, run.report.get("rejections", [])
    part = request.GET.get("show", "")
    part = part if part in ("rejections", "rows") else "rejections" if rejections else "rows"
    page = Paginator(report.get(part, []), PAGE).get_page(request.GET.get("page"))
    if part == "rejections":
        shown: list[Any] = [imports.rendered_problem(kind, each) for each in page]
    else:
        shown = [(row, OUTCOMES[outcome], *rest) for row, outcome, *rest in page]
    context = {
        "run": run, "kind": kind, "part": part, "page": page, "shown": shown, "status": state_of(run),
        "rejected_count": len(rejections),
        "counts": [(label, run.counts.get(name, 0)) for name, label in COUNTS],
        "states": [(label, run.changes["states"][name]) for name, label in STATES
                   if name in run.changes.get("states", {})],
        "notes": [imports.rendered_problem(kind, each) for each in report.get("notes", [])],
        "next_step": NEXT.get(run.state, ""), "header_title": run.name,
        "can_take": run.state == "previewed" and (run.counts["created"] or run.counts["changed"]),
        "can_undo": run.state == "taken" and kind.undo is not None and bool(run.changes),
    }  # fmt: skip
    return render(request, "inventory_manager/sheets/record.html", context)


@workspace_page(permission=BRINGING)
@require_POST
def confirm(request: HttpRequest, run_id: int) -> HttpResponse:
    """Take the good rows."""
    _run(request, run_id)
    try:
        run = imports.take_sheet(run_id, actor=request_actor(request), at=clock.now())
    except DomainError as error:
        messages.error(request, str(error))
    else:
        words = _("Taken over: %(created)d new, %(changed)d changed, %(rejected)d rejected.")
        messages.success(request, words % run.counts)
    return redirect("sheets_record", run_id)


@workspace_page(permission=BRINGING)
@require_POST
def undo(request: HttpRequest, run_id: int) -> HttpResponse:
    """Take a sheet back."""
    _run(request, run_id)
    try:
        run = imports.undo_sheet(run_id, actor=request_actor(request), at=clock.now())
    except DomainError as error:
        messages.error(request, str(error))
    else:
        words = _("Taken back. %(n)d were changed since and stay.") % {"n": run.kept}
        messages.success(request, words if run.kept else _("Taken back."))
    return redirect("sheets_record", run_id)


@workspace_page(permission=BRINGING)
@require_POST
def remove(request: HttpRequest, run_id: int) -> HttpResponse:
    """Remove a file that was not taken over."""
    _run(request, run_id)
    if take_step(request, imports.remove_sheet, run_id, done=_("The file was removed.")):
        return redirect("sheets_list")
    return redirect("sheets_record", run_id)


@workspace_page(permission=BRINGING)
@require_GET
def rejected(request: HttpRequest, run_id: int) -> HttpResponse:
    """Give the rejected rows as a file, each with its reason."""
    run, kind = _run(request, run_id)
    reasons: dict[int, str] = {}
    for each in run.report.get("rejections", []):
        words = imports.rendered_problem(kind, each)
        reasons[each["row"]] = f"{words['reason']} {words['suggestion']}".strip()
    lines: Iterator[str] = imports.rows_with_reasons(run, reasons)
    return _file(["\ufeff", *lines], f"rejected-{run_id}.csv")


def _kind(request: HttpRequest, code: str) -> imports.SheetKind:
    kind = imports.sheet_kind(code)
    if kind is None or not request_actor(request).can(kind.permission):
        raise NotFound()
    return kind


def _run(request: HttpRequest, run_id: int) -> tuple[SheetRun, imports.SheetKind]:
    run = imports.find_sheet(run_id)
    return run, _kind(request, run.kind)


def _file(parts: list[str], name: str) -> HttpResponse:
    answer = StreamingHttpResponse(iter(parts), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer  # type: ignore[return-value]
