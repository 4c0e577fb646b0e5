"""Gift vouchers: the list, one with its ledger, new ones, a new code, blocking."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.loyalty.models import Voucher
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError, NotFound
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, SystemView, Text
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, Table, render_record
from storecrew.surfaces.ui.backoffice.words import reason_words
from storecrew.surfaces.workspaces.marketing_manager.loyalty import words


class VoucherList(Listing):
    """All gift vouchers; their codes are kept nowhere, so no file has them."""

    code = "loyalty.vouchers"
    title = gettext_lazy("Gift vouchers")
    permission = "loyalty.read"
    search_fields = ("hint", "recipient_email", "recipient_name", "batch__name")
    default_sort = "-made"
    empty_title = gettext_lazy("No gift vouchers yet")
    empty_text = gettext_lazy(
        "They come from orders that bought one, from files for companies, and from here by hand."
    )
    columns = (
        Column(
            "hint",
            gettext_lazy("Ends with"),
            lambda row: f"…{row.hint}" if row.hint else capfirst(_("not sent yet")),
            primary=True,
        ),
        Column("state", gettext_lazy("State"), words.voucher_status, kind="status"),
        Column("left", gettext_lazy("Left"), words.left, kind="money", sort="account__balance"),
        Column("face", gettext_lazy("Amount"), words.face, kind="money", sort="face_amount"),
        Column("origin", gettext_lazy("From"), lambda row: row.get_origin_display(), sort="origin"),
        Column("for", gettext_lazy("For"), lambda row: row.recipient_name or row.recipient_email or "–"),
        Column(
            "batch", gettext_lazy("Batch"), lambda row: row.batch.name if row.batch else "–", default=False
        ),
        Column(
            "deliver",
            gettext_lazy("Deliver"),
            "deliver_at",
            kind="datetime",
            sort="deliver_at",
            default=False,
        ),
        Column("delivered", gettext_lazy("Delivered"), "delivered_at", kind="datetime", sort="delivered_at"),
        Column("until", gettext_lazy("Until"), "account.expires_at", kind="date", sort="account__expires_at"),
        Column(
            "made", gettext_lazy("Made"), "account.created_at", kind="datetime", sort="account__created_at"
        ),
    )
    filters = (
        Filter("origin", gettext_lazy("From"), "choice", "origin", choices=Voucher.Origin.choices),
        Filter("blocked", gettext_lazy("Blocked"), "boolean", "account__blocked"),
        Filter("left", gettext_lazy("Left"), "number", "account__balance"),
        Filter("until", gettext_lazy("Until"), "date", "account__expires_at"),
    )
    views = (
        SystemView(gettext_lazy("With money on them"), "f.left.op=min&f.left=1&f.blocked=0"),
        SystemView(gettext_lazy("Blocked"), "f.blocked=1"),
        SystemView(gettext_lazy("Sold in the shop"), "f.origin=sold"),
    )

    def rows(self) -> QuerySet[Voucher]:
        """Return all vouchers with their accounts."""
        return Voucher.objects.select_related("account", "batch")

    def row_url(self, row: Voucher) -> str:
        """Return the page of the voucher."""
        return reverse("loyalty_voucher", args=[row.pk])

    def primary_action(self) -> tuple[Text, str] | None:
        """Offer a new one to those who may make them."""
        may = self.actor.can("loyalty.write")
        return (gettext_lazy("New gift voucher"), reverse("loyalty_voucher_add")) if may else None


def find(voucher_id: int) -> Voucher:
    """Return a voucher; raises NotFound."""
    row = Voucher.objects.select_related("account", "batch", "order").filter(pk=voucher_id).first()
    if row is None:
        raise NotFound()
    return row


@workspace_page(permission="loyalty.read")
def voucher_record(request: HttpRequest, voucher_id: int) -> HttpResponse:
    """Show a voucher with its ledger."""
    row = find(voucher_id)
    status = words.voucher_status(row)
    may = request_actor(request).can("loyalty.write")
    record = Record(
        title=_("Gift voucher …%(hint)s") % {"hint": row.hint}
        if row.hint
        else _("Gift voucher, not sent yet"),
        record="loyalty.voucher",
        record_id=row.pk,
        status=[status],
        actions=_actions(row) if may else [],
        groups=[_facts(row)],
        tables=[words.ledger_table(row.account_id, row.account.currency)],
        back_url=reverse("loyalty_vouchers"),
        back_label=_("Gift vouchers"),
        icon="tag",
    )
    return render_record(request, record)


def _actions(row: Voucher) -> list[Action]:
    found = []
    if not row.account.blocked:
        found.append(Action(_("New code"), reverse("loyalty_voucher_step", args=[row.pk, "code"])))
        found.append(
            Action(_("Block"), reverse("loyalty_voucher_step", args=[row.pk, "block"]), tone="danger")
        )
    else:
        found.append(Action(_("Open again"), reverse("loyalty_voucher_step", args=[row.pk, "open"])))
    return found


def _facts(row: Voucher) -> FactGroup:
    order = row.order
    return FactGroup(
        _("Gift voucher"),
        [
            Fact(pgettext("money", "Left"), words.left(row), "money"),
            Fact(_("Amount"), words.face(row), "money"),
            Fact(_("From"), row.get_origin_display()),
            Fact(
                _("Order"),
                order.number if order else "–",
                url=reverse("orders_record", args=[order.number]) if order else "",
            ),
            Fact(_("Batch"), row.batch.name if row.batch else "–"),
            Fact(_("For"), row.recipient_name or row.recipient_email or "–"),
            Fact(_("Delivered"), row.delivered_at or "–", "datetime" if row.delivered_at else "text"),
            Fact(_("Until"), row.account.expires_at, "datetime"),
            Fact(_("Why blocked"), reason_words(row.block_reason) or "–"),
        ],
    )


class VoucherForm(forms.Form):
    """A voucher by hand."""

    amount = forms.CharField(label=gettext_lazy("Amount"), max_length=20)
    currency = forms.ChoiceField(label=gettext_lazy("Currency"))
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=300)
    key = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = sorted({channel.currency for channel in channels.all_channels()})
        self.fields["currency"].choices = [(code, code) for code in known]  # type: ignore[attr-defined]
        self.fields["key"].initial = secrets.token_hex(12)


@workspace_page(permission="loyalty.write")
def add(request: HttpRequest) -> HttpResponse:
    """Make a voucher by hand; its code is shown this once."""
    form = VoucherForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            made = loyalty.make_voucher(
                Money.parse(values["amount"], values["currency"]),
                reason=values["reason"],
                key=values["key"],
                actor=request_actor(request),
                at=clock.now(),
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return _shown_once(request, made)
    return form_page(request, form, _("New gift voucher"), reverse("loyalty_vouchers"), _("Gift vouchers"))


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label=gettext_lazy("Why"), max_length=300)


@workspace_page(permission="loyalty.write")
def step(request: HttpRequest, voucher_id: int, name: str) -> HttpResponse:
    """Make a new code, block or open a voucher, with a reason."""
    row = find(voucher_id)
    titles = {"code": _("New code"), "block": _("Block"), "open": _("Open again")}
    if name not in titles:
        raise NotFound()
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        who: dict[str, Any] = {
            "reason": form.cleaned_data["reason"],
            "actor": request_actor(request),
            "at": clock.now(),
        }
        try:
            if name == "code":
                return _shown_once(request, loyalty.replace_code(row.pk, **who))
            loyalty.set_blocked(row.pk, blocked=name == "block", **who)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("loyalty_voucher", voucher_id=row.pk)
    return form_page(request, form, titles[name], reverse("loyalty_voucher", args=[row.pk]), str(row))


def _shown_once(request: HttpRequest, made: loyalty.NewVoucher) -> HttpResponse:
    context = {
        "made": made,
        "amount": made.amount.format(get_language() or "en"),
        # Made here and now: the code is kept nowhere, so no address could bring the page again.
        "paper": base64.b64encode(loyalty.voucher_paper(made)).decode(),
        "header_title": _("The code of the gift voucher"),
        "back_url": reverse("loyalty_voucher", args=[made.id]),
        "back_label": _("Gift voucher"),
    }
    answer = render(request, "marketing_manager/voucher_code.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


def form_page(
    request: HttpRequest,
    form: forms.Form,
    title: str,
    back_url: str,
    back_label: str,
    intro: str = "",
    tables: Sequence[Table] = (),
) -> HttpResponse:
    """Show a form of this part, above tables of what it is about."""
    context = {
        "form": form,
        "header_title": title,
        "intro": intro,
        "submit_label": _("Save"),
        "back_url": back_url,
        "back_label": back_label,
        "tables": tables,
    }
    return render(request, "marketing_manager/loyalty_form.html", context, status=422 if form.errors else 200)
