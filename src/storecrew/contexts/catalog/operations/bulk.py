"""Many products at once, from a grid: first shown, then done, each against the version that was seen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from storecrew.contexts.catalog.errors import EditConflict, InvalidAttribute, InvalidProduct
from storecrew.contexts.catalog.facts import BulkPreview, Change, RowProblem
from storecrew.contexts.catalog.models import Product
from storecrew.contexts.catalog.operations.common import checked_values, tell_many
from storecrew.contexts.catalog.operations.products import EDITABLE, clean_changes
from storecrew.contexts.catalog.operations.selling import lacking_of, words_of
from storecrew.contexts.catalog.queries.products import missing_of
from storecrew.contexts.catalog.rules.completeness import blocks_sale, score
from storecrew.contexts.catalog.rules.statuses import may_move, step
from storecrew.kernel import audit, clock
from storecrew.kernel.actor import Actor

MOST = 5_000
# Texts that are one product's own; the same for many would be a mistake.
NOT_FOR_MANY = frozenset({"slug", "option_names"})
ADDING = frozenset({"add_tags", "remove_tags"})


def preview_bulk_edit(*, ids: Iterable[int], changes: Mapping[str, Any]) -> list[BulkPreview]:
    """What :func:`bulk_edit` would do to each product, in the order of the ids; nothing is written.

    Raises InvalidProduct for a field that cannot be edited for many.
    """
    return preview_grid_edit(edits=dict.fromkeys(ids, changes))


def preview_grid_edit(*, edits: Mapping[int, Mapping[str, Any]]) -> list[BulkPreview]:
    """The same with changes of its own for each product, by id: what :func:`grid_edit` would do."""
    return [preview for _product, _values, preview in _planned(edits)]


def bulk_edit(
    *,
    ids: Iterable[int],
    changes: Mapping[str, Any],
    actor: Actor,
    at: dt.datetime,
    expected_versions: Mapping[int, int] | None = None,
    reason: str = "",
) -> list[BulkPreview]:
    """Change many products alike: all of them, or none.

    ``changes``: title, subtitle, brand, description, seo_title, seo_description, translations, tags,
    ``add_tags``, ``remove_tags``, ``status``, and ``attributes`` (merged: a value of ``None`` empties one).
    Returns what was done. Raises InvalidProduct when a product cannot take it (the preview says which),
    EditConflict when one changed since ``expected_versions`` (by id) were read.
    """
    return grid_edit(
        edits=dict.fromkeys(ids, changes),
        expected_versions=expected_versions,
        reason=reason,
        actor=actor,
        at=at,
    )


def grid_edit(
    *,
    edits: Mapping[int, Mapping[str, Any]],
    actor: Actor,
    at: dt.datetime,
    expected_versions: Mapping[int, int] | None = None,
    reason: str = "",
) -> list[BulkPreview]:
    """Change many products, each in its own way (by id): all of them, or none. As :func:`bulk_edit`."""
    actor.require("catalog.write")
    with transaction.atomic():
        planned = _planned(edits)
        refused = {p.product_id: p.problem.message for _row, _values, p in planned if p.problem}
        if refused:
            raise InvalidProduct(products=refused)
        expected = expected_versions or {}
        stale = [row.pk for row, _values, _p in planned if expected.get(row.pk, row.version) != row.version]
        if stale:
            raise EditConflict(products=stale, fields={})
        written = [(row, values, p) for row, values, p in planned if p.changes]
        _write(written, at)
        audit.record_many(
            [
                audit.Change(
                    "catalog.product_updated", "catalog.product", p.product_id,
                    {change.field: change.old for change in p.changes},
                    {change.field: change.new for change in p.changes}, reason,
                )
                for _row, _values, p in written
            ],
            actor=actor, at=at,
        )  # fmt: skip
        tell_many(p.product_id for _row, _values, p in written)
    return [p for _row, _values, p in planned]


def _write(written: Sequence[tuple[Product, Mapping[str, Any], BulkPreview]], at: dt.datetime) -> None:
    names: set[str] = {"version", "updated_at", "completeness", "launched_at"}
    for row, values, _preview in written:
        for name, value in values.items():
            setattr(row, name, value)
        names.update(values)
        row.version += 1
        row.updated_at = at
        row.completeness = score(missing_of(row))
        if row.status == "live" and row.launched_at is None:
            row.launched_at = at
    Product.objects.bulk_update([row for row, _values, _preview in written], sorted(names), batch_size=200)


def _planned(edits: Mapping[int, Mapping[str, Any]]) -> list[tuple[Product, dict[str, Any], BulkPreview]]:
    if len(edits) > MOST:
        raise InvalidProduct(fields={"ids": _("At most 5,000 products can be edited at once.")})
    allowed = (EDITABLE - NOT_FOR_MANY) | ADDING | {"status"}
    if unknown := sorted({name for changes in edits.values() for name in changes} - allowed):
        raise InvalidProduct(fields=dict.fromkeys(unknown, _("This field cannot be changed here.")))
    products = Product.objects.select_related("product_type").order_by("pk")
    if transaction.get_connection().in_atomic_block:
        products = products.select_for_update(of=("self",)).order_by("pk")
    found = products.in_bulk(list(edits))
    launching = [
        id_ for id_, changes in edits.items()
        if changes.get("status") == "live" and id_ in found and found[id_].status != "live"
    ]  # fmt: skip
    lacking = lacking_of(launching, at=clock.now()) if launching else {}
    return [
        _plan(found[id_], changes, lacking.get(id_, ())) for id_, changes in edits.items() if id_ in found
    ]


def _plan(
    product: Product, changes: Mapping[str, Any], lacking: Sequence[str]
) -> tuple[Product, dict[str, Any], BulkPreview]:
    problem: RowProblem | None = None
    values: dict[str, Any] = {}
    try:
        values = _values(product, changes)
    except (InvalidProduct, InvalidAttribute) as refusal:
        fields = refusal.details.get("fields", {})
        name = next(iter(fields), "")
        problem = RowProblem(refusal.code, str(fields.get(name) or refusal), name)
    if not problem and values.get("status", product.status) != product.status:
        problem = _status_problem(product, values["status"], lacking)
    told = tuple(
        Change(name, getattr(product, name), value)
        for name, value in values.items()
        if getattr(product, name) != value
    )
    kept = {change.field: change.new for change in told}
    return product, kept, BulkPreview(product.pk, product.title, product.version, told, problem)


def _values(product: Product, changes: Mapping[str, Any]) -> dict[str, Any]:
    plain = {name: value for name, value in changes.items() if name in EDITABLE and name != "attributes"}
    values = clean_changes(product.product_type_id, plain)
    if "attributes" in changes:
        merged = {**product.attributes, **changes["attributes"]}
        values["attributes"] = checked_values(product.product_type_id, merged)
    if "add_tags" in changes or "remove_tags" in changes:
        gone = set(changes.get("remove_tags", ()))
        tags = [*values.get("tags", product.tags), *changes.get("add_tags", ())]
        values["tags"] = list(dict.fromkeys(tag for tag in tags if tag not in gone))
    if "status" in changes:
        values["status"] = changes["status"]
    return values


def _status_problem(product: Product, status: str, lacking: Sequence[str]) -> RowProblem | None:
    if not may_move(product.status, status):
        return RowProblem("status_not_allowed", _("The product cannot take this status."), "status", status)
    needs_approval = product.product_type.approve_from is not None
    if step(product.status, status, needs_approval=needs_approval).needs_approval:
        return RowProblem(
            "product_approval_needed",
            _("A second person has to approve this product first."),
            "status",
            status,
        )
    if product.status == "approved" and status == "live":
        return RowProblem(
            "one_at_a_time", _("Approved products go live one at a time, on their page."), "status", status
        )
    if status == "live" and (blocking := blocks_sale(missing_of(product))):
        return RowProblem(
            "not_ready_for_sale",
            _("The product is not complete enough to go live."),
            "status",
            ", ".join(blocking),
        )
    if status == "live" and lacking:
        return RowProblem(
            "not_ready_for_sale",
            _("The product cannot be sold yet: %(missing)s.") % {"missing": ", ".join(words_of(lacking))},
            "status",
            ", ".join(lacking),
        )
    return None
