"""Reads of the bench: parcels, boxes, instructions and proposals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.fulfillment.errors import UnknownWork
from storecrew.contexts.fulfillment.facts import ParcelFacts
from storecrew.contexts.fulfillment.models import (
    Box,
    FulfillmentLine,
    FulfillmentOrder,
    PackingSpec,
    Parcel,
)
from storecrew.contexts.fulfillment.queries.inserts import inserts_for
from storecrew.contexts.fulfillment.rules import boxing, specification
from storecrew.contexts.orders import public as orders
from storecrew.contexts.shipping import public as shipping

MOST_UNITS = 60
"""Beyond so many units nobody packs by a picture, and the proposal would take too long."""


def parcel(parcel_id: int) -> ParcelFacts:
    """Return one parcel; raises UnknownWork."""
    row = Parcel.objects.filter(pk=parcel_id).select_related("fulfillment_order").first()
    if row is None:
        raise UnknownWork(parcel=parcel_id)
    return parcel_facts(row)


def parcel_by_code(code: str) -> ParcelFacts:
    """Return the parcel a scan means, by its own code or its tracking number. Raises UnknownWork."""
    text = code.strip()
    match = Q(code__iexact=text) | Q(tracking_number__iexact=text)
    rows = Parcel.objects.filter(match).select_related("fulfillment_order") if text else Parcel.objects.none()
    row = rows.order_by("-pk").first()
    if row is None:
        raise UnknownWork(parcel=text[:60])
    return parcel_facts(row)


def packing_plan(work_id: int) -> tuple[dict[str, Any], tuple[dict[str, Any], ...]]:
    """Return the instruction and the proposed boxes for an order whose box is not open yet."""
    row = FulfillmentOrder.objects.filter(pk=work_id).first()
    if row is None:
        raise UnknownWork(work=work_id)
    instruction = specification_of(row)
    return instruction, tuple(proposal_for(row, instruction))


def parcels_of_work(work_ids: Iterable[int]) -> tuple[ParcelFacts, ...]:
    """Return the parcels of fulfillment orders, oldest first; two queries."""
    rows = Parcel.objects.filter(fulfillment_order__in=list(work_ids)).select_related("fulfillment_order")
    return tuple(parcel_facts(row) for row in rows.prefetch_related("lines"))


def parcel_facts(row: Parcel) -> ParcelFacts:
    """Build the facts of a parcel whose fulfillment order is loaded."""
    return ParcelFacts(
        id=row.pk,
        work_id=row.fulfillment_order_id,
        order_id=row.fulfillment_order.order_id,
        number=row.fulfillment_order.number,
        code=row.code,
        state=row.state,
        box_code=row.box_code,
        specification=row.specification,
        proposal=tuple(row.proposal),
        message=row.message,
        expected_g=row.expected_g,
        weight_g=row.weight_g,
        weight_reason=row.weight_reason,
        photo_url=row.photo.url if row.photo else "",
        packed_by=row.packed_by,
        needs_check=row.needs_check,
        checked_by=row.checked_by,
        carrier=row.carrier,
        tracking_number=row.tracking_number,
        label_id=row.label_id,
        label_state=row.label_state,
        label_problem=row.label_problem,
        label_words=row.label_words,
        label_fallback=row.label_fallback,
        closed_at=row.closed_at,
        lines={line.line_id: line.quantity for line in row.lines.all()},
    )


def box_choices() -> list[Box]:
    """Return the boxes in use, the smallest first."""
    rows = Box.objects.filter(active=True)
    return sorted(rows, key=lambda box: (box.length_mm * box.width_mm * box.height_mm, box.code))


def specifications() -> list[PackingSpec]:
    """Return the current packing specifications, the widest scope first."""
    rows = PackingSpec.objects.filter(current=True)
    return sorted(rows, key=lambda row: (specification.SCOPES.index(row.scope), row.key))


def versions_of(specification_id: int) -> list[PackingSpec]:
    """Return all versions of what one version is about, the newest first. Raises UnknownWork."""
    row = PackingSpec.objects.filter(pk=specification_id).first()
    if row is None:
        raise UnknownWork(specification=specification_id)
    return list(PackingSpec.objects.filter(scope=row.scope, key=row.key).order_by("-version"))


def specification_of(work: FulfillmentOrder) -> dict[str, Any]:
    """Return how a fulfillment order is to be packed, with the versions this follows.

    A gift also follows what is written for the kind of order "gift"; the shopper's wish for a wrap holds
    whatever the rows say, and so does what is known of the goods themselves: "goods" lists their kinds.
    """
    lines = list(FulfillmentLine.objects.filter(fulfillment_order=work, quantity__gt=0))
    types = set(catalog.product_type_codes([line.variant_id for line in lines]).values())
    profiles = shipping.goods_profiles({line.sku for line in lines}).values()
    goods = sorted({kind for profile in profiles for kind in profile.kinds})
    gift = orders.gift_of(work.order_id)
    kinds = [work.country, work.channel_code, *(["gift"] if gift.wrap or gift.message else [])]
    wanted = (
        Q(scope="default")
        | Q(scope="order_type", key__in=kinds)
        | Q(scope="goods", key__in=goods)
        | Q(scope="product_type", key__in=types)
        | Q(scope="sku", key__in=[line.sku for line in lines])
    )
    names = ("scope", "key", "version", *specification.TEXTS, *specification.FLAGS)
    found = specification.merged(PackingSpec.objects.filter(wanted, current=True).values(*names))
    return found | {
        "gift_wrap": found["gift_wrap"] or gift.wrap,
        "fragile": found["fragile"] or "fragile" in goods,
        "goods": goods,
        "inserts": inserts_for(work, lines),
    }


def proposal_for(work: FulfillmentOrder, instruction: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return boxes with what lies where, as plain data; [] when a measure is missing or it is too much."""
    lines = list(FulfillmentLine.objects.filter(fulfillment_order=work, quantity__gt=0))
    if sum(line.quantity - line.packed for line in lines) > MOST_UNITS:
        return []
    known = catalog.variants([line.variant_id for line in lines])
    items: list[boxing.Item] = []
    for line in lines:
        variant = known.get(line.variant_id)
        if variant is None:
            return []
        unit = boxing.Item(
            line.sku,
            variant.length_mm or 0,
            variant.width_mm or 0,
            variant.height_mm or 0,
            variant.weight_g or 0,
            upright=bool(instruction.get("upright")),
            fragile=bool(instruction.get("fragile")),
        )
        items += [unit] * (line.quantity - line.packed)
    boxes = [
        boxing.Box(box.code, box.length_mm, box.width_mm, box.height_mm, box.max_weight_g)
        for box in box_choices()
    ]
    return [
        {
            "box": proposal.box,
            "fill": proposal.fill,
            "placements": [placement._asdict() for placement in proposal.placements],
        }
        for proposal in boxing.propose(items, boxes)
    ]


def only_parcel_with(order_id: int, sku: str) -> int | None:
    """Return the id of the one parcel in which an article of an order left; None when none or several did."""
    rows = Parcel.objects.filter(fulfillment_order__order_id=order_id, lines__line__sku=sku)
    ids = list(rows.order_by("pk").values_list("pk", flat=True).distinct()[:2])
    return ids[0] if len(ids) == 1 else None
