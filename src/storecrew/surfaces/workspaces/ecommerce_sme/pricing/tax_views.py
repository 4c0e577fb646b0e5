"""Tax rates and registrations."""

from __future__ import annotations

from typing import Any

from babel import Locale
from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from storecrew.contexts.channels import public as channels
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.pricing.models import TaxClass, TaxRate, TaxRegistration
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import InvalidAmount
from storecrew.kernel.numbers import rate
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, SystemView, Text
from storecrew.surfaces.ui.backoffice.three_way import of_record
from storecrew.surfaces.workspaces.ecommerce_sme.pricing.amounts import read_amount
from storecrew.surfaces.workspaces.ecommerce_sme.pricing.form_parts import OperationForm

TREATMENTS = [
    ("standard", gettext_lazy("Standard")),
    ("reduced", gettext_lazy("Reduced")),
    ("zero", gettext_lazy("Zero")),
    ("exempt", gettext_lazy("Exempt")),
    ("export", pgettext_lazy("tax", "Export")),
    ("not_collected", gettext_lazy("Not collected")),
]
SCHEMES = [
    ("local", gettext_lazy("In this country")),
    ("oss", gettext_lazy("One-stop shop of the EU")),
]


def _country(code: str) -> str:
    locale = Locale.parse((get_language() or "en").replace("-", "_"))
    return str(locale.territories.get(code, code))


def _validity(row: TaxRate | TaxRegistration) -> Status:
    today = channels.house_day(clock.now())
    if row.valid_from > today:
        return Status(gettext_lazy("planned"), "info")
    if row.valid_to is not None and row.valid_to <= today:
        return Status(gettext_lazy("past"))
    return Status(gettext_lazy("in force"), "good")


def _in_force(rows: QuerySet[Any], op: str, values: list[str]) -> QuerySet[Any]:
    today = channels.house_day(clock.now())
    now = Q(valid_from__lte=today) & (Q(valid_to=None) | Q(valid_to__gt=today))
    return rows.filter(now) if values == ["1"] else rows.exclude(now)


class TaxRateList(Listing):
    """All tax rates."""

    code = "pricing.tax_rates"
    title = gettext_lazy("Tax rates")
    walks = False
    permission = "pricing.read"
    search_fields = ("country", "region", "tax_class__name", "note")
    default_sort = "country"
    empty_title = gettext_lazy("No tax rate here")
    empty_text = gettext_lazy(
        "Without a rate for its country an order is not taxed. Add a rate for each class of goods."
    )
    columns = (
        Column(
            "country", gettext_lazy("Country"), lambda r: _country(r.country), sort="country", primary=True
        ),
        Column("region", gettext_lazy("Region"), sort="region"),
        Column("class", gettext_lazy("Tax class"), "tax_class.name", sort="tax_class__name"),
        Column(
            "rate",
            gettext_lazy("Rate"),
            lambda r: rate(r.rate_ppm, get_language() or "en"),
            kind="number",
            sort="rate_ppm",
            export=lambda r: pricing.percent_text(r.rate_ppm),
        ),
        Column("treatment", gettext_lazy("Treatment"), lambda r: dict(TREATMENTS)[r.treatment]),
        Column("from", gettext_lazy("From"), "valid_from", kind="date", sort="valid_from"),
        Column("to", gettext_lazy("To"), "valid_to", kind="date", sort="valid_to"),
        Column("state", gettext_lazy("State"), _validity, kind="status"),
        Column("note", gettext_lazy("Note"), default=False),
    )
    filters = (
        Filter("country", gettext_lazy("Country code"), "text", "country"),
        Filter(
            "class",
            gettext_lazy("Tax class"),
            "choice",
            "tax_class_id",
            choices=lambda: list(TaxClass.objects.values_list("code", "name")),
        ),
        Filter("now", gettext_lazy("In force"), "boolean", apply=_in_force),
    )
    views = (SystemView(gettext_lazy("In force"), "f.now=1"),)

    def rows(self) -> QuerySet[TaxRate]:
        """Return all rates."""
        return TaxRate.objects.select_related("tax_class")

    def row_url(self, row: TaxRate) -> str:
        """Set the next rate of this place and class."""
        return reverse("tax_rates_set", args=[row.pk]) if self.actor.can("tax.write") else ""

    def primary_action(self) -> tuple[Text, str] | None:
        """Add a rate."""
        return (_("New tax rate"), reverse("tax_rates_add")) if self.actor.can("tax.write") else None


