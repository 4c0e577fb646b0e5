"""An invoice on account: what is owed, what came, what was reminded of, and what can be done."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from storecrew.contexts.channels import public as channels
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.contexts.receivables import public as receivables
from storecrew.contexts.receivables.models import OpenItem
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError, NotFound
from storecrew.kernel.mail import Attachment
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.record import (
    Action,
    Fact,
    FactGroup,
    Record,
    Related,
    Table,
    render_record,
)
from storecrew.surfaces.ui.backoffice.words import actor_words
from storecrew.surfaces.workspaces.customer_service.credit import words
from storecrew.surfaces.workspaces.customer_service.credit.forms import HoldItemForm, ReceiptForm, UseForm
from storecrew.surfaces.workspaces.customer_service.credit.item_list import ItemList
from storecrew.surfaces.workspaces.customer_service.orders.finding import find
from storecrew.surfaces.workspaces.customer_service.orders.order_record import mail_entries
from storecrew.surfaces.workspaces.customer_service.refunds import related as refunds_by_hand


def _find(request: HttpRequest, item_id: int) -> OpenItem:
    """Return an invoice within the reader's channels."""
    row = receivables.visible_items(request_actor(request)).filter(pk=item_id).first()
    if row is None:
        raise NotFound()
    return row


@workspace_page(permission="receivables.read")
def item_record(request: HttpRequest, item_id: int) -> HttpResponse:
    """Show an invoice."""
    row = _find(request, item_id)
    item = receivables.item(row.pk)
    order = orders.order(item.order_id)
    actor = request_actor(request)
    receipts = receivables.receipts_of(item.id)
    age = words.age_of(item.state, item.due_on, channels.house_day(clock.now()))
    record = Record(
        title=item.number,
        subtitle=row.grant.name,
        record="receivables.item",
        record_id=item.id,
        status=[words.state_of(item.state, item.hold), *([age] if not isinstance(age, str) else [])],
        next_step=_next_step(item),
        actions=_actions(item, order, receipts, actor),
        groups=[_facts(item, order)],
        tables=[_receipts(receipts), _reminders(item), _to_send(item)],
        related=[_account(row, actor)],
        messages=mail_entries(order, attached=f"receivables.invoice:{item.id}"),
        back_url=reverse("open_items_list"),
        back_label=_("Open items"),
    )
    return render_record(request, record)


def _facts(item: receivables.ItemFacts, order: orders.OrderFacts) -> FactGroup:
    late = item.days_late(channels.house_day(clock.now()))
    return FactGroup(
        _("Invoice"),
        [
            Fact(_("Order"), order.number, url=reverse("orders_record", args=[order.number])),
            Fact(_("Amount"), item.amount, "money"),
            Fact(_("Paid"), item.paid, "money"),
            Fact(_("Credited"), item.credited, "money"),
            Fact(_("Still owed"), item.owed, "money"),
            Fact(_("Invoiced"), item.issued_at, "datetime"),
            Fact(_("To be paid by"), item.due_on, "date"),
            *([Fact(_("Days late"), late, "number")] if late else []),
            *([Fact(_("Held because"), item.hold_reason)] if item.hold else []),
            Fact(_("Closed"), item.closed_at, "datetime"),
            Fact(_("E-mail"), order.email, url=f"mailto:{order.email}"),
        ],
    )


def _receipts(receipts: Sequence[receivables.ReceiptFacts]) -> Table:
    rows = [
        (
            one.received_on,
            one.amount,
            one.left_over or "",
            one.reference,
            one.note,
            actor_words(one.actor_label),
        )
        for one in receipts
    ]
    headers = (_("Arrived"), _("Amount"), _("Left over"), _("Bank reference"), _("Note"), _("By"))
    kinds = ("date", "money", "money")
    return Table(_("Payments"), headers, rows, empty=_("Nothing has arrived yet."), kinds=kinds)


def _reminders(item: receivables.ItemFacts) -> Table:
    rows = [(one.at, one.level, one.owed) for one in receivables.reminders_of(item.id)]
    headers = (_("Sent"), _("Reminder"), _("Owed then"))
    empty = _("No reminder was sent.")
    return Table(_("Reminders"), headers, rows, empty=empty, kinds=("datetime", "number", "money"))


