"""A payout with its lines, a difference with its reason, and the file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from storecrew.contexts.payments import public as payments
from storecrew.contexts.payments.models import Difference, Payout, PayoutLine
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
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
    render_record,
)
from storecrew.surfaces.ui.backoffice.tables import TableForm
from storecrew.surfaces.workspaces.customer_service.payouts.lists import (
    KINDS,
    LINES,
    DifferenceList,
    PayoutList,
    kind_of,
    line_state,
    order_of,
)

SHOWN = 500
PROBLEMS = {
    "incomplete": gettext_lazy("Payout, line and currency are needed."),
    "no_kind": gettext_lazy(
        "The kind is not one of capture, refund, charge_back, reinstate, fee, other, payout."
    ),
    "repeated": gettext_lazy("This line of the payout stands in an earlier row already."),
    "no_day": gettext_lazy("The day is not a date like 2026-01-31."),
    "no_amount": gettext_lazy("Amount or fee is not an amount of that currency."),
    "mixed_currency": gettext_lazy("A payout has one currency."),
    "too_many": gettext_lazy("The table is too long; split it."),
}


@workspace_page(permission="payments.read")
def payout_record(request: HttpRequest, payout_id: int) -> HttpResponse:
    """Show a payout: what arrived, what its lines add up to, and what each line means."""
    payout = get_object_or_404(payments.visible_payouts(request_actor(request)), pk=payout_id)
    lines = list(payout.lines.select_related("event__payment__order").order_by("id"))
    record = Record(
        title=payout.reference,
        subtitle=str(payments.gateway_name(payout.gateway)),
        record="payments.payout",
        record_id=payout.pk,
        status=[_verdict(payout)],
        groups=[_totals(payout, lines), _about(payout)],
        tables=[_differences(payout), _lines(payout, lines)],
        back_url=reverse("payouts_list"),
        back_label=_("Payouts"),
    )
    return render_record(request, record)


def _verdict(payout: Payout) -> Status:
    open_ones = payout.differences.filter(resolved_at=None).count()
    if not open_ones:
        return Status(_("Agrees with the ledger"), "good")
    words = ngettext("%(n)s difference is open", "%(n)s differences are open", open_ones)
    return Status(words % {"n": open_ones}, "warning")


def _totals(payout: Payout, lines: list[PayoutLine]) -> FactGroup:
    def money(amount: int) -> Money:
        return Money(amount, payout.currency)

    by_kind = {kind: sum(line.amount for line in lines if line.kind == kind) for kind in LINES}
    fees, total = sum(line.fee for line in lines), sum(line.amount - line.fee for line in lines)
    rest = payout.amount - total
    return FactGroup(
        _("What adds up"),
        [
            *(Fact(LINES[kind], money(amount), "money") for kind, amount in by_kind.items() if amount),
            Fact(_("Fees of the lines"), money(-fees), "money"),
            Fact(_("Sum of the lines"), money(total), "money"),
            Fact(_("Arrived at the bank"), money(payout.amount), "money"),
            *([Fact(_("Does not add up by"), money(rest), "money")] * (total != payout.amount)),
        ],
    )


def _about(payout: Payout) -> FactGroup:
    return FactGroup(
        _("Payout"),
        [
            Fact(_("Arrived"), payout.arrived_on, "date"),
            Fact(_("Came"), payout.get_source_display()),
            Fact(_("Taken in"), payout.imported_at, "datetime"),
            Fact(_("By"), payout.imported_by),
        ],
    )


def _lines(payout: Payout, lines: list[PayoutLine]) -> Table:
    rows, urls = [], []
    for line in lines[:SHOWN]:
        order = line.event.payment.order if line.event else None
        rows.append(
            (
                line_state(line.state),
                LINES[line.kind],
                order.number if order else line.named,
                Money(line.amount, payout.currency),
                Money(line.fee, payout.currency),
                Money(line.event.amount, line.original_currency) if line.event else "",
                line.reference,
            )
        )
        urls.append(reverse("orders_record", args=[order.number]) if order else "")
    headers = (
        _("State"),
        _("Kind"),
        _("Order"),
        _("Amount"),
        _("Fee"),
        _("In our ledger"),
        _("Reference"),
    )
    kinds = ("status", "text", "text", "money", "money", "money", "text")
    return Table(_("Lines"), headers, rows, empty=_("It has no lines."), kinds=kinds, row_urls=urls)


def _differences(payout: Payout) -> Table:
    found = list(payout.differences.select_related("line__event__payment__order").order_by("id"))
    rows = [
        (
            kind_of(one.kind),
            order_of(one),
            Money(one.ours, one.currency),
            Money(one.theirs, one.currency),
            one.resolved_at,
            one.reason,
        )
        for one in found
    ]
    headers = (
        _("Difference"),
        _("Order"),
        _("In our ledger"),
        _("In the payout"),
        _("Resolved"),
        _("Reason"),
    )
    kinds = ("status", "text", "money", "money", "datetime", "text")
    urls = [reverse("payouts_difference", args=[one.pk]) for one in found]
    empty = _("Every line agrees with the ledger.")
    return Table(_("Differences"), headers, rows, kinds=kinds, row_urls=urls, empty=empty)


@workspace_page(permission="payments.read")
def difference_record(request: HttpRequest, difference_id: int) -> HttpResponse:
    """Show what does not agree, and take the reason."""
    actor = request_actor(request)
    row = get_object_or_404(payments.visible_differences(actor), pk=difference_id)
    may = actor.can("payments.write") and row.resolved_at is None
    number = order_of(row)
    known = row.event or (row.line.event if row.line else None)
    record = Record(
        title=str(KINDS[row.kind]),
        subtitle=number,
        record="payments.difference",
        record_id=row.pk,
        status=[Status(_("Resolved"), "good") if row.resolved_at else Status(_("Open"), "warning")],
        next_step=_next_step(row),
        actions=[Action(_("Resolve with a reason"), reverse("payouts_resolve", args=[row.pk]), tone="strong")]
        * may,
        groups=[
            FactGroup(
                _("Difference"),
                [
                    Fact(_("Order"), number, url=reverse("orders_record", args=[number]) if known else ""),
                    Fact(_("In our ledger"), Money(row.ours, row.currency), "money"),
                    Fact(_("In the payout"), Money(row.theirs, row.currency), "money"),
                    Fact(_("Differs by"), Money(row.theirs - row.ours, row.currency), "money"),
                    Fact(
                        _("Payout"),
                        row.payout.reference if row.payout else "",
                        url=reverse("payouts_record", args=[row.payout_id]) if row.payout_id else "",
                    ),
                    Fact(_("Line"), row.line.reference if row.line else ""),
                    Fact(_("Since"), row.opened_at, "datetime"),
                    Fact(_("Resolved"), row.resolved_at, "datetime"),
                    Fact(_("By"), row.resolved_by),
                    Fact(_("Reason"), row.reason),
                ],
            )
        ],
        back_url=reverse("payouts_differences"),
        back_label=_("Differences of payouts"),
    )
    return render_record(request, record)


def _next_step(row: Difference) -> str:
    if row.resolved_at:
        return ""
    return {
        "differs": _("Compare the payment at the gateway with our ledger, and say why they differ."),
        "unknown": _("Find out what this movement is. It agrees by itself as soon as our ledger has it."),
        "missing": _("Ask the gateway where this money is. It agrees by itself when a payout brings it."),
        "total": _("Ask for a complete list of the lines, or say what is missing in it."),
    }[row.kind]


class ReasonForm(forms.Form):
    """Why a payout and the ledger differ."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The ledger is not changed by it."),
    )


