"""A dispute: what it is about, what was said, and what can be done."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, Table, render_record
from storecrew.surfaces.ui.backoffice.words import value_words
from storecrew.surfaces.workspaces.customer_service.disputes import files
from storecrew.surfaces.workspaces.customer_service.disputes.dispute_list import DisputeList
from storecrew.surfaces.workspaces.customer_service.disputes.evidence import from_facts
from storecrew.surfaces.workspaces.customer_service.disputes.finding import find as find_dispute
from storecrew.surfaces.workspaces.customer_service.disputes.forms import (
    LABELS,
    AcceptForm,
    EvidenceForm,
    TryForm,
)
from storecrew.surfaces.workspaces.customer_service.disputes.words import REASONS, state_of
from storecrew.surfaces.workspaces.customer_service.orders.finding import find

RIGHT = "payments.dispute"
TEST_BANK = "simulator"


@workspace_page(permission="payments.read")
def dispute_record(request: HttpRequest, dispute_id: int) -> HttpResponse:
    """Show a dispute."""
    found, order = find_dispute(request, dispute_id)
    actor = request_actor(request)
    record = Record(
        title=_("Dispute of %(number)s") % {"number": order.number},
        subtitle=str(REASONS[found.reason]),
        record="payments.dispute",
        record_id=found.id,
        status=[state_of(found.state)],
        next_step=_next_step(found, clock.now()),
        actions=_actions(found, actor),
        groups=[_facts(found, order)],
        tables=[*_sent(found), files.table(found.id), _money(found)],
        back_url=reverse("disputes_list"),
        back_label=_("Disputes"),
    )
    return render_record(request, record)


def _facts(found: payments.DisputeFacts, order: orders.OrderFacts) -> FactGroup:
    return FactGroup(
        _("Dispute"),
        [
            Fact(_("Order"), order.number, url=reverse("orders_record", args=[order.number])),
            Fact(_("Amount"), found.amount, "money"),
            Fact(_("Fee of the dispute"), found.fee or "", "money" if found.fee else "text"),
            Fact(_("Reason"), REASONS[found.reason]),
            *([Fact(_("Kind"), _("The bank only asks, no money was taken"))] if found.inquiry else []),
            Fact(_("Answer until"), found.due_at, "datetime"),
            Fact(_("Opened"), found.opened_at, "datetime"),
            Fact(_("Answered"), found.answered_at, "datetime"),
            Fact(_("Answered by"), found.answered_by),
            Fact(_("Closed"), found.closed_at, "datetime"),
            Fact(_("Gateway"), str(payments.gateway_name(found.gateway))),
            Fact(_("Reference"), found.reference),
        ],
    )


def _sent(found: payments.DisputeFacts) -> list[Table]:
    """Return the evidence as it was sent."""
    if found.evidence is None:
        return []
    said = asdict(found.evidence)
    rows = [(str(label), said[name]) for name, label in LABELS.items() if said[name]]
    return [Table(_("Evidence that was sent"), (_("What"), _("Text")), rows)]


def _money(found: payments.DisputeFacts) -> Table:
    """Return what the dispute moved, as the ledger has it."""
    key = f"dispute/{found.reference}"
    rows = [
        (event.at, value_words(event.operation), event.amount)
        for event in payments.events_of_order(found.order_id)
        if event.key == key
    ]
    headers = (_("Time"), _("What"), _("Amount"))
    empty = _("No money has moved for it.")
    return Table(_("Money of the dispute"), headers, rows, empty=empty, kinds=("datetime", "text", "money"))


def _next_step(found: payments.DisputeFacts, at: dt.datetime) -> str:
    if found.state == "needs_answer" and found.due_at and at > found.due_at:
        return _("The day for an answer is over. Wait for the decision of the bank.")
    return {
        "needs_answer": _("Read what we know of the order, and send it to the bank; or accept the dispute."),
        "answered": _("The bank decides. This takes weeks; the decision appears here."),
    }.get(found.state, "")


def _actions(found: payments.DisputeFacts, actor: Actor) -> list[Action]:
    if not actor.can(RIGHT) or not found.is_open:
        return []
    actions = []
    if found.state == "needs_answer":
        answer = reverse("disputes_answer", args=[found.id])
        accept = reverse("disputes_accept", args=[found.id])
        actions.append(Action(_("Answer with evidence"), answer, tone="strong"))
        actions += files.actions(found.id)
        actions.append(Action(_("Accept the dispute"), accept, tone="danger"))
    if found.gateway == TEST_BANK:
        url = reverse("disputes_verdict", args=[found.id])
        for label, won in ((_("Test bank: we win"), "1"), (_("Test bank: we lose"), "")):
            actions.append(Action(label, url, post=True, fields={"won": won}))
    return actions


@workspace_page(permission=RIGHT)
def answer(request: HttpRequest, dispute_id: int) -> HttpResponse:
    """Read and change the evidence, and send it."""
    found, order = find_dispute(request, dispute_id)
    form = EvidenceForm(request.POST or None, known=from_facts(order))
    if request.method == "POST" and form.is_valid():
        try:
            payments.answer_dispute(
                found.id, evidence=form.evidence(), actor=request_actor(request), at=clock.now()
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The evidence is with the bank."))
            return redirect("disputes_record", dispute_id=found.id)
    intro = _("The bank reads this once; nothing can be added later. It was put together from the order.")
    title = _("Answer the dispute of %(number)s") % {"number": order.number}
    return _form(request, found, form, title=title, intro=intro, submit=_("Send to the bank"))


@workspace_page(permission=RIGHT)
def accept(request: HttpRequest, dispute_id: int) -> HttpResponse:
    """Let the cardholder have the money."""
    found, order = find_dispute(request, dispute_id)
    form = AcceptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            payments.accept_dispute(
                found.id, reason=form.cleaned_data["reason"], actor=request_actor(request), at=clock.now()
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The dispute is accepted. The money stays with the cardholder."))
            return redirect("disputes_record", dispute_id=found.id)
    intro = _("%(amount)s and the fee are lost. This cannot be undone.") % {
        "amount": found.amount.format(request.LANGUAGE_CODE)
    }
    title = _("Accept the dispute of %(number)s") % {"number": order.number}
    return _form(request, found, form, title=title, intro=intro, submit=_("Accept the dispute"))


@workspace_page(permission=RIGHT)
@require_POST
def verdict(request: HttpRequest, dispute_id: int) -> HttpResponse:
    """Let the test bank decide."""
    found, _order = find_dispute(request, dispute_id)
    won = bool(request.POST.get("won"))
    try:
        payments.simulate_verdict(found.id, won=won, actor=request_actor(request), at=clock.now())
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("disputes_record", dispute_id=found.id)


@workspace_page(permission=RIGHT)
def try_one(request: HttpRequest, number: str) -> HttpResponse:
    """Let the test bank dispute the payment of an order."""
    order = find(request, number)
    form = TryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason, actor = form.cleaned_data["reason"], request_actor(request)
        try:
            payment = disputable(payments.payments_of_order(order.id))
            if payment is None:
                raise payments.InvalidPaymentAmount()
            made = payments.simulate_dispute(payment.id, reason=reason, actor=actor, at=clock.now())
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect("disputes_record", dispute_id=made.id)
    return render_form(
        request,
        form,
        title=_("Test bank: dispute %(number)s") % {"number": order.number},
        intro=_("No real money moves. The test bank behaves as a cardholder's bank would."),
        submit=_("Dispute"),
        back_url=reverse("orders_record", args=[order.number]),
        back_label=order.number,
    )


def disputable(paid: tuple[payments.PaymentFacts, ...]) -> payments.PaymentFacts | None:
    """Return the payment that the test bank could dispute, or None."""
    return next((one for one in paid if one.gateway == TEST_BANK and one.refundable), None)


def _form(
    request: HttpRequest,
    found: payments.DisputeFacts,
    form: EvidenceForm | AcceptForm,
    *,
    title: str,
    intro: str,
    submit: str,
) -> HttpResponse:
    return render_form(
        request,
        form,
        title=title,
        intro=intro,
        submit=submit,
        back_url=reverse("disputes_record", args=[found.id]),
        back_label=_("Dispute"),
    )


urlpatterns = [
    *files.urlpatterns,
    path("disputes/", DisputeList.as_view(), name="disputes_list"),
    path("disputes/<int:dispute_id>/", dispute_record, name="disputes_record"),
    path("disputes/<int:dispute_id>/answer/", answer, name="disputes_answer"),
    path("disputes/<int:dispute_id>/accept/", accept, name="disputes_accept"),
    path("disputes/<int:dispute_id>/verdict/", verdict, name="disputes_verdict"),
    path("orders/<str:number>/dispute/", try_one, name="disputes_try"),
]
