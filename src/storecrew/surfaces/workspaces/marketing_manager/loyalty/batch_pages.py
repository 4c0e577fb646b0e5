"""Many gift vouchers for a company, and the budgets of goodwill."""

from __future__ import annotations

import base64
import csv
import io
import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from storecrew.contexts.channels import public as channels
from storecrew.contexts.imports import public as imports
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.loyalty.models import Budget
from storecrew.contexts.people import public as people
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.record import Table
from storecrew.surfaces.ui.backoffice.words import actor_words
from storecrew.surfaces.workspaces.marketing_manager.loyalty.voucher_pages import form_page

SIZE = 1_000_000


def _currencies() -> list[tuple[str, str]]:
    return [(code, code) for code in sorted({channel.currency for channel in channels.all_channels()})]


class BatchForm(forms.Form):
    """A batch: for whom, how much, and the file of those who get one."""

    name = forms.CharField(label=gettext_lazy("Name of the batch"), max_length=120)
    company = forms.CharField(label=gettext_lazy("Company that gives them"), max_length=120, required=False)
    paid_by = forms.CharField(
        label=gettext_lazy("Paid by"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For example the number of the invoice."),
    )
    amount = forms.CharField(label=gettext_lazy("Amount each"), max_length=20)
    currency = forms.ChoiceField(label=gettext_lazy("Currency"))
    locale = forms.ChoiceField(label=gettext_lazy("Language"), choices=[("en", "English"), ("ko", "한국어")])
    message = forms.CharField(
        label=gettext_lazy("Message"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "Rows of: e-mail, name, day (2026-12-24). Without an address the code comes back in a file, once."
        ),
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["currency"].choices = _currencies()  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        """Refuse what is no list of people."""
        file = self.cleaned_data["file"]
        if file.size > SIZE:
            raise forms.ValidationError(_("The file is larger than 1 MB."))
        return file


@workspace_page(permission="loyalty.write")
def add(request: HttpRequest) -> HttpResponse:
    """Make a batch from a file; codes that no mail brings come back as a file, once."""
    form = BatchForm(request.POST or None, request.FILES or None, initial={"key": secrets.token_hex(12)})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            people = loyalty.read_recipients(imports.decoded(values["file"].read()))
            _batch_id, codes = loyalty.make_batch(
                Money.parse(values["amount"], values["currency"]),
                people,
                name=values["name"],
                company=values["company"],
                paid_by=values["paid_by"],
                message=values["message"],
                locale=values["locale"],
                key=values["key"],
                actor=request_actor(request),
                at=clock.now(),
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            words = ngettext("%(n)s gift voucher is made.", "%(n)s gift vouchers are made.", len(people))
            words %= {"n": len(people)}
            if codes:
                return _shown_once(request, words, values["name"], codes)
            messages.success(request, words)
            return redirect("loyalty_vouchers")
    return form_page(
        request, form, _("Gift vouchers for a company"), reverse("loyalty_vouchers"), _("Gift vouchers")
    )


def _shown_once(request: HttpRequest, words: str, name: str, codes: list[tuple[str, str]]) -> HttpResponse:
    """Show the codes that no mail brings, and give them as a file; only on this page."""
    text = io.StringIO()
    csv.writer(text).writerows(codes)
    context = {
        "header_title": name,
        "words": words,
        "codes": codes,
        "file": base64.b64encode(text.getvalue().encode("utf-8-sig")).decode(),
        "back_url": reverse("loyalty_vouchers"),
        "back_label": _("Gift vouchers"),
    }
    answer = render(request, "marketing_manager/voucher_codes.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


MOST_SHOWN = 200


class BudgetForm(forms.Form):
    """What may be given away, and when."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    cap = forms.CharField(label=gettext_lazy("Budget"), max_length=20)
    currency = forms.ChoiceField(label=gettext_lazy("Currency"))
    starts_on = forms.DateField(label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}))
    ends_on = forms.DateField(label=gettext_lazy("To"), widget=forms.DateInput(attrs={"type": "date"}))
    team = forms.ChoiceField(
        label=gettext_lazy("Who may use it"),
        required=False,
        help_text=gettext_lazy("A team alone, or everybody who may give goodwill."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["currency"].choices = _currencies()  # type: ignore[attr-defined]
        teams = [(team.code, _(team.name)) for team in people.all_teams()]
        self.fields["team"].choices = [("", _("Everybody")), *teams]  # type: ignore[attr-defined]


@workspace_page(permission="loyalty.write")
def budget(request: HttpRequest, budget_id: int | None = None) -> HttpResponse:
    """Add or change a budget for goodwill."""
    row = Budget.objects.filter(pk=budget_id).first() if budget_id else None
    initial: dict[str, Any] = {}
    if row is not None:
        initial = {name: getattr(row, name) for name in ("name", "currency", "starts_on", "ends_on", "team")}
        initial["cap"] = f"{Money(row.cap, row.currency).decimal:f}"
    form = BudgetForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            loyalty.save_budget(
                name=values["name"],
                cap=Money.parse(values["cap"], values["currency"]),
                starts_on=values["starts_on"],
                ends_on=values["ends_on"],
                team=values["team"],
                budget_id=row.pk if row else None,
                actor=request_actor(request),
                at=clock.now(),
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("loyalty_program")
    tables = [_given_table(row)] if row is not None else []
    return form_page(
        request, form, _("Budget for goodwill"), reverse("loyalty_program"), _("Loyalty"), tables=tables
    )


def _given_table(row: Budget) -> Table:
    """Return what was given from a budget, newest first."""
    found = row.given.select_related("order")[:MOST_SHOWN]
    rows = [
        (
            each.given_at,
            each.get_form_display(),
            Money(each.cost, each.currency),
            each.reason,
            actor_words(each.actor_label),
            each.order.number if each.order else "–",
        )
        for each in found
    ]
    return Table(
        _("Given from it"),
        (_("When"), _("What"), _("Cost"), _("Reason"), _("By"), _("Order")),
        rows,
        empty=_("Nothing was given yet."),
        kinds=("datetime", "text", "money", "text", "text", "text"),
    )


def budgets_table(may: bool) -> Table:
    """Return the budgets with what is left of them."""
    found = list(Budget.objects.all()[:20])
    teams = {team.code: _(team.name) for team in people.all_teams()}
    rows = [
        (
            row.name,
            teams.get(row.team, row.team) or _("Everybody"),
            row.starts_on,
            row.ends_on,
            Money(row.cap, row.currency),
            Money(row.spent, row.currency),
            Money(row.cap - row.spent, row.currency),
        )
        for row in found
    ]
    return Table(
        _("Budgets for goodwill"),
        (
            _("Budget"),
            _("Who may use it"),
            _("From"),
            _("To"),
            _("Budget"),
            _("Given"),
            pgettext("money", "Left"),
        ),
        rows,
        empty=_("Without a budget nobody can give goodwill."),
        kinds=("text", "text", "date", "date", "money", "money", "money"),
        row_urls=[reverse("loyalty_budget", args=[row.pk]) for row in found] if may else (),
    )
