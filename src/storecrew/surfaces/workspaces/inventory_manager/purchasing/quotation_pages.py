"""A request for quotation: whom we asked, what they answered side by side, and the order that follows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.purchasing import public as purchasing
from storecrew.contexts.purchasing.models import PurchaseOrder, Quotation, QuotationRequest
from storecrew.kernel import clock, mail
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError, NotFound
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.listing import Status
from storecrew.surfaces.ui.backoffice.record import (
    Action,
    Fact,
    FactGroup,
    Record,
    Table,
    TimelineEntry,
    render_record,
)
from storecrew.surfaces.workspaces.inventory_manager.purchasing import order_forms, quotation_forms
from storecrew.surfaces.workspaces.inventory_manager.purchasing.words import (
    answer_status,
    request_status,
)

ANSWER_DAYS = 10


def find(request: HttpRequest, request_id: int) -> QuotationRequest:
    """Return a request for one of the reader's locations; raises NotFound."""
    rows = QuotationRequest.objects.select_related("location").prefetch_related("lines")
    found = rows.filter(pk=request_id).first()
    if found is None or not request_actor(request).can_see("location", found.location.code):
        raise NotFound()
    return found


def _answer_of(request: HttpRequest, quotation_id: int) -> Quotation:
    found = Quotation.objects.select_related("supplier", "request__location").filter(pk=quotation_id).first()
    if found is None or not request_actor(request).can_see("location", found.request.location.code):
        raise NotFound()
    return found


@workspace_page(permission="purchasing.read")
def quotation(request: HttpRequest, request_id: int) -> HttpResponse:
    """Show a request with the answers side by side."""
    found, actor = find(request, request_id), request_actor(request)
    compared = purchasing.compare(found, day=channels.house_day(clock.now()))
    step, action = _next(found, compared, actor)
    record = Record(
        title=found.number,
        record="purchasing.quotation_request",
        record_id=found.pk,
        subtitle=found.location.name,
        status=[request_status(found)],
        next_step=step,
        next_action=action,
        actions=_actions(found, compared, actor),
        groups=[
            FactGroup(
                _("Request"),
                [
                    Fact(_("Location"), found.location.name),
                    Fact(_("Answer by"), found.answer_by, "date"),
                    Fact(_("Written by"), found.created_by),
                    Fact(_("Sent"), found.sent_at or "–", "datetime" if found.sent_at else "text"),
                    Fact(_("Note"), found.note or "–"),
                ],
            )
        ],
        tables=[_answers(found, compared, actor), _side_by_side(found, compared)],
        messages=[
            TimelineEntry(each.sent_at or each.queued_at, each.to, _("Mail"), each.subject, "message")
            for each in mail.about("purchasing.quotation_request", found.pk)
        ],
        back_url=reverse("purchasing_quotations"),
        back_label=_("Requests for quotation"),
    )
    return render_record(request, record)


def _next(
    found: QuotationRequest, compared: Sequence[purchasing.Compared], actor: Actor
) -> tuple[str, Action | None]:
    write = actor.can("purchasing.write")
    if found.state == "draft":
        url = reverse("purchasing_quotation_send", args=[found.pk])
        send = Action(_("Send to the suppliers"), url, post=True, tone="strong")
        return _("Send it to the suppliers."), send if write else None
    if found.state != "sent":
        return "", None
    best = next((row for row in compared if row.best), None)
    if best is None:
        return _("Write down what the suppliers answer."), None
    words = {"supplier": best.quotation.supplier.name}
    url = reverse("purchasing_quotation_choose", args=[best.quotation.pk])
    choose = Action(_("Order from %(supplier)s") % words, url, tone="strong")
    return _("Complete and cheapest so far: %(supplier)s.") % words, choose if write else None


def _actions(found: QuotationRequest, compared: Sequence[purchasing.Compared], actor: Actor) -> list[Action]:
    if not actor.can("purchasing.write") or found.state not in ("draft", "sent"):
        return []
    able = [row.quotation for row in compared if row.quotation.state == "answered" and not row.best]
    return [
        *(
            Action(
                _("Order from %(supplier)s") % {"supplier": each.supplier.name},
                reverse("purchasing_quotation_choose", args=[each.pk]),
            )
            for each in able
        ),
        Action(_("Close without an order"), reverse("purchasing_quotation_close", args=[found.pk])),
    ]


def _answers(found: QuotationRequest, compared: Sequence[purchasing.Compared], actor: Actor) -> Table:
    rows: list[tuple[Any, ...]] = []
    urls: list[str] = []
    open_now = found.state == "sent" and actor.can("purchasing.write")
    for row in compared:
        each = row.quotation
        rows.append(
            (
                each.supplier.name,
                _state(row),
                row.total or "",
                row.own or "",
                "" if each.lead_days is None else each.lead_days,
                each.valid_until or "",
                each.note,
            )
        )
        if each.order_id:
            urls.append(reverse("purchasing_order", args=[each.order_id]))
        else:
            urls.append(reverse("purchasing_quotation_answer", args=[each.pk]) if open_now else "")
    headers = (
        _("Supplier"), _("Answer"), _("Sum"), _("In our currency"), _("Lead time in days"), _("Valid until"),
        _("Note"),
    )  # fmt: skip
    kinds = ("text", "status", "money", "money", "number", "date", "text")
    return Table(_("Answers"), headers, rows, kinds=kinds, row_urls=urls)


