"""What the palette finds of the catalog, how its records are named elsewhere, and what it begins."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from storecrew.contexts.catalog.models import Category, Collection, Product
from storecrew.surfaces.ui.backoffice.kinds import Kind, every, register_action, register_kind

register_kind(
    Kind(
        "catalog.product",
        _("Product"),
        "products_record",
        "catalog.read",
        every(Product),
        title="title",
        by=(),
    )
)
register_kind(
    Kind(
        "catalog.category",
        _("Category"),
        "categories_record",
        "catalog.read",
        every(Category),
        by=(),
    )
)
register_kind(
    Kind(
        "catalog.collection",
        _("Collection"),
        "collections_edit",
        "catalog.write",
        every(Collection),
    )
)

for _label, _page in (
    (_("New product"), "products_add"),
    (_("New category"), "categories_add"),
    (_("New collection"), "collections_add"),
    (_("New price list"), "price_lists_add"),
    (_("Import a file"), "imports_add"),
    (_("New channel"), "channels_add"),
):
    register_action(_label, _page)
