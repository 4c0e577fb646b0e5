"""One code pool: its numbers, its files, and taking in another one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import CodePool
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError, NotFound
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, Table, render_record
from storecrew.surfaces.ui.backoffice.tables import TableForm
from storecrew.surfaces.ui.backoffice.three_way import of_record
from storecrew.surfaces.ui.backoffice.words import actor_words
from storecrew.surfaces.workspaces.inventory_manager.codes.pool_list import pools, state_of

MOST_BYTES = 10_000_000
PROBLEMS = {
    "empty": gettext_lazy("the code is missing"),
    "long": gettext_lazy("longer than 200 characters"),
    "columns": gettext_lazy("more than two columns"),
    "many": gettext_lazy("more than 100,000 codes: split the file"),
}


class PoolForm(forms.Form):
    """Which article is sold as codes, and what its buyers do with one."""

    sku = forms.CharField(label=gettext_lazy("SKU"), max_length=120)
    how = forms.CharField(
        label=gettext_lazy("How to use a code"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("One sentence for the buyer, such as where to enter it."),
    )


class CodesForm(TableForm):
    """Codes, a row each."""

    columns = gettext_lazy(
        "One code a line; a second column may hold what belongs to it, such as a PIN. The same file "
        "twice adds nothing. Codes are kept encrypted, and nobody of the staff can read them."
    )
    most = MOST_BYTES


def _find(pool_id: int) -> Any:
    row = pools().filter(pk=pool_id).first()
    if row is None:
        raise NotFound()
    return row


@workspace_page(permission="inventory.read")
def pool_record(request: HttpRequest, pool_id: int) -> HttpResponse:
    """Show how many codes are left and where they came from; never a code."""
    row = _find(pool_id)
    actions = []
    if request_actor(request).can("inventory.write"):
        actions = [
            Action(_("Import codes"), reverse("stock_code_import", args=[row.pk]), tone="strong"),
            Action(_("Edit"), reverse("stock_code_edit", args=[row.pk])),
        ]
    record = Record(
        title=row.variant.sku,
        record="inventory.code_pool",
        record_id=row.pk,
        subtitle=row.variant.product.title,
        status=[state_of(row)],
        next_step="" if row.unused else _("Import codes: without them the article is sold out."),
        actions=actions,
        groups=[_numbers(row)],
        tables=[_files(row)],
        back_url=reverse("stock_codes"),
        back_label=_("Codes"),
    )
    return render_record(request, record)


def _numbers(row: Any) -> FactGroup:
    ledger = reverse("stock_record", args=[row.variant.sku, "codes"])
    return FactGroup(
        _("Now"),
        [
            Fact(_("Unused"), row.unused, "number", why=_("The stock of the article."), url=ledger),
            Fact(_("Given to orders"), row.given, "number"),
            Fact(
                _("Ended"),
                row.burned,
                "number",
                why=_("Shown to somebody and then returned: never sold a second time."),
            ),
            Fact(_("Low at"), row.low_at, "number"),
            Fact(_("How to use a code"), row.how or "–"),
        ],
    )


def _files(row: CodePool) -> Table:
    rows = [(one.name, one.added, one.known, actor_words(one.actor), one.at) for one in row.files.all()[:50]]
    headers = (_("File"), _("New codes"), _("Known already"), _("By"), _("Taken in"))
    return Table(
        _("Files"), headers, rows, empty=_("No codes were imported yet."),
        kinds=("text", "number", "number", "text", "datetime"),
    )  # fmt: skip


@workspace_page(permission="inventory.write")
def add(request: HttpRequest) -> HttpResponse:
    """Open the pool of an article."""
    form = PoolForm(request.POST or None, initial={"sku": request.GET.get("sku", "")})
    return _save(request, form, _("Open a code pool"), reverse("stock_codes"), _("Codes"))


@workspace_page(permission="inventory.write")
def edit(request: HttpRequest, pool_id: int) -> HttpResponse:
    """Change what buyers read beside a code."""
    row = _find(pool_id)
    form = PoolForm(request.POST or None, initial={"sku": row.variant.sku, "how": row.how})
    form.fields["sku"].disabled = True
    of_record(form)
    back = reverse("stock_code_pool", args=[row.pk])
    return _save(request, form, _("Edit the code pool"), back, row.variant.sku)


def _save(request: HttpRequest, form: PoolForm, title: str, back_url: str, back: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            variant = catalog.variant_by_sku(form.cleaned_data["sku"])
            pool_id = inventory.open_code_pool(
                variant.id, how=form.cleaned_data["how"], actor=request_actor(request), at=clock.now()
            )
        except DomainError as error:
            form.add_error("sku", f"{error.message} {error.next_step}")
        else:
            messages.success(request, _("Saved."))
            return redirect("stock_code_pool", pool_id=pool_id)
    return render_form(
        request, form, title=title, submit=_("Save"), back_url=back_url, back_label=back,
        intro=_("Its goods become codes: no parcel, no shipping cost, and stock only from files of codes."),
    )  # fmt: skip


@workspace_page(permission="inventory.write")
def take_in(request: HttpRequest, pool_id: int) -> HttpResponse:
    """Take in a file of codes."""
    row = _find(pool_id)
    form = CodesForm(request.POST, request.FILES) if request.method == "POST" else CodesForm()
    back = reverse("stock_code_pool", args=[row.pk])
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        name = file.name if file is not None else _("pasted")
        try:
            told = inventory.import_codes(
                row.pk, form.cleaned_data["table"], name=name, actor=request_actor(request), at=clock.now()
            )
        except inventory.InvalidCodes as error:
            form.add_error(None, _words(error))
        else:
            new = ngettext("%(n)d new code.", "%(n)d new codes.", told.added) % {"n": told.added}
            known = _("%(n)d were known already.") % {"n": told.known} if told.known else ""
            messages.success(request, f"{new} {known}".strip())
            return redirect(back)
    # What was typed is not sent back: a page of codes is a page of money.
    form.data = QueryDict()
    return render_form(
        request, form, title=_("Import codes"), submit=_("Import"), back_url=back, back_label=row.variant.sku
    )


def _words(error: inventory.InvalidCodes) -> str:
    lines = [
        _("line %(line)d: %(why)s") % {"line": one["line"], "why": PROBLEMS[one["why"]]}
        for one in error.details["lines"]
    ]
    return " ".join(str(part) for part in (error.message, "; ".join(lines), error.next_step) if part)
