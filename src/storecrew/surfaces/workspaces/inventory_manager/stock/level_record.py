"""One variant at one location: its counters, why they are so, and correcting them."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import StockMovement
from storecrew.contexts.orders import public as orders
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError, NotFound
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.columns import Status
from storecrew.surfaces.ui.backoffice.record import (
    Action,
    Fact,
    FactGroup,
    Record,
    Related,
    Table,
    render_record,
)
from storecrew.surfaces.ui.backoffice.undo import done
from storecrew.surfaces.ui.backoffice.words import actor_words, reason_words
from storecrew.surfaces.workspaces.inventory_manager.stock import take_back
from storecrew.surfaces.workspaces.inventory_manager.stock.level_list import word_for

BUCKETS = (
    ("available", gettext_lazy("Available")),
    ("safety", gettext_lazy("Safety stock")),
    ("quality_hold", gettext_lazy("Quality hold")),
    ("quarantine", gettext_lazy("Quarantine")),
    ("damaged", gettext_lazy("Damaged")),
)
KIND_WORDS = dict(StockMovement._meta.get_field("kind").choices or ())


class AdjustForm(forms.Form):
    """The count that is true, and why it differed."""

    on_hand = forms.IntegerField(label=gettext_lazy("Counted units"), min_value=0)
    expected_on_hand = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)


class MoveForm(forms.Form):
    """Units that move from one state to another without leaving the place."""

    quantity = forms.IntegerField(label=gettext_lazy("Units"), min_value=1)
    source = forms.ChoiceField(label=pgettext_lazy("stock", "From"), choices=BUCKETS)
    target = forms.ChoiceField(label=pgettext_lazy("stock", "To"), choices=BUCKETS, initial="damaged")
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)


class ReceiveForm(forms.Form):
    """Units that arrived."""

    quantity = forms.IntegerField(label=gettext_lazy("Units"), min_value=1)
    document = forms.CharField(label=gettext_lazy("Delivery note"), max_length=60, required=False)


def _find(
    request: HttpRequest, sku: str, location: str
) -> tuple[catalog.VariantFacts, inventory.LocationFacts]:
    """Return the variant and the place; raises NotFound outside of the reader's locations."""
    if not request_actor(request).can_see("location", location):
        raise NotFound()
    return catalog.variant_by_sku(sku), inventory.location(location)


@workspace_page(permission="inventory.read")
def level_record(request: HttpRequest, sku: str, location: str) -> HttpResponse:
    """Show the counters and answer "why is this 47?"."""
    variant, place = _find(request, sku, location)
    ledger = inventory.ledger(variant.id, place.id)
    level = ledger.level
    record = Record(
        title=variant.sku,
        record="inventory.level",
        record_id=f"{variant.id}:{place.id}",
        subtitle=f"{variant.product_title} · {place.name}",
        status=[word_for(level.available, level.low_threshold)],
        actions=_actions(request_actor(request), sku, location),
        groups=[_counters(level)],
        tables=[_places(level), _movements(ledger)],
        related=[_on_the_way(variant.id), _elsewhere(variant.id, sku, location)],
        back_url=reverse("stock_list"),
        back_label=_("Stock"),
    )
    return render_record(request, record)


def _actions(actor: Actor, sku: str, location: str) -> list[Action]:
    found = []
    if actor.can("inventory.write"):
        found.append(Action(_("Receive"), reverse("stock_receive", args=[sku, location]), tone="strong"))
        found.append(Action(_("Move between states"), reverse("stock_move", args=[sku, location])))
        ask = reverse("stock_count_ask", args=[sku, location])
        found.append(Action(_("Ask for a count"), ask, post=True))
        found.append(Action(_("How it is kept"), reverse("stock_profile", args=[sku])))
    if actor.can("purchasing.write"):
        own = reverse("purchasing_article_rule", args=[sku, location])
        found.append(Action(_("How it is reordered"), own))
    if actor.can("inventory.adjust"):
        found.append(Action(_("Correct the count"), reverse("stock_adjust", args=[sku, location])))
    return found


def _counters(level: inventory.LevelFacts) -> FactGroup:
    return FactGroup(
        _("Now"),
        [
            Fact(_("On hand"), level.on_hand, "number", why=_("What can be counted on the shelf.")),
            Fact(_("Allocated"), level.allocated, "number", why=_("Promised to placed orders.")),
            Fact(_("Reserved"), level.reserved, "number", why=_("Held by checkouts for some minutes.")),
            Fact(_("Safety stock"), level.safety, "number"),
            Fact(_("Quality hold"), level.quality_hold, "number"),
            Fact(_("Quarantine"), level.quarantine, "number"),
            Fact(_("Damaged"), level.damaged, "number"),
            Fact(_("Available"), level.available, "number", why=_("On hand less all of the above.")),
            Fact(_("In bins"), level.in_bins, "number", why=_("Of what is on hand; the rest is loose.")),
            Fact(_("Low at"), level.low_threshold, "number"),
        ],
    )


