"""Members: the list, one with the ledger of points, points given or taken by hand."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.customers import public as customers
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.loyalty.models import Earning, Membership
from storecrew.contexts.orders import public as orders
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError, NotFound
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, SystemView
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, Table, render_record
from storecrew.surfaces.workspaces.marketing_manager.loyalty import words
from storecrew.surfaces.workspaces.marketing_manager.loyalty.voucher_pages import form_page


def tier_name(row: Membership) -> str:
    """Return the tier of a member in the language of the page."""
    return loyalty.said(row.tier.names) if row.tier else "–"


class MemberList(Listing):
    """Everybody in the program."""

    code = "loyalty.members"
    title = gettext_lazy("Members")
    permission = "loyalty.read"
    search_fields = ("customer__name", "customer__email")
    default_sort = "-joined"
    empty_title = gettext_lazy("No members yet")
    empty_text = gettext_lazy("Customers join on the page of their points in their account.")
    columns = (
        Column("name", gettext_lazy("Name"), lambda row: row.customer.name or row.customer.email,
        primary=True), Column("email", gettext_lazy("E-mail"), "customer.email", permission="customers.read"),
        Column("tier", gettext_lazy("Tier"), tier_name, sort="tier__position"),
        Column("balance", gettext_lazy("Points"), "account.balance", kind="number", sort="account__balance"),
        Column("pending", gettext_lazy("Pending"), "account.pending", kind="number", sort="account__pending"),
        Column(
            "expires", gettext_lazy("Next to run out"), "account.next_expiry_at", kind="date",
            sort="account__next_expiry_at",
        ),
        Column("joined", gettext_lazy("Joined"), "joined_at", kind="datetime", sort="joined_at"),
    )  # fmt: skip
    filters = (
        Filter("points", gettext_lazy("Points"), "number", "account__balance"),
        Filter("expires", gettext_lazy("Next to run out"), "date", "account__next_expiry_at"),
        Filter("joined", gettext_lazy("Joined"), "date", "joined_at"),
    )
    views = (SystemView(gettext_lazy("Many points"), "f.points.op=min&f.points=500&sort=-balance"),)

    def rows(self) -> QuerySet[Membership]:
        """Return the members of now."""
        return Membership.objects.filter(left_at=None).select_related("customer", "account", "tier")

    def row_url(self, row: Membership) -> str:
        """Return the page of the member."""
        return reverse("loyalty_member", args=[row.customer_id])


@workspace_page(permission="loyalty.read")
def member_record(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Show a member with points, earnings and ledger."""
    row = Membership.objects.select_related("tier").filter(customer_id=customer_id).first()
    facts = loyalty.member(customer_id, at=clock.now())
    if row is None or facts is None:
        raise NotFound()
    person = customers.customer(customer_id)
    actions = []
    if request_actor(request).can("loyalty.write"):
        actions.append(Action(_("Adjust points"), reverse("loyalty_adjust", args=[customer_id])))
    record = Record(
        title=person.name or person.email,
        record="loyalty.membership",
        record_id=row.pk,
        subtitle=facts.program,
        actions=actions,
        groups=[
            FactGroup(
                _("Points"),
                [
                    Fact(_("Tier"), facts.tier_name or "–"),
                    Fact(_("Points"), facts.balance, "number"),
                    Fact(_("Pending"), facts.pending, "number"),
                    Fact(_("Next to run out"), facts.expiring, "number"),
                    Fact(_("On"), facts.expiring_at or "–", "datetime" if facts.expiring_at else "text"),
                    Fact(_("Joined"), facts.joined_at, "datetime"),
                ],
            )
        ],
        tables=[words.ledger_table(facts.account_id), _earnings(facts.account_id)],
        back_url=reverse("loyalty_members"),
        back_label=_("Members"),
        icon="group",
    )
    return render_record(request, record)


def _earnings(account_id: int) -> Table:
    rows = list(Earning.objects.filter(account_id=account_id).order_by("-id")[:50])
    numbers = orders.numbers_of([row.order_id for row in rows])
    lines = [
        (
            numbers.get(row.order_id, ""),
            row.placed_at,
            Money(row.spend, row.currency),
            row.units,
            row.taken_back,
            row.get_state_display(),
            row.due_at,
        )
        for row in rows
    ]
    headers = (
        _("Order"),
        _("Placed"),
        _("Counted spend"),
        _("Points"),
        _("Taken back"),
        _("State"),
        _("Counts from"),
    )
    kinds = ("text", "datetime", "money", "number", "number", "text", "datetime")
    return Table(
        _("Earned by orders"), headers, lines, empty=_("No order has earned points yet."), kinds=kinds
    )


class AdjustForm(forms.Form):
    """Points by hand."""

    units = forms.IntegerField(
        label=gettext_lazy("Points"), help_text=gettext_lazy("With a minus they are taken.")
    )
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=300)
    key = forms.CharField(widget=forms.HiddenInput)


@workspace_page(permission="loyalty.write")
def adjust(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Give or take points by hand, with a reason."""
    person = customers.customer(customer_id)
    form = AdjustForm(request.POST or None, initial={"key": secrets.token_hex(12)})
    back = reverse("loyalty_member", args=[customer_id])
    if request.method == "POST" and form.is_valid():
        values: dict[str, Any] = form.cleaned_data
        try:
            loyalty.adjust_points(
                customer_id,
                values["units"],
                reason=values["reason"],
                key=values["key"],
                actor=request_actor(request),
                at=clock.now(),
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect(back)
    return form_page(request, form, _("Adjust points"), back, person.name or person.email)
