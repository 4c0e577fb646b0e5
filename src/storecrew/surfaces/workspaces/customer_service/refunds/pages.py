"""A refund by hand: what to pay back to whom and why, and the two things that can be said of it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError, NotFound
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.record import (
    Action,
    Fact,
    FactGroup,
    Record,
    Related,
    TimelineEntry,
    render_record,
)
from storecrew.surfaces.ui.backoffice.words import actor_words, reason_words
from storecrew.surfaces.workspaces.customer_service.orders.order_delivery import ADDRESS_PARTS
from storecrew.surfaces.workspaces.customer_service.orders.order_record import mail_entries
from storecrew.surfaces.workspaces.customer_service.refunds.forms import NotSentForm, SentForm
from storecrew.surfaces.workspaces.customer_service.refunds.refund_list import RefundList
from storecrew.surfaces.workspaces.customer_service.refunds.words import state_of

RIGHT = "orders.refund"
ABOUT = "aftersales.refund"


def _find(request: HttpRequest, refund_id: int) -> tuple[payments.HandRefundFacts, orders.OrderFacts]:
    """Return a refund with its order, within the reader's channels."""
    found = payments.hand_refund(refund_id)
    order = orders.order(found.order_id)
    if not request_actor(request).can_see("channel", channels.facts_by_id(order.channel_id).code):
        raise NotFound()
    return found, order


@workspace_page(permission="payments.read")
def refund_record(request: HttpRequest, refund_id: int) -> HttpResponse:
    """Show a refund that a person sends."""
    found, order = _find(request, refund_id)
    record = Record(
        title=_("Refund of %(number)s") % {"number": order.number},
        subtitle=found.amount.format(request.LANGUAGE_CODE),
        record="payments.hand_refund",
        record_id=found.id,
        status=[state_of(found.state)],
        next_step=_next_step(found),
        actions=_actions(found, request_actor(request)),
        groups=[_what(found, order), *_came_of_it(found)],
        related=[_payee(order), _came_in(found)],
        messages=[_asked(found), *mail_entries(order, ABOUT)],
        back_url=reverse("refunds_list"),
        back_label=_("Refunds by hand"),
    )
    return render_record(request, record)


def _what(found: payments.HandRefundFacts, order: orders.OrderFacts) -> FactGroup:
    return FactGroup(
        _("What to pay back"),
        [
            Fact(_("Amount"), found.amount, "money"),
            Fact(_("Order"), order.number, url=reverse("orders_record", args=[order.number])),
            Fact(_("Paid by"), str(payments.gateway_name(found.gateway))),
            Fact(_("Reason"), reason_words(found.reason)),
            # The words that the customer finds on the statement of the bank.
            Fact(_("Text for the transfer"), _("Refund %(number)s") % {"number": order.number}),
        ],
    )


def _came_of_it(found: payments.HandRefundFacts) -> list[FactGroup]:
    """What happened so far, when anything did."""
    facts = []
    if found.tries:
        facts += [
            Fact(_("Could not be sent"), found.tries, "number"),
            Fact(_("Why it was not sent"), found.problem),
        ]
    if found.sent_on:
        facts += [Fact(_("Sent on"), found.sent_on, "date"), Fact(_("Bank reference"), found.reference)]
    if found.settled_by:
        facts.append(Fact(_("Settled by"), actor_words(found.settled_by)))
    return [FactGroup(_("What came of it"), facts)] if facts else []


def _payee(order: orders.OrderFacts) -> Related:
    address = order.billing_address or order.shipping_address
    facts = [
        Fact(_("Name"), str(address.get("name") or order.email)),
        Fact(_("E-mail"), order.email, url=f"mailto:{order.email}"),
    ]
    if order.phone:
        facts.append(Fact(_("Phone"), order.phone, url=f"tel:{order.phone}"))
    lines = [str(address.get(part) or "") for part in ADDRESS_PARTS if part not in ("name", "phone")]
    facts.append(Fact(_("Address"), ", ".join(line for line in lines if line)))
    return Related(_("To whom"), facts)


