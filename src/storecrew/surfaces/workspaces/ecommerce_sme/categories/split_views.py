"""Splitting a category: every product gets its part, by hand or by a value, and the address leads on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.models import Category, Product
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.workspaces.ecommerce_sme.categories.tree import find
from storecrew.surfaces.workspaces.ecommerce_sme.products.words import shown_products

PARTS = 6
MOST = 300


@dataclass
class Split:
    """What stands on the page: a name for each part, a part for each product (0: stays), the heir."""

    names: list[str]
    chosen: dict[int, int]
    leads_to: str = ""
    problem: str = ""

    def parts(self) -> list[tuple[int, catalog.CategoryPart]]:
        """Return the parts that have a name, with their numbers from 1."""
        found = []
        for number, name in enumerate(self.names, start=1):
            ids = tuple(id_ for id_, part in self.chosen.items() if part == number)
            if name.strip():
                found.append((number, catalog.CategoryPart(name.strip(), ids)))
        return found

    def nameless(self) -> int:
        """Return how many products have a part without a name."""
        named = {number for number, _part in self.parts()}
        return sum(1 for part in self.chosen.values() if part and part not in named)


@workspace_page(permission="catalog.write")
def split_category(request: HttpRequest, category_id: int) -> HttpResponse:
    """Make several categories of one."""
    row = find(category_id)
    rows = Product.objects.filter(category_links__category=row).order_by("title", "pk")
    ids = list(rows.values_list("pk", flat=True)[:MOST])
    total = rows.count()
    by = request.GET.get("by", "")
    split = _posted(request.POST, ids) if request.method == "POST" else _proposed(ids, by)
    if request.method == "POST" and not split.problem:
        made = _carry_out(request, row, split)
        if made:
            return (
                redirect("categories_record", made[0])
                if split.leads_to
                else redirect("categories_record", row.pk)
            )
    context = {
        "row": row,
        "split": split,
        "names": list(enumerate(split.names, start=1)),
        "products": [item | {"part": split.chosen.get(item["id"], 0)} for item in shown_products(ids)],
        "left_out": max(total - len(ids), 0),
        "by": by,
        "ways": [
            ("brand", _("Brand")),
            *((s.code, s.name) for s in catalog.attribute_schemas() if s.is_facet),
        ],
        "header_title": _("Split %(name)s") % {"name": row.name},
        "back_url": reverse("categories_record", args=[row.pk]),
        "back_label": row.name,
    }
    status = 422 if split.problem else 200
    return render(request, "ecommerce_sme/categories/split.html", context, status=status)


def _carry_out(request: HttpRequest, row: Category, split: Split) -> list[int]:
    """Return the new categories, or none with the problem noted."""
    parts = split.parts()
    numbers = [number for number, _part in parts]
    heir = int(split.leads_to) if split.leads_to.isdigit() else 0
    if heir and heir not in numbers:
        split.problem = _("Give the category a name to which the address shall lead.")
        return []
    try:
        made = catalog.split_category(
            category_id=row.pk,
            parts=[part for _number, part in parts],
            leads_to=numbers.index(heir) if heir else None,
            actor=request_actor(request),
            at=clock.now(),
        )
    except DomainError as error:
        words = list(dict(error.details.get("fields") or {}).values())
        split.problem = " ".join(map(str, words)) or f"{error.message} {error.next_step}"
        return []
    count = ngettext("%(n)s category is made.", "%(n)s categories are made.", len(made)) % {"n": len(made)}
    ends = _("/c/%(old)s/ now leads on.") % {"old": row.url_path}
    messages.success(request, f"{count} {ends}" if heir else count)
    return [made[numbers.index(heir)]] if heir else made


def _posted(data: QueryDict, ids: list[int]) -> Split:
    names = [data.get(f"name-{number}", "")[:160] for number in range(1, PARTS + 1)]
    texts = {id_: data.get(f"part-{id_}", "") for id_ in ids}
    chosen = {id_: int(text) if text.isascii() and text.isdigit() else 0 for id_, text in texts.items()}
    split = Split(names, chosen, data.get("leads_to", ""))
    if not split.parts():
        split.problem = _("Name at least one new category.")
    elif missing := split.nameless():
        words = ngettext(
            "%(n)s product has a part without a name.", "%(n)s products have a part without a name.", missing
        )
        split.problem = words % {"n": missing}
    return split


def _proposed(ids: list[int], by: str) -> Split:
    """Return one part for each of the commonest values of a brand or an attribute."""
    blank = Split([""] * PARTS, dict.fromkeys(ids, 0))
    if not by:
        return blank
    values = {
        row.pk: _value(row, by) for row in Product.objects.filter(pk__in=ids).prefetch_related("variants")
    }
    common = [value for value, _count in Counter(v for v in values.values() if v).most_common(PARTS)]
    places = {value: number for number, value in enumerate(common, start=1)}
    names = [*common, *([""] * (PARTS - len(common)))]
    return Split(names, {id_: places.get(values.get(id_, ""), 0) for id_ in ids})


def _value(row: Product, by: str) -> str:
    if by == "brand":
        return row.brand
    held: list[dict[str, Any]] = [row.attributes, *(variant.attributes for variant in row.variants.all())]
    found = next((attributes[by] for attributes in held if attributes.get(by)), "")
    return str(found[0] if isinstance(found, list) and found else found)