def _places(level: inventory.LevelFacts) -> Table:
    """Return where the units lie, bin by bin, and how many lie in no known bin."""
    rows: list[tuple[object, ...]] = [
        (
            content.bin_code,
            content.zone_code,
            content.lot_code,
            content.expires_on,
            Status(_("held"), "warning") if content.lot_held else "",
            content.quantity,
        )
        for content in inventory.contents(variant_ids=[level.variant_id], location_id=level.location_id)
    ]
    loose = level.on_hand - level.in_bins
    if rows and loose:
        rows.append((_("In no bin"), "", "", None, "", loose))
    headers = (_("Bin"), _("Zone"), _("Lot"), _("Expires"), _("State"), _("Units"))
    kinds = ("text", "text", "text", "date", "status", "number")
    return Table(
        _("Where it lies"), headers, rows, empty=_("No bins are kept for this article."), kinds=kinds
    )


def _movements(ledger: inventory.Ledger) -> Table:
    numbers = orders.numbers_of({entry.order_id for entry in ledger.entries if entry.order_id})
    buckets = dict(BUCKETS) | {
        "on_hand": _("On hand"),
        "allocated": _("Allocated"),
        "reserved": _("Reserved"),
    }
    rows = [
        (
            entry.at,
            KIND_WORDS.get(entry.kind, entry.kind),
            buckets.get(entry.bucket, entry.bucket),
            entry.quantity,
            entry.balance,
            numbers.get(entry.order_id or 0, entry.document),
            reason_words(entry.reason),
            actor_words(entry.actor),
        )
        for entry in ledger.entries
    ]
    headers = (
        _("Time"), _("What"), pgettext("stock", "Number"), _("Change"), _("Then"),
        _("Document"), _("Reason"), _("By"),
    )  # fmt: skip
    kinds = ("datetime", "text", "text", "signed", "number", "text", "text", "text")
    title = _("Why these numbers: the newest movements") if ledger.more else _("Why these numbers")
    return Table(title, headers, rows, empty=_("Nothing has moved here yet."), kinds=kinds)


def _place_names() -> dict[str, str]:
    return {place.code: place.name for place in inventory.locations()}


def _on_the_way(variant_id: int) -> Related:
    """Return what is ordered or in transit; it is shown and cannot be sold before it is received."""
    names = _place_names()
    facts = [
        Fact(f"{row.reference} → {names.get(row.location_code, row.location_code)}", row.quantity, "number")
        for row in inventory.inbound([variant_id])[variant_id]
    ]
    return Related(_("On the way"), facts, "" if facts else _("Nothing is on the way."))


def _elsewhere(variant_id: int, sku: str, location: str) -> Related:
    names = _place_names()
    facts = [
        Fact(
            names.get(level.location_code, level.location_code),
            level.available,
            "number",
            url=reverse("stock_record", args=[sku, level.location_code]),
        )
        for level in inventory.levels([variant_id])
        if level.location_code != location
    ]
    return Related(_("Available elsewhere"), facts, "" if facts else _("This lies nowhere else."))


@workspace_page(permission="inventory.adjust")
def adjust(request: HttpRequest, sku: str, location: str) -> HttpResponse:
    """Correct a count; the second of two who correct the same number hears about the first."""
    variant, place = _find(request, sku, location)
    now = inventory.level(variant.id, place.code).on_hand
    form = AdjustForm(request.POST or None, initial={"on_hand": now, "expected_on_hand": now})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            inventory.adjust(
                variant.id,
                on_hand=values["on_hand"],
                expected_on_hand=values["expected_on_hand"],
                reason=values["reason"],
                location_code=place.code,
                actor=request_actor(request),
                at=clock.now(),
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            change = (values["expected_on_hand"], values["on_hand"])
            written = inventory.Correction(variant.id, place.id, {"on_hand": change})
            done(request, _("The count is corrected."), take_back.of_corrections([written]))
            return redirect("stock_record", sku=sku, location=location)
    return _page(request, variant, place, form, title=_("Correct the count"), submit=_("Correct"))


@workspace_page(permission="inventory.write")
def move(request: HttpRequest, sku: str, location: str) -> HttpResponse:
    """Move units between states, for example from available to damaged."""
    variant, place = _find(request, sku, location)
    form = MoveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            inventory.move_bucket(
                variant.id,
                values["quantity"],
                source=values["source"],
                target=values["target"],
                reason=values["reason"],
                location_code=place.code,
                actor=request_actor(request),
                at=clock.now(),
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return _done(request, sku, location, _("Moved."))
    return _page(request, variant, place, form, title=_("Move between states"), submit=_("Move"))


@workspace_page(permission="inventory.write")
def receive(request: HttpRequest, sku: str, location: str) -> HttpResponse:
    """Put units that arrived on the shelf."""
    variant, place = _find(request, sku, location)
    form = ReceiveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        inventory.receive(
            [(variant.id, form.cleaned_data["quantity"])],
            location_code=place.code,
            document=form.cleaned_data["document"],
            actor=request_actor(request),
            at=clock.now(),
        )
        return _done(request, sku, location, _("Received."))
    return _page(request, variant, place, form, title=_("Receive"), submit=_("Put on the shelf"))


def _page(
    request: HttpRequest,
    variant: catalog.VariantFacts,
    place: inventory.LocationFacts,
    form: forms.Form,
    *,
    title: str,
    submit: str,
) -> HttpResponse:
    return render_form(
        request,
        form,
        title=title,
        intro=f"{variant.sku} · {variant.product_title} · {place.name}",
        submit=submit,
        back_url=reverse("stock_record", args=[variant.sku, place.code]),
        back_label=variant.sku,
    )


def _done(request: HttpRequest, sku: str, location: str, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("stock_record", sku=sku, location=location)
