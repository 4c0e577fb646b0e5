"""What the pages about categories add to the menu and the palette."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.catalog.models import Category
from storecrew.surfaces.ui.backoffice.registry import (
    Look,
    PaletteItem,
    register_menu,
    register_palette_source,
)

register_menu(
    gettext_lazy("Categories"), "categories_list", "folder-open-1", "catalog.read", "catalog", order=30
)
register_menu(gettext_lazy("Collections"), "collections_list", "list-ul", "catalog.read", "catalog", order=40)
register_menu(
    gettext_lazy("Product types"), "product_types_list", "form", "catalog.read", "catalog", order=50
)


def _categories(text: str, look: Look) -> Iterable[PaletteItem]:
    rows = Category.objects.filter(name__icontains=text).order_by("url_path")[:6]
    return [
        PaletteItem(row.name, reverse("categories_record", args=[row.pk]), _("Category"), row.url_path)
        for row in rows
    ]


register_palette_source(_categories, permission="catalog.read", order=300)
