"""One product at a time: create, change, list it, remove it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from storecrew.contexts.catalog.errors import (
    CategoryNotFound,
    InvalidProduct,
    ProductInUse,
    SlugTaken,
)
from storecrew.contexts.catalog.events import ProductsDeleted
from storecrew.contexts.catalog.facts import VariantRow
from storecrew.contexts.catalog.models import Category, Listing, Product, ProductCategory
from storecrew.contexts.catalog.operations.common import (
    checked_values,
    claim_version,
    find_product,
    product_written,
    touch,
)
from storecrew.contexts.catalog.operations.redirects import add_redirects
from storecrew.contexts.catalog.operations.variants import save_variant
from storecrew.contexts.catalog.queries.attributes import product_type as type_by_code
from storecrew.contexts.catalog.rules.rows import LIMITS, MAX_DESCRIPTION, clean_translations
from storecrew.contexts.catalog.rules.text import clean_html, clean_line, slugify
from storecrew.kernel import audit, outbox, revisions
from storecrew.kernel.actor import Actor

EDITABLE = frozenset({*LIMITS, "slug", "description", "attributes", "option_names", "tags", "translations"})


def create_product(
    *,
    title: str,
    actor: Actor,
    at: dt.datetime,
    product_type: str = "general",
    slug: str = "",
    variants: Iterable[VariantRow] = (),
    idea: bool = False,
    **fields: Any,
) -> int:
    """A new draft (or an ``idea``, that somebody has to take up first) with its variants; returns its id.

    ``fields`` as in :func:`update_product`. Without a slug it is made from the title. Raises
    InvalidProduct, InvalidAttribute, ProductTypeNotFound, SlugTaken, SkuTaken.
    """
    actor.require("catalog.write")
    kind = type_by_code(product_type)
    values = clean_changes(kind.pk, {**fields, "title": title, "slug": slug or title})
    with transaction.atomic():
        status = Product.Status.IDEA if idea else Product.Status.DRAFT
        product = Product(product_type=kind, status=status, created_at=at, updated_at=at, **values)
        _save_unique(product, values["slug"])
        for variant in variants:
            save_variant(product_id=product.pk, row=variant, actor=actor, at=at)
        product_written(product.pk, "product_created", actor=actor, at=at, after={"title": values["title"]})
    return product.pk


def _save_unique(product: Product, slug: str) -> None:
    try:
        with transaction.atomic():
            product.save(force_insert=True)
    except IntegrityError:
        raise SlugTaken(slug=slug) from None


def _texts(values: Iterable[Any]) -> list[str]:
    return list(dict.fromkeys(text for text in map(clean_line, values) if text))


_CLEANERS: dict[str, Callable[[Any], Any]] = {
    "slug": slugify,
    "description": lambda value: clean_html(str(value)),
    "tags": _texts,
    "option_names": _texts,
    "translations": clean_translations,
}


def clean_changes(type_id: int, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The changes in stored form. Raises InvalidProduct, which names each wrong field."""
    wrong: dict[str, str] = {}
    values: dict[str, Any] = {}
    for name, value in changes.items():
        if name not in EDITABLE:
            wrong[name] = _("This field cannot be changed here.")
        elif name != "attributes":
            values[name] = _CLEANERS.get(name, clean_line)(value)
            limit = MAX_DESCRIPTION if name == "description" else LIMITS.get(name)
            if limit is not None and len(values[name]) > limit:
                wrong[name] = _("This text is too long.")
    for name in ("title", "slug"):
        if name in values and not values[name]:
            wrong[name] = _("This must not be empty.")
    if wrong:
        raise InvalidProduct(fields=wrong)
    if "attributes" in changes:
        values["attributes"] = checked_values(type_id, changes["attributes"])
    return values


