"""How changes of products are taken back: by the same operations, with what was before.

What a colleague changed meanwhile is never overwritten: each product is written only in the version that the
change left behind.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import ngettext

from storecrew.contexts.catalog import public as catalog
from storecrew.kernel.actor import Actor
from storecrew.kernel.sentence import say
from storecrew.surfaces.ui.backoffice.undo import Undo, register_undo


def of_edits(done: Iterable[catalog.BulkPreview]) -> Undo | None:
    """Return the way back of `catalog.bulk_edit` or `grid_edit`, from what it answered."""
    edits = {
        str(plan.product_id): {
            "version": plan.version + 1,
            "changes": {change.field: _before(change) for change in plan.changes},
        }
        for plan in done
        if plan.changes
    }
    return Undo("catalog.products_edited", {"edits": edits}) if edits else None


def _before(change: catalog.Change) -> Any:
    if change.field != "attributes":
        return change.old
    # attributes are merged when they are written: what was not there is emptied by None
    return {
        code: change.old.get(code)
        for code in {**change.old, **change.new}
        if change.old.get(code) != change.new.get(code)
    }


def of_edit(product_id: int, version: int, before: Mapping[str, Any]) -> Undo:
    """Return the way back of one `catalog.update_product` that led to a version."""
    payload = {"product": product_id, "version": version, "changes": dict(before)}
    return Undo("catalog.product_edited", payload)


def of_category(product_ids: list[int], category_id: int, *, added: bool) -> Undo | None:
    """Return the way back of adding products to a category, or of taking them out."""
    payload = {"products": product_ids, "category": category_id, "added": added}
    return Undo("catalog.category_changed", payload) if product_ids else None


def of_listing(product_ids: list[int], channel_id: int, *, published: bool) -> Undo | None:
    """Return the way back of listing products in a channel, or of taking them from it."""
    payload = {"products": product_ids, "channel": channel_id, "published": published}
    return Undo("catalog.listing_changed", payload) if product_ids else None


def of_status(product_id: int, version: int, before: str) -> Undo:
    """Return the way back of one `catalog.set_status` that led to a version."""
    return Undo("catalog.status_set", {"product": product_id, "version": version, "status": before})


def _put_back(count: int) -> str:
    return ngettext("%(n)s product is as before.", "%(n)s products are as before.", count) % {"n": count}


def _edits(payload: dict[str, Any], actor: Actor, at: dt.datetime) -> str:
    edits = {int(key): row for key, row in payload["edits"].items()}
    catalog.grid_edit(
        edits={key: row["changes"] for key, row in edits.items()},
        expected_versions={key: row["version"] for key, row in edits.items()},
        actor=actor,
        at=at,
        reason=say("undone"),
    )
    return _put_back(len(edits))


def _edit(payload: dict[str, Any], actor: Actor, at: dt.datetime) -> str:
    catalog.update_product(
        product_id=payload["product"],
        expected_version=payload["version"],
        changes=payload["changes"],
        actor=actor,
        at=at,
    )
    return _put_back(1)


def _status(payload: dict[str, Any], actor: Actor, at: dt.datetime) -> str:
    catalog.set_status(
        product_id=payload["product"],
        expected_version=payload["version"],
        status=payload["status"],
        actor=actor,
        at=at,
        reason=say("undone"),
    )
    return _put_back(1)


def _category(payload: dict[str, Any], actor: Actor, at: dt.datetime) -> str:
    reverse = catalog.remove_from_category if payload["added"] else catalog.add_to_category
    changed = reverse(product_ids=payload["products"], category_id=payload["category"], actor=actor, at=at)
    return _put_back(len(changed))


def _listing(payload: dict[str, Any], actor: Actor, at: dt.datetime) -> str:
    catalog.set_listing(
        product_ids=payload["products"],
        channel_id=payload["channel"],
        published=not payload["published"],
        actor=actor,
        at=at,
    )
    return _put_back(len(payload["products"]))


register_undo("catalog.products_edited", _edits)
register_undo("catalog.product_edited", _edit)
register_undo("catalog.status_set", _status)
register_undo("catalog.category_changed", _category)
register_undo("catalog.listing_changed", _listing)
