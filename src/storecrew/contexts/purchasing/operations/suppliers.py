"""Suppliers, their people, their articles and prices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F

from storecrew.contexts.purchasing.errors import InvalidSupplier, SupplierChanged, UnknownSupplier
from storecrew.contexts.purchasing.models import PriceStep, Supplier, SupplierArticle, SupplierContact
from storecrew.contexts.purchasing.rules.buying import Step
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import exponent

RECORD = "purchasing.supplier"
LONGEST_LEAD_DAYS = 720
MOST_AMOUNT = 10**12


def save_supplier(
    code: str,
    *,
    name: str,
    currency: str,
    actor: Actor,
    at: dt.datetime,
    country: str = "",
    locale: str = "en",
    order_email: str = "",
    lead_days: int = 14,
    payment_days: int = 30,
    active: bool = True,
    note: str = "",
    version: int | None = None,
) -> Supplier:
    """Create a supplier or change it; with `version` only if nobody saved in between.

    Raises InvalidSupplier, UnknownCurrency, SupplierChanged.
    """
    actor.require("purchasing.write")
    exponent(currency)
    if not name.strip() or not code or not 0 <= lead_days <= LONGEST_LEAD_DAYS:
        raise InvalidSupplier(problem="name_or_lead_days")
    fields: dict[str, Any] = {
        "name": name.strip()[:200], "currency": currency, "country": country.upper()[:2], "locale": locale,
        "order_email": order_email.strip(), "lead_days": lead_days, "payment_days": payment_days,
        "active": active, "note": note,
    }  # fmt: skip
    with transaction.atomic():
        before = Supplier.objects.filter(code=code).first()
        if before is None:
            row = Supplier.objects.create(code=code, **fields)
        else:
            known = before.version if version is None else version
            rows = Supplier.objects.filter(pk=before.pk, version=known)
            if not rows.update(**fields, version=F("version") + 1):
                raise SupplierChanged(supplier=code)
            row = Supplier.objects.get(pk=before.pk)
        old = {key: getattr(before, key) for key in fields} if before else {}
        audit.record(
            actor=actor,
            action="purchasing.supplier_saved",
            record=RECORD,
            record_id=row.pk,
            at=at,
            before={key: value for key, value in old.items() if value != fields[key]} or None,
            after={key: value for key, value in fields.items() if old.get(key) != value},
        )
    return row


def save_contact(
    supplier_code: str,
    *,
    name: str,
    actor: Actor,
    at: dt.datetime,
    duty: str = "",
    email: str = "",
    phone: str = "",
) -> SupplierContact:
    """Add somebody to talk to; the same name replaces."""
    actor.require("purchasing.write")
    supplier = _supplier(supplier_code)
    if not name.strip():
        raise InvalidSupplier(problem="name")
    with transaction.atomic():
        row, _made = SupplierContact.objects.update_or_create(
            supplier=supplier,
            name=name.strip()[:120],
            defaults={"duty": duty, "email": email, "phone": phone},
        )
        audit.record(
            actor=actor, action="purchasing.contact_saved", record=RECORD, record_id=supplier.pk, at=at,
            after={"contact": row.name},
        )  # fmt: skip
    return row


def remove_contact(supplier_code: str, contact_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Forget somebody; harmless when nobody is known under that id."""
    actor.require("purchasing.write")
    supplier = _supplier(supplier_code)
    with transaction.atomic():
        gone, _rows = SupplierContact.objects.filter(supplier=supplier, pk=contact_id).delete()
        if gone:
            audit.record(
                actor=actor, action="purchasing.contact_removed", record=RECORD, record_id=supplier.pk, at=at
            )


def save_article(
    supplier_code: str,
    variant_id: int,
    *,
    steps: Sequence[Step],
    actor: Actor,
    at: dt.datetime,
    supplier_sku: str = "",
    moq: int = 1,
    pack_size: int = 1,
    lead_days: int | None = None,
    preferred: bool = False,
) -> SupplierArticle:
    """Say that a supplier sells a variant, in which packs and at which prices; `steps` replace all before.

    The first supplier of a variant is the preferred one; a new preferred one takes its place.
    """
    actor.require("purchasing.write")
    supplier = _supplier(supplier_code)
    check_article(steps, moq=moq, pack_size=pack_size)
    with transaction.atomic():
        others = SupplierArticle.objects.filter(variant_id=variant_id).exclude(supplier=supplier)
        first = preferred or not others.filter(preferred=True).exists()
        if first:
            others.filter(preferred=True).update(preferred=False)
        fields = {
            "supplier_sku": supplier_sku.strip()[:80], "moq": moq, "pack_size": pack_size,
            "lead_days": lead_days, "preferred": first,
        }  # fmt: skip
        row, _made = SupplierArticle.objects.update_or_create(
            supplier=supplier, variant_id=variant_id, defaults=fields
        )
        old = [_words(step) for step in row.prices.all()]
        row.prices.all().delete()
        PriceStep.objects.bulk_create(PriceStep(article=row, **step._asdict()) for step in steps)
        audit.record(
            actor=actor,
            action="purchasing.article_saved",
            record=RECORD,
            record_id=supplier.pk,
            at=at,
            before={"prices": old} if old else None,
            after={"variant": variant_id, **fields, "prices": [_words(step) for step in steps]},
        )
    return row


def check_article(steps: Sequence[Step], *, moq: int, pack_size: int) -> None:
    """Raise InvalidSupplier for packs below one, prices out of range, windows that end before they begin."""
    keys = [(step.from_quantity, step.valid_from) for step in steps]
    if not (1 <= moq <= 10**6 and 1 <= pack_size <= 10**6) or len(set(keys)) < len(keys):
        raise InvalidSupplier(problem="packs_or_steps")
    for step in steps:
        ended = step.valid_until is not None and step.valid_until < step.valid_from
        if ended or step.from_quantity < 1 or not 0 <= step.amount <= MOST_AMOUNT:
            raise InvalidSupplier(problem="price_step")


def _words(step: Step | PriceStep) -> str:
    until = step.valid_until or ""
    return f"{step.from_quantity}: {step.amount} ({step.valid_from} - {until})"


def _supplier(code: str) -> Supplier:
    row = Supplier.objects.filter(code=code).first()
    if row is None:
        raise UnknownSupplier(supplier=code)
    return row
