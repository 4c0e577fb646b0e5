"""Goodwill for a customer: within the agent's limit at once, above it by a second person."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
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
from storecrew.contexts.loyalty.models import Account, Goodwill
from storecrew.contexts.orders.models import Order
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.record import Fact, FactGroup, Table
from storecrew.surfaces.ui.backoffice.words import actor_words
from storecrew.surfaces.workspaces.customer_service.customers import goodwill_budgets
from storecrew.surfaces.workspaces.customer_service.orders.finding import find

# A free return is given from the page of the return.
FORMS = [each for each in Goodwill.Form.choices if each[0] != Goodwill.Form.RETURN]


class GoodwillForm(forms.Form):
    """What to give, and why."""

    form = forms.ChoiceField(
        label=gettext_lazy("What"),
        choices=FORMS,
        widget=forms.RadioSelect,
        initial="credit",
    )
    amount = forms.CharField(
        label=gettext_lazy("How much"),
        max_length=20,
        help_text=gettext_lazy("An amount of money, or a number of points."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=300,
        help_text=gettext_lazy("It stays on the customer's record."),
    )
    ask = forms.BooleanField(
        label=gettext_lazy("If it is above my limit, send it to a second person"), required=False
    )
    key = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Any, currency: str, **kwargs: Any) -> None:
        """Know who gives, and in which currency: only budgets in it can pay."""
        super().__init__(*args, **kwargs)
        self.fields["amount"].label = _("How much (%(currency)s)") % {"currency": currency}
        goodwill_budgets.add_choice(self, actor, [currency], before="reason")


class GuestForm(GoodwillForm):
    """What the guest of an order gets: a voucher, in the currency of the order."""

    def __init__(self, *args: Any, actor: Any, currency: str, **kwargs: Any) -> None:
        """Leave out what only an account can have."""
        super().__init__(*args, actor=actor, currency=currency, **kwargs)
        del self.fields["form"]
        self.fields["amount"].help_text = ""
        self.fields["reason"].help_text = gettext_lazy("It stays in the history of the order.")


@workspace_page(permission="loyalty.goodwill")
def give(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Give goodwill, or send it to a second person."""
    person = customers.customer(customer_id)
    known = _currencies()
    currency = _currency(request.GET.get("currency", ""), known, customer_id)
    form = GoodwillForm(
        request.POST or None, initial={"key": secrets.token_hex(12)}, actor=request_actor(request),
        currency=currency,
    )  # fmt: skip
    back = reverse("customers_record", args=[customer_id])
    if request.method == "POST" and form.is_valid():
        try:
            words = _give(
                request, _gift(customer_id, form.cleaned_data, currency), ask=form.cleaned_data["ask"]
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, words)
            return redirect(back)
    context = {
        "form": form,
        "header_title": _("Give goodwill"),
        "intro": _intro(request, person.name or person.email, currency),
        "currency": currency,
        "others": [code for code in known if code != currency],
        "submit_label": _("Give it"),
        "back_url": back,
        "back_label": person.name or person.email,
    }
    return render(request, "customer_service/goodwill.html", context, status=422 if form.errors else 200)


@workspace_page(permission="loyalty.goodwill")
def give_to_guest(request: HttpRequest, number: str) -> HttpResponse:
    """Give who ordered without an account a voucher by mail, or send it to a second person."""
    order = find(request, number)
    back = reverse("orders_record", args=[order.number])
    if order.customer_id is not None:
        return redirect("customers_goodwill", order.customer_id)
    form = GuestForm(
        request.POST or None, initial={"key": secrets.token_hex(12)}, actor=request_actor(request),
        currency=order.currency,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            values = form.cleaned_data | {"form": Goodwill.Form.VOUCHER}
            gift = _gift(None, values, order.currency)
            words = _give(request, gift._replace(order_id=order.id), ask=form.cleaned_data["ask"])
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, words)
            return redirect(back)
    return render_form(
        request,
        form,
        title=_("Give goodwill"),
        intro=_intro(
            request, _("A gift voucher by mail to %(email)s") % {"email": order.email}, order.currency
        ),
        submit=_("Give it"),
        back_url=back,
        back_label=order.number,
        template="customer_service/goodwill.html",
    )


def _gift(customer_id: int | None, values: dict[str, Any], currency: str) -> loyalty.Gift:
    form, typed = values["form"], values["amount"].strip()
    if form == "points":
        units = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
    else:
        units = Money.parse(typed, currency).amount
    budget_id = goodwill_budgets.chosen(values)
    return loyalty.Gift(
        customer_id, form, units, currency, values["reason"], values["key"], budget_id=budget_id
    )


def _give(request: HttpRequest, gift: loyalty.Gift, *, ask: bool) -> str:
    who: dict[str, Any] = {"actor": request_actor(request), "at": clock.now()}
    try:
        loyalty.give_goodwill(gift, **who)
    except loyalty.GoodwillAboveLimit:
        if not ask:
            raise
        loyalty.ask_goodwill(gift, **who)
        return _("Sent to a second person. It is given when they agree.")
    if gift.customer_id is None:
        return _("Given. The voucher is on its way by mail.")
    return _("Given. The customer sees it in the account.")


def _currencies() -> list[str]:
    return sorted({channel.currency for channel in channels.all_channels()})


def _currency(asked: str, known: Sequence[str], customer_id: int) -> str:
    """Return the currency to give in: the one asked for, else the one the customer last bought in."""
    bought = Order.objects.filter(customer_id=customer_id).order_by("-placed_at", "-pk")
    wanted = (asked, bought.values_list("currency", flat=True).first() or "", *known)
    return next(code for code in wanted if code in known)


def _intro(request: HttpRequest, name: str, currency: str) -> str:
    """Say for whom, what may be given alone and what the budgets have left."""
    now, actor = clock.now(), request_actor(request)
    limit = loyalty.goodwill_limit(actor, currency)
    alone = _("no limit") if limit is None else Money(limit, currency).format()
    parts = [name, _("you alone: %(limit)s at once") % {"limit": alone}]
    today = loyalty.goodwill_left_today(actor, currency, at=now)
    if today is not None:
        parts.append(_("%(left)s more today") % {"left": Money(today, currency).format()})
    for row in loyalty.usable_budgets(actor, currency=currency, at=now):
        left = Money(row.cap - row.spent, currency).format()
        parts.append(_("left in the budget: %(left)s") % {"left": left})
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