def _to_send(item: receivables.ItemFacts) -> Table:
    """Return what of refunds has been or has to be sent back by hand."""
    found = payments.hand_refunds_of_order(item.order_id)
    return refunds_by_hand.table_of(one for one in found if one.payment_id == item.payment_id)


def _account(row: OpenItem, actor: Actor) -> Related:
    found = receivables.grant(row.grant_id)
    facts = [
        Fact(_("Account"), found.name or "–", url=reverse("credit_record", args=[found.id])),
        Fact(_("Limit"), Money(found.limits.get(row.currency, 0), row.currency), "money"),
        Fact(_("Owed in all"), Money(found.used.get(row.currency, 0), row.currency), "money"),
    ]
    others = [one for one in receivables.open_of_grant(row.grant_id) if one.id != row.pk][:8]
    facts += [
        Fact(one.number, one.owed, "money", url=reverse("open_items_record", args=[one.id])) for one in others
    ]
    return Related(_("Account"), facts)


def _next_step(item: receivables.ItemFacts) -> str:
    if item.state != "open":
        return ""
    if item.hold:
        return _("Settle what holds it; until then nobody is reminded.")
    return _("Record the payment when it arrives.")


def _actions(
    item: receivables.ItemFacts,
    order: orders.OrderFacts,
    receipts: Sequence[receivables.ReceiptFacts],
    actor: Actor,
) -> list[Action]:
    found = []
    if actor.can("receivables.write"):
        url = reverse("open_items_payment", args=[item.id])
        found.append(Action(_("Record a payment"), url, tone="strong" if item.owed else ""))
        for one in receipts:
            if one.left_over:
                label = _("Use or return %(amount)s") % {"amount": one.left_over.format()}
                found.append(Action(label, reverse("open_items_surplus", args=[item.id, one.id])))
        if item.state == "open" and item.hold:
            found.append(Action(_("Release it"), reverse("open_items_release", args=[item.id]), post=True))
        elif item.state == "open":
            found.append(Action(_("Disputed or hold"), reverse("open_items_hold", args=[item.id])))
    if actor.can("payments.read"):
        found += refunds_by_hand.actions(payments.hand_refunds_of_order(item.order_id))
    found.append(Action(_("Invoice (PDF)"), reverse("open_items_pdf", args=[item.id])))
    return found


@workspace_page(permission="receivables.read")
@require_safe
def pdf(request: HttpRequest, item_id: int) -> HttpResponse:
    """Hand out the invoice."""
    return _handed_out(receivables.invoice_pdf(_find(request, item_id).pk))


@workspace_page(permission="orders.read")
@require_safe
def pdf_of_order(request: HttpRequest, number: str) -> HttpResponse:
    """Hand out the invoice of an order."""
    paper = receivables.paper_of_order(find(request, number).id)
    if paper is None:
        raise NotFound()
    return _handed_out(paper)


def _handed_out(paper: Attachment) -> HttpResponse:
    answer = HttpResponse(paper.content, content_type=paper.mimetype)
    answer["Content-Disposition"] = f'inline; filename="{paper.filename}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@workspace_page(permission="receivables.write")
