"""The tree of categories as rows: read once, walked in Python."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Count

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.models import Category


@dataclass
class Node:
    """A category with those below it; ``total`` counts the products below too (each place once)."""

    row: Category
    products: int
    children: list[Node] = field(default_factory=list)
    first: bool = False
    last: bool = False

    @property
    def total(self) -> int:
        """Return the places of products here and below."""
        return self.products + sum(child.total for child in self.children)


def whole_tree() -> list[Node]:
    """Return the roots, hidden categories included; one query."""
    rows = Category.objects.annotate(n=Count("product_links")).order_by("position", "pk")
    nodes = {row.pk: Node(row, row.n) for row in rows}
    roots: list[Node] = []
    for node in nodes.values():
        parent = nodes.get(node.row.parent_id) if node.row.parent_id else None
        (parent.children if parent else roots).append(node)
    for family in (roots, *(node.children for node in nodes.values())):
        if family:
            family[0].first = family[-1].last = True
    return roots


def find(category_id: int) -> Category:
    """Return the category's row; raises CategoryNotFound."""
    row = Category.objects.select_related("parent").filter(pk=category_id).first()
    if row is None:
        raise catalog.CategoryNotFound(category_id=category_id)
    return row


def places(*, without: str = "") -> list[tuple[str, str]]:
    """Return (id, path in words) of all categories but those at or below a path, for a choice."""
    rows = Category.objects.order_by("url_path").values_list("pk", "url_path")
    return [
        (str(pk), path.replace("/", " › "))
        for pk, path in rows
        if not without or not f"{path}/".startswith(f"{without}/")
    ]
