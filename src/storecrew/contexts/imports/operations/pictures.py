"""Pictures of a file: remembered while its rows come in, fetched and attached afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.imports.models import ImportImage
from storecrew.contexts.imports.operations.recognize import Known

if TYPE_CHECKING:
    from storecrew.contexts.imports.operations.applying import Plan

_LONGEST = 1_000


def wait_for_pictures(
    taken: list[tuple[Known, catalog.RowResult]], plan: Plan
) -> dict[int, list[tuple[str, Any, Any]]]:
    """Note each picture that is not in the shop yet; returns the new ones as changes by product row.

    A picture that failed before is tried again but is no change.
    """
    ids = [result.product_id for _, result in taken if result.product_id]
    known = {
        (image.product_id, image.source): image
        for image in ImportImage.objects.filter(product_id__in=ids).only("product_id", "source", "state")
    }
    new: list[ImportImage] = []
    again: list[int] = []
    changes: dict[int, list[tuple[str, Any, Any]]] = {}
    for item, result in taken:
        order = {image.source: place for place, image in enumerate(item.draft.images)}
        for missing in result.missing_images:
            source = missing.url[:_LONGEST]
            image = known.get((result.product_id or 0, source))
            if image is not None:
                if image.state == ImportImage.State.FAILED:
                    again.append(image.pk)
                continue
            if result.status != "created":
                changes.setdefault(item.draft.row, []).append(("images", None, source))
            if result.product_id:
                known[(result.product_id, source)] = picture = ImportImage(
                    run=plan.run,
                    product_id=result.product_id,
                    source=source,
                    alt=missing.alt[:255],
                    sku=missing.variant_sku[:120],
                    position=order.get(missing.url, 0),
                )
                new.append(picture)
    if not plan.dry_run:
        ImportImage.objects.bulk_create(new, batch_size=1_000)
        if again:
            ImportImage.objects.filter(pk__in=again).update(
                state=ImportImage.State.WAITING, problem="", run=plan.run
            )
    return changes