def _came_in(found: payments.HandRefundFacts) -> Related:
    notes = payments.came_in_as(found.payment_id)
    facts = [Fact(_("Statement line or receipt"), note) for note in notes]
    nothing = _("Nobody noted from which account the money came. Ask the customer when you do not find it.")
    return Related(_("How the money came in"), facts, "" if facts else nothing)


def _asked(found: payments.HandRefundFacts) -> TimelineEntry:
    return TimelineEntry(at=found.asked_at, who=actor_words(found.asked_by), what=_("asked for the refund"))


def _next_step(found: payments.HandRefundFacts) -> str:
    return {
        "waiting": _("Send the money from our bank account, then say here that you sent it."),
        "asked": _("The customer was asked where to send it. Send it when the answer is here."),
        "failed": _("The money is refundable again. Refund it from the order, by another way."),
    }.get(found.state, "")


def _actions(found: payments.HandRefundFacts, actor: Actor) -> list[Action]:
    if not found.is_open or not actor.can(RIGHT):
        return []
    return [
        Action(_("I sent it"), reverse("refunds_sent", args=[found.id]), tone="strong"),
        Action(_("It could not be sent"), reverse("refunds_not_sent", args=[found.id])),
    ]


@workspace_page(permission=RIGHT)
def sent(request: HttpRequest, refund_id: int) -> HttpResponse:
    """Write that the money has left."""
    found, order = _find(request, refund_id)
    form = SentForm(request.POST or None, initial={"sent_on": channels.house_day(clock.now())})
    if request.method == "POST" and form.is_valid():
        try:
            payments.confirm_refund(
                found.payment_id,
                key=found.key,
                **form.cleaned_data,
                actor=request_actor(request),
                at=clock.now(),
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            said = _("%(amount)s is booked as sent. The customer gets a mail.")
            messages.success(request, said % {"amount": found.amount.format(request.LANGUAGE_CODE)})
            return redirect("refunds_record", refund_id=found.id)
    intro = _("%(amount)s to %(name)s. Say this after the transfer; it cannot be undone.")
    title = _("Refund of %(number)s was sent")
    return _form(request, found, order, form, title=title, intro=intro, submit=_("I sent it"))


@workspace_page(permission=RIGHT)
def not_sent(request: HttpRequest, refund_id: int) -> HttpResponse:
    """Write that the money could not leave, and what happens next."""
    found, order = _find(request, refund_id)
    form = NotSentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            payments.fail_refund(
                found.payment_id,
                key=found.key,
                **form.cleaned_data,
                actor=request_actor(request),
                at=clock.now(),
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, NEXT[form.cleaned_data["then"]]())
            return redirect("refunds_record", refund_id=found.id)
    intro = _("%(amount)s to %(name)s.")
    title = _("Refund of %(number)s could not be sent")
    return _form(request, found, order, form, title=title, intro=intro, submit=_("Save"))


NEXT = {
    "again": lambda: _("Noted. The refund stays on the list."),
    "ask": lambda: _("The customer is asked by mail where to send it."),
    "end": lambda: _("Ended. The customer gets a mail; refund the money from the order, by another way."),
}


def _form(
    request: HttpRequest,
    found: payments.HandRefundFacts,
    order: orders.OrderFacts,
    form: forms.Form,
    *,
    title: str,
    intro: str,
    submit: str,
) -> HttpResponse:
    address = order.billing_address or order.shipping_address
    return render_form(
        request,
        form,
        title=title % {"number": order.number},
        intro=intro
        % {
            "amount": found.amount.format(request.LANGUAGE_CODE),
            "name": address.get("name") or order.email,
        },
        submit=submit,
        back_url=reverse("refunds_record", args=[found.id]),
        back_label=_("Refund"),
    )


urlpatterns = [
    path("refunds/", RefundList.as_view(), name="refunds_list"),
    path("refunds/<int:refund_id>/", refund_record, name="refunds_record"),
    path("refunds/<int:refund_id>/sent/", sent, name="refunds_sent"),
    path("refunds/<int:refund_id>/not-sent/", not_sent, name="refunds_not_sent"),
]
