"""What people do with a purchase order, from writing it to paying its invoice."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.purchasing import public as purchasing
from storecrew.contexts.purchasing.models import Discrepancy, PurchaseOrder, SupplierInvoice
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError, NotFound
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.three_way import of_record
from storecrew.surfaces.workspaces.inventory_manager.purchasing import order_forms
from storecrew.surfaces.workspaces.inventory_manager.purchasing.order_record import find


@workspace_page(permission="purchasing.write")
def submit(request: HttpRequest, order_id: int) -> HttpResponse:
    """Hand a draft in."""
    return _step(request, order_id, purchasing.submit_order, _("Handed in."))


@workspace_page(permission="purchasing.approve")
def approve(request: HttpRequest, order_id: int) -> HttpResponse:
    """Approve what somebody else handed in."""
    return _step(request, order_id, purchasing.approve_order, _("Approved."))


@workspace_page(permission="purchasing.write")
def send(request: HttpRequest, order_id: int) -> HttpResponse:
    """Send an approved order to its supplier."""
    return _step(request, order_id, purchasing.send_order, _("Sent."))


def _step(request: HttpRequest, order_id: int, run: Callable[..., PurchaseOrder], words: str) -> HttpResponse:
    order = find(request, order_id)
    if request.method == "POST":
        run(order.pk, actor=request_actor(request), at=clock.now())
        messages.success(request, words)
    return redirect("purchasing_order", order_id=order.pk)


@workspace_page(permission="purchasing.read")
def pdf(request: HttpRequest, order_id: int) -> HttpResponse:
    """Give the order as the supplier gets it."""
    made = purchasing.order_pdf(str(find(request, order_id).pk))
    answer = HttpResponse(made.content, content_type=made.mimetype)
    answer["Content-Disposition"] = f'inline; filename="{made.filename}"'
    return answer


@workspace_page(permission="purchasing.write")
def add(request: HttpRequest) -> HttpResponse:
    """Write a new order."""
    form = order_forms.NewOrderForm(request.POST or None, actor=request_actor(request))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        place = next(each for each in inventory.locations() if str(each.id) == values["location"])
        if not request_actor(request).can_see("location", place.code):
            raise NotFound()
        try:
            order = purchasing.draft_order(
                supplier_code=values["supplier"], location_code=place.code, lines=values["lines"],
                expected_on=values["expected_on"], note=values["note"], actor=request_actor(request),
                at=clock.now(),
            )  # fmt: skip
        except DomainError as error:
            form.add_error(None, _in_words(error))
        else:
            return redirect("purchasing_order", order_id=order.pk)
    return render_form(
        request, form, title=_("New order"), submit=_("Save draft"), back_url=reverse("purchasing_orders"),
        back_label=str(_("Purchase orders")),
    )  # fmt: skip


@workspace_page(permission="purchasing.write")
def edit(request: HttpRequest, order_id: int) -> HttpResponse:
    """Change the lines of a draft."""
    order = find(request, order_id)
    initial = {
        "lines": order_forms.lines_text(order), "expected_on": order.expected_on, "note": order.note,
        "version": order.version,
    }  # fmt: skip
    form = of_record(order_forms.EditOrderForm(request.POST or None, initial=initial))
    form.fields["lines"].currency = order.currency  # type: ignore[attr-defined]
    return _ask(request, order, form, purchasing.change_draft, order.pk, title=_("Edit lines"))


@workspace_page(permission="purchasing.approve")
def refuse(request: HttpRequest, order_id: int) -> HttpResponse:
    """Send a waiting order back with a reason."""
    order, form = find(request, order_id), order_forms.ReasonForm(request.POST or None)
    words = _("Refuse")
    return _ask(request, order, form, purchasing.refuse_order, order.pk, title=words, submit=words)


@workspace_page(permission="purchasing.write")
def cancel(request: HttpRequest, order_id: int) -> HttpResponse:
    """Cancel an order of which nothing came."""
    order, form = find(request, order_id), order_forms.ReasonForm(request.POST or None)
    words = _("Cancel the order")
    return _ask(request, order, form, purchasing.cancel_order, order.pk, title=words, submit=words)


@workspace_page(permission="purchasing.write")
def close(request: HttpRequest, order_id: int) -> HttpResponse:
    """Say that nothing more comes."""
    order, form = find(request, order_id), order_forms.OptionalReasonForm(request.POST or None)
    title, submit = _("Close the order"), _("Close")
    return _ask(request, order, form, purchasing.close_order, order.pk, title=title, submit=submit)


@workspace_page(permission="purchasing.write")
def cost(request: HttpRequest, order_id: int) -> HttpResponse:
    """Add freight, duty or another cost."""
    order = find(request, order_id)
    form = order_forms.CostForm(request.POST or None, initial={"currency": order.currency})
    form.fields["amount"].currency = order.currency  # type: ignore[attr-defined]
    title, submit = _("Add a cost"), _("Add")
    return _ask(request, order, form, purchasing.add_landed_cost, order.pk, title=title, submit=submit)


@workspace_page(permission="inventory.write")
def receive(request: HttpRequest, order_id: int) -> HttpResponse:
    """Take in what arrived, without scanning."""
    order = find(request, order_id)
    form = order_forms.ReceiveForm(
        request.POST or None, order=order, initial={"posting": secrets.token_hex(8)}
    )
    title, submit = _("Receive"), _("Take in")
    return _ask(request, order, form, purchasing.receive_goods, order.pk, title=title, submit=submit)


@workspace_page(permission="purchasing.write")
def invoice(request: HttpRequest, order_id: int) -> HttpResponse:
    """Record a supplier's invoice."""
    order = find(request, order_id)
    form = order_forms.InvoiceForm(
        request.POST or None, order=order, initial={"invoiced_on": channels.house_day(clock.now())}
    )
    title, submit = _("Record an invoice"), _("Record")
    return _ask(request, order, form, purchasing.record_invoice, order.pk, title=title, submit=submit)


