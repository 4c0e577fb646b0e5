"""One fulfillment order: its lines with what was picked and packed, its parcels, and the way on."""

from __future__ import annotations

from dataclasses import replace

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.inventory import public as inventory
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.parts import link
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, Table, render_record
from storecrew.surfaces.ui.backoffice.words import actor_words
from storecrew.surfaces.workspaces.logistics_manager.work import replacements
from storecrew.surfaces.workspaces.logistics_manager.work.named import named
from storecrew.surfaces.workspaces.logistics_manager.work.queue import status
from storecrew.surfaces.workspaces.logistics_manager.work.routing_words import comparison, verdict


class RerouteForm(forms.Form):
    """From where it leaves instead, and why."""

    location = forms.ChoiceField(label=gettext_lazy("Send from"))
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)

    def __init__(self, *args: object, besides: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        places = [p for p in inventory.locations() if p.active and p.kind != "digital" and p.code != besides]
        self.fields["location"].choices = [(p.code, p.name) for p in places]  # type: ignore[attr-defined]


@workspace_page(permission="fulfillment.read")
def record(request: HttpRequest, work_id: int) -> HttpResponse:
    """Show a fulfillment order."""
    actor = request_actor(request)
    work = named(fulfillment.work_of(work_id, actor))
    rows = [
        (line.sku, line.title, line.quantity, line.picked, line.packed, line.shipped) for line in work.lines
    ]
    headers = (_("SKU"), _("Article"), _("Units"), _("Picked"), _("Packed"), _("Shipped"))
    kinds = ("text", "text", "number", "number", "number", "number")
    page = Record(
        title=work.number,
        record="orders.order",
        record_id=work.order_id,
        subtitle=work.location_name,
        status=[status(work)],
        next_step=_next_step(work),
        next_action=_next_action(work, actor),
        actions=_actions(work, actor),
        groups=[FactGroup(_("Parcel"), _facts(work))],
        tables=[
            Table(_("Lines"), headers, rows, kinds=kinds),
            *replacements.table(work.order_id),
            _parcels(work),
            *_routing(work),
        ],
        back_url=reverse("warehouse_list"),
        back_label=_("Warehouse"),
    )
    return render_record(request, page)


def _facts(work: fulfillment.WorkFacts) -> list[Fact]:
    facts = [
        Fact(_("Order"), work.number, url=link("orders_record", work.number)),
        Fact(_("Leaves by"), work.due_at, "datetime"),
        Fact(_("Method"), work.method_name),
        Fact(_("Country"), work.country),
        Fact(_("Last by"), actor_words(work.changed_by)),
        Fact(_("Since"), work.changed_at, "datetime"),
    ]
    if work.held_because:
        facts.append(Fact(_("Why on hold"), work.held_because))
    return facts


def _routing(work: fulfillment.WorkFacts) -> list[Table]:
    """Explain why it leaves from here, when there was a choice."""
    found = fulfillment.routing_of(work.order_id)
    if found is None or not found.places:
        return []
    return [replace(comparison(found), title=f"{_('Why from here')}: {verdict(found)}")]


def _waits(work: fulfillment.WorkFacts) -> bool:
    found = fulfillment.collections_of_order(work.order_id)
    return any(one.work_id == work.id and one.state == "ready" for one in found)


def _next_step(work: fulfillment.WorkFacts) -> str:
    words = {
        "waiting": _("Pick the goods."),
        "picking": _("%(who)s is picking.") % {"who": work.changed_by},
        "picked": _("Pack what lies in the tote."),
        "packed": _("It waits for its customer: hand it over for the code.")
        if _waits(work)
        else _("Hand the parcel over."),
        "held": _("On hold: put the goods aside."),
        "short": _("Goods are missing. It goes on when they arrive, or send it from another place."),
    }
    return str(words.get(work.state, ""))


def _next_action(work: fulfillment.WorkFacts, actor: Actor) -> Action | None:
    if not actor.can("fulfillment.write"):
        return None
    if work.state == "waiting":
        fields = {"location": work.location_code, "kind": "single", "work": str(work.id)}
        return Action(_("Pick it"), reverse("warehouse_pick"), post=True, fields=fields)
    if work.state == "picked":
        return Action(_("Pack it"), reverse("warehouse_bench", args=[work.id]))
    if work.state == "packed":
        return Action(_("Hand over"), reverse("warehouse_collect" if _waits(work) else "warehouse_hand_over"))
    return None


def _actions(work: fulfillment.WorkFacts, actor: Actor) -> list[Action]:
    if work.state in ("waiting", "short") and actor.can("fulfillment.write"):
        found = [Action(_("Send from another place"), reverse("warehouse_reroute", args=[work.id]))]
        if work.state == "short":
            found.append(Action(_("Offer a replacement"), reverse("warehouse_replacement", args=[work.id])))
        return found
    return []


def _parcels(work: fulfillment.WorkFacts) -> Table:
    parcels = fulfillment.parcels_of_work([work.id])
    boxes = {box.code: box.name for box in fulfillment.box_choices()} if parcels else {}
    rows = [
        (
            parcel.code,
            boxes.get(parcel.box_code, parcel.box_code),
            sum(parcel.lines.values()),
            f"{parcel.weight_g} g" if parcel.weight_g else "",
            parcel.packed_by,
            parcel.tracking_number,
        )
        for parcel in parcels
    ]
    headers = (_("Parcel"), _("Box"), _("Units"), _("Weight"), _("Packed by"), _("Tracking"))
    urls = [reverse("warehouse_parcel", args=[parcel.id]) for parcel in parcels]
    kinds = ("text", "text", "number")
    return Table(_("Parcels"), headers, rows, empty=_("Nothing is packed yet."), kinds=kinds, row_urls=urls)


@workspace_page(permission="fulfillment.write")
def reroute(request: HttpRequest, work_id: int) -> HttpResponse:
    """Send a part from another place, with a reason."""
    actor = request_actor(request)
    work = fulfillment.work_of(work_id, actor)
    form = RerouteForm(request.POST or None, besides=work.location_code)
    if request.method == "POST" and form.is_valid():
        try:
            parts = fulfillment.reroute(
                work_id,
                to_location_code=form.cleaned_data["location"],
                reason=form.cleaned_data["reason"],
                actor=actor,
                at=clock.now(),
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("It leaves from there now."))
            return redirect("warehouse_record", work_id=parts[-1] if parts else work_id)
    return render_form(
        request,
        form,
        title=_("Send %(number)s from another place") % {"number": work.number},
        submit=_("Send from there"),
        back_url=reverse("warehouse_record", args=[work_id]),
        back_label=work.number,
    )
