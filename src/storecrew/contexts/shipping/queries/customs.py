"""Customs data of a consignment: filled in from goods and sender, or what is missing and where to type it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _

from storecrew.contexts.customers.public import AddressFacts
from storecrew.contexts.shipping.errors import CustomsIncomplete
from storecrew.contexts.shipping.facts import CustomsIdentityFacts, ParcelSpec
from storecrew.contexts.shipping.models import CustomsIdentity
from storecrew.contexts.shipping.queries.goods import with_customs
from storecrew.contexts.shipping.rules import customs as rules


def customs_identities() -> tuple[CustomsIdentityFacts, ...]:
    """Return who we are to customs, by country."""
    return tuple(_facts(row) for row in CustomsIdentity.objects.all())


def prepared(
    sender: AddressFacts, recipient: AddressFacts, parcels: Sequence[ParcelSpec], *, order_ref: str
) -> tuple[tuple[ParcelSpec, ...], dict[str, Any]]:
    """Return the parcels with what customs want to know, and the data of the papers; {} within one territory.

    :raises CustomsIncomplete: with the name of everything that is missing and where to type it
    """
    crosses = rules.needs_papers(sender.country, sender.postal_code, recipient.country, recipient.postal_code)
    if not crosses:
        return tuple(parcels), {}
    filled = with_customs(parcels)
    row = CustomsIdentity.objects.filter(country=sender.country).first()
    identity = asdict(_facts(row)) if row else {"country": sender.country}
    lines = [
        rules.Line(
            item.sku, item.description, item.quantity, item.unit_value.amount, item.hs_code, item.origin
        )
        for parcel in filled
        for item in parcel.items
    ]
    found = rules.missing(lines, identity, phone=recipient.phone)
    if found:
        raise CustomsIncomplete(
            _("Customs data are missing: %(what)s") % {"what": "; ".join(_sentence(each) for each in found)},
            missing=[f"{each.sku}.{each.field}".lstrip(".") for each in found],
        )
    return filled, identity | {"invoice": order_ref}


def _facts(row: CustomsIdentity) -> CustomsIdentityFacts:
    return CustomsIdentityFacts(row.country, row.eori, row.vat_number, row.signer, row.incoterm)


def _sentence(each: rules.Missing) -> str:
    """Name what is missing, with the page on which it is typed."""
    where = {
        "hs_code": _("HS code of %(sku)s (Goods for carriers)"),
        "origin": _("country of origin of %(sku)s (Goods for carriers)"),
        "description": _("description of %(sku)s (Goods for carriers)"),
        "value": _("value of %(sku)s (a gift has one, too)"),
        "contents": _("what is in the parcels"),
        "eori": _("our EORI number (Customs identity)"),
        "signer": _("who signs (Customs identity)"),
        "incoterm": _("who pays duties (Customs identity)"),
        "phone": _("the recipient's phone (the order's address)"),
    }
    return where[each.field] % {"sku": each.sku or _("an article without SKU")}