class TaxRegistrationList(Listing):
    """Where the shop collects tax."""

    code = "pricing.tax_registrations"
    title = gettext_lazy("Tax registrations")
    walks = False
    permission = "pricing.read"
    intro = gettext_lazy("Without any registration the shop collects wherever a rate is known.")
    default_sort = "country"
    empty_title = gettext_lazy("No registration yet")
    empty_text = gettext_lazy(
        "Add each country in which you are registered, and tax is collected in those alone."
    )
    columns = (
        Column(
            "country", gettext_lazy("Country"), lambda r: _country(r.country), sort="country", primary=True
        ),
        Column("scheme", gettext_lazy("Where"), lambda r: dict(SCHEMES)[r.scheme], sort="scheme"),
        Column("number", gettext_lazy("Number")),
        Column("home", gettext_lazy("Home country"), "is_home", kind="boolean"),
        Column("from", gettext_lazy("From"), "valid_from", kind="date", sort="valid_from"),
        Column("to", gettext_lazy("To"), "valid_to", kind="date", sort="valid_to"),
        Column("state", gettext_lazy("State"), _validity, kind="status"),
    )

    search_fields = ("country", "number")
    filters = (
        Filter("country", gettext_lazy("Country code"), "text", "country"),
        Filter("home", gettext_lazy("Home country"), "boolean", "is_home"),
        Filter("now", gettext_lazy("In force"), "boolean", apply=_in_force),
    )

    def rows(self) -> QuerySet[TaxRegistration]:
        """Return all registrations."""
        return TaxRegistration.objects.all()

    def row_url(self, row: TaxRegistration) -> str:
        """Change the registration."""
        return reverse("tax_registrations_edit", args=[row.pk]) if self.actor.can("tax.write") else ""

    def primary_action(self) -> tuple[Text, str] | None:
        """Add a registration."""
        return (
            (_("New registration"), reverse("tax_registrations_add")) if self.actor.can("tax.write") else None
        )


def _day_field(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}), **more)


class TaxRateForm(OperationForm):
    """A rate from a day on."""

    country = forms.CharField(label=gettext_lazy("Country"), min_length=2, max_length=2)
    region = forms.CharField(
        label=gettext_lazy("Region"),
        required=False,
        max_length=16,
        help_text=gettext_lazy("The code of a state or special territory; empty for the whole country."),
    )
    tax_class = forms.ChoiceField(label=gettext_lazy("Tax class"))
    rate = forms.CharField(label=gettext_lazy("Rate in percent"), max_length=8)
    treatment = forms.ChoiceField(label=gettext_lazy("Treatment"), choices=TREATMENTS)
    valid_from = _day_field(gettext_lazy("From"))
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tax_class"].choices = list(  # type: ignore[attr-defined]
            TaxClass.objects.values_list("code", "name")
        )

    def clean_rate(self) -> int:
        """Return the rate in parts per million."""
        try:
            # Three decimals of a percent are enough for every tax that is known.
            thousandths = read_amount(self.cleaned_data["rate"].removesuffix("%"), "KWD")
        except InvalidAmount as error:
            raise forms.ValidationError(str(error)) from error
        return (thousandths or 0) * 10


