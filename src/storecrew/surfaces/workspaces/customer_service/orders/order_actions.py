"""What is done to an order from its page: ship, cancel, refund, confirm a transfer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.workspaces.customer_service.orders import outcomes
from storecrew.surfaces.workspaces.customer_service.orders.finding import find
from storecrew.surfaces.workspaces.customer_service.orders.order_record import nonce, waiting_by_hand
from storecrew.surfaces.workspaces.customer_service.orders.outcomes import Outcome


class OnceForm(forms.Form):
    """A form that carries its key, so that a second click changes nothing."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)


class ShipForm(OnceForm):
    """How many units of each line leave, with which carrier."""

    carrier = forms.CharField(label=gettext_lazy("Carrier"), max_length=60, required=False)
    tracking_number = forms.CharField(label=gettext_lazy("Tracking number"), max_length=60, required=False)

    def __init__(self, *args: Any, order: orders.OrderFacts, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Codes leave by e-mail, by themselves.
        codes = fulfillment.promised_codes(order.id)
        for line in order.lines:
            units = line.open_quantity - codes.get(line.id, 0)
            if units > 0:
                label = " · ".join([line.sku, line.title, *line.options.values()])
                self.fields[f"line_{line.id}"] = forms.IntegerField(
                    label=label, min_value=0, max_value=units, initial=units
                )

    def lines(self) -> dict[int, int]:
        """Return the units by line id, without lines that stay."""
        values = self.cleaned_data.items()
        return {int(name[5:]): units for name, units in values if name.startswith("line_") and units}


class CancelForm(forms.Form):
    """Why the order ends."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=200,
        help_text=gettext_lazy(
            "Kept with the order. The customer gets a mail, the stock and the money go back."
        ),
    )


class RestForm(forms.Form):
    """How the rest of a refund went back, where no gateway did it."""

    note = forms.CharField(
        label=gettext_lazy("If you paid it back by hand: how and when"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For example the line of the bank statement. Not needed to try again."),
    )


class ReceiptForm(OnceForm):
    """How much arrived, and from where."""

    amount = forms.CharField(label=gettext_lazy("Amount that arrived"), max_length=20)
    note = forms.CharField(label=gettext_lazy("Statement line or receipt"), max_length=200, required=False)


@workspace_page(permission="fulfillment.write")
def ship(request: HttpRequest, number: str) -> HttpResponse:
    """Mark goods of an order as handed over."""
    order = find(request, number)
    form = ShipForm(request.POST or None, order=order, initial={"key": nonce()})
    if request.method == "POST" and form.is_valid():
        at = clock.now()
        try:
            shipment = fulfillment.ship(
                order.id,
                lines=form.lines(),
                tracking_number=form.cleaned_data["tracking_number"],
                carrier=form.cleaned_data["carrier"],
                key=form.cleaned_data["key"],
                actor=request_actor(request),
                at=at,
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            said = outcomes.of_shipping(order, shipment, at=at, locale=request.LANGUAGE_CODE)
            return done(request, order, *said)
    return form_page(request, order, form, title=_("Ship %(number)s"), submit=_("Mark as shipped"))


@workspace_page(permission="orders.write")
@require_POST
def resend_codes(request: HttpRequest, number: str) -> HttpResponse:
    """Mail an order's codes to its customer once more."""
    order = find(request, number)
    try:
        fulfillment.resend_codes(order.id, actor=request_actor(request), at=clock.now())
    except DomainError as error:
        return done(request, order, Outcome(messages.ERROR, str(error)))
    sent = _("The codes are on their way to %(email)s.") % {"email": order.email}
    return done(request, order, Outcome(messages.SUCCESS, sent))


@workspace_page(permission="orders.cancel")
def cancel(request: HttpRequest, number: str) -> HttpResponse:
    """End an order before anything has left."""
    order = find(request, number)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            canceled = aftersales.cancel_order(
                order.id, reason=form.cleaned_data["reason"], actor=request_actor(request), at=clock.now()
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            said = outcomes.of_cancellation(order, canceled=canceled, locale=request.LANGUAGE_CODE)
            return done(request, order, said)
    return form_page(request, order, form, title=_("Cancel %(number)s"), submit=_("Cancel the order"))


@workspace_page(permission="orders.refund")
def refund_rest(request: HttpRequest, number: str, refund_id: int) -> HttpResponse:
    """Give what is still owed of a refund: ask the gateways again, or say that it was paid by hand."""
    order = find(request, number)
    owing = [one for one in aftersales.refunds_of_order(order.id) if one.id == refund_id and one.owed]
    if not owing:
        return done(request, order, Outcome(messages.INFO, _("Nothing is owed of this refund any more.")))
    form = RestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        by_hand, note = "second" in request.POST, form.cleaned_data["note"].strip()
        actor, at = request_actor(request), clock.now()
        try:
            if by_hand and not note:
                form.add_error("note", _("Say how it was paid back, so that others can find it."))
            elif by_hand:
                made = aftersales.give_rest_by_hand(refund_id, note=note, actor=actor, at=at)
            else:
                made = aftersales.retry_refund(refund_id, actor=actor, at=at)
        except DomainError as error:
            form.add_error(None, str(error))
        if form.is_valid():
            return done(request, order, outcomes.of_refund(made, request.LANGUAGE_CODE))
    intro = _("%(owed)s of a refund of %(amount)s was refused and is still owed.") % {
        "owed": owing[0].owed.format(request.LANGUAGE_CODE),
        "amount": owing[0].amount.format(request.LANGUAGE_CODE),
    }
    title, second = _("Rest of a refund of %(number)s"), _("It was paid by hand")
    return form_page(request, order, form, title=title, submit=_("Try again"), second=second, intro=intro)


@workspace_page(permission="payments.write")
def payment_arrived(request: HttpRequest, number: str) -> HttpResponse:
    """Book money of a transfer or of cash on delivery that has arrived, so that the order goes on."""
    order = find(request, number)
    payment = waiting_by_hand(order.id)
    if payment is None:
        return done(request, order, Outcome(messages.INFO, _("Nothing is waited for.")))
    due = payment.amount - payment.captured
    form = ReceiptForm(request.POST or None, initial={"key": nonce(), "amount": str(due.decimal)})
    if request.method == "POST" and form.is_valid():
        try:
            payments.confirm_receipt(
                payment.id,
                amount=Money.parse(form.cleaned_data["amount"], order.currency),
                key=form.cleaned_data["key"],
                note=form.cleaned_data["note"],
                actor=request_actor(request),
                at=clock.now(),
            )
            status = checkout.finish_payment(payment.id, at=clock.now()).status
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return done(request, order, outcomes.of_receipt(payment, status, request.LANGUAGE_CODE))
    return form_page(request, order, form, title=_("Payment for %(number)s"), submit=_("Book the payment"))


def form_page(
    request: HttpRequest,
    order: orders.OrderFacts,
    form: forms.Form,
    *,
    title: str,
    submit: str,
    second: str = "",
    intro: str = "",
) -> HttpResponse:
    return render_form(
        request,
        form,
        title=title % {"number": order.number},
        intro=intro
        or _("%(name)s, %(total)s in all")
        % {
            "name": order.shipping_address.get("name", order.email),
            "total": order.total.format(request.LANGUAGE_CODE),
        },
        submit=submit,
        second=second,
        back_url=reverse("orders_record", args=[order.number]),
        back_label=order.number,
    )


def done(request: HttpRequest, order: orders.OrderFacts, *said: Outcome) -> HttpResponse:
    for outcome in said:
        outcome.tell(request)
    return redirect("orders_record", number=order.number)
