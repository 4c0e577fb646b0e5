"""Reads of labels and of where their parcels are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import QuerySet

from storecrew.contexts.customers.public import AddressFacts
from storecrew.contexts.shipping.errors import UnknownLabel
from storecrew.contexts.shipping.facts import CustomsItem, LabelFacts, LabelLoad, ParcelSpec, TrackingFacts
from storecrew.contexts.shipping.models import Label, LabelDocument, TrackingEvent
from storecrew.kernel.money import Money
from storecrew.kernel.reads import compiled_once


def label(label_id: int, *, documents: bool = False) -> LabelFacts:
    """Return a label, with its files when asked. Raises UnknownLabel."""
    return facts_of(load(label_id), documents=documents)


def label_by_key(key: str) -> LabelFacts | None:
    """Return the label of a key; None when none was ever asked for."""
    row = Label.objects.select_related("account").filter(key=key).first()
    return facts_of(row) if row else None


def label_by_number(tracking_number: str) -> LabelFacts | None:
    """Return the newest label with a tracking number, also one that was taken back; None when none has it."""
    rows = Label.objects.select_related("account").filter(tracking_number=tracking_number.strip())
    row = rows.exclude(tracking_number="").order_by("-pk").first()
    return facts_of(row) if row else None


def labels_of(order_refs: Collection[str]) -> dict[str, tuple[LabelFacts, ...]]:
    """Return the labels of orders, oldest first; one query."""
    found: dict[str, list[LabelFacts]] = {}
    rows = Label.objects.select_related("account").filter(order_ref__in=order_refs).order_by("id")
    for row in rows:
        found.setdefault(row.order_ref, []).append(facts_of(row))
    return {ref: tuple(labels) for ref, labels in found.items()}


def load_of(label_id: int) -> LabelLoad:
    """Return what a label moves, for those who carry it. Raises UnknownLabel."""
    row = load(label_id)
    cubic_mm = sum(
        each.get("length_mm", 0) * each.get("width_mm", 0) * each.get("height_mm", 0) for each in row.parcels
    )
    return LabelLoad(
        label_id=row.pk,
        kind=row.account.kind,
        order_ref=row.order_ref,
        tracking_number=row.tracking_number,
        sender=address_from(row.from_address),
        recipient=address_from(row.to_address),
        weight_g=row.weight_g,
        volume_l=-(-cubic_mm // 1_000_000),
    )


def label_file(label_id: int, kind: str) -> bytes:
    """Return a file of a label: "pdf", "zpl" or "customs"; empty when there is none."""
    content = LabelDocument.objects.filter(label_id=label_id, kind=kind).values_list("content", flat=True)
    return bytes(content.first() or b"")


def tracking(label_id: int) -> tuple[TrackingFacts, ...]:
    """Return what the carrier said happened, oldest first."""
    return tuple(
        TrackingFacts(row.occurred_at, row.status, row.reason, row.description, row.place)
        for row in TrackingEvent.objects.filter(label_id=label_id)
    )


def load(label_id: int) -> Label:
    """Return a label's row with its contract. Raises UnknownLabel."""
    row: Label | None = _labels.first(label_id=label_id)
    if row is None:
        raise UnknownLabel(label=label_id)
    return row


@compiled_once
def _labels(label_id: int) -> QuerySet[Label]:
    return Label.objects.select_related("account").filter(pk=label_id)


def facts_of(row: Label, *, documents: bool = False) -> LabelFacts:
    """Build the facts of a label."""
    files = {each.kind: bytes(each.content) for each in row.documents.all()} if documents else {}
    cost = None if row.cost_amount is None else Money(row.cost_amount, row.cost_currency)
    return LabelFacts(
        id=row.pk,
        key=row.key,
        order_ref=row.order_ref,
        carrier=row.account.name,
        carrier_code=row.account.code,
        service=row.service_name,
        service_code=row.service_code,
        state=row.state,
        tracking_number=row.tracking_number,
        tracking_url=row.tracking_url,
        cost=cost,
        status=row.status,
        reason=row.reason,
        status_at=row.status_at,
        bought_at=row.bought_at,
        picked_up_at=row.picked_up_at,
        delivered_at=row.delivered_at,
        label_pdf=files.get("pdf", b""),
        label_zpl=files.get("zpl", b"").decode(),
    )


def address_from(stored: dict[str, Any]) -> AddressFacts:
    """Read an address that was stored with a label."""
    names = AddressFacts.__dataclass_fields__
    return AddressFacts(**{name: str(stored.get(name, "")) for name in names})


def parcels_from(stored: Sequence[dict[str, Any]]) -> tuple[ParcelSpec, ...]:
    """Read parcels that were stored with a label."""
    return tuple(
        ParcelSpec(
            weight_g=each["weight_g"],
            length_mm=each.get("length_mm", 0),
            width_mm=each.get("width_mm", 0),
            height_mm=each.get("height_mm", 0),
            reference=each.get("reference", ""),
            items=tuple(_item(item) for item in each.get("items", ())),
        )
        for each in stored
    )


def parcel_json(parcel: ParcelSpec) -> dict[str, Any]:
    """Return a parcel as plain JSON."""
    return {
        "weight_g": parcel.weight_g,
        "length_mm": parcel.length_mm,
        "width_mm": parcel.width_mm,
        "height_mm": parcel.height_mm,
        "reference": parcel.reference,
        "items": [
            {
                "description": item.description,
                "quantity": item.quantity,
                "amount": item.unit_value.amount,
                "currency": item.unit_value.currency,
                "weight_g": item.weight_g,
                "hs_code": item.hs_code,
                "origin": item.origin,
                "sku": item.sku,
            }
            for item in parcel.items
        ],
    }


def _item(stored: dict[str, Any]) -> CustomsItem:
    return CustomsItem(
        description=stored["description"],
        quantity=stored["quantity"],
        unit_value=Money(stored["amount"], stored["currency"]),
        weight_g=stored.get("weight_g", 0),
        hs_code=stored.get("hs_code", ""),
        origin=stored.get("origin", ""),
        sku=stored.get("sku", ""),
    )
