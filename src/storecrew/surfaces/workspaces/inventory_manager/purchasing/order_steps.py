"""What people do with a purchase order, from writing it to paying its invoice."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.purchasing import public as purchasing
from storecrew.contexts.purchasing.models import Discrepancy, PurchaseOrder, SupplierInvoice
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError, NotFound
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.three_way import of_record
from storecrew.surfaces.workspaces.inventory_manager.purchasing import order_forms
from storecrew.surfaces.workspaces.inventory_manager.purchasing.order_record import find
from storecrew.surfaces.workspaces.inventory_manager.purchasing.words import form_page


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
    return form_page(
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
    return _form(
        request,
        order,
        form,
        _("Edit lines"),
        _("Save"),
        lambda at: purchasing.change_draft(order.pk, **form.cleaned_data, **at),
    )


@workspace_page(permission="purchasing.approve")
def refuse(request: HttpRequest, order_id: int) -> HttpResponse:
    """Send a waiting order back with a reason."""
    order = find(request, order_id)
    form = order_forms.ReasonForm(request.POST or None)
    return _form(
        request,
        order,
        form,
        _("Refuse"),
        _("Refuse"),
        lambda at: purchasing.refuse_order(order.pk, **form.cleaned_data, **at),
    )


@workspace_page(permission="purchasing.write")
def cancel(request: HttpRequest, order_id: int) -> HttpResponse:
    """Cancel an order of which nothing came."""
    order = find(request, order_id)
    form = order_forms.ReasonForm(request.POST or None)
    return _form(
        request,
        order,
        form,
        _("Cancel the order"),
        _("Cancel the order"),
        lambda at: purchasing.cancel_order(order.pk, **form.cleaned_data, **at),
    )


@workspace_page(permission="purchasing.write")
def close(request: HttpRequest, order_id: int) -> HttpResponse:
    """Say that nothing more comes."""
    order = find(request, order_id)
    form = order_forms.OptionalReasonForm(request.POST or None)
    return _form(
        request,
        order,
        form,
        _("Close the order"),
        _("Close"),
        lambda at: purchasing.close_order(order.pk, **form.cleaned_data, **at),
    )


@workspace_page(permission="purchasing.write")
def cost(request: HttpRequest, order_id: int) -> HttpResponse:
    """Add freight, duty or another cost."""
    order = find(request, order_id)
    form = order_forms.CostForm(request.POST or None, initial={"currency": order.currency})
    form.fields["amount"].currency = order.currency  # type: ignore[attr-defined]
    return _form(
        request,
        order,
        form,
        _("Add a cost"),
        _("Add"),
        lambda at: purchasing.add_landed_cost(order.pk, **form.cleaned_data, **at),
    )


@workspace_page(permission="inventory.write")
def receive(request: HttpRequest, order_id: int) -> HttpResponse:
    """Take in what arrived, without scanning."""
    order = find(request, order_id)
    form = order_forms.ReceiveForm(
        request.POST or None, order=order, initial={"posting": secrets.token_hex(8)}
    )
    return _form(
        request, order, form, _("Receive"), _("Take in"),
        lambda at: purchasing.receive_goods(
            order.pk, posting=form.cleaned_data["posting"], lines=form.lines(),
            document=form.cleaned_data["document"], **at,
        ),
    )  # fmt: skip


@workspace_page(permission="purchasing.write")
def invoice(request: HttpRequest, order_id: int) -> HttpResponse:
    """Record a supplier's invoice."""
    order = find(request, order_id)
    form = order_forms.InvoiceForm(
        request.POST or None, order=order, initial={"invoiced_on": clock.now().date()}
    )

    def record(at: dict[str, Any]) -> SupplierInvoice:
        values = form.cleaned_data
        return purchasing.record_invoice(
            order.pk, number=values["number"], invoiced_on=values["invoiced_on"], total=values["total"],
            lines=form.lines(), **at,
        )  # fmt: skip

    return _form(request, order, form, _("Record an invoice"), _("Record"), record)


@workspace_page(permission="purchasing.approve")
def release(request: HttpRequest, invoice_id: int) -> HttpResponse:
    """Let a blocked invoice be paid all the same."""
    found = SupplierInvoice.objects.filter(pk=invoice_id).first()
    if found is None:
        raise NotFound()
    order = find(request, found.order_id)
    form = order_forms.ReasonForm(request.POST or None)
    return _form(
        request,
        order,
        form,
        _("Release the invoice"),
        _("Release"),
        lambda at: purchasing.release_invoice(found.pk, **form.cleaned_data, **at),
    )


@workspace_page(permission="purchasing.write")
def discrepancy(request: HttpRequest, discrepancy_id: int) -> HttpResponse:
    """Say what happens with goods that are not as ordered."""
    found = Discrepancy.objects.select_related("line").filter(pk=discrepancy_id).first()
    if found is None:
        raise NotFound()
    order = find(request, found.line.order_id)
    form = order_forms.DiscrepancyForm(request.POST or None)
    return _form(
        request,
        order,
        form,
        _("Not as ordered"),
        _("Decide"),
        lambda at: purchasing.decide_discrepancy(found.pk, **form.cleaned_data, **at),
    )


def _form(
    request: HttpRequest,
    order: PurchaseOrder,
    form: forms.Form,
    title: str,
    submit: str,
    run: Callable[[dict[str, Any]], object],
) -> HttpResponse:
    """Show a form about an order, or run its operation and go back to the order."""
    if request.method == "POST" and form.is_valid():
        try:
            run({"actor": request_actor(request), "at": clock.now()})
        except DomainError as error:
            form.add_error(None, _in_words(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("purchasing_order", order_id=order.pk)
    if isinstance(form, order_forms.PerLine):
        context = {
            "form": form,
            "header_title": title,
            "intro": f"{order.supplier.name} → {order.location.name}",
            "submit_label": submit,
            "back_url": reverse("purchasing_order", args=[order.pk]),
            "back_label": order.number,
        }
        status = 422 if form.errors else 200
        return render(request, "inventory_manager/order_lines.html", context, status=status)
    return form_page(
        request, form, title=title, submit=submit, back_url=reverse("purchasing_order", args=[order.pk]),
        back_label=order.number, intro=f"{order.supplier.name} → {order.location.name}",
    )  # fmt: skip


def _in_words(error: DomainError) -> str:
    """Return a refusal with the articles that it is about."""
    skus = error.details.get("skus")
    return f"{error} {', '.join(skus)}" if skus else str(error)
