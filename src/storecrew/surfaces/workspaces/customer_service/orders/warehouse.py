"""What customer service asks of the warehouse from an order, and what it sees of the way of the goods."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment.models import Shipment
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.work import public as work
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.parts import link
from storecrew.surfaces.ui.backoffice.record import Action, Table, TimelineEntry
from storecrew.surfaces.ui.backoffice.words import actor_words, far_words
from storecrew.surfaces.workspaces.customer_service.orders.finding import find

PROOF_PLACES = {
    "recipient": gettext_lazy("The recipient"),
    "household": gettext_lazy("Somebody of the household"),
    "reception": gettext_lazy("A reception or counter"),
    "neighbor": gettext_lazy("A neighbor"),
    "safe_place": gettext_lazy("Nobody: left at a safe place"),
}
PARTS = ("name", "company", "street", "street2", "postal_code", "city", "region", "country", "phone")


def where_it_is(way: Sequence[fulfillment.LineTimeline]) -> Table:
    """Return where each line is, in the words that the customer and the warehouse read too."""
    rows = []
    for line in way:
        parts = line.parts if len(line.parts) > 1 else [(line.state, line.words, line.quantity)]
        words = ", ".join(f"{units} × {words}" if len(parts) > 1 else words for _state, words, units in parts)
        rows.append((line.sku, line.title, words, actor_words(line.actor), line.at))
    headers = (_("SKU"), _("Article"), _("Where it is"), _("Last by"), _("Since"))
    return Table(_("Where the goods are"), headers, rows, kinds=("text", "text", "text", "text", "datetime"))


def proofs(order: orders.OrderFacts) -> list[Table]:
    """Return what shows that parcels arrived, with its pictures; nothing before one did."""
    found = shipping.proofs_of(fulfillment.labels_of_order(order.id))
    rows, urls = [], []
    for each in (proof for known in found.values() for proof in known):
        picture = "photo" if each.has_photo else "signature" if each.has_signature else ""
        shown = {"photo": _("Photo"), "signature": _("Signature")}.get(picture, "")
        rows.append(
            (
                each.happened_at,
                str(PROOF_PLACES[each.place]),
                each.received_by,
                _("told and right") if each.code_fits else "",
                far_words(each.spot.away_m) if each.spot and each.spot.is_far else "",
                shown,
                actor_words(each.actor),
            )
        )
        urls.append(link("fleet_proof", each.id, picture) if picture else "")
    headers = (_("When"), _("Handed to"), _("Name"), _("Delivery code"), _("Place"), _("Picture"), _("By"))
    kinds = ("datetime", *("text",) * 6)
    return [Table(_("Proof of delivery"), headers, rows, kinds=kinds, row_urls=urls)] if rows else []


def steps(way: Sequence[fulfillment.LineTimeline]) -> list[TimelineEntry]:
    """Return what happened in the warehouse, each thing once, for the order's timeline."""
    seen: dict[tuple[Any, ...], TimelineEntry] = {}
    for line in way:
        for step in line.steps:
            if step.state != "allocated":
                what = f"{step.words} · {step.location}" if step.location else step.words
                entry = TimelineEntry(step.at, step.actor, what, step.note, "change")
                seen.setdefault((step.at, step.state, step.location, step.note), entry)
    return list(seen.values())


def actions(order: orders.OrderFacts, actor: Actor) -> list[Action]:
    """Return what may be asked of the warehouse for an order."""
    found = []
    if order.status == "confirmed" and actor.can("work.write"):
        found.append(Action(_("Ask the warehouse"), reverse("orders_ask", args=[order.number])))
    if order.status == "confirmed" and order.fulfillment_status != "fulfilled" and actor.can("orders.write"):
        waits = shipping.address_hold(order.id)
        if waits is not None:
            found.append(
                Action(
                    _("Look at the address"), reverse("address_holds_record", args=[waits.id]), tone="strong"
                )
            )
        elif any(part.state == "held" for part in fulfillment.work_of_order(order.id)):
            found.append(Action(_("Let it go on"), reverse("orders_resume", args=[order.number]), post=True))
        else:
            found.append(Action(_("Hold"), reverse("orders_hold", args=[order.number])))
    if actor.can("orders.write"):
        found += [
            Action(
                _("Answer about the replacement"), link("warehouse_replacement_answer", row.id), tone="strong"
            )
            for row in fulfillment.offers_of_order(order.id)
            if row.state == "asked"
        ]
    open_address = order.fulfillment_status == "unfulfilled" and order.status != "canceled"
    # What goes to a point is placed again for another one: its address is not the customer's to change here.
    if open_address and not order.pickup_point and actor.can("orders.write"):
        found.append(Action(_("Change address"), reverse("orders_address", args=[order.number])))
    return found


