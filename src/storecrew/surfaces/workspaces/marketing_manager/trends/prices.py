"""Prices of competitors: typed in or imported, beside ours, with their history (MKT-3)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from storecrew.contexts.channels import public as channels
from storecrew.contexts.imports import public as imports
from storecrew.contexts.insights import public as insights
from storecrew.contexts.insights.models import RivalPrice
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, Text
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, Table, render_record
from storecrew.surfaces.workspaces.marketing_manager.campaigns.campaign_steps import form_page, saved
from storecrew.surfaces.workspaces.marketing_manager.trends import words

LARGEST = 300_000
HISTORY = 60


class PriceList(Listing):
    """All prices of competitors."""

    code = "insights.rival_prices"
    title = gettext_lazy("Prices of competitors")
    permission = "reports.read"
    search_fields = ("variant__sku", "variant__product__slug", "rival")
    default_sort = "-seen"
    empty_title = gettext_lazy("No prices of competitors yet")
    empty_text = gettext_lazy(
        "Type in what others ask for the like of your articles, or import a table with sku, competitor, "
        "price, currency and date. Each price stands beside yours, with its history."
    )
    columns = (
        Column("article", gettext_lazy("Article"), "variant.sku", sort="variant__sku", primary=True),
        Column("rival", gettext_lazy("Competitor"), "rival", sort="rival"),
        Column(
            "price",
            gettext_lazy("Their price"),
            lambda row: Money(row.amount, row.currency),
            kind="money",
            sort="amount",
        ),
        Column("seen", gettext_lazy("Seen on"), "seen_on", kind="date", sort="seen_on"),
        Column("by", gettext_lazy("Noted by"), "noted_by", default=False),
    )
    filters = (
        Filter("rival", gettext_lazy("Competitor"), "text", "rival"),
        Filter("seen", gettext_lazy("Seen on"), "date", "seen_on"),
    )

    def rows(self) -> QuerySet[RivalPrice]:
        """Return all prices with their articles."""
        return RivalPrice.objects.select_related("variant")

    def row_url(self, row: RivalPrice) -> str:
        """Return the page of the price."""
        return reverse("rival_price", args=[row.pk])

    def primary_action(self) -> tuple[Text, str] | None:
        """Offer a new one to those who may write."""
        return (_("Note a price"), reverse("rival_price_add")) if self.actor.can("insights.write") else None


class PriceForm(forms.Form):
    """One price, or a table of them."""

    sku = forms.CharField(label=gettext_lazy("Our article (SKU)"), max_length=80, required=False)
    rival = forms.CharField(label=gettext_lazy("Competitor"), max_length=80, required=False)
    price = forms.CharField(label=gettext_lazy("Their price"), max_length=40, required=False)
    currency = forms.CharField(label=gettext_lazy("Currency"), max_length=3, required=False)
    seen_on = forms.CharField(
        label=gettext_lazy("Seen on"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    url = forms.CharField(label=gettext_lazy("Address"), max_length=500, required=False)
    file = forms.FileField(
        label=gettext_lazy("Or a table as a file"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt"}),
        help_text=gettext_lazy(
            "The first row names the columns: sku, competitor, price, currency, date, url."
        ),
    )
    table = forms.CharField(
        label=gettext_lazy("Or paste it"),
        required=False,
        max_length=LARGEST,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        """Read the file into the table."""
        data = super().clean() or {}
        file = data.get("file")
        if file is not None and file.size > LARGEST:
            self.add_error("file", _("The file is too large; split it."))
        elif file is not None:
            try:
                data["table"] = imports.decoded(file.read())
            except DomainError as error:
                self.add_error("file", str(error))
        return data

    def content(self) -> list[insights.PriceSeen]:
        """Return the prices that were entered; a table that cannot be read is marked."""
        values = self.cleaned_data
        if not values.get("table", "").strip():
            names = ("sku", "rival", "price", "currency", "seen_on", "url")
            return [insights.PriceSeen(**{name: values[name] for name in names})]
        try:
            return insights.read_prices(values["table"])
        except DomainError as error:
            self.add_error("table", str(error.details["table"]))
            return []


@workspace_page(permission="insights.write")
def add(request: HttpRequest) -> HttpResponse:
    """Note one price, or a table of them."""
    now = clock.now()
    shop = channels.facts(None)
    first = {"seen_on": clock.today(shop.timezone).isoformat(), "currency": shop.currency}
    form = PriceForm(request.POST or None, request.FILES or None, initial=first)

    def save(prices: list[insights.PriceSeen]) -> int:
        try:
            return insights.note_prices(prices, actor=request_actor(request), at=now)
        except insights.InvalidTrend as error:
            rows = [
                f"{_('Row %(row)s') % {'row': name.removeprefix('row ')}}: {text}"
                for name, text in error.details.items()
                if name.startswith("row ")
            ]
            if rows:
                raise insights.InvalidTrend(table=" ".join(rows[:8])) from error
            raise

    if request.method == "POST" and form.is_valid():
        count = saved(form, save)
        if count is not None:
            text = ngettext("%(count)s price noted.", "%(count)s prices noted.", count)
            messages.success(request, text % {"count": count})
            return redirect("rival_prices")
    return form_page(request, form, _("Note a price"), (reverse("rival_prices"), _("Prices of competitors")))


@workspace_page(permission="reports.read")
def record(request: HttpRequest, price_id: int) -> HttpResponse:
    """Show a price beside ours, and what this article cost at all competitors before."""
    row = RivalPrice.objects.filter(pk=price_id).first()
    if row is None:
        raise insights.UnknownTrend(id=price_id)
    if request.method == "POST" and request_actor(request).can("insights.write"):
        insights.delete_price(row.pk, actor=request_actor(request), at=clock.now())
        messages.success(request, _("Deleted."))
        return redirect("rival_prices")
    same = RivalPrice.objects.filter(variant_id=row.variant_id, currency=row.currency)[:HISTORY]
    history = insights.prices_beside({row.pk: row, **{one.pk: one for one in same}}.values(), at=clock.now())
    mine = next(one for one in history if one.id == row.pk)
    beside = words.beside(mine)
    delete = Action(_("Delete"), reverse("rival_price", args=[row.pk]), post=True, tone="danger")
    shown = Record(
        title=f"{mine.title}: {mine.rival}",
        record="insights.rivalprice",
        record_id=row.pk,
        subtitle=mine.sku,
        status=[Status(_("Ours beside theirs: %(what)s") % {"what": beside.label}, beside.tone)],
        actions=[delete] if request_actor(request).can("insights.write") else [],
        groups=[
            FactGroup(
                _("The price"),
                [
                    Fact(_("Their price"), words.money(mine.amount, mine.currency)),
                    Fact(_("Our price now"), words.money(mine.ours, mine.currency)),
                    Fact(_("Seen on"), mine.seen_on, "date"),
                    Fact(_("Address"), mine.url or "–", url=mine.url),
                    Fact(_("Noted by"), row.noted_by),
                ],
            )
        ],
        tables=[
            Table(
                _("This article at competitors"),
                (_("Competitor"), _("Seen on"), _("Their price"), _("Ours beside theirs")),
                [
                    (one.rival, one.seen_on, words.money(one.amount, one.currency), words.beside(one))
                    for one in sorted(history, key=lambda each: each.seen_on, reverse=True)
                ],
                kinds=("text", "date", "number", "status"),
            )
        ],
        back_url=reverse("rival_prices"),
        back_label=_("Prices of competitors"),
        icon="tag",
    )
    return render_record(request, shown)
