"""The routing rules: their order, what locations cost, and how a waiting order would be routed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment.models import RoutingPlace
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.workspaces.logistics_manager.work.routing_words import RULES, comparison, verdict

MEASURING = ("distance", "cost", "capacity")


class RuleForm(forms.Form):
    """One rule: its place in the order, whether it counts, and what it takes as equal."""

    position = forms.IntegerField(label=gettext_lazy("Position"), min_value=1, max_value=99)
    active = forms.BooleanField(label=pgettext_lazy("switch", "On"), required=False)
    step = forms.IntegerField(label=gettext_lazy("Step"), min_value=1, max_value=100_000)

    def __init__(self, *args: Any, rule: fulfillment.RuleFacts, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name = rule.name
        self.title, self.help = RULES[rule.name]
        if rule.name not in MEASURING:
            self.fields["step"].widget = forms.HiddenInput()


class PlaceForm(forms.Form):
    """What a parcel from a location costs, and where it stands."""

    cost = forms.IntegerField(label=gettext_lazy("Cost of a parcel (cents)"), min_value=0, max_value=10**7)
    latitude = forms.FloatField(label=gettext_lazy("Latitude"), min_value=-90, max_value=90, required=False)
    longitude = forms.FloatField(
        label=gettext_lazy("Longitude"), min_value=-180, max_value=180, required=False
    )

    def __init__(self, *args: Any, place: inventory.LocationFacts, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place = place


@workspace_page(permission="fulfillment.read")
def routing(request: HttpRequest) -> HttpResponse:
    """Show the rules and a preview, and save what was changed."""
    actor = request_actor(request)
    posted = request.POST if request.method == "POST" else None
    if posted is not None:
        actor.require("fulfillment.write")
    rules, places = _rule_forms(posted), _place_forms(posted)
    if posted is not None and all(form.is_valid() for form in (*rules, *places)):
        try:
            _save(rules, places, actor)
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Saved. Orders that come from now on are routed like this."))
            return redirect("warehouse_routing")
    number = request.GET.get("order", "").strip()
    context = {
        "header_title": _("Routing"),
        "back_url": reverse("warehouse_list"),
        "back_label": _("Warehouse"),
        "rules": rules,
        "places": places,
        "may_save": actor.can("fulfillment.write"),
        "number": number,
        **(_preview(number, actor) if number else {}),
    }
    bad = posted is not None or "unknown" in context
    return render(request, "logistics_manager/routing.html", context, status=422 if bad else 200)


def _rule_forms(posted: Any) -> list[RuleForm]:
    found = []
    for place, rule in enumerate(fulfillment.routing_rules(), start=1):
        known = {"position": place, "active": rule.active, "step": rule.step}
        found.append(RuleForm(posted, prefix=f"rule-{rule.name}", initial=known, rule=rule))
    return found


def _place_forms(posted: Any) -> list[PlaceForm]:
    rows = {row.location_id: row for row in RoutingPlace.objects.all()}
    found = []
    for place in inventory.locations():
        row = rows.get(place.id)
        known = {
            "cost": row.cost if row else 0,
            "latitude": row.latitude if row else None,
            "longitude": row.longitude if row else None,
        }
        if place.active and place.is_walked:
            found.append(PlaceForm(posted, prefix=f"place-{place.code}", initial=known, place=place))
    return found


def _save(rules: list[RuleForm], places: list[PlaceForm], actor: Actor) -> None:
    at = clock.now()
    wanted = [
        fulfillment.RuleFacts(form.name, form.cleaned_data["active"], form.cleaned_data["step"])
        for form in sorted(rules, key=lambda form: form.cleaned_data["position"])
    ]
    if tuple(wanted) != fulfillment.routing_rules():
        fulfillment.save_routing(wanted, actor=actor, at=at)
    for form in places:
        if form.has_changed():
            fulfillment.save_routing_place(form.place.code, **form.cleaned_data, actor=actor, at=at)


def _preview(number: str, actor: Actor) -> dict[str, Any]:
    """Return how an order would be routed now, and how it was."""
    row = orders.visible_orders(actor).filter(number__iexact=number).first()
    if row is None:
        return {"unknown": _("There is no order %(number)s.") % {"number": number}}
    now, then = fulfillment.preview_route(row.pk), fulfillment.routing_of(row.pk)
    return {
        "verdict": verdict(now),
        "compared": comparison(now) if now.places else None,
        "kept": verdict(then) if then else "",
        "kept_at": then.at if then else None,
    }
