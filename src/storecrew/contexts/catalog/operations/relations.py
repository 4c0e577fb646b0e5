"""Which products go with others, or stand in for them: set for one product or for many."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from storecrew.contexts.catalog.errors import InvalidProduct, ProductNotFound
from storecrew.contexts.catalog.models import Product, ProductRelation
from storecrew.contexts.catalog.operations.common import find_product, tell_many
from storecrew.contexts.catalog.queries.relations import relations_of
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor

_KINDS = frozenset(ProductRelation.Kind.values)


def set_relations(
    *, product_id: int, kind: str, other_ids: Iterable[int], actor: Actor, at: dt.datetime
) -> None:
    """The accessories or substitutes of a product, in order. Raises ProductNotFound, InvalidProduct."""
    actor.require("catalog.write")
    if kind not in _KINDS:
        raise InvalidProduct(fields={"kind": _("This kind of relation does not exist.")})
    wanted = [id_ for id_ in dict.fromkeys(other_ids) if id_ != product_id]
    find_product(product_id)
    known = set(Product.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    if unknown := [id_ for id_ in wanted if id_ not in known]:
        raise ProductNotFound(product_ids=unknown)
    relate_products({product_id: {kind: wanted}}, actor=actor, at=at)


def relate_products(
    wanted: Mapping[int, Mapping[str, Sequence[int]]], *, actor: Actor, at: dt.datetime
) -> dict[tuple[int, str], list[int]]:
    """Set accessories and substitutes of many products with a few statements.

    ``wanted`` holds, by product and kind, the ids of the others in order; a kind that is not named stays as
    it is, and so does a product that does not exist. Others that do not exist are left out. Returns what was
    there before, by product and kind, where something changed.

    Rights: ``catalog.import`` or ``catalog.write``.
    """
    actor.require("catalog.import" if actor.can("catalog.import") else "catalog.write")
    with transaction.atomic():
        others = {id_ for kinds in wanted.values() for ids in kinds.values() for id_ in ids}
        known = set(Product.objects.filter(pk__in={*wanted, *others}).order_by().values_list("pk", flat=True))
        stored = relations_of(wanted)
        before: dict[tuple[int, str], list[int]] = {}
        after: dict[tuple[int, str], list[int]] = {}
        for product_id, kinds in wanted.items():
            for kind, ids in kinds.items():
                new = [id_ for id_ in dict.fromkeys(ids) if id_ in known and id_ != product_id]
                old = stored.get(product_id, {}).get(kind, [])
                if product_id in known and kind in _KINDS and new != old:
                    before[product_id, kind], after[product_id, kind] = old, new
        if after:
            _write(before, after, actor, at)
    return before


def _write(
    before: Mapping[tuple[int, str], list[int]],
    after: Mapping[tuple[int, str], list[int]],
    actor: Actor,
    at: dt.datetime,
) -> None:
    for kind in _KINDS:
        of_kind = [product_id for product_id, each in after if each == kind]
        ProductRelation.objects.filter(product_id__in=of_kind, kind=kind).delete()
    ProductRelation.objects.bulk_create(
        ProductRelation(product_id=product_id, other_id=id_, kind=kind, position=position)
        for (product_id, kind), ids in after.items()
        for position, id_ in enumerate(ids)
    )
    changed = sorted({product_id for product_id, _kind in after})
    Product.objects.filter(pk__in=changed).update(version=F("version") + 1, updated_at=at)
    lines = [
        audit.Change(
            action="catalog.product_relations_set",
            record="catalog.product",
            record_id=product_id,
            before={kind: before[product_id, kind]},
            after={kind: ids},
        )
        for (product_id, kind), ids in after.items()
    ]
    audit.record_many(lines, actor=actor, at=at)
    tell_many(changed)
