"""Downloads of a file: new ones come in as codes, what is shipped here already stays so and is told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.imports.operations.recognize import Known
from storecrew.contexts.inventory import public as inventory

if TYPE_CHECKING:
    from storecrew.contexts.imports.operations.applying import Plan


def sell_codes(taken: Iterable[tuple[Known, catalog.RowResult]], plan: Plan) -> None:
    """Open the codes of digital variants that the batch made; their stock is empty until codes come.

    A product that existed keeps its way of being sold, so that taking an import back never has to turn it
    again: what is still shipped is told.
    """
    for item, result in taken:
        digital = [variant for variant in item.draft.variants if variant.digital]
        ids = {variant.sku: result.variant_ids.get(variant.sku, 0) for variant in digital}
        if result.status == "created":
            for variant_id in filter(None, ids.values()):
                if not plan.dry_run:
                    inventory.open_code_pool(variant_id, actor=plan.actor, at=plan.at)
            continue
        known = catalog.variants(filter(None, ids.values())) if digital else {}
        for variant in digital:
            stored = known.get(ids[variant.sku])
            if stored is not None and not stored.digital:
                item.built.warn("digital_as_it_is", variant.row, sku=variant.sku, product=item.draft.title)
