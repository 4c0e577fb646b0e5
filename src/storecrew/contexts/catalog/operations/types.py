"""Product types: the schema that products refer to. Changing one never rewrites products (M25)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from storecrew.contexts.catalog.errors import InvalidAttribute
from storecrew.contexts.catalog.events import ProductTypeChanged
from storecrew.contexts.catalog.models import Attribute, Product, ProductType
from storecrew.contexts.catalog.queries.attributes import TYPES_TAG
from storecrew.contexts.catalog.rules.attributes import KINDS, InvalidValue, clean_choices
from storecrew.contexts.catalog.rules.text import attribute_code, clean_line, slugify
from storecrew.kernel import audit, outbox, revisions
from storecrew.kernel.actor import Actor

UNCHANGED = -1


@dataclass(frozen=True, slots=True)
class AttributeSpec:
    """One attribute of :func:`save_product_type`. ``choices``: texts, or value/label/swatch/translations."""

    code: str
    name: str
    kind: str
    unit: str = ""
    choices: Sequence[str | Mapping[str, Any]] = ()
    is_facet: bool = False
    is_variant_level: bool = False
    is_required: bool = False
    translations: Mapping[str, Any] = field(default_factory=dict)  # {"ko": {"name": "색상"}}


def save_product_type(
    *,
    code: str,
    name: str,
    attributes: Sequence[AttributeSpec],
    actor: Actor,
    at: dt.datetime,
    translations: Mapping[str, Any] | None = None,
    remove_others: bool = False,
    approve_from: int | None = UNCHANGED,
) -> int:
    """Make a product type or bring it to this shape; returns its id.

    The order of ``attributes`` is that of forms and filters. Attributes not named stay unless
    ``remove_others``; products keep their values either way. The kind of an attribute that products
    already use cannot change. ``approve_from`` (0 to 100) is the completeness from which on a second person
    may approve a product of this type, which then goes live only approved; None asks for no approval, and
    changing it needs the right to approve (left out: it stays). Raises InvalidAttribute.
    """
    actor.require("catalog.write")
    approve_from = _checked_approval(slugify(code)[:64], approve_from, actor)
    with transaction.atomic():
        kind, _created = ProductType.objects.update_or_create(
            code=slugify(code)[:64],
            defaults={
                "name": clean_line(name)[:120],
                "translations": dict(translations or {}),
                "approve_from": approve_from,
            },
        )
        known = {attribute.code: attribute for attribute in Attribute.objects.filter(product_type=kind)}
        for position, spec in enumerate(attributes):
            _save_attribute(kind, known.get(attribute_code(spec.code)), spec, position)
        if remove_others:
            named = [attribute_code(spec.code) for spec in attributes]
            Attribute.objects.filter(product_type=kind).exclude(code__in=named).delete()
        audit.record(
            actor=actor, action="catalog.product_type_saved", record="catalog.producttype",
            record_id=kind.pk, at=at, before={"attributes": sorted(known)},
            after={"attributes": [spec.code for spec in attributes]},
        )  # fmt: skip
        outbox.publish(ProductTypeChanged(product_type_id=kind.pk))
        revisions.bump_on_commit("catalog", TYPES_TAG)
    return kind.pk


def _checked_approval(code: str, wanted: int | None, actor: Actor) -> int | None:
    stored = ProductType.objects.filter(code=code).values_list("approve_from", flat=True).first()
    if wanted in {UNCHANGED, stored}:
        return stored
    actor.require("catalog.approve")
    if wanted is not None and not 0 <= wanted <= 100:
        raise InvalidAttribute(fields={"approve_from": _("Give a number from 0 to 100.")})
    return wanted


def _save_attribute(kind: ProductType, known: Attribute | None, spec: AttributeSpec, position: int) -> None:
    code = attribute_code(spec.code)
    if spec.kind not in KINDS or not code:
        raise InvalidAttribute(fields={spec.code: _("This kind of attribute is not known.")})
    if known is not None and known.kind != spec.kind and _is_used(kind, code):
        raise InvalidAttribute(fields={code: _("Products use this attribute: its kind cannot change.")})
    try:
        choices = clean_choices(spec.kind, spec.choices)
    except InvalidValue as problem:
        raise InvalidAttribute(fields={code: str(problem)}) from None
    Attribute.objects.update_or_create(
        product_type=kind,
        code=code,
        defaults={
            "name": clean_line(spec.name)[:120] or code,
            "kind": spec.kind,
            "unit": clean_line(spec.unit)[:20],
            "choices": choices,
            "is_facet": spec.is_facet,
            "is_variant_level": spec.is_variant_level,
            "is_required": spec.is_required,
            "position": position,
            "translations": dict(spec.translations),
        },
    )


def _is_used(kind: ProductType, code: str) -> bool:
    products = Product.objects.filter(product_type=kind)
    return (
        products.filter(attributes__has_key=code).exists()
        or products.filter(variants__attributes__has_key=code).exists()
    )
