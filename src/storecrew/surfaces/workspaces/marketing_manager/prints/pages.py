"""Printed pieces: the list, the record, the form and the file for the printer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import PrintPiece
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Text
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, render_record
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
    return _edit(request, row.pk, PrintForm(request.POST or None, initial=initial_of(row)), row.name)


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
    record = Record(
        title=row.name,
        record="marketing.print",
        record_id=row.pk,
        subtitle=row.get_kind_display(),
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
                    Fact(_("Copies"), row.copies),
                    Fact(_("Cost"), _cost(row)),
                    Fact(_("Cost per copy"), _cost(row, per_copy=True)),
                ],
            ),
        ],
        back_url=reverse("prints"),
        back_label=_("Print"),
        icon="doc-full",
    )
    return render_record(request, record)


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
