"""The tree of categories: saved, moved, merged, removed; every address that goes leads on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.images import get_image_model

from storecrew.contexts.catalog.errors import (
    CategoryLoop,
    CategoryNotEmpty,
    CategoryNotFound,
    InvalidCategory,
    SlugTaken,
)
from storecrew.contexts.catalog.events import CategoryChanged
from storecrew.contexts.catalog.models import Category, ProductCategory
from storecrew.contexts.catalog.operations.category_paths import MAX_DEPTH, CategoryPaths
from storecrew.contexts.catalog.operations.common import claim_version, tell_many
from storecrew.contexts.catalog.operations.redirects import add_redirects
from storecrew.contexts.catalog.rules.layouts import LAYOUTS
from storecrew.contexts.catalog.rules.text import clean_html, clean_line, slugify
from storecrew.kernel import audit, outbox, revisions
from storecrew.kernel.actor import Actor

TEXTS = {"name": 160, "seo_title": 255, "seo_description": 500}
CODES = {"facet_codes": 50, "hidden_in": 100}  # lists of codes, and how many at most
SETTINGS = ("position", "layout", "lead_image_id")
EDITABLE = frozenset({*TEXTS, *CODES, *SETTINGS, "slug", "description", "translations", "visible"})


def ensure_category(*, names: Iterable[str], actor: Actor, at: dt.datetime) -> int:
    """The id of the category at a path of names, made with its parents when missing."""
    actor.require("catalog.write")
    with transaction.atomic():
        paths = CategoryPaths(write=True)
        ids = paths.ids([list(names)])
        if not ids:
            raise InvalidCategory(fields={"name": _("This must not be empty.")})
        for id_ in paths.created:
            _tell(id_, "category_created", actor, at, None, {"path": list(names)})
    return ids[0]


def save_category(
    *,
    actor: Actor,
    at: dt.datetime,
    category_id: int | None = None,
    parent_id: int | None = None,
    expected_version: int | None = None,
    **fields: Any,
) -> int:
    """Make a category below ``parent_id``, or change the one with ``category_id``; returns its id.

    Fields: name, slug, description (HTML), position, visible, seo_title, seo_description, facet_codes,
    translations, hidden_in (codes of channels), layout (a code of ``LAYOUTS``), lead_image_id.
    A new slug moves the address of everything below and leaves
    redirects. Use :func:`move_category` for another parent. Raises InvalidCategory, CategoryNotFound,
    SlugTaken, EditConflict.
    """
    actor.require("catalog.write")
    with transaction.atomic():
        if category_id is None:
            return _create(parent_id, fields, actor, at)
        category = find(category_id)
        values = _clean(fields)
        changed = {name: value for name, value in values.items() if getattr(category, name) != value}
        if not changed and expected_version in {None, category.version}:
            return category.pk
        before = {name: getattr(category, name) for name in changed}
        claim_version(category, expected_version, changed or values)
        if "slug" in changed:
            _move_paths(category, category.parent, changed["slug"])
        _tell(category.pk, "category_updated", actor, at, before, changed)
    return category.pk


def _create(parent_id: int | None, fields: Mapping[str, Any], actor: Actor, at: dt.datetime) -> int:
    values = _clean({"slug": fields.get("slug") or fields.get("name", ""), **{"name": ""}, **fields})
    values["slug"] = values["slug"] or slugify(values["name"])
    if not values["slug"]:
        raise InvalidCategory(fields={"name": _("This must not be empty.")})
    parent = find(parent_id) if parent_id else None
    path = _path(parent, values["slug"])
    category = Category.objects.create(parent=parent, url_path=path, **values)
    add_redirects({f"c/{path}": f"c/{path}"})
    _tell(category.pk, "category_created", actor, at, None, {"path": path})
    return category.pk


def _clean(fields: Mapping[str, Any]) -> dict[str, Any]:
    wrong: dict[str, str] = {}
    values: dict[str, Any] = {}
    for name, value in fields.items():
        if name not in EDITABLE:
            wrong[name] = _("This field cannot be changed here.")
        elif name in TEXTS:
            values[name] = clean_line(value)
            if len(values[name]) > TEXTS[name]:
                wrong[name] = _("This text is too long.")
        elif name == "slug":
            values[name] = slugify(value)
        elif name == "description":
            values[name] = clean_html(str(value))
        elif name in SETTINGS:
            values[name] = _clean_setting(name, value, wrong)
        elif name == "visible":
            values[name] = bool(value)
        elif name in CODES:
            values[name] = list(dict.fromkeys(clean_line(code)[:64] for code in value))[: CODES[name]]
        else:
            values[name] = _clean_translations(value)
    if "name" in values and not values["name"]:
        wrong["name"] = _("This must not be empty.")
    if wrong:
        raise InvalidCategory(fields=wrong)
    return values


def _clean_translations(translations: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, str]]:
    return {
        str(locale): {
            key: clean_html(str(text)) if key == "description" else clean_line(text)[:500]
            for key, text in texts.items()
            if key in {*TEXTS, "description"} and text
        }
        for locale, texts in translations.items()
    }


def _clean_setting(name: str, value: Any, wrong: dict[str, str]) -> Any:
    if name == "layout":
        if value not in LAYOUTS:
            wrong[name] = _("There is no such page template. Choose one of the list.")
    elif name == "lead_image_id":
        value = value or None
        if value and not get_image_model().objects.filter(pk=value).exists():
            wrong["lead_image"] = _("This picture is not in the library any more. Choose another.")
    elif isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**31:
        wrong[name] = _("This must be a whole number that is not negative.")
    return value


def find(category_id: int) -> Category:
    """The row of a category with its parent. Raises CategoryNotFound."""
    category = Category.objects.select_related("parent").filter(pk=category_id).first()
    if category is None:
        raise CategoryNotFound(category_id=category_id)
    return category


def _path(parent: Category | None, slug: str) -> str:
    path = f"{parent.url_path}/{slug}" if parent else slug
    if path.count("/") >= MAX_DEPTH or len(path) > 700:
        raise InvalidCategory(fields={"parent": _("Categories go at most 8 levels deep.")})
    if Category.objects.filter(url_path=path).exists():
        raise SlugTaken(path=path)
    return path


def _move_paths(category: Category, parent: Category | None, slug: str) -> None:
    """Give a category and all below it their new addresses, with a redirect for each."""
    old, new = category.url_path, _path(parent, slug)
    below = list(Category.objects.filter(url_path__startswith=f"{old}/"))
    moves = {f"c/{old}": f"c/{new}"}
    for row in below:
        path = new + row.url_path[len(old) :]
        if path.count("/") >= MAX_DEPTH or len(path) > 700:
            raise InvalidCategory(fields={"parent": _("Categories go at most 8 levels deep.")})
        moves[f"c/{row.url_path}"] = f"c/{path}"
        row.url_path = path
    Category.objects.filter(pk=category.pk).update(url_path=new, slug=slug, parent=parent)
    Category.objects.bulk_update(below, ["url_path"], batch_size=400)
    add_redirects(moves)


def move_category(
    *,
    category_id: int,
    parent_id: int | None,
    actor: Actor,
    at: dt.datetime,
    expected_version: int | None = None,
) -> str:
    """Hang a category, with all below it, under another parent (``None``: the root); returns its path.

    Every old address answers 301 afterwards, with one hop. Raises CategoryLoop, CategoryNotFound,
    SlugTaken, InvalidCategory (too deep), EditConflict.
    """
    actor.require("catalog.write")
    with transaction.atomic():
        category = find(category_id)
        parent = find(parent_id) if parent_id else None
        if parent and f"{parent.url_path}/".startswith(f"{category.url_path}/"):
            raise CategoryLoop(category_id=category_id, parent_id=parent_id)
        if category.parent_id == parent_id:
            return category.url_path
        before = {"path": category.url_path}
        claim_version(category, expected_version, {"parent_id": parent_id})
        _move_paths(category, parent, category.slug)
        _tell_subtree(category.pk, "category_moved", actor, at, before)
        return Category.objects.values_list("url_path", flat=True).get(pk=category.pk)


def merge_category(*, category_id: int, into_id: int, actor: Actor, at: dt.datetime) -> None:
    """Put the products of one category into another and remove the first; its address leads on.

    Raises CategoryNotEmpty when it has subcategories, CategoryLoop, CategoryNotFound.
    """
    actor.require("catalog.write")
    with transaction.atomic():
        category, target = find(category_id), find(into_id)
        if category.pk == target.pk:
            raise CategoryLoop(category_id=category_id, parent_id=into_id)
        moved = list(ProductCategory.objects.filter(category=category).values_list("product_id", "position"))
        ProductCategory.objects.bulk_create(
            [ProductCategory(product_id=id_, category=target, position=position) for id_, position in moved],
            ignore_conflicts=True, batch_size=300,
        )  # fmt: skip
        _remove(category, {f"c/{category.url_path}": f"c/{target.url_path}"})
        audit_after = {"into": target.url_path, "products": len(moved)}
        _tell(category_id, "category_merged", actor, at, {"path": category.url_path}, audit_after)
        outbox.publish(CategoryChanged(category_id=target.pk))
        tell_many(id_ for id_, _position in moved)


def told_split(row: Category, made: list[int], heir: int | None, actor: Actor, at: dt.datetime) -> None:
    """Write down that a category was split; with an heir it ends and its address leads there."""
    paths = dict(Category.objects.filter(pk__in=made).values_list("pk", "url_path"))
    if heir is not None:
        _remove(row, {f"c/{row.url_path}": f"c/{paths[heir]}"})
    after = {"parts": [paths[id_] for id_ in made], "leads_to": paths[heir] if heir is not None else ""}
    _tell(row.pk, "category_split", actor, at, {"path": row.url_path}, after)


def delete_category(*, category_id: int, actor: Actor, at: dt.datetime) -> None:
    """Remove a category without subcategories; its products stay, its address leads to its parent.

    Raises CategoryNotEmpty, CategoryNotFound.
    """
    actor.require("catalog.write")
    with transaction.atomic():
        category = find(category_id)
        products = list(
            ProductCategory.objects.filter(category=category).values_list("product_id", flat=True)
        )
        parent = category.parent
        _remove(category, {f"c/{category.url_path}": f"c/{parent.url_path}"} if parent else {})
        _tell(category_id, "category_deleted", actor, at, {"path": category.url_path}, None)
        tell_many(products)


def remove_unused_categories(*, category_ids: Collection[int], actor: Actor, at: dt.datetime) -> int:
    """Remove categories that hold nothing and are as they were made (undo of an import); returns how many."""
    actor.require("catalog.write")
    removed = 0
    with transaction.atomic():
        # Those below come first: a path is longer than the one it starts with.
        for row in Category.objects.filter(pk__in=category_ids, version=1).order_by("-url_path"):
            if row.children.exists() or ProductCategory.objects.filter(category=row).exists():
                continue
            _remove(row, {})
            _tell(row.pk, "category_deleted", actor, at, {"path": row.url_path}, None)
            removed += 1
    return removed


def _remove(category: Category, moves: dict[str, str]) -> None:
    if category.children.exists():
        raise CategoryNotEmpty(category_id=category.pk)
    Category.objects.filter(pk=category.pk).delete()
    add_redirects(moves)


def _tell_subtree(
    category_id: int, action: str, actor: Actor, at: dt.datetime, before: Mapping[str, Any]
) -> None:
    path = Category.objects.values_list("url_path", flat=True).get(pk=category_id)
    _tell(category_id, action, actor, at, before, {"path": path})
    products = ProductCategory.objects.filter(
        category__url_path__startswith=f"{path}/"
    ) | ProductCategory.objects.filter(category_id=category_id)
    tell_many(products.values_list("product_id", flat=True))


def _tell(
    category_id: int,
    action: str,
    actor: Actor,
    at: dt.datetime,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
) -> None:
    audit.record(
        actor=actor, action=f"catalog.{action}", record="catalog.category", record_id=category_id, at=at,
        before=dict(before) if before else None, after=dict(after) if after else None,
    )  # fmt: skip
    outbox.publish(CategoryChanged(category_id=category_id))
    revisions.bump_on_commit("catalog", f"category:{category_id}")
