"""The tree of categories and the addresses that moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet

from storecrew.contexts.catalog.errors import CategoryNotFound, CollectionNotFound
from storecrew.contexts.catalog.facts import CategoryFacts, CategoryNode, CollectionFacts, Crumb
from storecrew.contexts.catalog.models import Category, Collection, PathRedirect, ProductCategory
from storecrew.contexts.catalog.queries.texts import SOURCE, text
from storecrew.contexts.catalog.rules.layouts import layout_of
from storecrew.kernel.kept import kept
from storecrew.kernel.reads import compiled_once

FIELDS = (
    "id", "parent_id", "slug", "name", "url_path", "position", "description", "seo_title",
    "seo_description", "facet_codes", "translations", "visible", "hidden_in", "version", "layout",
    "lead_image_id",
)  # fmt: skip
_TREE = ("id", "parent_id", "name", "url_path", "position", "translations", "hidden_in")


@compiled_once
def _by_path(path: str) -> QuerySet[Category, dict[str, Any]]:
    return Category.objects.filter(url_path=path, visible=True).values(*FIELDS)


@compiled_once
def _by_id(category_id: int) -> QuerySet[Category, dict[str, Any]]:
    return Category.objects.filter(pk=category_id).values(*FIELDS)


@compiled_once
def _family(paths: list[str], parent_id: int) -> QuerySet[Category, dict[str, Any]]:
    near = Category.objects.filter(Q(url_path__in=paths) | Q(parent_id=parent_id, visible=True))
    return near.order_by("position", "id").values(*_TREE)


@compiled_once
def _visible() -> QuerySet[Category, dict[str, Any]]:
    return Category.objects.filter(visible=True).order_by("position", "id").values(*_TREE)


@kept("catalog", most=1_000)
def category_by_path(url_path: str, *, locale: str = SOURCE, channel: str = "") -> CategoryFacts:
    """A visible category with its crumbs and children; two queries, or kept.

    With the code of a channel only what that channel shows. Raises :class:`CategoryNotFound`. When it does,
    :func:`moved_path` may know where the category went.
    """
    path = url_path.strip("/")
    row = _by_path.first(path=path)
    if row is None or channel in row["hidden_in"]:
        raise CategoryNotFound(path=path[:200])
    return _facts(row, locale, channel)


def category(category_id: int, *, locale: str = SOURCE) -> CategoryFacts:
    """The same by id, visible or not."""
    row = _by_id.first(category_id=category_id)
    if row is None:
        raise CategoryNotFound(category_id=category_id)
    return _facts(row, locale)


def _facts(row: Mapping[str, Any], locale: str, channel: str = "") -> CategoryFacts:
    # No category has an empty path, and a list that is never empty keeps to one statement.
    rows = _family(paths=ancestor_paths(row["url_path"]) or [""], parent_id=row["id"])
    parents = sorted(
        (other for other in rows if other["parent_id"] != row["id"]), key=lambda o: len(o["url_path"])
    )
    children = [
        other for other in rows if other["parent_id"] == row["id"] and channel not in other["hidden_in"]
    ]
    return CategoryFacts(
        id=row["id"],
        name=text(row, "name", locale),
        slug=row["slug"],
        url_path=row["url_path"],
        html=text(row, "description", locale),
        seo_title=text(row, "seo_title", locale),
        seo_description=text(row, "seo_description", locale),
        breadcrumbs=tuple(_crumb(other, locale) for other in [*parents, row]),
        children=tuple(_crumb(other, locale) for other in children),
        facet_codes=tuple(row["facet_codes"]),
        visible=row["visible"],
        hidden_in=tuple(row["hidden_in"]),
        version=row["version"],
        layout=layout_of(row["layout"]),
        lead_image_id=row["lead_image_id"],
    )


def ancestor_paths(url_path: str) -> list[str]:
    """The paths above: ``a/b/c`` has ``a`` and ``a/b``."""
    parts = url_path.split("/")
    return ["/".join(parts[:end]) for end in range(1, len(parts))]


def _crumb(row: Mapping[str, Any], locale: str) -> Crumb:
    return Crumb(text(row, "name", locale), row["url_path"], row["id"])


@kept("catalog")
def category_tree(locale: str = SOURCE, channel: str = "") -> tuple[CategoryNode, ...]:
    """The visible categories as a tree; one query, or kept. Below a hidden one nothing shows.

    With the code of a channel only what that channel shows.
    """
    below: dict[int | None, list[Mapping[str, Any]]] = {}
    for row in _visible():
        if channel in row["hidden_in"]:
            continue
        below.setdefault(row["parent_id"], []).append(row)

    def nodes(parent: int | None) -> tuple[CategoryNode, ...]:
        return tuple(
            CategoryNode(row["id"], text(row, "name", locale), row["url_path"], nodes(row["id"]))
            for row in below.get(parent, ())
        )

    return nodes(None)


def category_names(ids: Iterable[int], *, locale: str = SOURCE) -> dict[int, Crumb]:
    """Name and path by id."""
    rows = Category.objects.filter(pk__in=list(ids)).values("id", "name", "url_path", "translations")
    return {row["id"]: _crumb(row, locale) for row in rows}


def categories_of_products(product_ids: Iterable[int]) -> dict[int, frozenset[int]]:
    """The categories in which each product stands itself; one query. Products without any are left out."""
    found: dict[int, set[int]] = {}
    rows = ProductCategory.objects.filter(product_id__in=list(product_ids)).order_by()
    for product_id, category_id in rows.values_list("product_id", "category_id"):
        found.setdefault(product_id, set()).add(category_id)
    return {product_id: frozenset(ids) for product_id, ids in found.items()}


def moved_path(path: str) -> str | None:
    """Where an address went for good: ``c/<category path>`` or ``p/<slug>``, without a language.

    A moved category takes the addresses below it along.
    """
    path = path.strip("/")
    candidates = [path, *reversed(ancestor_paths(path))]
    found = dict(PathRedirect.objects.filter(old_path__in=candidates).values_list("old_path", "new_path"))
    for candidate in candidates:
        if candidate in found:
            return found[candidate] + path[len(candidate) :]
    return None


@kept("catalog")
def collection_by_slug(slug: str, *, locale: str = SOURCE) -> CollectionFacts:
    """A visible collection. Raises :class:`CollectionNotFound`."""
    fields = ("id", "code", "slug", "name", "description", "rules", "translations")
    row = Collection.objects.filter(slug=slug, visible=True).values(*fields).first()
    if row is None:
        raise CollectionNotFound(slug=slug[:120])
    return CollectionFacts(
        row["id"], row["code"], row["slug"], text(row, "name", locale),
        text(row, "description", locale), row["rules"],
    )  # fmt: skip
