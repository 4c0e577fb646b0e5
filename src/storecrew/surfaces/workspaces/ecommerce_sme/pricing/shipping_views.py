"""Shipping methods and their rate tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from storecrew.contexts.channels import public as channels
from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.models import ShippingMethod, ShippingRate
from storecrew.kernel import clock
from storecrew.kernel.audit.models import AuditEntry
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.earlier import GONE, Beside, Sides, earlier, fill
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, Text
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, Table, render_record
from storecrew.surfaces.ui.backoffice.three_way import of_record
from storecrew.surfaces.workspaces.ecommerce_sme.pricing.shipping_forms import (
    RATE_FIELDS,
    WAYS,
    MethodForm,
    RateFormSet,
    filled_rates,
    rate_initial,
)

EDITS = ("shipping.method_saved",)
"""Changes of the timeline that the form of a method can open with what was before."""


def _state(row: ShippingMethod) -> Status:
    return Status(gettext_lazy("offered"), "good") if row.active else Status(gettext_lazy("switched off"))


def _days(row: ShippingMethod) -> str:
    if row.min_days == row.max_days:
        return str(row.min_days)
    return f"{row.min_days}-{row.max_days}"


class ShippingMethodList(Listing):
    """All shipping methods."""

    code = "shipping.methods"
    title = gettext_lazy("Shipping methods")
    permission = "shipping.read"
    search_fields = ("name", "code", "carrier")
    default_sort = "position"
    empty_title = gettext_lazy("No shipping method here")
    empty_text = gettext_lazy(
        "Shoppers choose among these at the checkout; each has its prices by country and weight."
    )
    columns = (
        Column("name", gettext_lazy("Method"), sort="name", primary=True),
        Column("channel", gettext_lazy("Channel"), lambda r: r.channel.name if r.channel else _("all")),
        Column("carrier", gettext_lazy("Carrier"), sort="carrier"),
        Column("days", gettext_lazy("Days"), _days),
        Column("rates", gettext_lazy("Rates"), "rate_count", kind="number", sort="rate_count"),
        Column("position", gettext_lazy("Order"), kind="number", sort="position"),
        Column("state", gettext_lazy("State"), _state, kind="status", sort="active"),
    )
    filters = (Filter("active", gettext_lazy("Offered"), "boolean", "active"),)

    def rows(self) -> QuerySet[ShippingMethod]:
        """Return the methods within the actor's channels."""
        rows = ShippingMethod.objects.select_related("channel").annotate(rate_count=Count("rates"))
        return _within(rows, self.actor)

    def row_url(self, row: ShippingMethod) -> str:
        """Open the method."""
        return reverse("shipping_methods_record", args=[row.code])

    def primary_action(self) -> tuple[Text, str] | None:
        """Add a method."""
        may = self.actor.can("shipping.write")
        return (_("New shipping method"), reverse("shipping_methods_add")) if may else None


def _within(rows: QuerySet[ShippingMethod], actor: Any) -> QuerySet[ShippingMethod]:
    allowed = actor.scopes.get("channel")
    return rows if allowed is None else rows.filter(Q(channel=None) | Q(channel__code__in=allowed))


def _known(request: HttpRequest, code: str) -> ShippingMethod:
    rows = ShippingMethod.objects.select_related("channel").filter(code=code)
    row = _within(rows, request_actor(request)).first()
    if row is None:
        raise shipping.UnknownMethod(shipping_method=code)
    return row


@workspace_page(permission="shipping.read")
def shipping_method(request: HttpRequest, code: str) -> HttpResponse:
    """Show a method, its calendar and its rates in the order in which they are tried."""
    row = _known(request, code)
    actions, edit_url = [], ""
    if request_actor(request).can("shipping.write"):
        edit_url = reverse("shipping_methods_edit", args=[code])
        actions = [
            Action(_("Edit"), edit_url),
            Action(
                _("Switch off") if row.active else _("Offer again"),
                reverse("shipping_methods_switch", args=[code]),
                post=True,
                fields={"active": "0" if row.active else "1"},
                tone="danger" if row.active else "",
            ),
        ]
    record = Record(
        title=row.name,
        record="shipping.method",
        record_id=row.code,
        status=[_state(row)],
        groups=[
            FactGroup(
                _("Delivery"),
                [
                    Fact(_("Code"), row.code),
                    Fact(_("Channel"), row.channel.name if row.channel else _("all")),
                    Fact(_("Where it goes"), str(dict(WAYS)[row.way])),
                    *_kept(row),
                    Fact(_("Carrier"), row.carrier),
                    Fact(_("Days on the way"), _days(row)),
                    Fact(_("Days of handling"), row.handling_days, "number"),
                    Fact(_("Cut-off"), (row.cutoff or shipping.CUTOFF).strftime("%H:%M")),
                    Fact(_("Holidays"), list(row.holidays), "tags"),
                ],
            )
        ],
        tables=[
            Table(
                _("Rates, the first that fits counts"),
                [_("Price"), _("Countries"), _("Conditions"), _("Free from")],
                [_rate_cells(rate) for rate in row.rates.all()],
                kinds=("money", "text", "text", "money"),
            )
        ],
        actions=actions,
        back_url=reverse("shipping_methods_list"),
        back_label=_("Shipping methods"),
        edit_url=edit_url,
        edit_actions=EDITS,
    )
    return render_record(request, record)


def _kept(row: ShippingMethod) -> list[Fact]:
    if row.way != "location":
        return []
    return [Fact(_("Days that goods wait to be collected at our location"), row.keep_days, "number")]


