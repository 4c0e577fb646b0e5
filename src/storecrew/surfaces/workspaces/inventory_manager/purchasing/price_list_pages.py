"""A supplier's price list: paste or choose a file, see what would change, take it over, take it back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from storecrew.contexts.purchasing import public as purchasing
from storecrew.contexts.purchasing.models import PriceListRun, Supplier
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError, NotFound
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.listing import Status
from storecrew.surfaces.ui.backoffice.record import Action, Record, Table, render_record
from storecrew.surfaces.ui.backoffice.tables import TableForm

MOST_BYTES = 2_000_000
SHOWN = 200
PROBLEMS = {
    "no_sku": gettext_lazy("The SKU is missing."),
    "unknown_sku": gettext_lazy("There is no such SKU."),
    "repeated": gettext_lazy("The SKU stands in an earlier row already, for the same quantity."),
    "no_amount": gettext_lazy("The price is not an amount."),
    "other_currency": gettext_lazy("The price is in another currency than the supplier's."),
    "bad_from_quantity": gettext_lazy(
        "The quantity from which the price counts is no whole number from 1 on."
    ),
    "bad_moq": gettext_lazy("The smallest order is no whole number from 1 on."),
    "bad_pack_size": gettext_lazy("The pack size is no whole number from 1 on."),
    "bad_lead_days": gettext_lazy("The lead time is no number of days from 0 to 720."),
    "too_many": gettext_lazy("The table is too long; split it."),
}


class PriceListForm(TableForm):
    """Prices of a supplier, a row for each article."""

    columns = gettext_lazy(
        "One row for each article: SKU, supplier SKU, price, currency, MOQ, lead time. With a row of "
        "names the columns may stand in any order; pack size and from quantity are read too."
    )
    sample = "SKU;supplier SKU;price;currency;MOQ;lead time"
    most = MOST_BYTES

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120, required=False)
    field_order = ("name", "file", "table")

    def clean(self) -> dict[str, Any]:
        """Name the price list after its file."""
        values = super().clean()
        if values.get("file") is not None:
            values["name"] = values.get("name") or values["file"].name
        return values


def price_list_table(row: Supplier) -> Table:
    """Return the newest price lists of a supplier for its page."""
    runs = list(row.price_lists.all()[:10])
    rows = [(run.name, len(run.rows), run.refused, _state(run), run.taken_at) for run in runs]
    headers = (_("Price list"), _("Articles"), _("Rows left out"), _("State"), _("Taken over"))
    urls = [reverse("purchasing_price_list", args=[run.pk]) for run in runs]
    return Table(
        _("Price lists"), headers, rows, empty=_("No price list was taken over yet."),
        kinds=("text", "number", "number", "status", "datetime"), row_urls=urls,
    )  # fmt: skip


def _state(run: PriceListRun) -> Status:
    return Status(run.get_state_display(), "good" if run.state == "taken" else "neutral")


@workspace_page(permission="purchasing.write")
def take(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a price list would change, and take it over when that is confirmed."""
    row = Supplier.objects.filter(code=code).first()
    if row is None:
        raise NotFound()
    actor, at = request_actor(request), clock.now()
    form = PriceListForm(request.POST or None, request.FILES or None)
    preview = None
    if request.method == "POST" and form.is_valid():
        table, name = form.cleaned_data["table"], form.cleaned_data["name"] or ""
        preview = purchasing.preview_price_list(code, table, actor=actor, at=at)
        if "confirm" in request.POST and preview.changes:
            run = purchasing.take_price_list(code, table, name=name, actor=actor, at=at)
            words = ngettext(
                "%(n)d article has new prices.", "%(n)d articles have new prices.", len(run.rows)
            )
            messages.success(request, words % {"n": len(run.rows)})
            return redirect("purchasing_price_list", run_id=run.pk)
        form = PriceListForm(initial={"table": table, "name": name})
    context = {
        "header_title": _("Take over a price list"),
        "form": form,
        "supplier": row,
        "preview": preview,
        "changes": [_shown(each, row.currency) for each in preview.changes[:SHOWN]] if preview else [],
        "refused": [(each, PROBLEMS[each.problem]) for each in preview.refused] if preview else [],
        "back_url": reverse("purchasing_supplier", args=[code]),
        "back_label": row.name,
    }
    status = 422 if form.errors else 200
    return render(request, "inventory_manager/price_list.html", context, status=status)


def _shown(change: Any, currency: str) -> dict[str, Any]:
    return {
        "sku": change.sku,
        "before": _words(change.before, currency),
        "after": _words(change.after, currency),
    }


def _words(terms: dict[str, Any] | None, currency: str) -> str:
    """Return terms in words: prices with the quantity from which they count, packs, lead time."""
    if terms is None:
        return _("not sold yet")
    prices = [f"{Money(step[1], currency).format()} ({step[0]}+)" for step in terms["steps"]]
    parts = [*prices, _("at least %(n)d") % {"n": terms["moq"]}]
    if terms["lead_days"] is not None:
        parts.append(_("%(days)d days") % {"days": terms["lead_days"]})
    return " · ".join(parts)


@workspace_page(permission="purchasing.read")
def run_record(request: HttpRequest, run_id: int) -> HttpResponse:
    """Show what a price list changed."""
    run = PriceListRun.objects.select_related("supplier").filter(pk=run_id).first()
    if run is None:
        raise NotFound()
    currency = run.supplier.currency
    rows = [
        (row["sku"], _words(row["before"], currency), _words(row["after"], currency))
        for row in run.rows[:SHOWN]
    ]
    actions = []
    if run.state == "taken" and request_actor(request).can("purchasing.write"):
        undo_url = reverse("purchasing_price_list_undo", args=[run.pk])
        words = _("Prices that were changed since stay as they are.")
        actions = [Action(_("Take back"), undo_url, post=True, confirm=words)]
    record = Record(
        title=run.name,
        record="purchasing.supplier",
        record_id=run.supplier_id,
        subtitle=run.supplier.name,
        status=[_state(run)],
        actions=actions,
        tables=[Table(_("What changed"), (_("SKU"), _("Before"), _("After")), rows)],
        back_url=reverse("purchasing_supplier", args=[run.supplier.code]),
        back_label=run.supplier.name,
    )
    return render_record(request, record)


@workspace_page(permission="purchasing.write")
def undo(request: HttpRequest, run_id: int) -> HttpResponse:
    """Take a price list back."""
    if request.method == "POST":
        try:
            run = purchasing.undo_price_list(run_id, actor=request_actor(request), at=clock.now())
        except DomainError as error:
            messages.error(request, str(error))
        else:
            words = _("Taken back. %(n)d articles were changed since and stay.") % {"n": run.kept}
            messages.success(request, words if run.kept else _("Taken back."))
    return redirect("purchasing_price_list", run_id=run_id)
