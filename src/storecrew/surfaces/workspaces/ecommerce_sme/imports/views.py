"""Import of catalog files: upload, columns, preview, confirmation, progress, report, undo; and the export."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from storecrew.contexts.imports import public as imports
from storecrew.contexts.imports.models import ImportRun
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Text
from storecrew.surfaces.ui.backoffice.words import actor_words
from storecrew.surfaces.workspaces.ecommerce_sme.imports.forms import UploadForm
from storecrew.surfaces.workspaces.ecommerce_sme.imports.labels import (
    State,
    change_words,
    counts_of,
    next_step_of,
    status_of,
    undone_words,
)

_BUSY = {State.PREVIEWING, State.IMPORTING, State.UNDOING}
_PAGE = 50


class ImportList(Listing):
    """All imports, the newest first."""

    code = "imports.runs"
    title = gettext_lazy("Imports")
    permission = "catalog.import"
    search_fields = ("name",)
    default_sort = "-created"
    empty_title = gettext_lazy("No import yet")
    empty_text = gettext_lazy(
        "Bring a product file of Shopify, WooCommerce or Magento; with a preview first."
    )
    columns = (
        Column("name", gettext_lazy("File"), sort="name", primary=True),
        Column("created", gettext_lazy("Uploaded"), "created_at", kind="datetime", sort="created_at"),
        Column("by", gettext_lazy("By"), lambda row: actor_words(row.actor_label)),
        Column(
            "format", gettext_lazy("Format"), lambda run: imports.FORMATS[run.format].label, sort="format"
        ),
        Column("state", gettext_lazy("State"), status_of, kind="status", sort="state"),
        Column("products", gettext_lazy("Products"), lambda run: run.counts.get("products"), kind="number"),
        Column("rejected", gettext_lazy("Rejected"), lambda run: run.counts.get("rejected"), kind="number"),
    )
    filters = (Filter("state", gettext_lazy("State"), "choice", "state", choices=State.choices),)

    def rows(self) -> QuerySet[ImportRun]:
        """The imports of channels that the person may see."""
        rows = ImportRun.objects.defer("report")
        allowed = self.actor.scopes.get("channel")
        return rows if allowed is None else rows.filter(channel__code__in=allowed)

    def row_url(self, row: ImportRun) -> str:
        """Open the import at the step where it stands."""
        return reverse("imports_record", args=[row.pk])

    def primary_action(self) -> tuple[Text, str] | None:
        """Start a new import."""
        return _("Import a file"), reverse("imports_add")


@workspace_page(permission="catalog.import")
def add(request: HttpRequest) -> HttpResponse:
    """Take a file and look at its header."""
    actor = request_actor(request)
    form = UploadForm(request.POST or None, request.FILES or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run_id = imports.upload(
                file=file,
                name=file.name,
                channel_code=form.cleaned_data["channel"],
                archive=form.cleaned_data["pictures"],
                actor=actor,
                at=clock.now(),
            )
        except DomainError as error:
            form.add_error("file", str(error))
        else:
            return redirect("imports_columns", run_id)
    return render_form(
        request,
        form,
        title=_("Import a file"),
        submit=_("Upload"),
        back_url=reverse("imports_list"),
        back_label=_("Imports"),
        template="ecommerce_sme/imports/upload.html",
    )


@workspace_page(permission="catalog.import")
def columns(request: HttpRequest, run_id: int) -> HttpResponse:
    """Say what each column holds; then the preview is made."""
    run = _known(request, run_id)
    error = ""
    wanted = request.POST.get("format") or request.GET.get("format") or run.format
    format_code = wanted if wanted in imports.FORMATS else run.format
    if request.method == "POST":
        mapping = {
            column: request.POST.get(f"column-{index}", "")
            for index, column in enumerate(run.header)
            if column
        }
        try:
            at, actor = clock.now(), request_actor(request)
            imports.set_mapping(run_id=run_id, format_code=format_code, mapping=mapping, actor=actor, at=at)
            imports.begin_preview(run_id=run_id, actor=actor, at=at)
        except (imports.UnreadableFile, imports.WrongState) as problem:
            error = str(problem)
            run.mapping = mapping
        else:
            imports.preview_run.enqueue(run_id)
            return redirect("imports_record", run_id)
    uses, choices = imports.columns_of(run, format_code)
    if not error and not any(use.used_as for use in uses):
        error = _("No column of this file is known. Choose its format, or say what each column holds.")
    context = {
        "run": run,
        "error": error,
        "format_code": format_code,
        "formats": [(kind.code, kind.label) for kind in imports.FORMATS.values()],
        "uses": uses,
        "choices": choices,
        "header_title": _("What the columns of %(name)s hold") % {"name": run.name},
    }
    return render(request, "ecommerce_sme/imports/columns.html", context)


@workspace_page(permission="catalog.import")
def record(request: HttpRequest, run_id: int) -> HttpResponse:
    """Show the import at the step where it stands."""
    run = _known(request, run_id)
    if run.state == State.UPLOADED:
        return redirect("imports_columns", run_id)
    report = run.report
    part = request.GET.get("show") if request.GET.get("show") in {"changes", "rejections", "warnings"} else ""
    part = part or ("rejections" if report.get("rejections") else "changes")
    page = Paginator(report.get(part, []), _PAGE).get_page(request.GET.get("page"))
    if part == "changes":
        page.object_list = [_in_words(change) for change in page.object_list]
    context = {
        "run": run,
        "header_title": run.name,
        "by": actor_words(run.actor_label),
        "status": status_of(run),
        "busy": run.state in _BUSY,
        "next_step": next_step_of(run),
        "counts": counts_of(run),
        "part": part,
        "page": page,
        "rejected_count": run.counts.get("rejected", 0),
        "change_count": run.counts.get("created", 0) + run.counts.get("updated", 0),
        "warning_count": report.get("warning_count", 0),
        "can_undo": imports.can_be_undone(run),
        "can_go_on": run.state == State.FAILED and imports.can_be_undone(run),
        "pictures": imports.picture_counts(run),
        "failed_pictures": imports.failed_pictures(run, 50),
        "undone": undone_words(report["undo"]) if report.get("undo") else None,
        "may_confirm": request_actor(request).can("pricing.write"),
    }
    answer = render(request, "ecommerce_sme/imports/record.html", context)
    if context["busy"]:
        answer["Refresh"] = "2"
    return answer


def _in_words(change: dict[str, Any]) -> dict[str, Any]:
    """A changed product with words for the names of its fields."""
    return {**change, "changes": [(change_words(name), old, new) for name, old, new in change["changes"]]}


@workspace_page(permission="catalog.import")
@require_POST
def confirm(request: HttpRequest, run_id: int) -> HttpResponse:
    """Let the import begin, or go on after it stopped."""
    _known(request, run_id)
    imports.confirm(run_id=run_id, actor=request_actor(request), at=clock.now())
    imports.take_run.enqueue(run_id)
    return redirect("imports_record", run_id)


@workspace_page(permission="catalog.import")
@require_POST
def undo(request: HttpRequest, run_id: int) -> HttpResponse:
    """Take the whole import back."""
    _known(request, run_id)
    imports.begin_undo(run_id=run_id, actor=request_actor(request), at=clock.now())
    imports.undo_run.enqueue(run_id)
    return redirect("imports_record", run_id)


@workspace_page(permission="catalog.import")
@require_POST
def remove(request: HttpRequest, run_id: int) -> HttpResponse:
    """Forget a file that was never taken in."""
    run = _known(request, run_id)
    imports.remove(run_id=run_id, actor=request_actor(request), at=clock.now())
    messages.success(request, _("%(name)s was removed.") % {"name": run.name})
    return redirect("imports_list")


@workspace_page(permission="catalog.import")
@require_GET
def rejected(request: HttpRequest, run_id: int) -> HttpResponse:
    """The rejected rows as a file, with the reasons."""
    run = _known(request, run_id)
    lines = (line.encode() for line in imports.rejected_rows(run))
    answer = StreamingHttpResponse(_with_mark(lines), content_type="text/csv; charset=utf-8")
    name = get_valid_filename(f"rejected-{run.pk}-{run.name.rpartition('.')[0] or run.name}")
    answer["Content-Disposition"] = f'attachment; filename="{name.encode("ascii", "ignore").decode()}.csv"'
    return cast("HttpResponse", answer)


@workspace_page(permission="catalog.import")
@require_GET
def template_file(request: HttpRequest) -> HttpResponse:
    """A file to start from."""
    answer = HttpResponse(
        b"\xef\xbb\xbf" + imports.template_csv().encode(), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = 'attachment; filename="products-template.csv"'
    return answer


@workspace_page(permission="catalog.export")
def export(request: HttpRequest) -> HttpResponse:
    """Offer the whole catalog as a file; a POST makes it, since every export is noted in the audit trail."""
    if request.method != "POST":
        context = {
            "header_title": _("Export the catalog"),
            "may_see_costs": request_actor(request).can("pricing.cost_read"),
        }
        return render(request, "ecommerce_sme/imports/export.html", context)
    written = tempfile.TemporaryFile()  # noqa: SIM115  the answer closes it
    out = io.TextIOWrapper(written, encoding="utf-8-sig", newline="")
    imports.export_catalog(out, actor=request_actor(request))
    out.flush()
    out.detach()
    written.seek(0)
    name = f"catalog-{clock.now():%Y-%m-%d}.csv"
    answer = FileResponse(written, as_attachment=True, filename=name, content_type="text/csv; charset=utf-8")
    return cast("HttpResponse", answer)


def _with_mark(lines: Iterator[bytes]) -> Iterator[bytes]:
    """Spreadsheets read UTF-8 only behind a byte order mark."""
    yield b"\xef\xbb\xbf"
    yield from lines


def _known(request: HttpRequest, run_id: int) -> ImportRun:
    run = imports.find_run(run_id)
    if not request_actor(request).can_see("channel", run.channel.code):
        raise imports.RunNotFound(run_id=run_id)
    return run