def update_product(
    *,
    product_id: int,
    expected_version: int | None,
    changes: Mapping[str, Any],
    actor: Actor,
    at: dt.datetime,
    reason: str = "",
) -> int:
    """Change fields of a product; returns the new version.

    Fields: title, subtitle, slug, description (HTML), brand, attributes (all of them, by code), option_names,
    tags, seo_title, seo_description, translations. ``expected_version`` is the version the editor saw
    (``None`` only for jobs). A new slug leaves a redirect behind. Raises EditConflict (with both values
    of each field), InvalidProduct, InvalidAttribute, SlugTaken, ProductNotFound.
    """
    actor.require("catalog.write")
    with transaction.atomic():
        product = find_product(product_id)
        values = clean_changes(product.product_type_id, changes)
        changed = {name: value for name, value in values.items() if getattr(product, name) != value}
        if not changed and expected_version in {None, product.version}:
            return product.version
        before = {name: getattr(product, name) for name in changed}
        try:
            with transaction.atomic():
                version = claim_version(product, expected_version, changed or values, updated_at=at)
        except IntegrityError:
            raise SlugTaken(slug=values.get("slug")) from None
        if "slug" in changed:
            add_redirects({f"p/{product.slug}": f"p/{changed['slug']}"})
        product_written(
            product_id, "product_updated", actor=actor, at=at, before=before, after=changed, reason=reason
        )
    return version


def set_listing(
    *, product_ids: Iterable[int], channel_id: int, published: bool, actor: Actor, at: dt.datetime
) -> None:
    """Offer products in a channel, or take them out of it. Unknown products are left out."""
    actor.require("catalog.write")
    with transaction.atomic():
        known = list(
            Product.objects.filter(pk__in=list(product_ids)).order_by("pk").values_list("pk", flat=True)
        )
        Listing.objects.bulk_create(
            [Listing(product_id=id_, channel_id=channel_id, published=published) for id_ in known],
            update_conflicts=True, unique_fields=["product", "channel"], update_fields=["published"],
        )  # fmt: skip
        for id_ in known:
            product_written(
                id_, "product_listed" if published else "product_unlisted", actor=actor, at=at,
                after={"channel_id": channel_id, "published": published},
            )  # fmt: skip


def set_categories(*, product_id: int, category_ids: Iterable[int], actor: Actor, at: dt.datetime) -> None:
    """The categories of a product, its main one first. Raises CategoryNotFound, ProductNotFound."""
    actor.require("catalog.write")
    with transaction.atomic():
        find_product(product_id)
        wanted = list(dict.fromkeys(category_ids))
        known = set(Category.objects.filter(pk__in=wanted).values_list("pk", flat=True))
        if unknown := [id_ for id_ in wanted if id_ not in known]:
            raise CategoryNotFound(category_ids=unknown)
        links = ProductCategory.objects.filter(product_id=product_id).order_by("id")
        before = list(links.values_list("category_id", flat=True))
        if before == wanted:
            return
        positions = dict(links.values_list("category_id", "position"))
        links.delete()
        ProductCategory.objects.bulk_create(
            ProductCategory(product_id=product_id, category_id=id_, position=positions.get(id_, 0))
            for id_ in wanted
        )
        touch(product_id, at)
        product_written(
            product_id, "product_categories_set", actor=actor, at=at,
            before={"categories": before}, after={"categories": wanted},
        )  # fmt: skip


def delete_products(*, product_ids: Iterable[int], actor: Actor, at: dt.datetime, reason: str = "") -> int:
    """Remove products that nothing refers to (undo of an import); returns how many.

    Raises ProductInUse when an order, stock or price still refers to one; then none is removed.
    """
    actor.require("catalog.write")
    with transaction.atomic():
        found = dict(Product.objects.filter(pk__in=list(product_ids)).values_list("pk", "title"))
        try:
            with transaction.atomic():
                Product.objects.filter(pk__in=list(found)).delete()
        except ProtectedError as error:
            raise ProductInUse(
                held_by=sorted({str(row._meta.verbose_name) for row in error.protected_objects})
            ) from None
        gone = [
            audit.Change("catalog.product_deleted", "catalog.product", id_, {"title": title}, reason=reason)
            for id_, title in found.items()
        ]
        audit.record_many(gone, actor=actor, at=at)
        if found:
            outbox.publish(ProductsDeleted(product_ids=tuple(sorted(found))))
            revisions.bump_on_commit("catalog", *(f"product:{id_}" for id_ in found))
    return len(found)
