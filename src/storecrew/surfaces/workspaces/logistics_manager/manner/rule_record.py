"""One service rule: shown, made, changed, taken out; and the page that tries the rules out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from storecrew.contexts.customers.public import AddressFacts
from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.models import ServiceRule
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.listing import Status
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, render_record
from storecrew.surfaces.ui.backoffice.three_way import of_record
from storecrew.surfaces.ui.numbers import percent
from storecrew.surfaces.workspaces.logistics_manager.manner.rule_forms import (
    PER_CM,
    PER_KG,
    RuleForm,
    TryForm,
    initial_of,
)
from storecrew.surfaces.workspaces.logistics_manager.manner.rule_list import RuleList
from storecrew.surfaces.workspaces.logistics_manager.manner.words import (
    conditions,
    effect_words,
    reason_of,
)

FIELDS = {
    "min_weight_g": "min_kg",
    "max_weight_g": "max_kg",
    "min_side_mm": "min_cm",
    "min_value_amount": "min_value",
}


def _find(rule_id: int) -> ServiceRule:
    row = ServiceRule.objects.filter(pk=rule_id).first()
    if row is None:
        raise shipping.UnknownRule(rule=rule_id)
    return row


@workspace_page(permission="shipping.read")
def rule_record(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Show a rule."""
    row = _find(rule_id)
    actions = [Action(_("Try it out"), reverse("service_rules_try"))]
    if request_actor(request).can("carriers.write"):
        actions = [
            Action(_("Edit"), reverse("service_rules_edit", args=[row.pk]), tone="strong"),
            *actions,
            Action(
                _("Take it out"),
                reverse("service_rules_delete", args=[row.pk]),
                post=True,
                tone="danger",
                confirm=_("Take this rule out? Parcels packed from now on do not follow it any more."),
            ),
        ]
    record = Record(
        title=row.name,
        record="shipping.rule",
        record_id=row.pk,
        status=[Status(_("in use"), "good") if row.active else Status(_("switched off"))],
        actions=actions,
        groups=[
            FactGroup(
                _("Rule"),
                [
                    Fact(_("Place in the list"), row.position, "number"),
                    Fact(_("What is"), conditions(row)),
                    Fact(_("Does"), effect_words(row)),
                ],
            )
        ],
        back_url=reverse("service_rules_list"),
        back_label=_("Service rules"),
    )
    return render_record(request, record)


@workspace_page(permission="carriers.write")
def rule_add(request: HttpRequest) -> HttpResponse:
    """Make a rule."""
    return _edit(request, None, RuleForm(request.POST or None))


@workspace_page(permission="carriers.write")
def rule_edit(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Change a rule."""
    row = _find(rule_id)
    return _edit(request, row, of_record(RuleForm(request.POST or None, initial=initial_of(row))))


def _edit(request: HttpRequest, row: ServiceRule | None, form: RuleForm) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            rule_id = shipping.save_rule(
                form.row(),
                rule_id=row.pk if row else None,
                expected_version=form.cleaned_data["version"],
                actor=request_actor(request),
                at=clock.now(),
            )
        except shipping.InvalidRule as error:
            for name, sentence in error.details.items():
                field = FIELDS.get(name, name)
                form.add_error(field if field in form.fields else None, str(sentence))
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("service_rules_record", rule_id=rule_id)
    return render_form(
        request,
        form,
        title=row.name if row else _("New rule"),
        back_url=reverse("service_rules_record", args=[row.pk]) if row else reverse("service_rules_list"),
        back_label=row.name if row else _("Service rules"),
    )


@workspace_page(permission="carriers.write")
@require_POST
def rule_delete(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Take a rule out."""
    shipping.delete_rule(rule_id, actor=request_actor(request), at=clock.now())
    messages.success(request, _("The rule is taken out."))
    return redirect("service_rules_list")


@workspace_page(permission="shipping.read")
def rule_try(request: HttpRequest) -> HttpResponse:
    """Say what would happen to a consignment, without buying anything."""
    form = TryForm(request.GET or None)
    found = _tried(form) if form.is_bound and form.is_valid() else None
    rows = [
        {
            "service": f"{each.carrier} · {each.service}",
            "price": each.price,
            "fallback": each.fallback,
            "arrives": each.arrives,
            "score": None if each.score is None else percent(each.score, 1000, 0),
            "reason": reason_of(each.reason, each.detail),
        }
        for each in (found.considered if found else ())
    ]
    context = {"form": form, "found": found, "rows": rows, "header_title": _("Try the rules out")}
    return render(request, "logistics_manager/manner/try.html", context, status=422 if form.errors else 200)


def _tried(form: TryForm) -> shipping.ChosenService:
    values = form.cleaned_data
    country = values["country"].upper()
    company = _("Company") if values["company"] else ""
    return shipping.weigh_services(
        from_address=AddressFacts("", "", "", "", country),
        to_address=AddressFacts("", "", "", values["postal_code"], country, company=company),
        parcels=[
            shipping.ParcelSpec(
                max(int(values["kg"] * PER_KG), 1),
                length_mm=int(values["cm"] * PER_CM),
                width_mm=1,
                height_mm=1,
            )
        ],
        value=values["money"],
        goods=values["goods"],
        needed_by=values["needed_by"],
        at=clock.now(),
    )


urlpatterns = [
    path("service-rules/", RuleList.as_view(), name="service_rules_list"),
    path("service-rules/add/", rule_add, name="service_rules_add"),
    path("service-rules/try/", rule_try, name="service_rules_try"),
    path("service-rules/<int:rule_id>/", rule_record, name="service_rules_record"),
    path("service-rules/<int:rule_id>/edit/", rule_edit, name="service_rules_edit"),
    path("service-rules/<int:rule_id>/delete/", rule_delete, name="service_rules_delete"),
]
