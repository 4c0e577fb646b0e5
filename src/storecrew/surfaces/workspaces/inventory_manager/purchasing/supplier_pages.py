"""Suppliers: the list, one of them with its articles, prices and scorecard, and their forms."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.purchasing import public as purchasing
from storecrew.contexts.purchasing.models import PurchaseOrder, Supplier, SupplierArticle
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError, NotFound
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, Text
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, Table, render_record
from storecrew.surfaces.ui.backoffice.three_way import of_record
from storecrew.surfaces.ui.numbers import percent, share
from storecrew.surfaces.workspaces.inventory_manager.purchasing.contact_pages import contact_table
from storecrew.surfaces.workspaces.inventory_manager.purchasing.order_forms import AmountField
from storecrew.surfaces.workspaces.inventory_manager.purchasing.price_list_pages import price_list_table
from storecrew.surfaces.workspaces.inventory_manager.purchasing.words import order_status

OPEN = ("approved", "sent", "partly_received")


class SupplierList(Listing):
    """All suppliers with what is on the way from them."""

    code = "purchasing.suppliers"
    title = gettext_lazy("Suppliers")
    permission = "purchasing.read"
    search_fields = ("name", "code", "articles__variant__sku", "articles__supplier_sku")
    search_hint = gettext_lazy("Name, code or SKU")
    default_sort = "name"
    empty_title = gettext_lazy("No suppliers yet")
    empty_text = gettext_lazy("A supplier with its articles and prices makes order proposals possible.")
    columns = (
        Column("name", gettext_lazy("Supplier"), sort="name", primary=True),
        Column("currency", gettext_lazy("Currency"), sort="currency"),
        Column("lead_days", gettext_lazy("Lead time (days)"), kind="number", sort="lead_days"),
        Column("measured", gettext_lazy("Measured (days)"), "measured", kind="number"),
        Column("on_time", gettext_lazy("On time"), "on_time", kind="number"),
        Column("in_full", gettext_lazy("In full"), "in_full", kind="number"),
        Column("open", gettext_lazy("Open orders"), "open_orders", kind="number", sort="open_orders"),
        Column("state", gettext_lazy("State"),
               lambda row: Status(_("active"), "good") if row.active else Status(_("inactive")),
               kind="status"),
    )  # fmt: skip
    filters = (Filter("active", gettext_lazy("Active"), "boolean", "active"),)

    def rows(self) -> QuerySet[Any]:
        """Return the suppliers with the number of their open orders."""
        open_orders = PurchaseOrder.objects.filter(supplier_id=OuterRef("pk"), state__in=OPEN)
        number = open_orders.order_by().values("supplier_id").annotate(number=Count("pk")).values("number")
        return Supplier.objects.annotate(open_orders=Coalesce(Subquery(number), 0))

    def search(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Return the suppliers that match once each."""
        return super().search(rows, text).distinct()

    def load(self, rows: list[Any]) -> list[Any]:
        """Fetch the scorecards of the page at once."""
        ids = [row.pk for row in rows]
        cards = purchasing.scorecards(since=clock.now() - dt.timedelta(days=365), supplier_ids=ids)
        for row in rows:
            card = cards.get(row.pk)
            row.measured = "–" if card is None or card.lead_days is None else round(card.lead_days, 1)
            row.on_time, row.in_full = (
                share(card.on_time if card else None, 1, 0),
                share(card.in_full if card else None, 1, 0),
            )
        return rows

    def row_url(self, row: Supplier) -> str:
        """Return the page of the supplier."""
        return reverse("purchasing_supplier", args=[row.code])

    def primary_action(self) -> tuple[Text, str] | None:
        """Offer a new supplier to those who may add one."""
        may = self.actor.can("purchasing.write")
        return (gettext_lazy("New supplier"), reverse("purchasing_supplier_add")) if may else None


