"""Forms of partners: the agreement, the disclosure, a decision, and the file for the bank."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from stdnum import iban as ibans

from storecrew.contexts.affiliates import public as affiliates
from storecrew.contexts.affiliates.models import Commission, Partner, Payout
from storecrew.contexts.channels import public as channels
from storecrew.contexts.promotions.models import Promotion
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.three_way import of_record
from storecrew.surfaces.workspaces.marketing_manager.advertising.feed_forms import refuse

FILE_DAYS = 60
"""So long an earlier file can be downloaded again."""


def promotion_choices() -> list[tuple[str, str]]:
    """Return promotions that a code may belong to."""
    rows = Promotion.objects.exclude(state=Promotion.State.ENDED).order_by("name")[:200]
    return [("", _("none: a link only")), *((str(row.pk), row.name) for row in rows)]


class PartnerForm(forms.Form):
    """What was agreed."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    email = forms.EmailField(label=gettext_lazy("E-mail"))
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Partner.Kind.choices)
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        help_text=gettext_lazy("Letters and digits. It stands in the link and stays as it is."),
    )
    promotion = forms.ChoiceField(
        label=gettext_lazy("Promotion of the code"),
        choices=promotion_choices,
        required=False,
        help_text=gettext_lazy("What shoppers save who type the code."),
    )
    rate = forms.DecimalField(
        label=gettext_lazy("Commission in percent"), min_value=0, max_value=50, decimal_places=2
    )
    starts_on = forms.DateField(
        label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    ends_on = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    hold_days = forms.IntegerField(
        label=gettext_lazy("Days on hold"),
        min_value=0,
        max_value=365,
        initial=30,
        help_text=gettext_lazy("So long a commission waits for returns before it is due."),
    )
    page_url = forms.URLField(
        label=gettext_lazy("Page"), required=False, max_length=300, assume_scheme="https"
    )
    iban = forms.CharField(label=gettext_lazy("IBAN"), required=False, max_length=42)
    agreement = forms.CharField(
        label=gettext_lazy("What was agreed"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    signature_needed = forms.BooleanField(
        label=gettext_lazy("Products are sent only after the contract is signed"), required=False
    )
    signed_on = forms.DateField(
        label=gettext_lazy("Signed on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    contract = forms.CharField(
        label=gettext_lazy("Where the contract is"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("A number, a folder or an address."),
    )
    active = forms.BooleanField(label=gettext_lazy("Orders count"), required=False, initial=True)

    def terms(self) -> affiliates.Terms:
        """Return what the operation takes."""
        values = self.cleaned_data
        promotion = values.get("promotion")
        return affiliates.Terms(
            name=values["name"],
            email=values["email"],
            kind=values["kind"],
            code=values.get("code", ""),
            rate_bp=int(values["rate"] * 100),
            starts_on=values["starts_on"],
            ends_on=values["ends_on"],
            hold_days=values["hold_days"],
            active=values["active"],
            page_url=values["page_url"],
            agreement=values["agreement"],
            iban=values["iban"],
            promotion_id=int(promotion) if promotion else None,
            signature_needed=values["signature_needed"],
            signed_on=values["signed_on"],
            contract=values["contract"],
        )


_AGREED = ("page_url", "iban", "agreement", "active", "signature_needed", "signed_on", "contract")


@workspace_page(permission="affiliates.write")
def add(request: HttpRequest) -> HttpResponse:
    """Make a partner."""
    form = PartnerForm(request.POST or None, initial={"starts_on": channels.house_day(clock.now())})
    return _edit(request, form, None, reverse("partners"), _("New partner"))


@workspace_page(permission="affiliates.write")
def edit(request: HttpRequest, partner_id: int) -> HttpResponse:
    """Change what was agreed."""
    row = affiliates.find(partner_id)
    names = ("version", "name", "email", "kind", "code", "starts_on", "ends_on", "hold_days")
    initial = {name: getattr(row, name) for name in (*names, *_AGREED)}
    whole, rest = divmod(row.rate_bp, 100)
    form = of_record(PartnerForm(request.POST or None, initial=initial | {"rate": f"{whole}.{rest:02}"}))
    for name in ("code", "promotion"):
        del form.fields[name]
    return _edit(request, form, row, reverse("partner", args=[row.pk]), row.name)


def _edit(
    request: HttpRequest, form: PartnerForm, row: Partner | None, back: str, title: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            if row is not None:
                form.cleaned_data["code"] = row.code
            saved = affiliates.save_partner(
                form.terms(),
                partner_id=row.pk if row else None,
                version=form.cleaned_data["version"] or 0,
                actor=request_actor(request),
                at=clock.now(),
            )
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("partner", partner_id=saved.pk)
    return _form(request, form, title, back)


class NoteForm(forms.Form):
    """What was seen."""

    note = forms.CharField(
        label=gettext_lazy("How are paid posts marked?"),
        max_length=300,
        help_text=gettext_lazy("For example: #ad at the beginning, story and caption, seen today."),
    )


@workspace_page(permission="affiliates.write")
def disclosure(request: HttpRequest, partner_id: int) -> HttpResponse:
    """Write down how the partner marks paid posts."""
    row = affiliates.find(partner_id)
    form = NoteForm(request.POST or None, initial={"note": row.disclosure})
    if request.method == "POST" and form.is_valid():
        affiliates.look_at_disclosure(
            row.pk, note=form.cleaned_data["note"], actor=request_actor(request), at=clock.now()
        )
        messages.success(request, _("Saved."))
        return redirect("partner", partner_id=row.pk)
    return _form(request, form, _("Disclosure"), reverse("partner", args=[row.pk]))


class DecisionForm(forms.Form):
    """Whether a flagged commission is paid."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        widget=forms.RadioSelect,
        choices=(("void", gettext_lazy("It falls back")), ("pay", gettext_lazy("It counts"))),
    )
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=300)


@workspace_page(permission="affiliates.write")
def decide(request: HttpRequest, commission_id: int) -> HttpResponse:
    """Decide on a flagged commission."""
    row = Commission.objects.select_related("order").filter(pk=commission_id).first()
    if row is None:
        raise affiliates.UnknownCommission()
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            affiliates.decide(
                commission_id,
                pay=form.cleaned_data["verdict"] == "pay",
                reason=form.cleaned_data["reason"],
                actor=request_actor(request),
                at=clock.now(),
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Decided."))
            return redirect("partner", partner_id=row.partner_id)
    title = _("Commission on order %(order)s") % {"order": row.order.number}
    return _form(request, form, title, reverse("partner", args=[row.partner_id]))


NEW = "new"
"""The payouts that no file for the bank has yet."""


class FileForm(forms.Form):
    """Which payouts, in which file, and from which account."""

    payouts = forms.ChoiceField(label=gettext_lazy("Payouts"))
    form = forms.ChoiceField(
        label=gettext_lazy("File"),
        choices=(("csv", gettext_lazy("Table (CSV)")), ("sepa", gettext_lazy("SEPA transfers (pain.001)"))),
    )
    debtor = forms.CharField(label=gettext_lazy("Our name"), max_length=70)
    debtor_iban = forms.CharField(
        label=gettext_lazy("Our IBAN"),
        max_length=42,
        required=False,
        help_text=gettext_lazy("For SEPA transfers: the account that pays."),
    )

    def __init__(self, *args: Any, unfiled: int, filed: list[dt.datetime], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = ngettext("%(count)s new payout", "%(count)s new payouts", unfiled) % {"count": unfiled}
        again = [(at.isoformat(), _("the file of %(when)s again") % {"when": _when(at)}) for at in filed]
        self.fields["payouts"].choices = [(NEW, words), *again]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for an account where the bank needs one."""
        data = super().clean() or {}
        if data.get("form") == "sepa" and not ibans.is_valid(data.get("debtor_iban", "")):
            self.add_error("debtor_iban", _("This is not an IBAN: a digit may be wrong."))
        return data


@workspace_page(permission="affiliates.pay")
def payout_file(request: HttpRequest) -> HttpResponse:
    """Give the payouts that no file has yet to the bank, or an earlier file once more."""
    now = clock.now()
    every = Payout.objects.select_related("partner").order_by("pk")
    recent = every.filter(filed_at__gte=now - dt.timedelta(days=FILE_DAYS))
    times = recent.order_by("-filed_at").values_list("filed_at", flat=True).distinct()
    filed = [at for at in times if at is not None]
    unfiled = every.filter(filed_at=None).count()
    initial = {"debtor": channels.facts().name}
    form = FileForm(request.POST or None, initial=initial, unfiled=unfiled, filed=filed)
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data["payouts"]
        rows = list(every.filter(filed_at=None if wanted == NEW else dt.datetime.fromisoformat(wanted)))
        transfers = {row.pk: _transfer(row) for row in rows}
        if form.cleaned_data["form"] == "sepa":
            transfers = {key: each for key, each in transfers.items() if affiliates.fits_sepa(each)}
        if transfers:
            affiliates.file_payouts(list(transfers), actor=request_actor(request), at=now)
            return _file(form, list(transfers.values()), now)
        none = _("None of these can be in such a file: it takes euro and an IBAN.")
        form.add_error("payouts", none if rows else _("There is no new payout."))
    left = [row for row in every.filter(filed_at=None) if not affiliates.fits_sepa(_transfer(row))]
    intro = _("Each payout is in one file for the bank; an earlier file can be downloaded again.")
    if left:
        words = _("Not for SEPA transfers, since they are not in euro or the IBAN is missing: %(list)s.")
        intro += " " + words % {"list": ", ".join(f"{row.reference} {row.partner.name}" for row in left)}
    return _form(request, form, _("File for the bank"), reverse("partners"), intro, _("Download"))


def _transfer(row: Payout) -> affiliates.Transfer:
    amount = Money(row.amount, row.currency)
    return affiliates.Transfer(row.reference, row.partner.name, row.partner.iban, amount, row.made_at.date())


def _file(form: FileForm, transfers: list[affiliates.Transfer], now: dt.datetime) -> HttpResponse:
    """Return what the bank takes."""
    values = form.cleaned_data
    if values["form"] == "csv":
        answer = HttpResponse(affiliates.table(transfers), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="payouts.csv"'
        return answer
    body = affiliates.sepa(
        transfers,
        message=f"PAYOUT-{now:%Y%m%d%H%M%S}",
        at=now,
        debtor=values["debtor"],
        debtor_iban=ibans.compact(values["debtor_iban"]),
    )
    answer = HttpResponse(body, content_type="application/xml")
    answer["Content-Disposition"] = 'attachment; filename="payouts.xml"'
    return answer


def _when(at: dt.datetime) -> str:
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")


def _form(
    request: HttpRequest, form: forms.Form, title: str, back: str, intro: str = "", submit: str = ""
) -> HttpResponse:
    return render_form(
        request,
        form,
        title=title,
        intro=intro,
        submit=submit or _("Save"),
        back_url=back,
        back_label=_("Back"),
    )
