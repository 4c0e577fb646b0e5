"""The prices of a variant at two moments, and the way to put one back as it was (U069)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.pricing import public as pricing
from storecrew.kernel import clock
from storecrew.kernel.errors import NotFound
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.house_time import MomentField
from storecrew.surfaces.workspaces.ecommerce_sme.pricing.amounts import field_text
from storecrew.surfaces.workspaces.ecommerce_sme.pricing.cost_views import margins_in
from storecrew.surfaces.workspaces.ecommerce_sme.pricing.grid_views import margin_text
from storecrew.surfaces.workspaces.ecommerce_sme.pricing.list_views import known_list

PUT, FROM, AS_OF = "put", "from", "as-of"
MINUTE = dt.timedelta(minutes=1)
Line = pricing.PriceHistoryLine | None


class MomentsForm(forms.Form):
    """Two moments by the clock of the page."""

    since = MomentField(label=gettext_lazy("As it was at"))
    until = MomentField(
        label=gettext_lazy("Compared with"), required=False, help_text=gettext_lazy("Empty: now.")
    )


@dataclass(frozen=True)
class Compared:
    """One price, from a quantity on, at two moments; `put_url` leads to the form that puts it back."""

    list_code: str
    list_name: str
    min_quantity: int
    then: Line
    later: Line
    put_url: str

    @property
    def differs(self) -> bool:
        """Say whether the price is another one."""
        return _state(self.then) != _state(self.later)


@workspace_page(permission="pricing.read")
def compare(request: HttpRequest, variant_id: int) -> HttpResponse:
    """Show what each price was at two moments, those that differ first."""
    variant = catalog.variants([variant_id]).get(variant_id)
    if variant is None:
        raise NotFound(variant=variant_id)
    at = clock.now()
    known = pricing.price_history(variant_id, limit=1)
    newest = known[0].at if known else at
    form = MomentsForm(
        request.GET if "since" in request.GET else None, initial={"since": _just_before(newest)}
    )
    since, until = _just_before(newest), at
    if form.is_bound and form.is_valid():
        since, until = form.cleaned_data["since"], form.cleaned_data["until"] or at
    rows = _rows(request, variant_id, since, until, at)
    context = {
        "header_title": _("Prices of %(sku)s at two moments") % {"sku": variant.sku},
        "form": form,
        "rows": [row for row in rows if row.differs],
        "same": [row for row in rows if not row.differs],
        "since": since,
        "until": until,
        "back_url": reverse("price_variant", args=[variant_id]),
        "back_label": f"{variant.product_title} · {variant.sku}",
    }
    return render(request, "ecommerce_sme/pricing/compare.html", context, status=422 if form.errors else 200)


def _just_before(moment: dt.datetime) -> dt.datetime:
    """Return the last whole minute before a moment."""
    return (moment - dt.timedelta(microseconds=1)).replace(second=0, microsecond=0)


def _rows(
    request: HttpRequest, variant_id: int, since: dt.datetime, until: dt.datetime, at: dt.datetime
) -> list[Compared]:
    then, later, now = (pricing.prices_at(variant_id, moment) for moment in (since, until, at))
    may = request_actor(request).can("pricing.write")
    found = []
    for key in sorted({*then, *later}):
        known = then.get(key) or later[key]
        code, quantity = key
        changed = _state(then.get(key)) != _state(now.get(key))
        asked = urlencode({PUT: code, FROM: quantity, AS_OF: since.isoformat()})
        url = f"{reverse('price_variant', args=[variant_id])}?{asked}#set-a-price" if may and changed else ""
        found.append(Compared(code, known.list_name, quantity, then.get(key), later.get(key), url))
    return found


def _state(line: Line) -> tuple[Money | None, Money | None, bool]:
    return (line.new, line.new_strike, line.on_request) if line else (None, None, False)


@dataclass(frozen=True)
class PutBack:
    """A price as it was, for the form that would set it again, with what that would mean."""

    at: dt.datetime
    initial: dict[str, Any]
    then: Line
    now: Line
    margin: str
    lowest: Money | None


def put_back(
    request: HttpRequest, variant_id: int, channel: channels.ChannelFacts, costs: dict[int, Money]
) -> PutBack | None:
    """Return the price that the address asks for as it was; None when it asks for none.

    The margin is that of the channel, for prices in its currency; the lowest of 30 days is for public ones.
    """
    code, at = request.GET.get(PUT, ""), clock.now()
    if not code or request.method == "POST":
        return None
    row = known_list(request, code)
    try:
        moment = dt.datetime.fromisoformat(request.GET.get(AS_OF, ""))
        key = (code, int(request.GET.get(FROM, "1")))
    except ValueError as error:
        raise NotFound() from error
    if moment.tzinfo is None:
        raise NotFound()
    then = pricing.prices_at(variant_id, moment).get(key)
    amount = then.new.amount if then and then.new else None
    strike = then.new_strike.amount if then and then.new_strike else None
    ours = row.currency == channel.currency
    public = ours and row.kind in (row.BASE, row.SALE)
    margins = margins_in({variant_id: amount}, channel, costs) if amount is not None and ours else {}
    return PutBack(
        at=moment,
        initial={
            "price_list": code,
            "min_quantity": key[1],
            "amount": field_text(amount, row.currency),
            "strike": field_text(strike, row.currency),
            "on_request": bool(then and then.on_request),
        },
        then=then,
        now=pricing.prices_at(variant_id, at).get(key),
        margin=margin_text(margins.get(variant_id)),
        lowest=pricing.lowest_public(variant_id, channel=channel, at=at) if public else None,
    )