def payment(request: HttpRequest, item_id: int) -> HttpResponse:
    """Record money that arrived."""
    item = receivables.item(_find(request, item_id).pk)
    start = {
        "amount": str(item.owed.decimal) if item.owed else "",
        "received_on": channels.house_day(clock.now()),
        "key": secrets.token_hex(12),
    }
    form = ReceiptForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = receivables.record_payment(
                item.id,
                amount=Money.parse(given["amount"], item.amount.currency),
                received_on=given["received_on"],
                key=given["key"],
                reference=given["reference"],
                note=given["note"],
                actor=request_actor(request),
                at=clock.now(),
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            _said(request, item.id, made)
            return redirect("open_items_record", item_id=item.id)
    intro = _("%(owed)s is still owed.") % {"owed": item.owed.format(request.LANGUAGE_CODE)}
    return _form(request, item, form, title=_("Payment of %(number)s"), submit=_("Record it"), intro=intro)


def _said(request: HttpRequest, item_id: int, made: receivables.ReceiptFacts) -> None:
    """Say what a payment led to."""
    owed = receivables.item(item_id).owed
    locale = request.LANGUAGE_CODE
    if made.surplus:
        text = _("Recorded. %(surplus)s came above what was owed; use it or send it back.")
        messages.warning(request, text % {"surplus": made.surplus.format(locale)})
    elif owed:
        messages.success(request, _("Recorded. %(owed)s is still owed.") % {"owed": owed.format(locale)})
    else:
        messages.success(request, _("Recorded. The invoice is paid."))


@workspace_page(permission="receivables.write")
def surplus(request: HttpRequest, item_id: int, receipt_id: int) -> HttpResponse:
    """Use what came too much for another invoice, or write that it was sent back."""
    item = receivables.item(_find(request, item_id).pk)
    receipt = next((one for one in receivables.receipts_of(item.id) if one.id == receipt_id), None)
    if receipt is None:
        raise NotFound()
    currency = item.amount.currency
    others = [
        one
        for one in receivables.open_of_grant(item.grant_id)
        if one.amount.currency == currency and one.id != item.id
    ]
    choices = [(str(one.id), f"{one.number} · {one.owed.format(request.LANGUAGE_CODE)}") for one in others]
    form = UseForm(request.POST or None, choices=choices)
    if request.method == "POST" and form.is_valid():
        note, target = form.cleaned_data["note"], form.cleaned_data["item"]
        actor, at = request_actor(request), clock.now()
        try:
            if target and not note:
                receivables.use_surplus(receipt_id, int(target), actor=actor, at=at)
            else:
                receivables.return_surplus(receipt_id, note=note, actor=actor, at=at)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("open_items_record", item_id=item.id)
    intro = _("%(amount)s is left over of this payment.") % {
        "amount": receipt.left_over.format(request.LANGUAGE_CODE)
    }
    title = _("Left over of %(number)s")
    return _form(request, item, form, title=title, submit=_("Save"), intro=intro)


@workspace_page(permission="receivables.write")
def hold(request: HttpRequest, item_id: int) -> HttpResponse:
    """Hold an invoice back from reminders."""
    item = receivables.item(_find(request, item_id).pk)
    form = HoldItemForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            receivables.hold_item(item.id, **form.cleaned_data, actor=request_actor(request), at=clock.now())
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Nobody is reminded of it until it is released."))
            return redirect("open_items_record", item_id=item.id)
    title = _("Hold %(number)s")
    intro = _("No reminder leaves while it is held; it stays owed.")
    return _form(request, item, form, title=title, submit=_("Hold it"), intro=intro)


@workspace_page(permission="receivables.write")
@require_POST
def release(request: HttpRequest, item_id: int) -> HttpResponse:
    """Remind of an invoice again."""
    try:
        receivables.release_item(_find(request, item_id).pk, actor=request_actor(request), at=clock.now())
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("open_items_record", item_id=item_id)


def _form(
    request: HttpRequest,
    item: receivables.ItemFacts,
    form: forms.Form,
    *,
    title: str,
    submit: str,
    intro: str,
) -> HttpResponse:
    return render_form(
        request,
        form,
        title=title % {"number": item.number},
        intro=intro,
        submit=submit,
        back_url=reverse("open_items_record", args=[item.id]),
        back_label=item.number,
    )


urlpatterns = [
    path("open-items/", ItemList.as_view(), name="open_items_list"),
    path("open-items/<int:item_id>/", item_record, name="open_items_record"),
    path("open-items/<int:item_id>/invoice.pdf", pdf, name="open_items_pdf"),
    path("open-items/<int:item_id>/payment/", payment, name="open_items_payment"),
    path("open-items/<int:item_id>/surplus/<int:receipt_id>/", surplus, name="open_items_surplus"),
    path("open-items/<int:item_id>/hold/", hold, name="open_items_hold"),
    path("open-items/<int:item_id>/release/", release, name="open_items_release"),
]
