"""One variant: why it costs what it costs, and what it cost before."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.pricing import public as pricing
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError, NotFound
from storecrew.kernel.quantity import parse_quantity
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.workspaces.ecommerce_sme.pricing.cost_views import margins_in
from storecrew.surfaces.workspaces.ecommerce_sme.pricing.form_parts import tell_waiting
from storecrew.surfaces.workspaces.ecommerce_sme.pricing.grid_views import margin_text
from storecrew.surfaces.workspaces.ecommerce_sme.pricing.history_views import PUT, put_back
from storecrew.surfaces.workspaces.ecommerce_sme.pricing.list_forms import SinglePriceForm, group_choices
from storecrew.surfaces.workspaces.ecommerce_sme.pricing.list_views import known_list


@workspace_page(permission="pricing.read")
def variant_prices(request: HttpRequest, variant_id: int) -> HttpResponse:
    """Show why a variant costs what it costs in a channel, its history, and a form for one price."""
    variant = catalog.variants([variant_id]).get(variant_id)
    if variant is None:
        raise NotFound(variant=variant_id)
    actor = request_actor(request)
    form = SinglePriceForm(request.POST or None)
    if request.method == "POST":
        actor.require("pricing.write")
        if form.is_valid() and _save(request, form, variant_id):
            return redirect(request.path if PUT in request.GET else request.get_full_path())
    choices = [each for each in channels.all_channels() if actor.can_see("channel", each.code)]
    channel = next((each for each in choices if each.code == request.GET.get("channel")), None)
    channel = channel or (choices[0] if choices else channels.facts())
    quantity = _quantity(request)
    asked = {
        "segment": request.GET.get("segment", "").strip()[:64],
        "company": request.GET.get("company", "").strip()[:64],
    }
    buyer: dict[str, Any] = {
        "segments": (asked["segment"],) if asked["segment"] else (),
        "company": asked["company"],
    }
    segments, companies = group_choices()
    at = clock.now()
    costs = (
        pricing.costs_for([variant_id], currency=channel.currency) if actor.can("pricing.cost_read") else {}
    )
    earlier = put_back(request, variant_id, channel, costs)
    if earlier is not None:
        form = SinglePriceForm(initial=earlier.initial)
    found = pricing.why_this_price(variant_id, channel=channel, at=at, quantity=quantity, **buyer)
    amounts = {variant_id: found.answer.price.amount} if found.answer else {}
    context = {
        "header_title": f"{variant.product_title} · {variant.sku}",
        "variant": variant,
        "channels": choices,
        "channel": channel,
        "quantity": quantity,
        "asked": asked,
        "segments": segments,
        "companies": companies,
        "found": found,
        "steps": pricing.quantity_steps(variant_id, channel=channel, at=at, **buyer),
        "history": pricing.price_history(variant_id),
        "cost": costs.get(variant_id),
        "margin": margin_text(margins_in(amounts, channel, costs).get(variant_id)),
        "form": form,
        "put_back": earlier,
        "may_write": actor.can("pricing.write"),
        "back_url": reverse("price_lists_list"),
        "back_label": _("Price lists"),
    }
    return render(request, "ecommerce_sme/pricing/variant.html", context, status=422 if form.errors else 200)


def _quantity(request: HttpRequest) -> int:
    try:
        return parse_quantity(request.GET.get("quantity", "1"))
    except DomainError:
        return 1


def _save(request: HttpRequest, form: SinglePriceForm, variant_id: int) -> bool:
    data = form.cleaned_data
    known_list(request, data["price_list"])
    row = pricing.PriceRow(
        variant_id, data["amount"], data["strike"], data["min_quantity"], on_request=data["on_request"]
    )
    try:
        done = pricing.set_prices(
            rows=[row],
            price_list_code=data["price_list"],
            reason=data["reason"],
            actor=request_actor(request),
            at=clock.now(),
        )
    except pricing.SecondPersonNeeded as error:
        form.ask_for_a_reason(error)
        return False
    except DomainError as error:
        form.take(error)
        return False
    if done.waiting:
        tell_waiting(request, len(done.waiting))
    else:
        messages.success(request, _("The price is saved."))
    return True
