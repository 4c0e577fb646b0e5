"""Costs and margins: what each variant costs us, what is left, what is missing (IT-16)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.approvals import public as approvals
from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.models import Variant
from storecrew.contexts.channels import public as channels
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.pricing.models import Cost, PriceList
from storecrew.kernel import audit, clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError, NotFound
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, SystemView, Text
from storecrew.surfaces.ui.backoffice.record import Fact, FactGroup, Record, Table, render_record
from storecrew.surfaces.ui.backoffice.words import actor_words
from storecrew.surfaces.workspaces.ecommerce_sme.pricing.amounts import field_text, read_amount
from storecrew.surfaces.workspaces.ecommerce_sme.pricing.grid_views import margin_text


def main_channel(actor: Actor) -> channels.ChannelFacts:
    """Return the channel whose prices the margins are of: the default one, or the first that one may see."""
    seen = [each for each in channels.all_channels() if actor.can_see("channel", each.code)]
    return next((each for each in seen if each.is_default), seen[0] if seen else channels.facts())


def _margin(row: Any) -> Status | str:
    if row.margin is None:
        return ""
    return Status(margin_text(row.margin), "bad" if row.margin < row.floor else "good")


def _missing(rows: QuerySet[Any], _op: str, values: list[str]) -> QuerySet[Any]:
    return rows.filter(has_cost=values[0] != "1")


class CostList(Listing):
    """Every variant that is sold with its cost, price and margin."""

    code = "pricing.costs"
    title = gettext_lazy("Costs and margins")
    permission = "pricing.cost_read"
    export_permission = "pricing.cost_read"
    search_fields = ("sku", "product__title", "product__brand")
    default_sort = "product"
    empty_title = gettext_lazy("No variant here")
    empty_text = gettext_lazy("Add products first; then import what they cost, so that margins can be seen.")
    columns = (
        Column("product", gettext_lazy("Product"), "product.title", sort="product__title", primary=True),
        Column("sku", gettext_lazy("SKU"), sort="sku"),
        Column("cost", gettext_lazy("Cost"), "cost", kind="money"),
        Column("price", gettext_lazy("Price"), "price", kind="money"),
        Column("margin", gettext_lazy("Margin"), _margin, kind="status"),
        Column("brand", gettext_lazy("Brand"), "product.brand", sort="product__brand", default=False),
    )
    filters = (Filter("missing", gettext_lazy("Cost is missing"), "boolean", apply=_missing),)
    views = (SystemView(gettext_lazy("Cost is missing"), "f.missing=1"),)

    def rows(self) -> QuerySet[Variant]:
        """Return the variants that are sold; whether they have a cost is asked in the same query."""
        costs = Cost.objects.filter(variant_id=OuterRef("pk"), currency=main_channel(self.actor).currency)
        return Variant.objects.filter(active=True).select_related("product").annotate(has_cost=Exists(costs))

    def load(self, rows: list[Any]) -> list[Any]:
        """Read costs, prices and margins of the whole page at once."""
        channel = main_channel(self.actor)
        ids = [row.pk for row in rows]
        costs = pricing.costs_for(ids, currency=channel.currency)
        offers = pricing.offers_for(ids, channel=channel, at=clock.now(), with_strike=False)
        amounts = {key: answer.price.amount for key, answer in offers.prices.items()}
        margins = margins_in(amounts, channel, costs)
        floor = floor_of(channel)
        for row in rows:
            row.cost = costs.get(row.pk)
            row.price = offers.prices[row.pk].price if row.pk in offers.prices else None
            row.margin, row.floor = margins.get(row.pk), floor
        return rows

    def row_url(self, row: Any) -> str:
        """Open the cost of the variant."""
        return reverse("costs_record", args=[row.pk])

    def primary_action(self) -> tuple[Text, str] | None:
        """Bring costs from a table."""
        return (_("Import costs"), reverse("costs_import")) if self.actor.can("pricing.write") else None


def floor_of(channel: channels.ChannelFacts) -> int:
    """Return the margin that must be left in a channel, in basis points."""
    found = approvals.limits(
        "pricing.margin_floor", roles=[], channel=channel.code, currency=channel.currency
    )
    return found[0][1] or 0


def margins_in(
    amounts: dict[int, int], channel: channels.ChannelFacts, costs: dict[int, Money]
) -> dict[int, int | None]:
    """Return the margins at prices of a channel, in basis points; those without a cost are left out."""
    target = PriceList.objects.filter(code=pricing.base_list_code(channel)).first()
    if target is None or not costs:
        return {}
    known = {key: amount for key, amount in amounts.items() if key in costs}
    return pricing.margins_for(known, target=target, costs=costs, at=clock.now())


class CostForm(forms.Form):
    """What one unit costs."""

    cost = forms.CharField(label=gettext_lazy("Cost"), max_length=24)


@workspace_page(permission="pricing.cost_read")
def cost(request: HttpRequest, variant_id: int) -> HttpResponse:
    """Show what a variant costs, what is left of its price, and how the cost changed."""
    variant = catalog.variants([variant_id]).get(variant_id)
    if variant is None:
        raise NotFound(variant=variant_id)
    actor = request_actor(request)
    channel = main_channel(actor)
    stored = pricing.costs_for([variant_id], currency=channel.currency).get(variant_id)
    shown = field_text(stored.amount if stored else None, channel.currency)
    form = CostForm(request.POST or None, initial={"cost": shown})
    if request.method == "POST":
        actor.require("pricing.write")
        if form.is_valid() and _saved(request, form, variant_id, channel):
            return redirect("costs_record", variant_id)
    offers = pricing.offers_for([variant_id], channel=channel, at=clock.now(), with_strike=False)
    answer = offers.prices.get(variant_id)
    margins = margins_in({variant_id: answer.price.amount}, channel, {variant_id: stored}) if (
        answer and stored
    ) else {}  # fmt: skip
    record = Record(
        title=f"{variant.product_title} · {variant.sku}",
        record="catalog.variant",
        record_id=variant_id,
        groups=[
            FactGroup(
                _("Margin"),
                [
                    Fact(_("Cost"), stored, "money"),
                    *_rates(variant_id),
                    Fact(
                        _("Price"),
                        answer.price if answer else None,
                        "money",
                        why_url=reverse("price_variant", args=[variant_id]),
                    ),
                    Fact(_("Margin"), margin_text(margins.get(variant_id))),
                    Fact(_("The margin that must be left"), margin_text(floor_of(channel))),
                    Fact(_("Channel"), channel.name),
                ],
            )
        ],
        tables=[_history(variant_id)],
        back_url=reverse("costs_list"),
        back_label=_("Costs and margins"),
        timeline=False,
    )
    context = {"form": form, "may_write": actor.can("pricing.write"), "currency": channel.currency}
    return render_record(
        request,
        record,
        template="ecommerce_sme/pricing/cost.html",
        context=context,
        status=422 if form.errors else 200,
    )


def _saved(request: HttpRequest, form: forms.Form, variant_id: int, channel: channels.ChannelFacts) -> bool:
    try:
        amount = read_amount(form.cleaned_data["cost"], channel.currency)
        pricing.set_costs(
            costs={variant_id: amount or 0},
            currency=channel.currency,
            actor=request_actor(request),
            at=clock.now(),
        )
    except DomainError as error:
        form.add_error("cost", str(error))
        return False
    messages.success(request, _("The cost is saved."))
    return True


def _rates(variant_id: int) -> list[Fact]:
    """Return the rates by which the newest cost came about, each with its day and source."""
    entries = audit.entries_for("catalog.variant", variant_id)
    newest = next((entry for entry in entries if entry.action == "pricing.cost_set"), None)
    told = ((newest.after or {}) if newest else {}).get("rates", [])
    return [
        Fact(
            _("Converted from %(currency)s") % {"currency": each["from"]},
            _("%(rate)s of %(day)s, %(source)s")
            % {
                "rate": each["rate"],
                "day": date_format(dt.date.fromisoformat(each["day"])),
                "source": ", ".join(pricing.rate_source(code) for code in each["by"].split("+")),
            },
        )
        for each in told
    ]


def _history(variant_id: int) -> Table:
    entries = [
        entry
        for entry in audit.entries_for("catalog.variant", variant_id)
        if entry.action == "pricing.cost_set"
    ]
    return Table(
        _("Cost history"),
        [_("When"), _("Old"), _("New"), _("Who")],
        [
            [entry.at, _told(entry.before), _told(entry.after), actor_words(entry.actor_label)]
            for entry in entries
        ],
        kinds=("datetime", "money", "money", "text"),
        empty=_("The cost was not set yet."),
    )


def _told(side: dict[str, Any] | None) -> Money | None:
    return Money(side["cost"], side["currency"]) if side else None