def _state(row: purchasing.Compared) -> Status:
    if row.best:
        return Status(_("Best so far"), "good")
    if row.expired and row.quotation.state == "answered":
        return Status(_("Not valid any more"), "bad")
    if row.quotation.state == "answered" and not row.complete:
        return Status(_("Offers a part"), "warning")
    return answer_status(row.quotation)


def _side_by_side(found: QuotationRequest, compared: Sequence[purchasing.Compared]) -> Table:
    """Return a row for each article with what each supplier asks for one, and from how many on."""
    answered = [row for row in compared if row.prices]
    rows = [
        (line.sku, line.title, line.quantity, *(_price(row, line.pk) for row in answered))
        for line in found.lines.all()
    ]
    headers = (_("SKU"), _("Article"), _("Units"), *(row.quotation.supplier.name for row in answered))
    kinds = ("text", "text", "number", *("text" for _row in answered))
    return Table(_("Side by side"), headers, rows, kinds=kinds)


def _price(row: purchasing.Compared, line_id: int) -> str:
    if line_id not in row.prices:
        return "–"
    amount, moq = row.prices[line_id]
    price = Money(amount, row.quotation.currency).format(get_language() or "en")
    return _("%(price)s, from %(moq)d on") % {"price": price, "moq": moq} if moq > 1 else price


@workspace_page(permission="purchasing.write")
def add(request: HttpRequest) -> HttpResponse:
    """Write a new request."""
    actor = request_actor(request)
    initial = {"answer_by": channels.house_day(clock.now()) + dt.timedelta(days=ANSWER_DAYS)}
    form = quotation_forms.RequestForm(request.POST or None, initial=initial, actor=actor)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        place = next(each for each in inventory.locations() if str(each.id) == values["location"])
        try:
            made = purchasing.ask_for_quotations(
                location_code=place.code, supplier_codes=values["suppliers"], lines=values["lines"],
                answer_by=values["answer_by"], note=values["note"], actor=actor, at=clock.now(),
            )  # fmt: skip
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect("purchasing_quotation", request_id=made.pk)
    return render_form(
        request, form, title=_("New request"), submit=_("Save draft"),
        back_url=reverse("purchasing_quotations"), back_label=str(_("Requests for quotation")),
    )  # fmt: skip


@workspace_page(permission="purchasing.write")
def send(request: HttpRequest, request_id: int) -> HttpResponse:
    """Ask the suppliers."""
    found = find(request, request_id)
    if request.method == "POST":
        purchasing.send_request(found.pk, actor=request_actor(request), at=clock.now())
        messages.success(request, _("Sent."))
    return redirect("purchasing_quotation", request_id=found.pk)


@workspace_page(permission="purchasing.write")
def close(request: HttpRequest, request_id: int) -> HttpResponse:
    """End a request without an order."""
    found = find(request, request_id)
    form = order_forms.ReasonForm(request.POST or None)
    return _form(
        request, found, form, _("Close without an order"), _("Close"),
        lambda at: purchasing.close_request(found.pk, **form.cleaned_data, **at),
    )  # fmt: skip


@workspace_page(permission="purchasing.write")
def answer(request: HttpRequest, quotation_id: int) -> HttpResponse:
    """Write down what a supplier answered."""
    row = _answer_of(request, quotation_id)
    if "second" in request.POST:
        return redirect("purchasing_quotation_decline", quotation_id=row.pk)
    form = quotation_forms.AnswerForm(request.POST or None, quotation=row)

    def record(at: dict[str, Any]) -> object:
        values = {name: form.cleaned_data[name] for name in ("lead_days", "valid_until", "reference", "note")}
        return purchasing.record_quotation(row.pk, prices=form.prices(), **values, **at)

    return _form(
        request, row.request, form, _("Answer of %(supplier)s") % {"supplier": row.supplier.name}, _("Save"),
        record, second=_("They do not offer"),
    )  # fmt: skip


@workspace_page(permission="purchasing.write")
def decline(request: HttpRequest, quotation_id: int) -> HttpResponse:
    """Write down that a supplier does not offer."""
    row = _answer_of(request, quotation_id)
    form = order_forms.ReasonForm(request.POST or None)
    return _form(
        request, row.request, form,
        _("%(supplier)s does not offer") % {"supplier": row.supplier.name}, _("Save"),
        lambda at: purchasing.decline_quotation(row.pk, **form.cleaned_data, **at),
    )  # fmt: skip


@workspace_page(permission="purchasing.write")
def choose(request: HttpRequest, quotation_id: int) -> HttpResponse:
    """Make an order from an answer."""
    row = _answer_of(request, quotation_id)
    form = order_forms.ReasonForm(request.POST or None)
    return _form(
        request, row.request, form,
        _("Order from %(supplier)s") % {"supplier": row.supplier.name}, _("Make a purchase order"),
        lambda at: purchasing.choose_quotation(row.pk, **form.cleaned_data, **at),
    )  # fmt: skip


def _form(
    request: HttpRequest,
    found: QuotationRequest,
    form: forms.Form,
    title: str,
    submit: str,
    run: Callable[[dict[str, Any]], object],
    *,
    second: str = "",
) -> HttpResponse:
    """Show a form about a request, or run its operation and go back, or on to the order that it made."""
    if request.method == "POST" and form.is_valid():
        try:
            made = run({"actor": request_actor(request), "at": clock.now()})
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            if isinstance(made, PurchaseOrder):
                return redirect("purchasing_order", order_id=made.pk)
            return redirect("purchasing_quotation", request_id=found.pk)
    back = reverse("purchasing_quotation", args=[found.pk])
    return render_form(
        request, form, title=title, submit=submit, back_url=back, back_label=found.number, second=second
    )