class ReasonForm(forms.Form):
    """Why the work stops."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)


class QuestionForm(forms.Form):
    """What the warehouse is asked."""

    question = forms.CharField(
        label=gettext_lazy("Question"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class AddressForm(forms.Form):
    """Where the order goes instead; the country stays."""

    def __init__(self, *args: Any, country: str, locale: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in shipping.address_form(country, locale).fields:
            self.fields[field.name] = forms.CharField(
                label=field.label, max_length=200, required=field.required
            )


class IncidentForm(forms.Form):
    """One note on many orders."""

    numbers = forms.CharField(
        label=gettext_lazy("Order numbers"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Separated by spaces or lines. Or choose below."),
    )
    location = forms.ChoiceField(label=gettext_lazy("Everything that waits at"), required=False)
    carrier = forms.CharField(
        label=gettext_lazy("Everything that left in the last 48 hours with"), required=False, max_length=100
    )
    note = forms.CharField(
        label=gettext_lazy("Note to the customers"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Each customer gets it once by mail, and it stands on each order."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [(place.code, place.name) for place in inventory.locations()]
        self.fields["location"].choices = [("", "–"), *places]  # type: ignore[attr-defined]


@workspace_page(permission="orders.write")
def hold(request: HttpRequest, number: str) -> HttpResponse:
    """Stop the work on an order, or learn at once that it is too late."""
    order = find(request, number)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            fulfillment.hold(
                order.id, reason=form.cleaned_data["reason"], actor=request_actor(request), at=clock.now()
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return _done(request, order, _("On hold. Nobody picks or packs it until you let it go on."))
    return _page(request, order, form, _("Hold %(number)s"), _("Hold"))


@workspace_page(permission="orders.write")
@require_POST
def resume(request: HttpRequest, number: str) -> HttpResponse:
    """Let the work go on."""
    order = find(request, number)
    fulfillment.resume(order.id, actor=request_actor(request), at=clock.now())
    return _done(request, order, _("It goes on."))


@workspace_page(permission="orders.write")
def address(request: HttpRequest, number: str) -> HttpResponse:
    """Send an order elsewhere while no parcel is closed."""
    order = find(request, number)
    country = str(order.shipping_address.get("country", ""))
    known = {part: order.shipping_address.get(part, "") for part in PARTS}
    form = AddressForm(request.POST or None, country=country, locale=request.LANGUAGE_CODE, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            fulfillment.change_address(
                order.id,
                address=form.cleaned_data | {"country": country},
                locale=request.LANGUAGE_CODE,
                actor=request_actor(request),
                at=clock.now(),
            )
        except shipping.InvalidAddress as error:
            for name, words in error.details.items():
                form.add_error(name if name in form.fields else None, str(words))
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return _done(request, order, _("The address is changed. The warehouse has it now."))
    return _page(request, order, form, _("Change the address of %(number)s"), _("Change"))


@workspace_page(permission="work.write")
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """Ask the warehouse that has the order."""
    order = find(request, number)
    form = QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            task = fulfillment.ask_warehouse(
                order.id, question=form.cleaned_data["question"], actor=request_actor(request), at=clock.now()
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            words = _("Asked. The answer appears here; it is due within two working hours.")
            return _done(request, order, words if task.due_at else _("Asked."))
    return _page(request, order, form, _("Ask the warehouse about %(number)s"), _("Ask"))


@workspace_page(permission="orders.write")
def incident(request: HttpRequest) -> HttpResponse:
    """Tell many customers one thing, once."""
    actor, at = request_actor(request), clock.now()
    form = IncidentForm(request.POST or None, initial={"numbers": request.GET.get("numbers", "")})
    if request.method == "POST" and form.is_valid():
        found = _chosen(form.cleaned_data, actor, at)
        try:
            told = fulfillment.broadcast_incident(found, note=form.cleaned_data["note"], actor=actor, at=at)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            words = ngettext("%(n)s order has the note.", "%(n)s orders have the note.", told)
            messages.success(request, words % {"n": told})
            return redirect("orders_list")
    return render_form(
        request,
        form,
        title=_("Tell many customers"),
        submit=_("Send the note"),
        back_url=reverse("orders_list"),
        back_label=_("Orders"),
    )


def _chosen(values: dict[str, Any], actor: Actor, at: dt.datetime) -> list[int]:
    """Return the orders that a note is about, of the person's channels and locations."""
    visible = orders.visible_orders(actor)
    found = list(
        visible.filter(number__in=values["numbers"].replace(",", " ").split()).values_list("pk", flat=True)
    )
    if values["location"]:
        here = fulfillment.visible_work(actor).filter(location__code=values["location"])
        waiting = here.filter(state__in=("waiting", "picking", "picked", "packed", "held", "short"))
        found += list(waiting.values_list("order_id", flat=True))
    if values["carrier"].strip():
        left = Shipment.objects.filter(
            carrier__iexact=values["carrier"].strip(), shipped_at__gte=at - dt.timedelta(hours=48)
        )
        ids = list(left.values_list("order_id", flat=True))
        found += list(visible.filter(pk__in=ids).values_list("pk", flat=True))
    return list(dict.fromkeys(found))


def questions(order_id: int) -> list[tuple[str, str, str, dt.datetime | None, str]]:
    """Return the questions asked from an order: (words, state, answer, due, address)."""
    return [
        (task.detail, task.state, task.answer, task.due_at, reverse("tasks_record", args=[task.id]))
        for task in work.tasks_about("orders.order", order_id)
    ]


def _page(
    request: HttpRequest, order: orders.OrderFacts, form: forms.Form, title: str, submit: str
) -> HttpResponse:
    return render_form(
        request,
        form,
        title=title % {"number": order.number},
        submit=submit,
        back_url=reverse("orders_record", args=[order.number]),
        back_label=order.number,
    )


def _done(request: HttpRequest, order: orders.OrderFacts, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("orders_record", number=order.number)