def _rate_cells(rate: ShippingRate) -> list[Any]:
    free = rate.free_over_amount
    return [
        Money(rate.amount, rate.currency),
        ", ".join(rate.countries) or _("all"),
        _conditions(rate),
        Money(free, rate.currency) if free is not None else None,
    ]


def _rates_words(rates: list[dict[str, Any]]) -> str:
    """Write the rows of a rate table as the record shows them."""
    lines = []
    for rate in rates:
        cells = _rate_cells(ShippingRate(**rate))
        words = [each.format(get_language() or "en") if isinstance(each, Money) else each for each in cells]
        lines.append(" · ".join(each for each in words if each))
    return "; ".join(lines)


def _conditions(rate: ShippingRate) -> str:
    """Write the ranges of a rate in a few words."""
    parts = []
    for label, low, high, show in (
        (_("weight"), rate.min_weight_g, rate.max_weight_g, lambda grams: f"{grams / 1000:g} kg"),
        (
            _("value"),
            rate.min_value_amount,
            rate.max_value_amount,
            lambda amount: f"{Money(amount, rate.currency).decimal} {rate.currency}",
        ),
        (_("items"), rate.min_items, rate.max_items, str),
    ):
        if low is not None:
            parts.append(_("%(what)s from %(limit)s") % {"what": label, "limit": show(low)})
        if high is not None:
            parts.append(_("%(what)s below %(limit)s") % {"what": label, "limit": show(high)})
    if rate.excluded_postal:
        parts.append(_("not to %(codes)s") % {"codes": ", ".join(rate.excluded_postal)})
    return "; ".join(parts)


@workspace_page(permission="shipping.write")
def edit_shipping_method(request: HttpRequest, code: str = "") -> HttpResponse:
    """Add a method, or change one together with its rates."""
    row = _known(request, code) if code else None
    form = of_record(MethodForm(request.POST or None, initial=_initial(row), existing=row is not None))
    rates = _rates(request, form, row) if row else []
    formset = RateFormSet(request.POST or None, initial=None if request.POST else rates, prefix="rates")
    if request.method == "POST" and form.is_valid() and formset.is_valid():
        version = request.POST.get("version", "")
        try:
            shipping.save_method(
                **form.cleaned_data,
                rates=filled_rates(formset),
                active=row.active if row else True,
                translations=row.translations if row else {},
                expected_version=int(version) if row and version.isdigit() else None,
                actor=request_actor(request),
                at=clock.now(),
            )
        except DomainError as error:
            form.take(error)
        else:
            messages.success(request, _("The shipping method is saved."))
            return redirect("shipping_methods_record", form.cleaned_data["code"])
    context = {
        "form": form,
        "formset": formset,
        "version": row.version if row else "",
        "header_title": row.name if row else _("New shipping method"),
        "back_url": reverse("shipping_methods_record", args=[code])
        if row
        else reverse("shipping_methods_list"),
        "back_label": row.name if row else _("Shipping methods"),
    }
    status = 422 if form.errors or formset.total_error_count() else 200
    return render(request, "ecommerce_sme/pricing/shipping_method_form.html", context, status=status)


@workspace_page(permission="shipping.write")
@require_POST
def switch_shipping_method(request: HttpRequest, code: str) -> HttpResponse:
    """Offer a method again or no longer."""
    _known(request, code)
    active = request.POST.get("active") == "1"
    shipping.set_method_active(code=code, active=active, actor=request_actor(request), at=clock.now())
    return redirect("shipping_methods_record", code)


def _rates(request: HttpRequest, form: MethodForm, row: ShippingMethod) -> list[dict[str, Any]]:
    """Return the rates that the page opens with: those of now, or those before a change of them."""
    stored = list(row.rates.all())
    now = [{name: getattr(rate, name) for name in RATE_FIELDS} for rate in stored]
    beside = {"rates": Beside("id_rates-0-amount", _("Rates"), now, _rates_words)}
    found = earlier(request, form, ("shipping.method", row.code), EDITS, _sides, beside)
    fill(form, found)
    if found is not None and "rates" in found.values:
        stored = [ShippingRate(**rate) for rate in found.values["rates"]]
    return [rate_initial(rate) for rate in stored]


def _sides(entry: AuditEntry) -> Sides:
    """Return both sides of a change; what the trail did not keep before is not taken back."""
    found, became = _of_trail(entry.before), _of_trail(entry.after)
    if any(isinstance(rate, str) for rate in found.get("rates", ())):
        found["rates"] = GONE
    return found, {name: value for name, value in became.items() if name in found}


def _of_trail(kept: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return what the trail keeps of a method, by field, and its rates; that it is offered has no field."""
    values = {name: value for name, value in (kept or {}).items() if name != "active"}
    if "channel_id" in values:
        channel = values.pop("channel_id")
        codes = {each.id: each.code for each in channels.all_channels()}
        values["channel_code"] = codes.get(channel, GONE) if channel else ""
    if "holidays" in values:
        values["holidays"] = "\n".join(values["holidays"])
    return values


def _initial(row: ShippingMethod | None) -> dict[str, Any]:
    if row is None:
        return {
            "min_days": 1,
            "max_days": 3,
            "handling_days": 0,
            "way": "home",
            "keep_days": 7,
            "working_days": list("12345"),
            "position": 0,
        }
    names = (
        "code",
        "name",
        "way",
        "keep_days",
        "carrier",
        "min_days",
        "max_days",
        "handling_days",
        "position",
    )
    return {name: getattr(row, name) for name in names} | {
        "channel_code": row.channel.code if row.channel else "",
        "cutoff": row.cutoff.strftime("%H:%M") if row.cutoff else "",
        "working_days": [str(day) for day in row.working_days or range(1, 6)],
        "holidays": "\n".join(row.holidays),
    }
