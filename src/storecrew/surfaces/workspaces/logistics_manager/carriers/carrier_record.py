"""One carrier: connection, services, table; tested, changed, switched off."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.models import CarrierAccount, ZoneRate
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, Table, render_record
from storecrew.surfaces.ui.backoffice.three_way import of_record
from storecrew.surfaces.workspaces.logistics_manager.carriers import carrier_forms
from storecrew.surfaces.workspaces.logistics_manager.carriers.carrier_list import (
    check_of,
    kind_words,
    state_of,
)

MOST_STEPS = 200


def _find(code: str) -> CarrierAccount:
    row = CarrierAccount.objects.filter(code=code).first()
    if row is None:
        raise shipping.UnknownAccount(carrier=code)
    return row


@workspace_page(permission="shipping.read")
def carrier_record(request: HttpRequest, code: str) -> HttpResponse:
    """Show a contract."""
    row = _find(code)
    record = Record(
        title=row.name,
        record="shipping.carrier",
        record_id=row.code,
        status=[state_of(row), check_of(row)],
        next_step=row.check_message if row.check_passed is False else "",
        actions=_actions(row) if request_actor(request).can("carriers.write") else [],
        groups=[
            FactGroup(
                _("Connection"),
                [
                    Fact(_("Code"), row.code),
                    Fact(_("Connected by"), kind_words(row.kind)),
                    Fact(_("Currency"), row.currency),
                    Fact(_("Test system"), _("yes") if row.test_mode else _("no")),
                    Fact(_("Tested"), row.checked_at, "datetime"),
                    Fact(_("Messages arrive at"), f"/webhooks/carriers/{row.code}/"),
                    Fact(_("Secrets"), _("stored sealed") if row.sealed_secrets else _("none")),
                    *(
                        Fact(carrier_forms.LABELS.get(name, name), value)
                        for name, value in row.settings.items()
                    ),
                ],
            )
        ],
        tables=[_services(row), _table(row)],
        back_url=reverse("carriers_list"),
        back_label=_("Carriers"),
    )
    return render_record(request, record)


def _actions(row: CarrierAccount) -> list[Action]:
    return [
        Action(
            _("Test the connection"), reverse("carriers_check", args=[row.code]), post=True, tone="strong"
        ),
        Action(_("Edit"), reverse("carriers_edit", args=[row.code])),
        Action(_("Services and prices"), reverse("carriers_table", args=[row.code])),
        Action(
            _("Switch off") if row.active else _("Use again"),
            reverse("carriers_switch", args=[row.code]),
            post=True,
            fields={"active": "0" if row.active else "1"},
            tone="danger" if row.active else "",
        ),
    ]


def _services(row: CarrierAccount) -> Table:
    rows = [
        (each.name, each.code, each.get_unit_display(), f"{each.min_days}-{each.max_days}")
        for each in row.services.filter(active=True)
    ]
    return Table(
        _("Services"),
        (_("Name"), _("Code"), _("Sends"), _("Days")),
        rows,
        empty=_("Add services before labels can be bought."),
    )


def _table(row: CarrierAccount) -> Table:
    rates = ZoneRate.objects.filter(zone__account=row).select_related("zone", "service")
    rates = rates.order_by("zone__position", "service__position", "up_to_g")
    rows = [
        (
            rate.zone.code,
            " ".join([*rate.zone.countries, *rate.zone.postal_codes]),
            rate.service.name,
            f"{rate.up_to_g / 1000:g} kg",
            Money(rate.amount, row.currency),
        )
        for rate in rates[:MOST_STEPS]
    ]
    return Table(
        _("Prices by zone and weight"),
        (_("Zone"), _("Goes to"), _("Service"), _("Up to"), _("Price")),
        rows,
        empty=_("Without a table this carrier has no price while it does not answer."),
        kinds=("text", "text", "text", "text", "money"),
    )


@workspace_page(permission="carriers.write")
def carrier_add(request: HttpRequest) -> HttpResponse:
    """Make a contract; the rest is set on its page."""
    form = carrier_forms.KindForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            if CarrierAccount.objects.filter(code=values["code"]).exists():
                raise shipping.InvalidAccount(code=_("This code is taken."))
            shipping.save_account(**values, actor=request_actor(request), at=clock.now())
        except DomainError as error:
            _show(form, error)
        else:
            return redirect("carriers_edit", code=values["code"])
    return _page(request, form, _("New carrier"), reverse("carriers_list"), _("Carriers"))


@workspace_page(permission="carriers.write")
def carrier_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change the connection of a contract."""
    row = _find(code)
    kind = next(each for each in shipping.carrier_kinds() if each.kind == row.kind)
    names = ("name", "test_mode", "position", "claim_days", "version")
    initial = {name: getattr(row, name) for name in names}
    form = of_record(carrier_forms.ConnectionForm(request.POST or None, row=row, kind=kind, initial=initial))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            shipping.save_account(
                code=code,
                name=values["name"],
                kind=row.kind,
                currency=row.currency,
                settings=form.part("setting_"),
                secret_values=form.part("secret_"),
                active=row.active,
                test_mode=values["test_mode"],
                position=values["position"],
                claim_days=values["claim_days"],
                expected_version=values["version"],
                actor=request_actor(request),
                at=clock.now(),
            )
        except DomainError as error:
            _show(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("carriers_record", code=code)
    return _page(request, form, row.name, reverse("carriers_record", args=[code]), row.name)


@workspace_page(permission="carriers.write")
def carrier_table(request: HttpRequest, code: str) -> HttpResponse:
    """Change services and the table of a contract."""
    row = _find(code)
    initial = {"services": carrier_forms.services_text(row), "table": carrier_forms.table_text(row)}
    form = of_record(carrier_forms.TableForm(request.POST or None, currency=row.currency, initial=initial))
    if request.method == "POST" and form.is_valid():
        actor, at = request_actor(request), clock.now()
        try:
            shipping.save_services(account=code, services=form.cleaned_data["services"], actor=actor, at=at)
            shipping.save_zones(account=code, zones=form.cleaned_data["table"], actor=actor, at=at)
        except DomainError as error:
            _show(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("carriers_record", code=code)
    return _page(request, form, _("Services and prices"), reverse("carriers_record", args=[code]), row.name)


@workspace_page(permission="carriers.write")
@require_POST
def carrier_check(request: HttpRequest, code: str) -> HttpResponse:
    """Try the connection."""
    if shipping.check_account(code=code, actor=request_actor(request), at=clock.now()):
        messages.success(request, _("The connection works."))
    else:
        messages.error(request, _("The connection does not work."))
    return redirect("carriers_record", code=code)


@workspace_page(permission="carriers.write")
@require_POST
def carrier_switch(request: HttpRequest, code: str) -> HttpResponse:
    """Use a contract again or no longer."""
    active = request.POST.get("active") == "1"
    shipping.set_account_active(code=code, active=active, actor=request_actor(request), at=clock.now())
    return redirect("carriers_record", code=code)


def _show(form: carrier_forms.forms.Form, error: DomainError) -> None:
    """Put an error's sentences where their fields are."""
    placed = False
    named = error.details if isinstance(error, shipping.InvalidAccount) else {}
    for name, sentence in named.items():
        for field in (name, f"setting_{name}", {"zones": "table"}.get(name, name)):
            if field in form.fields:
                form.add_error(field, str(sentence))
                placed = True
                break
    if not placed:
        form.add_error(None, str(error))


def _page(
    request: HttpRequest, form: carrier_forms.forms.Form, title: str, back_url: str, back_label: str
) -> HttpResponse:
    return render_form(request, form, title=title, back_url=back_url, back_label=back_label)
