"""One product: what it is, what it lacks, where it is sold, and what happened to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from storecrew.contexts.approvals import public as approvals
from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.models import Listing, Product, ProductCategory, ProductRelation
from storecrew.contexts.channels import public as channels
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.pricing import public as pricing
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.listing import Status
from storecrew.surfaces.ui.backoffice.record import Action, Fact, Record, render_record
from storecrew.surfaces.workspaces.ecommerce_sme.products.words import (
    COMPLETE_ENOUGH,
    locale_word,
    main_channel,
    other_locales,
    seen_channels,
    shown_products,
    status_of,
)

# Where each missing part is filled in: the name of the address and the place on that page.
PLACES = {
    "title": ("products_edit", "id_title"),
    "description": ("products_edit", "id_description"),
    "brand": ("products_edit", "id_brand"),
    "attributes": ("products_edit", "attributes"),
    "seo": ("products_edit", "id_seo_description"),
    "images": ("products_record", "images"),
    "alt_texts": ("products_record", "images"),
    "variants": ("products_record", "variants"),
    "weights": ("products_record", "variants"),
    "category": ("products_categories", ""),
}
EDITS = ("catalog.product_updated",)
"""Changes of the timeline that the form of a product can open with what was before."""
NEEDED = ("title", "variants", "attributes")
STATUS_ACTIONS = {
    "idea": gettext_lazy("Back to idea"),
    "live": gettext_lazy("Set live"),
    "draft": gettext_lazy("Make it a draft"),
    "end_of_life": gettext_lazy("End of life"),
}


@dataclass(frozen=True)
class Gap:
    """A part that the product lacks, and where to fill it in."""

    label: str
    weight: int
    url: str
    blocks: bool


def find(product_id: int) -> Product:
    """Return the product's row; raises ProductNotFound."""
    product = Product.objects.select_related("product_type").filter(pk=product_id).first()
    if product is None:
        raise catalog.ProductNotFound(product_id=product_id)
    return product


def gaps_of(product_id: int) -> list[Gap]:
    """Return what a complete product would have and this one has not, the heaviest first."""
    missing = sorted(catalog.completeness(product_id).missing, key=lambda part: -part.weight)
    return [
        Gap(part.label, part.weight, place(part.code, product_id), part.code in NEEDED) for part in missing
    ]


def place(code: str, product_id: int) -> str:
    """Return the address at which a part is filled in."""
    name, anchor = PLACES[code]
    return reverse(name, args=[product_id]) + (f"#{anchor}" if anchor else "")


@workspace_page(permission="catalog.read")
def product_record(request: HttpRequest, product_id: int) -> HttpResponse:
    """Show a product."""
    actor = request_actor(request)
    product = find(product_id)
    gaps = gaps_of(product_id)
    may_write = actor.can("catalog.write")
    ending = catalog.planned_end(product_id) if product.status == "live" else None
    page = catalog.product_page(product.slug, "en", 0, preview=True)
    record = Record(
        title=product.title,
        subtitle=product.subtitle,
        record="catalog.product",
        record_id=product.pk,
        status=[status_of(product.status), *_selling_off(ending)],
        next_step=_next_step(product, gaps),
        next_action=_next_action(product, gaps) if may_write else None,
        actions=_actions(product) if may_write else (),
        back_label=_("Products"),
        back_url=reverse("products_list"),
        edit_url=reverse("products_edit", args=[product.pk]) if may_write else "",
        edit_actions=EDITS,
    )
    context = {
        "product": product,
        "may_write": may_write,
        "perms_prices": actor.can("pricing.read"),
        "perms_stock": actor.can("inventory.read"),
        "gaps": gaps,
        "images": page.images,
        "specification": page.attributes,
        "texts": _texts(product),
        "seo": _seo(product),
        "variants": _variants(product, actor),
        "channel": main_channel(actor),
        "categories": _categories(product_id),
        "listings": _listings(product, actor),
        "relations": _relations(product_id),
        "facts": _facts(product),
        "status_forms": _status_forms(product, gaps) if may_write else (),
        "may_ask": may_write and product.status == "draft",
        "approve_from": product.product_type.approve_from,
        "waiting": _waiting(product),
        "ending": ending,
    }
    return render_record(request, record, template="ecommerce_sme/products/record.html", context=context)


def _selling_off(ending: Any) -> list[Status]:
    """Return the word beside "Live" while a product sells off."""
    begun = ending is not None and ending.starts_on <= channels.house_day(clock.now())
    return [Status(_("Sells off"), "warning")] if begun else []


def _waiting(product: Product) -> int | None:
    """Return the request that waits for a second person, if one does."""
    if product.status != "draft":
        return None
    return approvals.waiting_request(catalog.APPROVAL_KIND, str(product.pk))


def _next_step(product: Product, gaps: list[Gap]) -> str:
    if product.status == "idea":
        return _("It is an idea: make it a draft to work on it.")
    blocking = [gap.label for gap in gaps if gap.blocks]
    if product.status != "live" and blocking:
        return _("To sell it, add: %(what)s.") % {"what": ", ".join(blocking)}
    if product.status == "draft" and product.product_type.approve_from is not None:
        return _("A colleague approves it once it is %(n)s%% complete.") % {
            "n": product.product_type.approve_from
        }
    if product.status == "draft":
        return _("It is ready: set it live.")
    if product.status == "approved":
        lacking = catalog.lacking_words(product.pk, at=clock.now())
        missing = _("It is approved. To sell it, add: %(what)s.") % {"what": ", ".join(lacking)}
        return missing if lacking else _("It is approved: set it live.")
    if product.status == "live" and product.completeness < COMPLETE_ENOUGH:
        return _("Shoppers see it, but it lacks: %(what)s.") % {"what": ", ".join(g.label for g in gaps[:3])}
    return ""


