"""Goodwill for a customer: within the agent's limit at once, above it by a second person."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.channels import public as channels
from storecrew.contexts.customers import public as customers
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.loyalty.models import Account, Budget, Goodwill
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.record import Fact, FactGroup, Table
from storecrew.surfaces.ui.backoffice.words import actor_words


class GoodwillForm(forms.Form):
    """What to give, and why."""

    form = forms.ChoiceField(
        label=gettext_lazy("What"), choices=Goodwill.Form.choices, widget=forms.RadioSelect, initial="credit"
    )
    amount = forms.CharField(
        label=gettext_lazy("How much"),
        max_length=20,
        help_text=gettext_lazy("An amount of money, or a number of points."),
    )
    currency = forms.ChoiceField(label=gettext_lazy("Currency"))
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=300,
        help_text=gettext_lazy("It stays on the customer's record."),
    )
    ask = forms.BooleanField(
        label=gettext_lazy("If it is above my limit, send it to a second person"), required=False
    )
    key = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = sorted({channel.currency for channel in channels.all_channels()})
        self.fields["currency"].choices = [(code, code) for code in known]  # type: ignore[attr-defined]


@workspace_page(permission="loyalty.goodwill")
def give(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Give goodwill, or send it to a second person."""
    person = customers.customer(customer_id)
    form = GoodwillForm(request.POST or None, initial={"key": secrets.token_hex(12)})
    back = reverse("customers_record", args=[customer_id])
    if request.method == "POST" and form.is_valid():
        try:
            words = _give(request, customer_id, form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, words)
            return redirect(back)
    context = {
        "form": form,
        "header_title": _("Give goodwill"),
        "intro": _intro(request, person.name or person.email),
        "submit_label": _("Give it"),
        "back_url": back,
        "back_label": person.name or person.email,
    }
    return render(request, "customer_service/goodwill.html", context, status=422 if form.errors else 200)


def _give(request: HttpRequest, customer_id: int, values: dict[str, Any]) -> str:
    currency, form = values["currency"], values["form"]
    typed = values["amount"].strip()
    if form == "points":
        units = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
    else:
        units = Money.parse(typed, currency).amount
    gift = loyalty.Gift(customer_id, form, units, currency, values["reason"], values["key"])
    who: dict[str, Any] = {"actor": request_actor(request), "at": clock.now()}
    try:
        loyalty.give_goodwill(gift, **who)
    except loyalty.GoodwillAboveLimit:
        if not values["ask"]:
            raise
        loyalty.ask_goodwill(gift, **who)
        return _("Sent to a second person. It is given when they agree.")
    return _("Given. The customer sees it in the account.")


def _intro(request: HttpRequest, name: str) -> str:
    """Say for whom, what may be given alone and what the budget has left."""
    today = clock.now().date()
    actor = request_actor(request)
    parts = [name]
    for row in Budget.objects.filter(starts_on__lte=today, ends_on__gte=today).order_by("currency"):
        limit = loyalty.goodwill_limit(actor, row.currency)
        alone = _("no limit") if limit is None else Money(limit, row.currency).format()
        left = Money(row.cap - row.spent, row.currency).format()
        parts.append(_("you alone: %(limit)s, left in the budget: %(left)s") % {"limit": alone, "left": left})
    return " · ".join(parts)


def facts_of(customer_id: int) -> FactGroup:
    """Return what a customer has: tier, points, credit."""
    now = clock.now()
    member = loyalty.member(customer_id, at=now)
    facts = [Fact(_("Member"), member.tier_name or _("yes") if member else _("no"))]
    if member is not None:
        facts.append(Fact(_("Points"), member.balance, "number"))
        facts.append(Fact(_("Pending"), member.pending, "number"))
    rows = Account.objects.filter(customer_id=customer_id, kind=Account.Kind.CREDIT, balance__gt=0)
    facts += [
        Fact(_("Store credit"), Money(row.balance, row.currency), "money")
        for row in rows.order_by("currency")
    ]
    return FactGroup(_("Loyalty"), facts)


def given_table(customer_id: int) -> Table:
    """Return what was given before, and why."""
    rows = [
        (
            row.asked_at,
            row.get_form_display(),
            Money(row.cost, row.currency),
            row.reason,
            actor_words(row.actor_label),
            row.budget.name if row.budget else "–",
        )
        for row in Goodwill.objects.filter(customer_id=customer_id).select_related("budget")[:50]
    ]
    headers = (_("When"), _("What"), _("Cost"), _("Reason"), _("By"), _("Budget"))
    kinds = ("datetime", "text", "money", "text", "text", "text")
    return Table(_("Goodwill"), headers, rows, empty=_("Nothing was given yet."), kinds=kinds)
