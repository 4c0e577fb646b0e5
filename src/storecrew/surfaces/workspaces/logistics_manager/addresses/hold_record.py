"""One order that waits because of its address: why, and the three ways out."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.orders import public as orders
from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.models import AddressHold
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form, take_step
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, Table, render_record
from storecrew.surfaces.workspaces.logistics_manager.addresses.hold_list import HoldList, visible
from storecrew.surfaces.workspaces.logistics_manager.addresses.words import state_of

PARTS = ("name", "company", "street", "street2", "postal_code", "city", "region", "country", "phone")


class ReleaseForm(forms.Form):
    """Why an address is right as it is."""

    reason = forms.CharField(
        label=gettext_lazy("Who confirmed it"),
        max_length=200,
        help_text=gettext_lazy("The next order to this address is not held for the same reason."),
    )


def _find(request: HttpRequest, hold_id: int) -> AddressHold:
    row = visible(request_actor(request)).filter(pk=hold_id).first()
    if row is None:
        raise Http404
    return row


@workspace_page(permission="shipping.read")
def hold_record(request: HttpRequest, hold_id: int) -> HttpResponse:
    """Show why an order waits."""
    row = _find(request, hold_id)
    order = orders.order(row.order_id)
    waiting = row.state in AddressHold.WAITING
    address = {**order.shipping_address, "country": _country(order)}
    record = Record(
        title=row.number,
        subtitle=_("Address to check"),
        record="shipping.address_hold",
        record_id=row.pk,
        status=[state_of(row)],
        next_step=_next_step(row),
        actions=_actions(row, request_actor(request)) if waiting else [],
        groups=[
            FactGroup(
                _("Goes to"), [Fact(_label(part), address[part]) for part in PARTS if address.get(part)]
            ),
            FactGroup(
                _("Order"),
                [
                    Fact(_("Number"), row.number, url=reverse("orders_record", args=[row.number])),
                    Fact(_("Placed"), order.placed_at, "datetime"),
                    Fact(_("Sent by"), order.shipping_method_name),
                    Fact(_("Customer"), order.email),
                    Fact(_("Waits since"), row.opened_at, "datetime"),
                    Fact(_("Customer asked"), row.asked_at, "datetime"),
                ],
            ),
        ],
        tables=[_doubts(row, order)],
        back_url=reverse("address_holds_list"),
        back_label=_("Addresses to check"),
    )
    return render_record(request, record)


def _country(order: orders.OrderFacts) -> str:
    code = str(order.shipping_address.get("country", ""))
    return dict(shipping.country_choices([code], get_language() or "en")).get(code, code)


def _next_step(row: AddressHold) -> str:
    if row.state == AddressHold.OPEN:
        return _("Correct it, ask the customer, or take it as it is. Nobody packs the order until then.")
    if row.state == AddressHold.ASKED:
        return _("The customer has a link to correct or confirm it; the order goes on by itself.")
    return ""


def _actions(row: AddressHold, actor: Actor) -> list[Action]:
    if not actor.can("orders.write"):
        return []
    return [
        Action(_("Correct the address"), reverse("orders_address", args=[row.number]), tone="strong"),
        Action(_("Ask the customer"), reverse("address_holds_ask", args=[row.pk]), post=True),
        Action(_("Take it as it is"), reverse("address_holds_release", args=[row.pk])),
    ]


def _doubts(row: AddressHold, order: orders.OrderFacts) -> Table:
    found = shipping.address_doubts(order.shipping_address) if row.state in AddressHold.WAITING else ()
    rows = [(_label(each.code.partition(".")[0]), each.sentence) for each in found]
    return Table(_("Why it waits"), (_("Part"), _("What is doubtful")), rows, empty=_("It is settled."))


def _label(part: str) -> str:
    return {
        "name": _("Name"),
        "company": _("Company"),
        "street": _("Street"),
        "street2": _("Addition"),
        "postal_code": _("Postal code"),
        "city": _("City"),
        "region": _("Region"),
        "country": _("Country"),
        "phone": _("Phone"),
    }.get(part, _("Address"))


@workspace_page(permission="orders.write")
@require_POST
def ask(request: HttpRequest, hold_id: int) -> HttpResponse:
    """Mail the customer a link to their address."""
    row = _find(request, hold_id)
    take_step(
        request,
        shipping.ask_about_address,
        row.order_id,
        done=_("The customer has a mail with a link to the address."),
    )
    return redirect("address_holds_record", hold_id=row.pk)


@workspace_page(permission="orders.write")
def release(request: HttpRequest, hold_id: int) -> HttpResponse:
    """Take the address as it is."""
    row, form = _find(request, hold_id), ReleaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            fulfillment.release_address(
                row.order_id,
                reason=form.cleaned_data["reason"],
                actor=request_actor(request),
                at=clock.now(),
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The order goes on."))
            return redirect("address_holds_record", hold_id=row.pk)
    return render_form(
        request,
        form,
        title=_("Take it as it is"),
        intro=f"{row.number} · {row.because}",
        submit=_("Let the order go on"),
        back_url=reverse("address_holds_record", args=[row.pk]),
        back_label=row.number,
    )


urlpatterns = [
    path("addresses/", HoldList.as_view(), name="address_holds_list"),
    path("addresses/<int:hold_id>/", hold_record, name="address_holds_record"),
    path("addresses/<int:hold_id>/ask/", ask, name="address_holds_ask"),
    path("addresses/<int:hold_id>/release/", release, name="address_holds_release"),
]
