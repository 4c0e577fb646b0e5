"""Where a product stands: its categories, its channels, and what it goes with."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.models import Category, ProductCategory, ProductRelation
from storecrew.contexts.channels import public as channels
from storecrew.kernel import clock
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.undo import done
from storecrew.surfaces.workspaces.ecommerce_sme.products import take_back
from storecrew.surfaces.workspaces.ecommerce_sme.products.product_record import find
from storecrew.surfaces.workspaces.ecommerce_sme.products.words import find_products, shown_products

KINDS = (("accessory", gettext_lazy("Accessories")), ("substitute", gettext_lazy("Substitutes")))


@workspace_page(permission="catalog.write")
def categories(request: HttpRequest, product_id: int) -> HttpResponse:
    """Choose the categories of a product and its main one."""
    product = find(product_id)
    links = ProductCategory.objects.filter(product_id=product_id).order_by("id")
    chosen = list(links.values_list("category_id", flat=True))
    if request.method == "POST":
        wanted = _numbers(request.POST.getlist("category"))
        main = _numbers([request.POST.get("main", "")])
        # The main one comes first; those that stood there before keep their order.
        order = [*(id_ for id_ in main if id_ in wanted), *(id_ for id_ in chosen if id_ in wanted), *wanted]
        catalog.set_categories(
            product_id=product_id,
            category_ids=list(dict.fromkeys(order)),
            actor=request_actor(request),
            at=clock.now(),
        )
        messages.success(request, _("Saved."))
        return redirect("products_record", product_id)
    rows = Category.objects.order_by("url_path").values("id", "name", "url_path", "visible")
    context = {
        "product": product,
        "rows": [
            {**row, "on": row["id"] in chosen, "main": chosen[:1] == [row["id"]],
             "trail": " › ".join(row["url_path"].split("/")[:-1])}
            for row in rows
        ],
        "header_title": _("Categories of %(title)s") % {"title": product.title},
        "back_url": reverse("products_record", args=[product_id]),
        "back_label": product.title,
    }  # fmt: skip
    return render(request, "ecommerce_sme/products/categories.html", context)


@workspace_page(permission="catalog.write")
@require_POST
def set_listing(request: HttpRequest, product_id: int) -> HttpResponse:
    """Offer the product in a channel, or take it out."""
    code = request.POST.get("channel", "")
    if not request_actor(request).can_see("channel", code):
        raise channels.UnknownChannel(channel=code)
    find(product_id)
    channel = channels.facts(code)
    published = request.POST.get("published") == "1"
    undo = take_back.of_listing([product_id], channel.id, published=published)
    catalog.set_listing(
        product_ids=[product_id],
        channel_id=channel.id,
        published=published,
        actor=request_actor(request),
        at=clock.now(),
    )
    words = _("Listed in %(name)s.") if published else _("Taken from %(name)s.")
    done(request, words % {"name": channel.name}, undo)
    return redirect("products_record", product_id)


@workspace_page(permission="catalog.write")
def relations(request: HttpRequest, product_id: int) -> HttpResponse:
    """Choose accessories and substitutes: search, add, order, remove."""
    product = find(product_id)
    if request.method == "POST":
        return _change_relation(request, product_id)
    by_kind = {kind: _others(product_id, kind) for kind, _label in KINDS}
    text = request.GET.get("q", "")
    taken = {product_id, *(id_ for ids in by_kind.values() for id_ in ids)}
    context = {
        "product": product,
        "kinds": [(kind, label, shown_products(by_kind[kind])) for kind, label in KINDS],
        "q": text,
        "found": find_products(text, without=taken),
        "header_title": _("What goes with %(title)s") % {"title": product.title},
        "back_url": reverse("products_record", args=[product_id]),
        "back_label": product.title,
    }
    return render(request, "ecommerce_sme/products/relations.html", context)


def _change_relation(request: HttpRequest, product_id: int) -> HttpResponse:
    kind = request.POST.get("kind", "")
    others = _others(product_id, kind)
    other = next(iter(_numbers([request.POST.get("other", "")])), 0)
    catalog.set_relations(
        product_id=product_id,
        kind=kind,
        other_ids=changed_order(others, other, request.POST.get("do", "")),
        actor=request_actor(request),
        at=clock.now(),
    )
    query = f"?q={request.GET['q']}" if request.GET.get("q") else ""
    return redirect(reverse("products_relations", args=[product_id]) + query)


def changed_order(ids: list[int], one: int, what: str) -> list[int]:
    """Return the ids after one was added, removed, or moved up or down."""
    rest = [id_ for id_ in ids if id_ != one]
    if what == "remove":
        return rest
    if what == "add" or one not in ids:
        return [*rest, one]
    place = max(ids.index(one) + (-1 if what == "up" else 1), 0)
    return [*rest[:place], one, *rest[place:]]


def _others(product_id: int, kind: str) -> list[int]:
    rows = ProductRelation.objects.filter(product_id=product_id, kind=kind).order_by("position", "id")
    return list(rows.values_list("other_id", flat=True))


def _numbers(texts: list[Any]) -> list[int]:
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 18]
