"""Keep what carriers and customs must know: the goods, and who we are."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.shipping.errors import InvalidCustoms
from storecrew.contexts.shipping.facts import CustomsIdentityFacts, GoodsFacts
from storecrew.contexts.shipping.models import CustomsIdentity, GoodsProfile
from storecrew.contexts.shipping.rules import customs as rules
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor

_UN_NUMBER = re.compile(r"\d{4}")
_CLASS = re.compile(r"[1-9](?:\.[1-6])?")
_COUNTRY = re.compile(r"[A-Z]{2}")


def save_goods(rows: Sequence[GoodsFacts], *, actor: Actor, at: dt.datetime) -> int:
    """Write what carriers and customs must know of articles; return how many changed. All or nothing.

    :raises InvalidCustoms: a row is wrong; ``details`` maps "SKU: field" to its sentence
    """
    actor.require("shipping.write")
    problems = {f"{row.sku}: {name}": words for row in rows for name, words in _problems(row).items()}
    ids = catalog.variant_ids_by_sku([row.sku for row in rows])
    problems |= {
        f"{row.sku}: sku": _("There is no article with this SKU.") for row in rows if row.sku not in ids
    }
    if problems:
        raise InvalidCustoms(**{"rows": "; ".join(f"{name}: {words}" for name, words in problems.items())})
    changed = 0
    with transaction.atomic():
        known = {row.sku: row for row in GoodsProfile.objects.filter(sku__in=list(ids))}
        for row in rows:
            changed += _write(row, ids[row.sku], known.get(row.sku), actor, at)
    return changed


def save_customs_identity(facts: CustomsIdentityFacts, *, actor: Actor, at: dt.datetime) -> None:
    """Write who we are to customs when we send from a country.

    :raises InvalidCustoms: a field is wrong
    """
    actor.require("carriers.write")
    problems: dict[str, str] = {}
    if not _COUNTRY.fullmatch(facts.country):
        problems["country"] = _("Use a country code of two capital letters.")
    if facts.country in rules.UNION and not rules.valid_eori(facts.eori):
        problems["eori"] = _("Write it like DE123456789012345.")
    if not facts.signer.strip():
        problems["signer"] = _("Write who signs the invoice for customs.")
    if facts.incoterm not in rules.INCOTERMS:
        problems["incoterm"] = _("Choose from the list.")
    if problems:
        raise InvalidCustoms(**problems)
    values = asdict(facts)
    with transaction.atomic():
        stored = CustomsIdentity.objects.filter(country=facts.country).first()
        CustomsIdentity.objects.update_or_create(country=values.pop("country"), defaults=values)
        audit.record(
            actor=actor,
            action="shipping.customs_identity_saved",
            record="shipping.customs_identity",
            record_id=facts.country,
            at=at,
            before={name: getattr(stored, name) for name in values} if stored else None,
            after=values,
        )


def _write(
    row: GoodsFacts, variant_id: int, stored: GoodsProfile | None, actor: Actor, at: dt.datetime
) -> int:
    values = asdict(row)
    before = {name: getattr(stored, name) for name in values} if stored else None
    if values == before:
        return 0
    GoodsProfile.objects.update_or_create(variant_id=variant_id, defaults=values)
    audit.record(
        actor=actor,
        action="shipping.goods_saved",
        record="catalog.variant",
        record_id=variant_id,
        at=at,
        before=before,
        after=values,
    )
    return 1


def _problems(row: GoodsFacts) -> dict[str, Any]:
    problems: dict[str, Any] = {}
    if row.hs_code and not rules.valid_hs_code(row.hs_code):
        problems["hs_code"] = _("A code of the harmonized system has 6, 8 or 10 digits.")
    if row.origin and not _COUNTRY.fullmatch(row.origin):
        problems["origin"] = _("Use a country code of two capital letters.")
    if row.un_number and not _UN_NUMBER.fullmatch(row.un_number):
        problems["un_number"] = _("A UN number has four digits.")
    if row.hazard_class and not _CLASS.fullmatch(row.hazard_class):
        problems["hazard_class"] = _("A class is 1 to 9, with a division such as 4.1 where there is one.")
    if bool(row.un_number) != bool(row.hazard_class):
        problems["hazard_class"] = _("Dangerous goods have a UN number and a class.")
    if row.limited_quantity and not row.un_number:
        problems["limited_quantity"] = _("Only dangerous goods can be a limited quantity.")
    if row.temperature not in dict(GoodsProfile.TEMPERATURES):
        problems["temperature"] = _("Choose ambient, chilled or frozen.")
    return problems
