"""What every write of the catalog ends with: version, audit line, event, revision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from django.db.models import F

from storecrew.contexts.catalog.errors import EditConflict, InvalidAttribute, ProductNotFound
from storecrew.contexts.catalog.events import ProductChanged, ProductsChanged
from storecrew.contexts.catalog.models import Attribute, Product
from storecrew.contexts.catalog.queries.products import missing_of
from storecrew.contexts.catalog.rules.attributes import clean_values
from storecrew.contexts.catalog.rules.completeness import score
from storecrew.kernel import audit, outbox, revisions
from storecrew.kernel.actor import Actor

EVENT_IDS = 1_000


def find_product(product_id: int) -> Product:
    """The product's row. Raises :class:`ProductNotFound`."""
    product = Product.objects.select_related("product_type").filter(pk=product_id).first()
    if product is None:
        raise ProductNotFound(product_id=product_id)
    return product


def claim_version(row: models.Model, expected: int | None, changes: Mapping[str, Any], **also: Any) -> int:
    """Write changes if nobody wrote since ``expected`` (``None``: whatever the version).

    Returns the new version. Raises :class:`EditConflict` with both values of each field that
    differs, so that the editor can choose; nothing is lost.
    """
    rows = type(row)._default_manager.filter(pk=row.pk)
    if expected is not None:
        rows = rows.filter(version=expected)
    if rows.update(version=F("version") + 1, **changes, **also) != 1:
        current = type(row)._default_manager.filter(pk=row.pk).values("version", *changes).first() or {}
        fields = {
            name: {"yours": value, "current": current.get(name)}
            for name, value in changes.items()
            if current.get(name) != value
        }
        raise EditConflict(current_version=current.get("version"), fields=fields)
    return int(type(row)._default_manager.values_list("version", flat=True).get(pk=row.pk))


def product_written(
    product_id: int,
    action: str,
    *,
    actor: Actor,
    at: dt.datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Refresh the completeness, then tell: audit, event, revision."""
    product = Product.objects.select_related("product_type").get(pk=product_id)
    completeness = score(missing_of(product))
    if completeness != product.completeness:
        Product.objects.filter(pk=product_id).update(completeness=completeness)
    audit.record(
        actor=actor, action=f"catalog.{action}", record="catalog.product", record_id=product_id, at=at,
        before=dict(before) if before else None, after=dict(after) if after else None, reason=reason,
    )  # fmt: skip
    outbox.publish(ProductChanged(product_id=product_id))
    revisions.bump_on_commit("catalog", f"product:{product_id}")


def touch(product_id: int, at: dt.datetime) -> None:
    """A child of the product changed: the product has a new version too."""
    Product.objects.filter(pk=product_id).update(version=F("version") + 1, updated_at=at)


def tell_many(product_ids: Iterable[int]) -> None:
    """Event and revisions for many products."""
    ids = sorted(set(product_ids))
    outbox.publish_many(
        ProductsChanged(product_ids=tuple(ids[start : start + EVENT_IDS]))
        for start in range(0, len(ids), EVENT_IDS)
    )
    if ids:
        revisions.bump_on_commit("catalog", *(f"product:{id_}" for id_ in ids))


def checked_values(type_id: int, values: Mapping[str, Any]) -> dict[str, Any]:
    """Attribute values in stored form. Raises :class:`InvalidAttribute` naming each that is wrong."""
    schema = {attribute.code: attribute for attribute in Attribute.objects.filter(product_type_id=type_id)}
    right, wrong = clean_values(schema, values)
    if wrong:
        raise InvalidAttribute(fields={code: str(problem) for code, problem in wrong.items()})
    return right