@workspace_page(permission="purchasing.approve")
def release(request: HttpRequest, invoice_id: int) -> HttpResponse:
    """Let a blocked invoice be paid all the same."""
    found = SupplierInvoice.objects.filter(pk=invoice_id).first()
    if found is None:
        raise NotFound()
    order, form = find(request, found.order_id), order_forms.ReasonForm(request.POST or None)
    title, submit = _("Release the invoice"), _("Release")
    return _ask(request, order, form, purchasing.release_invoice, found.pk, title=title, submit=submit)


@workspace_page(permission="purchasing.write")
def discrepancy(request: HttpRequest, discrepancy_id: int) -> HttpResponse:
    """Say what happens with goods that are not as ordered."""
    found = Discrepancy.objects.select_related("line").filter(pk=discrepancy_id).first()
    if found is None:
        raise NotFound()
    order, form = find(request, found.line.order_id), order_forms.DiscrepancyForm(request.POST or None)
    title, submit = _("Not as ordered"), _("Decide")
    return _ask(request, order, form, purchasing.decide_discrepancy, found.pk, title=title, submit=submit)


def _ask(
    request: HttpRequest,
    order: PurchaseOrder,
    form: forms.Form,
    operation: Callable[..., object],
    key: int,
    *,
    title: str,
    submit: str = "",
) -> HttpResponse:
    """Show a form about an order, or run the operation with what was typed and go back to the order."""
    if request.method == "POST" and form.is_valid():
        values = form.values() if isinstance(form, order_forms.PerLine) else form.cleaned_data
        try:
            operation(key, **values, actor=request_actor(request), at=clock.now())
        except DomainError as error:
            form.add_error(None, _in_words(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("purchasing_order", order_id=order.pk)
    return render_form(
        request,
        form,
        title=title,
        intro=f"{order.supplier.name} → {order.location.name}",
        submit=submit,
        back_url=reverse("purchasing_order", args=[order.pk]),
        back_label=order.number,
        template=form.template if isinstance(form, order_forms.PerLine) else "backoffice/form.html",
    )


def _in_words(error: DomainError) -> str:
    """Return a refusal with the articles that it is about."""
    skus = error.details.get("skus")
    return f"{error} {', '.join(skus)}" if skus else str(error)
