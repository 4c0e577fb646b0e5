"""Figures and choices of ranges, as pages say them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from storecrew.contexts.assortment import public as assortment
from storecrew.contexts.catalog.models import Category, Collection
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.numbers import percent

DECISIONS = dict(assortment.DECISIONS)
OWNERS = dict(assortment.OWNERS)
TONES = {"keep": "good", "push": "info", "reprice": "warning", "end": "bad", "replace": "bad", "": "neutral"}


def stars(x100: int) -> str:
    """Write a rating with one decimal; a dash without reviews."""
    tenths = (x100 + 5) // 10
    return f"{tenths // 10}.{tenths % 10}" if x100 else "–"


def in_a_line(row: Any, locale: str, *, costs: bool) -> str:
    """Return the figures of a product as one sentence; margin and cost only for who may see costs."""
    parts = [
        _("%(n)s sold for %(sum)s")
        % {"n": row.units, "sum": Money(row.revenue, row.review.currency).format(locale)},
        _("%(share)s came back") % {"share": percent(row.return_bp, 10_000)},
        _("%(n)s in stock") % {"n": row.stock},
        _("rated %(stars)s") % {"stars": stars(row.rating_x100)},
        _("%(n)s%% complete") % {"n": row.completeness},
    ]
    if row.cover_days is not None:
        parts.insert(4, _("enough for %(n)s days") % {"n": row.cover_days})
    if row.price_line:
        parts.append(_("price %(line)s") % {"line": row.price_line})
    if costs:
        parts.insert(1, _("margin %(share)s") % {"share": percent(row.margin_bp, 10_000)})
    if costs and row.cost_line:
        parts.append(_("cost %(line)s") % {"line": row.cost_line})
    return " · ".join(parts)


def categories() -> list[tuple[str, str]]:
    """Return the categories with their place in the tree, in its order."""
    rows = Category.objects.order_by("url_path").values_list("pk", "name", "url_path")
    return [(str(pk), f"{'– ' * path.count('/')}{name}") for pk, name, path in rows[:1000]]


def collections() -> list[tuple[str, str]]:
    """Return the visible collections by their addresses."""
    rows = Collection.objects.filter(visible=True).order_by("name").values_list("slug", "name")
    return [(slug, name) for slug, name in rows[:500]]
