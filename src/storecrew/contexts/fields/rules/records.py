"""Which records may have custom fields, and by which right their values are written and read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class RecordKind:
    """A kind of record: its words, and the rights to see and to write its values."""

    label: str | Promise
    read: str
    write: str


RECORDS: Mapping[str, RecordKind] = {
    "catalog.product": RecordKind(_("Product"), "catalog.read", "catalog.write"),
    "catalog.variant": RecordKind(_("Variant"), "catalog.read", "catalog.write"),
    "catalog.category": RecordKind(_("Category"), "catalog.read", "catalog.write"),
    "orders.order": RecordKind(_("Order"), "orders.read", "orders.write"),
    "customers.customer": RecordKind(_("Customer"), "customers.read", "customers.write"),
}