@workspace_page(permission="tax.write")
def set_tax_rate(request: HttpRequest, rate_id: int | None = None) -> HttpResponse:
    """Let a new rate hold from a day on."""
    row = TaxRate.objects.filter(pk=rate_id).first() if rate_id else None
    if rate_id and row is None:
        raise pricing.UnknownTaxRate(rate=rate_id)
    form = of_record(TaxRateForm(request.POST or None, initial=_rate_initial(row)))
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        try:
            pricing.set_tax_rate(
                rate_ppm=data.pop("rate"), **data, actor=request_actor(request), at=clock.now()
            )
        except DomainError as error:
            form.take(error)
        else:
            messages.success(request, _("The tax rate is saved."))
            return redirect("tax_rates_list")
    planned = row is not None and row.valid_from > channels.house_day(clock.now())
    context = {
        "form": form,
        "header_title": _("Tax rate in %(country)s") % {"country": _country(row.country)}
        if row
        else _("New tax rate"),
        "intro": _("The rate before ends on the day on which the new one begins. Orders keep theirs."),
        "back_url": reverse("tax_rates_list"),
        "back_label": _("Tax rates"),
        "remove_url": reverse("tax_rates_remove", args=[row.pk]) if row and planned else "",
    }
    status = 422 if form.errors else 200
    return render(request, "ecommerce_sme/pricing/tax_rate_form.html", context, status=status)


def _rate_initial(row: TaxRate | None) -> dict[str, Any]:
    if row is None:
        return {"treatment": "standard", "tax_class": "standard"}
    return {
        "country": row.country,
        "region": row.region,
        "tax_class": row.tax_class_id,
        "rate": pricing.percent_text(row.rate_ppm),
        "treatment": row.treatment,
        "valid_from": row.valid_from.isoformat(),
        "note": row.note,
    }


@workspace_page(permission="tax.write")
@require_POST
def remove_tax_rate(request: HttpRequest, rate_id: int) -> HttpResponse:
    """Take a planned rate away."""
    pricing.remove_tax_rate(rate_id=rate_id, actor=request_actor(request), at=clock.now())
    messages.success(request, _("The planned rate is removed."))
    return redirect("tax_rates_list")


class TaxRegistrationForm(OperationForm):
    """Where the shop is registered."""

    country = forms.CharField(label=gettext_lazy("Country"), min_length=2, max_length=2)
    scheme = forms.ChoiceField(label=gettext_lazy("Where"), choices=SCHEMES)
    number = forms.CharField(label=gettext_lazy("Number"), required=False, max_length=32)
    is_home = forms.BooleanField(label=gettext_lazy("This is the home country of the shop"), required=False)
    valid_from = _day_field(gettext_lazy("From"))
    valid_to = _day_field(gettext_lazy("To"), required=False)


@workspace_page(permission="tax.write")
def edit_registration(request: HttpRequest, registration_id: int | None = None) -> HttpResponse:
    """Add a registration, or change one."""
    row = TaxRegistration.objects.filter(pk=registration_id).first() if registration_id else None
    if registration_id and row is None:
        raise pricing.UnknownTaxRate(registration=registration_id)
    initial = {"scheme": "local"}
    if row is not None:
        initial = {name: getattr(row, name) for name in ("country", "scheme", "number", "is_home")} | {
            "valid_from": row.valid_from.isoformat(),
            "valid_to": row.valid_to.isoformat() if row.valid_to else "",
        }
    form = TaxRegistrationForm(request.POST or None, initial=initial)
    if row is not None:
        for name in ("country", "scheme", "valid_from"):
            form.fields[name].disabled = True
    of_record(form)
    if request.method == "POST" and form.is_valid():
        try:
            pricing.save_registration(**form.cleaned_data, actor=request_actor(request), at=clock.now())
        except DomainError as error:
            form.take(error)
        else:
            messages.success(request, _("The registration is saved."))
            return redirect("tax_registrations_list")
    return render_form(
        request,
        form,
        title=_country(row.country) if row else _("New registration"),
        back_url=reverse("tax_registrations_list"),
        back_label=_("Tax registrations"),
    )
