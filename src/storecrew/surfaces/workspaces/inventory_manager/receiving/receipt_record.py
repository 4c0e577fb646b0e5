"""One receipt: its lines with what is not as ordered, its samples, and closing it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import Inspection, Receipt
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.articles import name_of, variants_of
from storecrew.surfaces.ui.backoffice.listing import Status
from storecrew.surfaces.ui.backoffice.record import (
    Action,
    Fact,
    FactGroup,
    Record,
    Table,
    render_record,
)
from storecrew.surfaces.ui.backoffice.words import actor_words
from storecrew.surfaces.workspaces.inventory_manager.phone.receive import (
    DISCREPANCIES,
    differences_of,
    own_receipt,
)

KINDS = dict(Receipt.Kind.choices)
STATES = dict(Receipt.State.choices)
TONES = {"open": "info", "closed": "good", "canceled": "neutral"}


class CloseForm(forms.Form):
    """Why something is missing or too much; needed when something is."""

    reason = forms.CharField(
        label=gettext_lazy("What happened to the rest?"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Needed when not everything came as ordered."),
    )


class InspectForm(forms.Form):
    """What the sample said."""

    defects = forms.IntegerField(label=gettext_lazy("Defective units in the sample"), min_value=0)
    note = forms.CharField(label=gettext_lazy("What was wrong?"), max_length=300, required=False)


@workspace_page(permission="inventory.read")
def receipt_record(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """Show a receipt with its lines, differences and samples."""
    receipt = own_receipt(request, receipt_id)
    actor = request_actor(request)
    open_now = receipt.state == "open"
    may = actor.can("inventory.write") and open_now
    record = Record(
        title=receipt.reference,
        record="inventory.receipt",
        record_id=receipt.id,
        subtitle=f"{KINDS[receipt.kind]} · {receipt.location_name}",
        status=[Status(STATES[receipt.state], TONES[receipt.state])],
        next_step=_next_step(receipt),
        next_action=_next_action(receipt) if may else None,
        actions=_actions(receipt) if may else [],
        groups=[_facts(receipt)],
        tables=[_lines(receipt), _differences(receipt), _samples(receipt, actor)],
        back_url=reverse("stock_receipts"),
        back_label=_("Receiving"),
    )
    return render_record(request, record)


def _next_step(receipt: inventory.ReceiptFacts) -> str:
    if receipt.state != "open":
        return ""
    if any(line.held for line in receipt.lines):
        return _("Inspect the samples; the units wait on hold.")
    if any(line.to_come for line in receipt.lines):
        return _("Take in what comes, scan by scan.")
    return _("Everything came: close the receipt.")


def _next_action(receipt: inventory.ReceiptFacts) -> Action | None:
    """Return the button of the next step: what the sentence beside it says."""
    if any(line.held for line in receipt.lines):
        rows = Inspection.objects.filter(line__receipt_id=receipt.id, state=Inspection.State.OPEN)
        sample = rows.order_by("pk").values_list("pk", flat=True).first()
        if sample is None:
            return None
        return Action(_("Inspect the sample"), reverse("stock_inspect", args=[receipt.id, sample]))
    if any(line.to_come for line in receipt.lines):
        return _by_scan(receipt)
    return _close(receipt)


def _actions(receipt: inventory.ReceiptFacts) -> list[Action]:
    """Return what else may be done; what the next step offers stands there alone."""
    waits = any(line.to_come for line in receipt.lines)
    held = any(line.held for line in receipt.lines)
    found = [] if waits and not held else [_by_scan(receipt)]
    return found if not waits and not held else [*found, _close(receipt)]


def _by_scan(receipt: inventory.ReceiptFacts) -> Action:
    return Action(_("Receive by scan"), reverse("stock_receive_phone", args=[receipt.id]))


def _close(receipt: inventory.ReceiptFacts) -> Action:
    return Action(_("Close the receipt"), reverse("stock_receipt_close", args=[receipt.id]))


def _facts(receipt: inventory.ReceiptFacts) -> FactGroup:
    return FactGroup(
        _("Receipt"),
        [
            Fact(_("Due"), receipt.due_at, "datetime"),
            Fact(_("Opened by"), actor_words(receipt.opened_by)),
            Fact(_("Opened"), receipt.opened_at, "datetime"),
            Fact(_("Closed by"), actor_words(receipt.closed_by)),
            Fact(_("Closed"), receipt.closed_at, "datetime"),
        ],
    )


def _lines(receipt: inventory.ReceiptFacts) -> Table:
    variants = variants_of(line.variant_id for line in receipt.lines)
    rows, urls = [], []
    for line in receipt.lines:
        variant = variants.get(line.variant_id)
        sku = variant.sku if variant else ""
        rows.append(
            (
                sku,
                name_of(variant),
                line.expected,
                line.accepted,
                line.damaged,
                line.wrong,
                line.over,
                line.to_come,
            )
        )
        urls.append(reverse("stock_record", args=[sku, receipt.location_code]) if sku else "")
    headers = (
        _("SKU"), _("Article"), _("Expected"), _("As ordered"), _("Damaged"), _("Wrong article"),
        _("More than ordered"), _("Still missing"),
    )  # fmt: skip
    kinds = ("text", "text", *["number"] * 6)
    return Table(_("Lines"), headers, rows, kinds=kinds, row_urls=urls)


def _differences(receipt: inventory.ReceiptFacts) -> Table:
    variants = variants_of(line.variant_id for line in receipt.lines)
    rows = [
        (
            variants[line.variant_id].sku if line.variant_id in variants else "",
            DISCREPANCIES[row.kind],
            row.units,
            row.next_step,
        )
        for line in receipt.lines
        for row in differences_of(line)
        if receipt.state == "open" or row.kind != "short"
    ]
    headers = (_("SKU"), _("What"), _("Units"), _("Next step"))
    return Table(
        _("Not as ordered"),
        headers,
        rows,
        empty=_("Everything is as ordered so far."),
        kinds=("text", "text", "number", "text"),
    )


def _samples(receipt: inventory.ReceiptFacts, actor: Actor) -> Table:
    found = list(
        Inspection.objects.filter(line__receipt_id=receipt.id).select_related("line__variant", "lot")
    )
    rows = [
        (
            row.line.variant.sku,
            row.lot.code if row.lot else "",
            row.units,
            _("%(sample)s of level %(level)s, AQL %(aql)s, up to %(accept)s defects")
            % {"sample": row.sample, "level": row.level, "aql": row.aql, "accept": row.accept},
            row.defects if row.defects is not None else "",
            Status(
                row.get_state_display(), {"open": "warning", "passed": "good", "failed": "bad"}[row.state]
            ),
        )
        for row in found
    ]
    urls = [
        reverse("stock_inspect", args=[receipt.id, row.pk])
        if row.state == "open" and actor.can("inventory.write")
        else ""
        for row in found
    ]
    headers = (_("SKU"), _("Lot"), _("Units"), _("Sample"), _("Defects"), _("State"))
    kinds = ("text", "text", "number", "text", "number", "status")
    empty = _("No article of this receipt has to be inspected.")
    return Table(_("Inspection by sample"), headers, rows, empty=empty, kinds=kinds, row_urls=urls)


@workspace_page(permission=("inventory.write", "fulfillment.write"))
def close(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """Say that nothing more comes, with a reason for what is missing."""
    receipt = own_receipt(request, receipt_id)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            inventory.close_receipt(
                receipt.id,
                reason=form.cleaned_data["reason"],
                actor=request_actor(request),
                at=clock.now(),
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The receipt is closed."))
            return redirect("stock_receipt", receipt_id=receipt.id)
    missing = sum(line.to_come for line in receipt.lines)
    intro = _("%(missing)s units are missing.") % {"missing": missing} if missing else ""
    return _form(request, receipt, form, title=_("Close the receipt"), intro=intro)


@workspace_page(permission="inventory.write")
def inspect(request: HttpRequest, receipt_id: int, inspection_id: int) -> HttpResponse:
    """Enter what the sample said: the units are released, or go to quarantine."""
    receipt = own_receipt(request, receipt_id)
    sample = inventory.inspection(inspection_id)
    if sample.receipt_id != receipt.id:
        raise inventory.InspectionDone(inspection=inspection_id)
    form = InspectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            decided = inventory.decide_inspection(
                inspection_id,
                defects=values["defects"],
                note=values["note"],
                actor=request_actor(request),
                at=clock.now(),
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            words = _("Released for sale.") if decided.state == "passed" else _("Moved to quarantine.")
            messages.success(request, words)
            return redirect("stock_receipt", receipt_id=receipt.id)
    intro = _("Look at %(sample)s of %(units)s units; up to %(accept)s may be defective.") % {
        "sample": sample.sample,
        "units": sample.units,
        "accept": sample.accept,
    }
    return _form(request, receipt, form, title=_("Inspect the sample"), intro=intro)


def _form(
    request: HttpRequest, receipt: inventory.ReceiptFacts, form: forms.Form, *, title: str, intro: str
) -> HttpResponse:
    return render_form(
        request,
        form,
        title=title,
        intro=intro,
        back_url=reverse("stock_receipt", args=[receipt.id]),
        back_label=receipt.reference,
    )