class SupplierForm(forms.Form):
    """What we agreed with a supplier."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    code = forms.SlugField(label=gettext_lazy("Code"), max_length=40)
    currency = forms.CharField(label=gettext_lazy("Currency"), min_length=3, max_length=3)
    country = forms.CharField(label=gettext_lazy("Country"), max_length=2, required=False)
    locale = forms.ChoiceField(label=gettext_lazy("Language"), choices=[("en", "English"), ("ko", "한국어")])
    order_email = forms.EmailField(label=gettext_lazy("Mail for orders"), required=False)
    lead_days = forms.IntegerField(label=gettext_lazy("Lead time (days)"), min_value=0, max_value=720)
    payment_days = forms.IntegerField(label=gettext_lazy("Payment days"), min_value=0, max_value=365)
    active = forms.BooleanField(label=gettext_lazy("Active"), required=False)
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=2000, widget=forms.Textarea)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_currency(self) -> str:
        """Return the currency in capitals."""
        return str(self.cleaned_data["currency"]).upper()


class ArticleForm(forms.Form):
    """An article of a supplier with one price; price steps come by a list."""

    sku = forms.CharField(label=gettext_lazy("SKU"), max_length=100)
    supplier_sku = forms.CharField(label=gettext_lazy("Supplier's code"), max_length=80, required=False)
    amount = AmountField(label=gettext_lazy("Price"), max_length=24)
    moq = forms.IntegerField(label=gettext_lazy("Smallest order"), min_value=1, initial=1)
    pack_size = forms.IntegerField(label=gettext_lazy("Pack size"), min_value=1, initial=1)
    lead_days = forms.IntegerField(
        label=gettext_lazy("Lead time (days)"), min_value=0, max_value=720, required=False
    )
    preferred = forms.BooleanField(label=gettext_lazy("Preferred supplier of this article"), required=False)


def _find(code: str) -> Supplier:
    row = Supplier.objects.filter(code=code).first()
    if row is None:
        raise NotFound()
    return row


@workspace_page(permission="purchasing.read")
def supplier(request: HttpRequest, code: str) -> HttpResponse:
    """Show a supplier: what was agreed, how it did, what it sells, what is open."""
    row = _find(code)
    may = request_actor(request).can("purchasing.write")
    actions = [
        Action(_("Edit"), reverse("purchasing_supplier_edit", args=[code])),
        Action(_("Add an article"), reverse("purchasing_article", args=[code])),
        Action(_("Take over a price list"), reverse("purchasing_prices", args=[code])),
        Action(_("Add a contact"), reverse("purchasing_contact_add", args=[code])),
    ]
    record = Record(
        title=row.name,
        record="purchasing.supplier",
        record_id=row.pk,
        subtitle=row.code,
        status=[Status(_("active"), "good") if row.active else Status(_("inactive"))],
        actions=actions if may else [],
        groups=[_agreed(row), _score(row)],
        tables=[_articles(row), _orders(row), price_list_table(row), contact_table(row)],
        back_url=reverse("purchasing_suppliers"),
        back_label=_("Suppliers"),
    )
    return render_record(request, record)


def _agreed(row: Supplier) -> FactGroup:
    return FactGroup(
        _("Agreed"),
        [
            Fact(_("Currency"), row.currency),
            Fact(_("Lead time"), _("%(days)d days") % {"days": row.lead_days}),
            Fact(_("Payment"), _("%(days)d days after the invoice") % {"days": row.payment_days}),
            Fact(_("Mail for orders"), row.order_email or "–"),
            Fact(_("Note"), row.note or "–"),
        ],
    )


def _score(row: Supplier) -> FactGroup:
    card = purchasing.scorecard(row.pk, since=clock.now() - dt.timedelta(days=365))
    days = "–" if card.lead_days is None else _("%(days)d days") % {"days": round(card.lead_days)}
    return FactGroup(
        _("The last twelve months"),
        [
            Fact(_("Orders"), card.orders, "number"),
            Fact(
                _("On time"),
                percent(card.on_time, 1, 0),
                why=_("The last goods came on the expected day or before."),
            ),
            Fact(
                _("In full"),
                percent(card.in_full, 1, 0),
                why=_("Everything that was ordered came undamaged."),
            ),
            Fact(_("Damaged"), percent(card.damaged, 1, 0), why=_("Of all units that came.")),
            Fact(
                _("Price as agreed"),
                percent(card.price_right, 1, 0),
                why=_("Lines of invoices that are not dearer."),
            ),
            Fact(_("Measured lead time"), days),
        ],
    )


def _articles(row: Supplier) -> Table:
    found = (
        SupplierArticle.objects.filter(supplier=row)
        .select_related("variant__product")
        .prefetch_related("prices")
    )
    today = channels.house_day(clock.now())
    rows = []
    for each in found.order_by("variant__sku")[:200]:
        steps = ", ".join(
            f"{Money(step.amount, row.currency).format()} ({step.from_quantity}+)"
            for step in each.prices.all()
            if step.valid_until is None or step.valid_until >= today
        )
        preferred = Status(_("preferred"), "good") if each.preferred else Status("–")
        title = each.variant.product.title
        rows.append((each.variant.sku, title, each.supplier_sku, each.moq, each.pack_size, steps, preferred))
    headers = (
        _("SKU"), _("Article"), _("Supplier's code"), _("Smallest order"), _("Pack size"), _("Prices"),
        _("State"),
    )  # fmt: skip
    kinds = ("text", "text", "text", "number", "number", "text", "status")
    return Table(_("Articles"), headers, rows, empty=_("No articles yet."), kinds=kinds)


def _orders(row: Supplier) -> Table:
    orders = list(PurchaseOrder.objects.filter(supplier=row).select_related("location")[:20])
    rows = [
        (
            each.number,
            each.location.name,
            order_status(each),
            each.expected_on,
            Money(each.total_amount, each.currency),
        )
        for each in orders
    ]
    urls = [reverse("purchasing_order", args=[each.pk]) for each in orders]
    headers = (_("Order"), _("Location"), _("State"), _("Expected"), _("Total"))
    kinds = ("text", "text", "status", "date", "money")
    return Table(_("Newest orders"), headers, rows, empty=_("No orders yet."), kinds=kinds, row_urls=urls)


@workspace_page(permission="purchasing.write")
def add(request: HttpRequest) -> HttpResponse:
    """Add a supplier."""
    form = SupplierForm(
        request.POST or None, initial={"lead_days": 14, "payment_days": 30, "active": True, "currency": "EUR"}
    )
    return _save(request, form, _("New supplier"), reverse("purchasing_suppliers"), _("Suppliers"))


@workspace_page(permission="purchasing.write")
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change what was agreed; the second of two hears about the first."""
    row = _find(code)
    form = SupplierForm(
        request.POST or None, initial={name: getattr(row, name) for name in SupplierForm.base_fields}
    )
    form.fields["code"].disabled = True
    return _save(
        request, of_record(form), _("Edit supplier"), reverse("purchasing_supplier", args=[code]), row.name
    )


def _save(request: HttpRequest, form: SupplierForm, title: str, back_url: str, back: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            row = purchasing.save_supplier(**form.cleaned_data, actor=request_actor(request), at=clock.now())
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("purchasing_supplier", code=row.code)
    return render_form(request, form, title=title, submit=_("Save"), back_url=back_url, back_label=str(back))


@workspace_page(permission="purchasing.write")
def article(request: HttpRequest, code: str) -> HttpResponse:
    """Say that a supplier sells an article, and at which price from today on."""
    row = _find(code)
    form = ArticleForm(request.POST or None)
    form.fields["amount"].currency = row.currency  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        amount, at = values.pop("amount"), clock.now()
        try:
            variant = catalog.variant_by_sku(values.pop("sku"))
            purchasing.save_article(
                code, variant.id, steps=[purchasing.Step(1, amount, channels.house_day(at))], **values,
                actor=request_actor(request), at=at,
            )  # fmt: skip
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("purchasing_supplier", code=code)
    return render_form(
        request, form, title=_("Add an article"), submit=_("Save"),
        back_url=reverse("purchasing_supplier", args=[code]), back_label=row.name,
    )  # fmt: skip
