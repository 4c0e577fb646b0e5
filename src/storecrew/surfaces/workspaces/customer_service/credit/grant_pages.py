"""Customers on account: the list, the record, granting, holding, ending; reminders, the bank account."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from storecrew.contexts.channels import public as channels
from storecrew.contexts.customers import public as customers
from storecrew.contexts.receivables import public as receivables
from storecrew.contexts.receivables.models import Grant
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, SystemView
from storecrew.surfaces.ui.backoffice.record import (
    Action,
    Fact,
    FactGroup,
    Record,
    Related,
    Table,
    render_record,
)
from storecrew.surfaces.workspaces.customer_service.credit import words
from storecrew.surfaces.workspaces.customer_service.credit.forms import (
    GrantForm,
    HoldGrantForm,
    LevelsForm,
    PayToForm,
    ReasonForm,
)


def _limits(row: Grant) -> str:
    return ", ".join(Money(one.amount, one.currency).format() for one in row.limits.all())


def _used(row: Grant) -> str:
    return ", ".join(Money(one.used, one.currency).format() for one in row.limits.all() if one.used)


class GrantList(Listing):
    """Customers and companies on account, by name."""

    code = "receivables.grants"
    title = gettext_lazy("Customers on account")
    permission = "receivables.read"
    export_permission = "customers.export"
    search_fields = ("name", "members__customer__email", "members__customer__name")
    default_sort = "name"
    empty_title = gettext_lazy("Nobody pays on account yet")
    empty_text = gettext_lazy("Grant it to customers or companies you know: days to pay and a limit.")
    columns = (
        Column("name", gettext_lazy("Account"), "name", sort="name", primary=True),
        Column("state", gettext_lazy("State"), words.account_state, kind="status"),
        Column("terms", gettext_lazy("Days to pay"), "terms_days", kind="number", sort="terms_days"),
        Column("limits", gettext_lazy("Limit"), _limits),
        Column("used", gettext_lazy("Owed"), _used),
        Column("ends", gettext_lazy("Until"), "ends_on", kind="date", sort="ends_on"),
        Column("by", gettext_lazy("Granted by"), "granted_by", default=False),
        Column(
            "since", gettext_lazy("Granted"), "created_at", kind="datetime", sort="created_at", default=False
        ),
    )
    filters = (
        Filter("terms", gettext_lazy("Days to pay"), "number", "terms_days"),
        Filter("ends", gettext_lazy("Until"), "date", "ends_on"),
        Filter("held", gettext_lazy("Held since"), "date", "held_at"),
    )
    views = (SystemView(gettext_lazy("Ending soonest"), "sort=ends"),)

    def rows(self) -> QuerySet[Any]:
        """Return all accounts."""
        return receivables.visible_grants()

    def row_url(self, row: Grant) -> str:
        """Open the account."""
        return reverse("credit_record", args=[row.pk])

    def primary_action(self) -> tuple[Any, str] | None:
        """Lead to the form."""
        if not self.actor.can("receivables.grant"):
            return None
        return _("Let a customer pay on account"), reverse("credit_new")


@workspace_page(permission="receivables.read")
def grant_record(request: HttpRequest, grant_id: int) -> HttpResponse:
    """Show an account with its limits, people and open invoices."""
    found = receivables.grant(grant_id)
    actor = request_actor(request)
    record = Record(
        title=found.name or _("Account %(id)s") % {"id": found.id},
        record="receivables.grant",
        record_id=found.id,
        status=[words.account_state(found)],
        next_step=found.held_because and _("Held: %(reason)s") % {"reason": found.held_because},
        actions=_actions(found, actor),
        groups=[_facts(found)],
        tables=[_limit_table(found), _open(found, actor)],
        related=[_people(found, actor)],
        back_url=reverse("credit_list"),
        back_label=_("Customers on account"),
    )
    return render_record(request, record)


def _facts(found: receivables.GrantFacts) -> FactGroup:
    return FactGroup(
        _("Terms"),
        [
            Fact(_("Days to pay"), found.terms_days, "number"),
            Fact(_("Until"), found.ends_on, "date"),
            Fact(_("Reason"), found.reason),
            Fact(_("Granted by"), found.granted_by),
            Fact(_("Granted"), found.created_at, "datetime"),
            *([Fact(_("Held since"), found.held_at, "datetime")] if found.held_at else []),
            *([Fact(_("Ended"), found.ended_at, "datetime")] if found.ended_at else []),
        ],
    )


def _limit_table(found: receivables.GrantFacts) -> Table:
    rows = []
    for currency, amount in found.limits.items():
        used = found.used.get(currency, 0)
        free = Money(max(amount - used, 0), currency)
        rows.append((currency, Money(amount, currency), Money(used, currency), free))
    headers = (_("Currency"), _("Limit"), _("Owed"), _("Free"))
    return Table(_("Limits"), headers, rows, kinds=("text", "money", "money", "money"))


def _open(found: receivables.GrantFacts, actor: Actor) -> Table:
    seen = set(receivables.visible_items(actor).filter(grant_id=found.id).values_list("pk", flat=True))
    today = channels.house_day(clock.now())
    items = [one for one in receivables.open_of_grant(found.id) if one.id in seen]
    rows = [
        (one.number, one.due_on, words.age_of(one.state, one.due_on, today), one.amount, one.owed)
        for one in items
    ]
    headers = (_("Invoice"), _("To be paid by"), _("Age"), _("Amount"), _("Still owed"))
    urls = [reverse("open_items_record", args=[one.id]) for one in items]
    kinds = ("text", "date", "status", "money", "money")
    return Table(_("Open invoices"), headers, rows, empty=_("Nothing is owed."), kinds=kinds, row_urls=urls)


def _people(found: receivables.GrantFacts, actor: Actor) -> Related:
    linked = actor.can("customers.read")
    facts = [
        Fact(
            person.name or person.email,
            person.email,
            url=reverse("customers_record", args=[person.id]) if linked else "",
        )
        for person in customers.customers(found.customer_ids).values()
    ]
    return Related(_("Who may order"), facts, "" if facts else _("Nobody any more."))


def _actions(found: receivables.GrantFacts, actor: Actor) -> list[Action]:
    if found.ended_at:
        return []
    actions = []
    if actor.can("receivables.grant"):
        actions.append(Action(_("Change"), reverse("credit_edit", args=[found.id]), tone="strong"))
    if actor.can("receivables.write"):
        if found.held_at:
            actions.append(Action(_("Release it"), reverse("credit_release", args=[found.id]), post=True))
        else:
            actions.append(Action(_("Put on hold"), reverse("credit_hold", args=[found.id])))
    if actor.can("receivables.grant"):
        actions.append(Action(_("End it"), reverse("credit_end", args=[found.id]), tone="danger"))
    return actions


@workspace_page(permission="receivables.grant")
def new(request: HttpRequest) -> HttpResponse:
    """Let a customer or company pay on account."""
    form = GrantForm(request.POST or None, initial={"key": secrets.token_hex(12)})
    return _grant(request, form, None)


@workspace_page(permission="receivables.grant")
def edit(request: HttpRequest, grant_id: int) -> HttpResponse:
    """Change what was granted."""
    found = receivables.grant(grant_id)
    people = customers.customers(found.customer_ids).values()
    start = {
        "name": found.name,
        "customers": "\n".join(person.email for person in people),
        "terms_days": found.terms_days,
        "ends_on": found.ends_on,
        "reason": found.reason,
        "version": found.version,
        "key": secrets.token_hex(12),
    }
    return _grant(request, GrantForm(request.POST or None, found=found, initial=start), found)


def _grant(request: HttpRequest, form: GrantForm, found: receivables.GrantFacts | None) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        actor, at = request_actor(request), clock.now()
        which: dict[str, Any] = {
            "grant_id": found.id if found else None,
            "version": form.cleaned_data["version"] or 0,
        }
        try:
            made = receivables.save_grant(form.terms(), **which, actor=actor, at=at)
        except receivables.SecondPersonNeeded as error:
            if form.cleaned_data["ask"]:
                receivables.ask_grant(form.terms(), **which, key=form.cleaned_data["key"], actor=actor, at=at)
                messages.info(request, _("It waits for a second person."))
                return redirect("credit_record", grant_id=found.id) if found else redirect("credit_list")
            form.add_error("ask", str(error))
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("credit_record", grant_id=made.id)
    title = _("Change %(name)s") % {"name": found.name} if found else _("Let a customer pay on account")
    intro = _("Orders go ahead of their money until the limit is reached; the rest is paid in other ways.")
    return _form(request, form, found, title=title, submit=_("Save"), intro=intro)


@workspace_page(permission="receivables.write")
def hold(request: HttpRequest, grant_id: int) -> HttpResponse:
    """Stop offering invoices to a customer."""
    found = receivables.grant(grant_id)
    form = HoldGrantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            receivables.hold_grant(
                found.id, because=form.cleaned_data["because"], actor=request_actor(request), at=clock.now()
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect("credit_record", grant_id=found.id)
    title = _("Put %(name)s on hold") % {"name": found.name}
    intro = _("New orders are paid in other ways; what is owed stays owed.")
    return _form(request, form, found, title=title, submit=_("Put on hold"), intro=intro)


@workspace_page(permission="receivables.write")
@require_POST
def release(request: HttpRequest, grant_id: int) -> HttpResponse:
    """Offer invoices again."""
    try:
        receivables.release_grant(grant_id, actor=request_actor(request), at=clock.now())
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("credit_record", grant_id=grant_id)


@workspace_page(permission="receivables.grant")
def end(request: HttpRequest, grant_id: int) -> HttpResponse:
    """End an account."""
    found = receivables.grant(grant_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            receivables.end_grant(
                found.id, reason=form.cleaned_data["reason"], actor=request_actor(request), at=clock.now()
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect("credit_record", grant_id=found.id)
    title = _("End the account of %(name)s") % {"name": found.name}
    intro = _("Nobody orders on it any more; what is owed stays owed.")
    return _form(request, form, found, title=title, submit=_("End it"), intro=intro)


@workspace_page(permission="receivables.write")
def reminders(request: HttpRequest) -> HttpResponse:
    """Set when which reminder leaves."""
    form = LevelsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            receivables.save_levels(form.levels(), actor=request_actor(request), at=clock.now())
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("credit_reminders")
    intro = _(
        "Each leaves once per invoice, not while it is disputed or held. Its words are in the texts of mails."
    )
    return _form(request, form, None, title=_("Reminders of invoices"), submit=_("Save"), intro=intro)


@workspace_page(permission="receivables.grant")
def pay_to(request: HttpRequest) -> HttpResponse:
    """Set the bank account that invoices name."""
    chosen = request.GET.get("channel", "")
    known = {str(one.id): one for one in channels.all_channels()}
    channel_id = chosen if chosen in known else next(iter(known), "")
    told = receivables.pay_to(int(channel_id)) if channel_id else None
    start = {"channel": channel_id}
    if told:
        start |= {"holder": told.holder, "account": told.account, "bic": told.bic, "bank": told.bank}
    form = PayToForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        actor, channel = request_actor(request), int(form.cleaned_data["channel"])
        receivables.save_pay_to(channel, form.told(), actor=actor, at=clock.now())
        messages.success(request, _("Saved."))
        return redirect(f"{reverse('credit_pay_to')}?channel={channel}")
    intro = _("Invoices, mails and the account of customers name it.")
    return _form(request, form, None, title=_("Bank account of invoices"), submit=_("Save"), intro=intro)


def _form(
    request: HttpRequest,
    form: forms.Form,
    found: receivables.GrantFacts | None,
    *,
    title: str,
    submit: str,
    intro: str,
) -> HttpResponse:
    return render_form(
        request,
        form,
        title=title,
        intro=intro,
        submit=submit,
        back_url=reverse("credit_record", args=[found.id]) if found else reverse("credit_list"),
        back_label=found.name if found else _("Customers on account"),
    )


urlpatterns = [
    path("credit/", GrantList.as_view(), name="credit_list"),
    path("credit/new/", new, name="credit_new"),
    path("credit/reminders/", reminders, name="credit_reminders"),
    path("credit/pay-to/", pay_to, name="credit_pay_to"),
    path("credit/<int:grant_id>/", grant_record, name="credit_record"),
    path("credit/<int:grant_id>/edit/", edit, name="credit_edit"),
    path("credit/<int:grant_id>/hold/", hold, name="credit_hold"),
    path("credit/<int:grant_id>/release/", release, name="credit_release"),
    path("credit/<int:grant_id>/end/", end, name="credit_end"),
]