def _next_action(product: Product, gaps: list[Gap]) -> Action | None:
    if product.status == "idea":
        return _status_action(product, "draft")
    blocking = [gap for gap in gaps if gap.blocks]
    if product.status != "live" and blocking:
        return Action(_("Add it"), blocking[0].url)
    if product.status == "approved" or (
        product.status == "draft" and product.product_type.approve_from is None
    ):
        return _status_action(product, "live")
    if product.status == "live" and product.completeness < COMPLETE_ENOUGH and gaps:
        return Action(_("Add it"), gaps[0].url)
    return None


def _status_action(product: Product, status: str) -> Action:
    return Action(
        STATUS_ACTIONS[status],
        reverse("products_status", args=[product.pk]),
        post=True,
        fields={"status": status, "version": str(product.version)},
    )


def _status_forms(product: Product, gaps: list[Gap]) -> list[tuple[Action, str]]:
    """Return each status that a step leads to with what stands in its way."""
    blocking = ", ".join(gap.label for gap in gaps if gap.blocks)
    needs_approval = product.product_type.approve_from is not None
    return [
        (_status_action(product, each.to), blocking if each.to == "live" else "")
        for each in catalog.steps_from(product.status)
        if not each.needs_approval and not (needs_approval and (product.status, each.to) == ("draft", "live"))
    ]


def _actions(product: Product) -> list[Action]:
    return [
        Action(_("Edit"), reverse("products_edit", args=[product.pk])),
        Action(_("Duplicate"), reverse("products_copy", args=[product.pk])),
    ]


def _texts(product: Product) -> list[dict[str, Any]]:
    """Return title, subtitle and description in each language."""
    own = {"title": product.title, "subtitle": product.subtitle, "description": product.description}
    return [
        {
            "locale": locale,
            "language": locale_word(locale),
            "title": texts.get("title", ""),
            "subtitle": texts.get("subtitle", ""),
            "description": catalog.plain_text(texts.get("description", "")),
        }
        for locale, texts in (
            ("en", own),
            *((code, product.translations.get(code, {})) for code in other_locales()),
        )
    ]


def _seo(product: Product) -> list[dict[str, str]]:
    """Return what a search engine shows, by language; what is empty falls back as in the shop."""
    found = []
    for locale in ("en", *other_locales()):
        texts = product.translations.get(locale, {}) if locale != "en" else {}
        own = {"seo_title": product.seo_title, "seo_description": product.seo_description}
        given = own if locale == "en" else texts
        found.append(
            {
                "language": locale_word(locale),
                "locale": locale,
                "title": given.get("seo_title") or texts.get("title") or product.title,
                "description": given.get("seo_description", ""),
            }
        )
    return found


def _variants(product: Product, actor: Actor) -> list[dict[str, Any]]:
    """Return the variants with price and stock in the default channel, switched-off ones last."""
    rows = list(product.variants.order_by("-active", "position", "id"))
    ids = [row.pk for row in rows]
    channel = main_channel(actor)
    offers, stock = pricing.Offers({}, frozenset()), {}
    if channel is not None and actor.can("pricing.read"):
        offers = pricing.offers_for(ids, channel=channel, at=clock.now(), with_strike=False)
    if channel is not None:
        stock = inventory.available_to_promise(ids, channel_id=channel.id)
    facts = catalog.variants(ids)
    return [
        {
            "row": row,
            "options": " · ".join(map(str, facts[row.pk].options.values())),
            "size": _size(row),
            "price": offers.prices[row.pk].price if row.pk in offers.prices else None,
            "on_request": row.pk in offers.on_request,
            "available": stock[row.pk].available if row.pk in stock else None,
            "word": stock[row.pk].word if row.pk in stock else "",
        }
        for row in rows
    ]


def _size(row: Any) -> str:
    sides = [row.length_mm, row.width_mm, row.height_mm]
    return " × ".join(str(side) if side is not None else "–" for side in sides) + " mm" if any(sides) else ""


def _categories(product_id: int) -> list[tuple[int, str]]:
    links = ProductCategory.objects.filter(product_id=product_id).order_by("id").select_related("category")
    locale = get_language() or "en"
    return [
        (link.category_id, link.category.translations.get(locale, {}).get("name") or link.category.name)
        for link in links
    ]


def _listings(product: Product, actor: Actor) -> list[dict[str, Any]]:
    on = set(Listing.objects.filter(product=product, published=True).values_list("channel_id", flat=True))
    return [{"channel": c, "listed": c.id in on} for c in seen_channels(actor)]


def _relations(product_id: int) -> list[tuple[str, list[dict[str, Any]]]]:
    rows = ProductRelation.objects.filter(product_id=product_id).order_by("position", "id")
    by_kind: dict[str, list[int]] = {}
    for kind, other in rows.values_list("kind", "other_id"):
        by_kind.setdefault(kind, []).append(other)
    words = {"accessory": _("Accessories"), "substitute": _("Substitutes")}
    return [(words[kind], shown_products(ids)) for kind, ids in by_kind.items()]


def _facts(product: Product) -> list[Fact]:
    return [
        Fact(_("Type"), product.product_type.name),
        Fact(_("Brand"), product.brand),
        Fact(_("Address"), f"/p/{product.slug}/"),
        Fact(_("Tags"), list(product.tags), "tags"),
        Fact(_("Live since"), product.launched_at, "date"),
        Fact(_("Changed"), product.updated_at, "datetime"),
        Fact(_("Made"), product.created_at, "datetime"),
    ]
