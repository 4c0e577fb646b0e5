"""Something else for what is missing: the warehouse asks, the customer decides, an agent writes it down."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment.models import Substitution
from storecrew.contexts.orders import public as orders
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.parts import link
from storecrew.surfaces.ui.backoffice.record import Table

ANSWERS = [
    ("accept", gettext_lazy("Takes the replacement")),
    ("wait", gettext_lazy("Waits for the original")),
    ("refund", gettext_lazy("Wants the money back")),
]


class OfferForm(forms.Form):
    """Which line, and what instead."""

    choice = forms.ChoiceField(label=gettext_lazy("Offer instead"), widget=forms.RadioSelect)


class AnswerForm(forms.Form):
    """What the customer said."""

    answer = forms.ChoiceField(label=gettext_lazy("The customer"), choices=ANSWERS, widget=forms.RadioSelect)
    note = forms.CharField(
        label=gettext_lazy("Who said it, and when"),
        max_length=300,
        help_text=gettext_lazy("It stands on the order as the consent."),
    )


@workspace_page(permission="fulfillment.write")
def offer(request: HttpRequest, work_id: int) -> HttpResponse:
    """Ask the customer whether something else may be sent for what is missing."""
    actor = request_actor(request)
    work = fulfillment.work_of(work_id, actor)
    choices = [
        (f"{line.order_line_id}/{each.sku}", f"{line.title} → {each.product_title} ({each.sku})")
        for line in work.lines
        if line.quantity > line.shipped
        for each in fulfillment.replacements_for(line.order_line_id, work.order_id)
    ]
    form = OfferForm(request.POST or None)
    form.fields["choice"].choices = choices  # type: ignore[attr-defined]
    form.fields["choice"].help_text = (
        _("The customer gets a mail and decides. Until then nothing else may be picked.")
        if choices
        else _("The product names no replacement that is sold here. Add one to the product's relations.")
    )
    if request.method == "POST" and form.is_valid():
        line_id, _slash, sku = form.cleaned_data["choice"].partition("/")
        try:
            fulfillment.offer_replacement(work.order_id, int(line_id), sku=sku, actor=actor, at=clock.now())
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The customer is asked by mail."))
            return redirect("warehouse_record", work_id=work_id)
    return render_form(
        request,
        form,
        title=_("Offer a replacement"),
        submit=_("Ask the customer"),
        back_url=reverse("warehouse_record", args=[work_id]),
        back_label=work.number,
    )


@workspace_page(permission="orders.write")
def answer(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Write down what the customer said by phone, and do it."""
    found = fulfillment.offer(offer_id)
    order = orders.order(found.order_id)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            fulfillment.answer_by_phone(
                offer_id, **form.cleaned_data, actor=request_actor(request), at=clock.now()
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("It is written down and goes on."))
            return redirect("orders_record", order.number)
    return render_form(
        request,
        form,
        title=_("%(title)s instead of %(missing)s") % {"title": found.title, "missing": found.missing},
        back_url=reverse("orders_record", args=[order.number]),
        back_label=order.number,
    )


def table(order_id: int) -> list[Table]:
    """Return what was offered for an order and what became of it; nothing where nothing was."""
    offers = fulfillment.offers_of_order(order_id)
    if not offers:
        return []
    rows = [
        (
            row.missing,
            f"{row.units} × {row.title}",
            Substitution.State(row.state).label,
            row.answered_by or row.asked_by,
            row.answered_at or row.asked_at,
        )
        for row in offers
    ]
    headers = (_("Missing"), _("Instead"), _("Answer"), _("By"), _("When"))
    urls = [link("warehouse_replacement_answer", row.id) if row.state == "asked" else "" for row in offers]
    return [Table(_("Replacements"), headers, rows, kinds=("text",) * 4 + ("datetime",), row_urls=urls)]