@workspace_page(permission="payments.write")
def resolve(request: HttpRequest, difference_id: int) -> HttpResponse:
    """Say why it differs."""
    actor = request_actor(request)
    row = get_object_or_404(payments.visible_differences(actor), pk=difference_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            payments.resolve_difference(
                row.pk, reason=form.cleaned_data["reason"], actor=actor, at=clock.now()
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The difference is resolved."))
            return redirect("payouts_difference", difference_id=row.pk)
    return render_form(
        request,
        form,
        title=_("Resolve a difference"),
        intro=f"{KINDS[row.kind]} · {order_of(row)}",
        submit=_("Resolve"),
        back_url=reverse("payouts_difference", args=[row.pk]),
        back_label=str(KINDS[row.kind]),
    )


@workspace_page(permission="payments.write")
@require_POST
def fetch(request: HttpRequest) -> HttpResponse:
    """Ask the gateways now, instead of tonight."""
    try:
        told = payments.fetch_payouts(actor=request_actor(request), at=clock.now())
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _told(told))
    return redirect("payouts_list")


def _told(told: payments.PayoutImport) -> str:
    new = ngettext("%(n)s payout is new", "%(n)s payouts are new", told.new) % {"n": told.new}
    agreed = ngettext("%(n)s line agrees", "%(n)s lines agree", told.agreed) % {"n": told.agreed}
    differ = ngettext("%(n)s difference", "%(n)s differences", told.differences) % {"n": told.differences}
    return f"{new}: {agreed}, {differ}."


class PayoutFileForm(TableForm):
    """Payouts, a row for each line."""

    columns = gettext_lazy(
        "One row for each line: payout, day, line, kind, payment (order number or the gateway's reference), "
        "amount, fee, currency. A row of the kind “payout” says what arrived at the bank."
    )
    sample = "2026-W10;2026-03-09;1;capture;SC-1042;49.90;0.35;EUR"

    gateway = forms.ChoiceField(label=gettext_lazy("Gateway"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["gateway"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(each.code, each.name) for each in payments.available_gateways()]
        self.order_fields(["gateway", "file", "table"])


@workspace_page(permission="payments.write")
def upload(request: HttpRequest) -> HttpResponse:
    """Read a file of payouts, show what each line means, and write it on confirmation."""
    form = PayoutFileForm(request.POST or None, request.FILES or None)
    lines: list[dict[str, Any]] = []
    problems: list[dict[str, Any]] = []
    fresh = 0
    if request.method == "POST" and form.is_valid():
        gateway, table = form.cleaned_data["gateway"], form.cleaned_data["table"]
        statements, wrong = payments.read_payout_file(table, _amount)
        problems = [{"row": each.row or "", "why": PROBLEMS[each.code]} for each in wrong]
        if "confirm" in request.POST and not wrong:
            told = payments.import_payouts(
                gateway, statements, source="file", actor=request_actor(request), at=clock.now()
            )
            messages.success(request, _told(told))
            return redirect("payouts_list")
        shown = payments.preview_payouts(gateway, statements)
        fresh = sum(line.state != "known" for line in shown)
        lines = [
            {"line": line, "kind": LINES[line.kind], "state": _preview_state(line.state)}
            for line in shown[:SHOWN]
        ]
        form = PayoutFileForm(initial={"table": table, "gateway": gateway})
    context = {
        "header_title": _("Take in payouts"),
        "form": form,
        "lines": lines,
        "fresh": fresh,
        "problems": problems,
        "fetch_url": reverse("payouts_fetch") if payments.tells_payouts() else "",
        "back_url": reverse("payouts_list"),
        "back_label": _("Payouts"),
    }
    return render(request, "customer_service/payout_upload.html", context, status=422 if form.errors else 200)


def _preview_state(state: str) -> Status:
    return Status(_("Here already"), "neutral") if state == "known" else line_state(state)


def _amount(text: str, currency: str) -> int:
    """Read a signed amount in the currency's own unit."""
    try:
        return Money.parse(text.replace(",", "."), currency).amount
    except DomainError as error:
        raise ValueError(text) from error


urlpatterns = [
    path("payouts/", PayoutList.as_view(), name="payouts_list"),
    path("payouts/fetch/", fetch, name="payouts_fetch"),
    path("payouts/upload/", upload, name="payouts_upload"),
    path("payouts/differences/", DifferenceList.as_view(), name="payouts_differences"),
    path("payouts/differences/<int:difference_id>/", difference_record, name="payouts_difference"),
    path("payouts/differences/<int:difference_id>/resolve/", resolve, name="payouts_resolve"),
    path("payouts/<int:payout_id>/", payout_record, name="payouts_record"),
]
