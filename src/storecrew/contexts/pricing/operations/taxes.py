"""Tax classes, rates and registrations."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.pricing.errors import InvalidTaxRate, UnknownTaxRate
from storecrew.contexts.pricing.events import TaxRatesChanged
from storecrew.contexts.pricing.models import TaxClass, TaxRate, TaxRegistration
from storecrew.contexts.pricing.queries.taxes import TAXES_TAG, percent_text
from storecrew.kernel import audit, outbox, revisions
from storecrew.kernel.actor import Actor

DATA = Path(__file__).resolve().parent.parent / "data" / "tax_rates.csv"
CLASSES = {
    "standard": "Standard",
    "reduced": "Reduced",
    "books": "Books",
    "food": "Food",
    "zero": "Not taxed",
}
_COUNTRY = re.compile(r"[A-Z]{2}")


def seed_tax_rates(*, actor: Actor, at: dt.datetime) -> int:
    """Add the tax classes and known rates; return how many rates were added.

    A country and class that has any rate already is left as it is, so this may run again at any time.
    """
    actor.require("tax.write")
    with transaction.atomic():
        classes = [TaxClass(code=code, name=name) for code, name in CLASSES.items()]
        TaxClass.objects.bulk_create(classes, ignore_conflicts=True)
        known = set(TaxRate.objects.values_list("country", "region", "tax_class_id"))
        rows = [row for row in _seed_rows() if (row.country, row.region, row.tax_class_id) not in known]
        TaxRate.objects.bulk_create(rows)
        if rows:
            revisions.bump_on_commit(TAXES_TAG)
            audit.record(
                actor=actor,
                action="pricing.tax_rates_seeded",
                record="pricing.tax_rate",
                record_id="seed",
                at=at,
                after={"rates": len(rows)},
            )
    return len(rows)


def save_tax_class(*, code: str, name: str, actor: Actor, at: dt.datetime) -> None:
    """Make a tax class or rename it. Raises InvalidTaxRate for an impossible code or empty name."""
    actor.require("tax.write")
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", code) or not name.strip():
        raise InvalidTaxRate(code=_("Use small letters, digits and hyphens, and give the class a name."))
    with transaction.atomic():
        before = TaxClass.objects.filter(code=code).first()
        TaxClass.objects.update_or_create(code=code, defaults={"name": name.strip()})
        audit.record(
            actor=actor,
            action="pricing.tax_class_saved",
            record="pricing.tax_class",
            record_id=code,
            at=at,
            before={"name": before.name} if before else None,
            after={"name": name.strip()},
        )


def set_tax_rate(
    *,
    country: str,
    tax_class: str,
    rate_ppm: int,
    valid_from: dt.date,
    actor: Actor,
    at: dt.datetime,
    region: str = "",
    treatment: str = "standard",
    note: str = "",
) -> int:
    """Let a rate hold from a day on and return its id.

    The rate before it ends that day, and a later one stays as planned; the same day again replaces the rate.
    Raises InvalidTaxRate.
    """
    actor.require("tax.write")
    country, region = country.strip().upper(), region.strip().upper()
    _check(country, region, tax_class, rate_ppm, treatment)
    with transaction.atomic():
        siblings = TaxRate.objects.filter(country=country, region=region, tax_class__code=tax_class)
        later = siblings.filter(valid_from__gt=valid_from).order_by("valid_from").first()
        before = siblings.filter(valid_from__lt=valid_from).order_by("-valid_from").first()
        if before is not None and (before.valid_to is None or before.valid_to > valid_from):
            TaxRate.objects.filter(pk=before.pk).update(valid_to=valid_from)
        saved, _created = TaxRate.objects.update_or_create(
            country=country,
            region=region,
            tax_class=TaxClass.objects.get(code=tax_class),
            valid_from=valid_from,
            defaults={
                "rate_ppm": rate_ppm,
                "treatment": treatment,
                "note": note[:200],
                "valid_to": later.valid_from if later else None,
            },
        )
        _record_rate(saved, "pricing.tax_rate_set", actor, at, before=before)
    return saved.pk


def remove_tax_rate(*, rate_id: int, actor: Actor, at: dt.datetime) -> None:
    """Take a rate away that has not begun; one that has begun is final. UnknownTaxRate, InvalidTaxRate."""
    actor.require("tax.write")
    with transaction.atomic():
        row = TaxRate.objects.filter(pk=rate_id).first()
        if row is None:
            raise UnknownTaxRate(rate=rate_id)
        if row.valid_from <= channels.house_day(at):
            raise InvalidTaxRate(
                valid_from=_(
                    "This rate has begun, so orders carry it. Set another rate from a later day instead."
                )
            )
        TaxRate.objects.filter(
            country=row.country, region=row.region, tax_class=row.tax_class, valid_to=row.valid_from
        ).update(valid_to=row.valid_to)
        _record_rate(row, "pricing.tax_rate_removed", actor, at, before=row)
        row.delete()


def save_registration(
    *,
    country: str,
    actor: Actor,
    at: dt.datetime,
    scheme: str = "local",
    number: str = "",
    is_home: bool = False,
    valid_from: dt.date,
    valid_to: dt.date | None = None,
) -> int:
    """Say that the shop is registered for tax in a country ("local"), or for the whole EU ("oss").

    Only one registration is the home. Raises InvalidTaxRate.
    """
    actor.require("tax.write")
    country = country.strip().upper()
    problems: dict[str, str] = {}
    if not _COUNTRY.fullmatch(country):
        problems["country"] = _("Use a country code of two letters.")
    if scheme not in dict(TaxRegistration.SCHEMES):
        problems["scheme"] = _("Choose local or oss.")
    if valid_to is not None and valid_to <= valid_from:
        problems["valid_to"] = _("The end must come after the start.")
    if problems:
        raise InvalidTaxRate(**problems)
    with transaction.atomic():
        if is_home:
            TaxRegistration.objects.filter(is_home=True).update(is_home=False)
        saved, _created = TaxRegistration.objects.update_or_create(
            country=country,
            scheme=scheme,
            valid_from=valid_from,
            defaults={"number": number.strip()[:32], "is_home": is_home, "valid_to": valid_to},
        )
        audit.record(
            actor=actor,
            action="pricing.tax_registration_saved",
            record="pricing.tax_registration",
            record_id=saved.pk,
            at=at,
            after={"country": country, "scheme": scheme, "is_home": is_home},
        )
        outbox.publish(TaxRatesChanged(country=country))
        revisions.bump_on_commit(TAXES_TAG)
    return saved.pk


def _check(country: str, region: str, tax_class: str, rate_ppm: int, treatment: str) -> None:
    problems: dict[str, str] = {}
    if not _COUNTRY.fullmatch(country):
        problems["country"] = _("Use a country code of two letters.")
    if len(region) > 16:
        problems["region"] = _("Use the code of the region, at most 16 characters.")
    if not TaxClass.objects.filter(code=tax_class).exists():
        problems["tax_class"] = _("There is no such tax class.")
    if isinstance(rate_ppm, bool) or not 0 <= rate_ppm <= 1_000_000:
        problems["rate"] = _("A rate lies between 0 and 100%.")
    if treatment not in dict(TaxRate.TREATMENTS):
        problems["treatment"] = _("Choose one of the treatments.")
    if problems:
        raise InvalidTaxRate(**problems)


def _record_rate(row: TaxRate, action: str, actor: Actor, at: dt.datetime, *, before: TaxRate | None) -> None:
    audit.record(
        actor=actor,
        action=action,
        record="pricing.tax_rate",
        record_id=row.pk,
        at=at,
        before={"rate": percent_text(before.rate_ppm)} if before else None,
        after={
            "country": row.country,
            "region": row.region,
            "tax_class": row.tax_class_id,
            "rate": percent_text(row.rate_ppm),
            "valid_from": row.valid_from.isoformat(),
        },
    )
    outbox.publish(TaxRatesChanged(country=row.country))
    revisions.bump_on_commit(TAXES_TAG)


def _seed_rows() -> Iterator[TaxRate]:
    with DATA.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            whole, _point, digits = row["percent"].partition(".")
            yield TaxRate(
                country=row["country"],
                region=row["region"],
                tax_class_id=row["class"],
                rate_ppm=int(whole) * 10_000 + int(digits.ljust(4, "0")),
                treatment=row["treatment"],
                valid_from=dt.date.fromisoformat(row["from"]),
                valid_to=dt.date.fromisoformat(row["to"]) if row["to"] else None,
                note=row["note"],
            )
