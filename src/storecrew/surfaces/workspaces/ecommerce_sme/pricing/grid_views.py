"""The price grid: many prices of one list at once, typed or pasted from a spreadsheet."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.contexts.catalog.models import Variant
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.pricing.models import Price, PriceList
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.numbers import percent
from storecrew.surfaces.workspaces.ecommerce_sme.pricing.amounts import (
    field_text,
    price_text,
    read_amount,
    read_price,
)
from storecrew.surfaces.workspaces.ecommerce_sme.pricing.form_parts import tell_waiting
from storecrew.surfaces.workspaces.ecommerce_sme.pricing.list_views import known_list

PAGE_SIZE = 100
SHOW = ("all", "priced", "missing")


@dataclass
class GridRow:
    """One variant in the grid, as it is stored and as it was typed."""

    variant: Variant
    amount: str
    strike: str
    stored_amount: str
    stored_strike: str
    cost: str = ""
    margin: str = ""
    problem: str = ""
    waits: bool = False

    @property
    def changed(self) -> bool:
        """Whether what is typed differs from what is stored."""
        return (self.amount, self.strike) != (self.stored_amount, self.stored_strike)


@workspace_page(permission="pricing.read")
def price_grid(request: HttpRequest, code: str) -> HttpResponse:
    """Show a page of prices of a list, and save what was changed in it."""
    target = known_list(request, code)
    query = grid_query(request)
    page = Paginator(selected_variants(target, query), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = _rows(request, target, list(page.object_list))
    here = f"{request.path}?{urlencode(query | {'page': page.number})}"
    if request.method == "POST":
        request_actor(request).require("pricing.write")
        if _save(request, target, rows):
            return redirect(here)
    needs_reason = any(row.waits for row in rows)
    context = {
        "header_title": _("Prices: %(name)s") % {"name": target.name},
        "target": target,
        "rows": rows,
        "page": page,
        "query": query,
        "here": here,
        "may_write": request_actor(request).can("pricing.write"),
        "may_see_costs": request_actor(request).can("pricing.cost_read"),
        "show_choices": [("all", _("All")), ("priced", _("With a price")), ("missing", _("Without a price"))],
        "bulk_url": f"{reverse('price_bulk', args=[code])}?{urlencode(query)}",
        "previous_query": urlencode(query | {"page": page.number - 1}),
        "next_query": urlencode(query | {"page": page.number + 1}),
        "needs_reason": needs_reason,
        "reason": request.POST.get("reason", ""),
        "problems": sum(bool(row.problem) for row in rows),
    }
    return render(request, "ecommerce_sme/pricing/grid.html", context)


def grid_query(request: HttpRequest) -> dict[str, str]:
    """Return the search and the choice of rows from the address."""
    show = request.GET.get("show", "all")
    return {"q": request.GET.get("q", "").strip()[:200], "show": show if show in SHOW else "all"}


def selected_variants(target: PriceList, query: dict[str, str]) -> QuerySet[Variant]:
    """Return the active variants that the search and the choice let through."""
    rows = (
        Variant.objects.filter(active=True).select_related("product").order_by("product_id", "position", "pk")
    )
    for word in query["q"].split()[:6]:
        rows = rows.filter(Q(sku__icontains=word) | Q(product__title__icontains=word))
    priced = Price.objects.filter(price_list=target, min_quantity=1).values("variant_id")
    if query["show"] == "priced":
        rows = rows.filter(pk__in=priced)
    elif query["show"] == "missing":
        rows = rows.exclude(pk__in=priced)
    return rows


def _rows(request: HttpRequest, target: PriceList, variants: list[Variant]) -> list[GridRow]:
    ids = [variant.pk for variant in variants]
    stored = {
        row.variant_id: row
        for row in pricing.stored_prices(ids, price_list_code=target.code)
        if row.min_quantity == 1
    }
    amounts = {key: row.amount for key, row in stored.items() if not row.on_request}
    costs, margins = _costs(request, target, amounts)
    rows = []
    for variant in variants:
        row = stored.get(variant.pk)
        amount = price_text(row.amount, target.currency, on_request=row.on_request) if row else ""
        strike = field_text(row.compare_at_amount if row else None, target.currency)
        rows.append(
            GridRow(
                variant=variant,
                amount=request.POST.get(f"amount-{variant.pk}", amount).strip(),
                strike=request.POST.get(f"strike-{variant.pk}", strike).strip(),
                stored_amount=amount,
                stored_strike=strike,
                cost=field_text(costs[variant.pk].amount, target.currency) if variant.pk in costs else "",
                margin=margin_text(margins.get(variant.pk)),
            )
        )
    return rows


def _costs(request: HttpRequest, target: PriceList, amounts: dict[int, int]) -> tuple[dict, dict]:
    """Return costs and margins for those who may see them."""
    if not request_actor(request).can("pricing.cost_read"):
        return {}, {}
    costs = pricing.costs_for(list(amounts), currency=target.currency)
    return costs, pricing.margins_for(amounts, target=target, costs=costs, at=clock.now())


def margin_text(basis_points: int | None) -> str:
    """Write a margin in percent with one decimal."""
    if basis_points is None:
        return ""
    return percent(basis_points, 10_000)


def _save(request: HttpRequest, target: PriceList, rows: list[GridRow]) -> bool:
    """Write the changed rows; False when something must be corrected first."""
    wanted = [row for row in (_price_row(request, target, each) for each in rows) if row is not None]
    if any(row.problem for row in rows):
        messages.error(request, _("Nothing was saved. Correct the prices that are marked."))
        return False
    try:
        done = pricing.set_prices(
            rows=wanted,
            price_list_code=target.code,
            reason=request.POST.get("reason", ""),
            actor=request_actor(request),
            at=clock.now(),
        )
    except pricing.SecondPersonNeeded as error:
        falling = set(error.details["variant_ids"])
        for row in rows:
            if row.variant.pk in falling:
                row.waits = True
                row.problem = _("Falls further than one person may lower it.")
        messages.warning(request, str(error))
        return False
    except pricing.StalePrice as error:
        stale = set(error.details["variant_ids"])
        for row in rows:
            if row.variant.pk in stale:
                row.problem = _("Somebody changed it to %(amount)s.") % {"amount": row.stored_amount or "–"}
        messages.error(request, str(error))
        return False
    except DomainError as error:
        messages.error(request, str(error))
        return False
    count = done.created + done.changed + done.removed
    if count or not done.waiting:
        messages.success(
            request, ngettext("%(count)s price saved.", "%(count)s prices saved.", count) % {"count": count}
        )
    tell_waiting(request, len(done.waiting))
    return True


def _price_row(request: HttpRequest, target: PriceList, row: GridRow) -> pricing.PriceRow | None:
    """Return what to write for a row; None when nothing was typed into it."""
    shown = request.POST.get(f"was-{row.variant.pk}")
    unchanged = (shown, request.POST.get(f"was-strike-{row.variant.pk}")) == (row.amount, row.strike)
    if shown is None or unchanged:
        return None
    try:
        price = read_price(row.amount, target.currency)
        strike = read_amount(row.strike, target.currency)
        was = read_price(shown, target.currency).amount
    except DomainError as error:
        row.problem = str(error)
        return None
    if price.amount is None and strike is not None:
        row.problem = _("A strike price needs a price beside it.")
        return None
    return pricing.PriceRow(
        row.variant.pk, price.amount, strike, expected_amount=was, on_request=price.on_request
    )
