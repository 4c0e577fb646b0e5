"""Printed pieces: the list, the record, the form and the file for the printer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import PrintPiece
from storecrew.contexts.orders import public as orders
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Text
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, render_record
from storecrew.surfaces.ui.backoffice.three_way import of_record
from storecrew.surfaces.workspaces.marketing_manager.campaigns.campaign_steps import form_page, saved
from storecrew.surfaces.workspaces.marketing_manager.prints.forms import PrintForm, initial_of


class PrintList(Listing):
    """All printed pieces."""

    code = "marketing.prints"
    title = gettext_lazy("Print")
    permission = "marketing.read"
    search_fields = ("name", "word")
    default_sort = "-changed"
    empty_title = gettext_lazy("Nothing is printed yet")
    empty_text = gettext_lazy(
        "Flyers, catalog pages, inserts and price labels are made from the articles as they are sold now. A "
        "short address with a QR code says which visits and orders came from the paper."
    )
    columns = (
        Column("name", gettext_lazy("Piece"), "name", sort="name", primary=True),
        Column("kind", gettext_lazy("Paper"), "get_kind_display", sort="kind"),
        Column("campaign", gettext_lazy("Campaign"), "campaign.name", sort="campaign__name"),
        Column("word", gettext_lazy("Short address"), lambda row: f"/go/{row.word}/", sort="word"),
        Column("copies", gettext_lazy("Copies"), "copies", kind="number", sort="copies"),
        Column("due", gettext_lazy("Files due"), "due_at", kind="datetime", sort="due_at"),
        Column("changed", gettext_lazy("Changed"), "updated_at", kind="datetime", sort="updated_at"),
    )

    filters = (
        Filter("kind", gettext_lazy("Paper"), "choice", "kind", choices=PrintPiece.Kind.choices),
        Filter("campaign", gettext_lazy("Campaign"), "text", "campaign__name"),
        Filter("due", gettext_lazy("Files due"), "date", "due_at"),
    )

    def rows(self) -> QuerySet[PrintPiece]:
        """Return all pieces with their campaigns."""
        return PrintPiece.objects.select_related("campaign")

    def row_url(self, row: PrintPiece) -> str:
        """Return the page of the piece."""
        return reverse("print", args=[row.pk])

    def primary_action(self) -> tuple[Text, str] | None:
        """Offer a new one to those who may write."""
        return (_("New piece"), reverse("print_add")) if self.actor.can("marketing.write") else None


@workspace_page(permission="marketing.write")
def print_add(request: HttpRequest) -> HttpResponse:
    """Write a new piece."""
    return _edit(request, None, PrintForm(request.POST or None), _("New piece"))


@workspace_page(permission="marketing.write")
def print_edit(request: HttpRequest, print_id: int) -> HttpResponse:
    """Change a piece."""
    row = _find(print_id)
    return _edit(
        request, row.pk, of_record(PrintForm(request.POST or None, initial=initial_of(row))), row.name
    )


def _edit(request: HttpRequest, print_id: int | None, form: PrintForm, title: str) -> HttpResponse:
    def save(content: marketing.PrintContent) -> int:
        who: dict[str, Any] = {"actor": request_actor(request), "at": clock.now()}
        return marketing.save_print(content, print_id=print_id, **who)

    if request.method == "POST" and form.is_valid():
        key = saved(form, save)
        if key is not None:
            messages.success(request, _("Saved."))
            return redirect("print", print_id=key)
    return form_page(request, form, title, (reverse("prints"), _("Print")))


@workspace_page(permission="marketing.read")
def print_file(request: HttpRequest, print_id: int) -> HttpResponse:
    """Give the file for the printer, or say what cannot be promised now."""
    row = _find(print_id)
    try:
        made = marketing.print_pdf(row.pk, actor=request_actor(request), at=clock.now())
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("print", print_id=row.pk)
    answer = HttpResponse(made, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{row.word}.pdf"'
    return answer


@workspace_page(permission="marketing.read")
def print_record(request: HttpRequest, print_id: int) -> HttpResponse:
    """Show a piece with its address, its cost and what brings it to the printer."""
    row = _find(print_id)
    actions = [Action(_("File for the printer"), reverse("print_file", args=[row.pk]))]
    if request_actor(request).can("marketing.write"):
        actions.append(Action(_("Edit"), reverse("print_edit", args=[row.pk])))
        if row.packs:
            actions.append(Action(_("Copies at the benches"), reverse("print_copies", args=[row.pk])))
    record = Record(
        title=row.name,
        record="marketing.print",
        record_id=row.pk,
        subtitle=row.get_kind_display(),
        next_step=marketing.print_refusal(row.pk, at=clock.now()),
        actions=actions,
        groups=[
            FactGroup(
                _("On the paper"),
                [
                    Fact(_("Headline"), row.headline or "–"),
                    Fact(_("Text"), row.text or "–"),
                    Fact(_("Articles"), ", ".join(row.skus)),
                    Fact(_("Promotion"), row.promotion.name if row.promotion else "–"),
                    Fact(_("Code on the paper"), row.code or "–"),
                    Fact(_("Short address"), marketing.short_address(row.word)),
                    Fact(_("Leads to"), row.path),
                ],
            ),
            FactGroup(
                _("At the printer"),
                [
                    Fact(_("Campaign"), row.campaign.name, url=reverse("campaign", args=[row.campaign_id])),
                    Fact(_("Files due"), row.due_at, "datetime") if row.due_at else Fact(_("Files due"), "–"),
                    Fact(_("Printer"), row.activity.partner or row.activity.owner if row.activity else "–"),
                    Fact(_("Copies"), row.copies, "number"),
                    Fact(_("Cost"), _cost(row)),
                    Fact(_("Cost per copy"), _cost(row, per_copy=True)),
                ],
            ),
            *_packing(row),
            *_brought(row, request_actor(request)),
        ],
        back_url=reverse("prints"),
        back_label=_("Print"),
        icon="doc-full",
    )
    return render_record(request, record)


def _packing(row: PrintPiece) -> list[FactGroup]:
    """Return whose parcels an insert is for, and what became of it at the benches."""
    counts = marketing.insert_counts(row.pk)
    if not row.packs and counts is None:
        return []
    names = catalog.category_names(row.pack_categories)
    goods = [*row.pack_skus, *(crumb.name for crumb in names.values())]
    facts = [
        Fact(_("Goes in now"), _("yes") if counts is not None and counts.active else _("no")),
        Fact(_("Parcels to"), ", ".join(row.pack_countries) or _("all countries of the shop")),
        Fact(_("Orders with"), ", ".join(goods) or _("any article")),
        Fact(_("Whose orders"), _("first orders only") if row.pack_first else _("everybody's")),
    ]
    if counts is not None:
        facts += [
            Fact(_("Copies at the benches"), counts.copies, "number"),
            *_by_place(counts),
            Fact(_("Put into parcels"), counts.put, "number"),
            Fact(_("Left with a parcel"), counts.left, "number"),
            Fact(_("Closed without it"), counts.left_out, "number"),
            Fact(_("None was there"), counts.missing, "number"),
        ]
    return [FactGroup(_("In parcels"), facts)]


def _by_place(counts: fulfillment.InsertCounts) -> list[Fact]:
    """Return what lies where, when it lies in more than one place."""
    if len(counts.places) < 2:
        return []
    return [
        Fact(_("of them in %(place)s") % {"place": each.name}, each.left, "number") for each in counts.places
    ]


def _brought(row: PrintPiece, actor: Actor) -> list[FactGroup]:
    """Return the orders to which the code on the paper took something off."""
    if not row.code or not actor.can("reports.read"):
        return []
    count = len(orders.ids_with_codes([row.code]))
    words = _("They count for the campaign, with what they brought and cost.")
    return [FactGroup(_("Came back"), [Fact(_("Orders by its code"), count, "number"), Fact("", words)])]


class CopiesForm(forms.Form):
    """How many copies are there: a number for each location that packs."""

    def __init__(self, *args: Any, places: Sequence[inventory.LocationFacts], **kwargs: Any) -> None:
        """Know the locations."""
        super().__init__(*args, **kwargs)
        for place in places:
            self.fields[place.code] = forms.IntegerField(
                label=place.name if len(places) > 1 else gettext_lazy("Copies at the packing benches"),
                min_value=0,
                max_value=10_000_000,
            )
        if places:
            self.fields[places[-1].code].help_text = gettext_lazy(
                "As counted now. Each one that goes into a parcel is taken off; "
                "at 0 parcels leave without it."
            )


@workspace_page(permission="marketing.write")
def print_copies(request: HttpRequest, print_id: int) -> HttpResponse:
    """Write down how many copies of an insert lie at the benches of each location."""
    row = _find(print_id)
    places = [place for place in inventory.locations() if place.active and place.kind != "digital"]
    counts = marketing.insert_counts(row.pk)
    lying = {each.code: each.left for each in counts.places} if counts else {}
    if not lying and len(places) == 1:
        lying = {places[0].code: row.copies}
    form = CopiesForm(
        request.POST or None,
        places=places,
        initial={place.code: lying.get(place.code, 0) for place in places},
    )
    if request.method == "POST" and form.is_valid():
        try:
            marketing.lay_out_copies(row.pk, form.cleaned_data, actor=request_actor(request), at=clock.now())
        except DomainError as error:
            form.add_error(None, str(error.details.get("copies", error)))
        else:
            messages.success(request, _("Saved."))
            return redirect("print", print_id=row.pk)
    return form_page(request, form, _("Copies at the benches"), (reverse("print", args=[row.pk]), row.name))


def _cost(row: PrintPiece, *, per_copy: bool = False) -> str:
    """Return what the activity costs, or "–" when it is not known; a copy to the nearest minor unit."""
    if row.activity is None or (per_copy and not row.copies):
        return "–"
    planned, actual = row.activity.cost, row.activity.actual_cost
    amount = planned if actual is None else actual
    if per_copy:
        amount = (2 * amount + row.copies) // (2 * row.copies)
    return Money(amount, row.campaign.currency).format()


def _find(print_id: int) -> PrintPiece:
    row = PrintPiece.objects.select_related("campaign", "activity", "promotion").filter(pk=print_id).first()
    if row is None:
        raise marketing.UnknownPrint(piece=print_id)
    return row
