"""Keep contracts with carriers: connection, services, zones with their price tables."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings as site
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from storecrew.contexts.shipping.errors import AccountChanged, InvalidAccount
from storecrew.contexts.shipping.facts import ServiceRow, ZoneRow
from storecrew.contexts.shipping.models import CarrierAccount, CarrierService, CarrierZone, ZoneRate
from storecrew.contexts.shipping.operations.rest_days import refresh_rest_days
from storecrew.contexts.shipping.providers import carrier
from storecrew.contexts.shipping.providers.protocol import Carrier
from storecrew.contexts.shipping.queries.accounts import PURPOSE, account_row, opened
from storecrew.contexts.shipping.queries.outside import outside_transaction
from storecrew.kernel import audit, secrets
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import exponent

_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_COUNTRY = re.compile(r"[A-Z]{2}")


def save_account(
    *,
    code: str,
    name: str,
    kind: str,
    currency: str,
    actor: Actor,
    at: dt.datetime,
    settings: Mapping[str, str] | None = None,
    secret_values: Mapping[str, str] | None = None,
    active: bool = True,
    test_mode: bool = True,
    position: int = 0,
    claim_days: int | None = None,
    expected_version: int | None = None,
) -> int:
    """Make the contract ``code`` or change it, and return its id.

    ``secret_values`` are sealed; a secret that is not named or is empty stays as it was. The audit line tells
    which were changed and never their values. ``claim_days`` is how long after the delivery the carrier takes
    claims; None leaves it, or is what most take.

    :raises InvalidAccount: a field is wrong
    :raises UnknownCarrierKind: no program speaks to this kind
    :raises AccountChanged: somebody else saved since ``expected_version``
    """
    actor.require("carriers.write")
    provider = carrier(kind)
    given = {name: value for name, value in (secret_values or {}).items() if value}
    values: dict[str, Any] = {
        "name": name.strip(),
        "kind": kind,
        "currency": currency.upper(),
        "active": active,
        "test_mode": test_mode,
        "settings": {key: value for key, value in (settings or {}).items() if value not in ("", None)},
        "position": position,
    }
    if claim_days is not None:
        if not 1 <= claim_days <= 365:
            raise InvalidAccount(claim_days=_("Between 1 and 365 days."))
        values["claim_days"] = claim_days
    _check(code, values, given, provider)
    with transaction.atomic():
        stored = CarrierAccount.objects.filter(code=code).first()
        if stored is None:
            sealed = secrets.seal(given, purpose=PURPOSE)
            row = CarrierAccount.objects.create(code=code, sealed_secrets=sealed, **values)
        else:
            row = _change(stored, values, given, expected_version)
        audit.record(
            actor=actor,
            action="shipping.carrier_saved",
            record="shipping.carrier",
            record_id=code,
            at=at,
            before={"settings": stored.settings, "active": stored.active} if stored else None,
            after={
                "settings": values["settings"],
                "active": active,
                "secrets_changed": sorted(given),
            },
        )
    return row.pk


def set_account_active(*, code: str, active: bool, actor: Actor, at: dt.datetime) -> None:
    """Use a contract again or no longer; its labels stay. UnknownAccount."""
    actor.require("carriers.write")
    with transaction.atomic():
        row = account_row(code)
        if not CarrierAccount.objects.filter(pk=row.pk, active=not active).update(
            active=active, version=F("version") + 1
        ):
            return
        audit.record(
            actor=actor,
            action="shipping.carrier_activated" if active else "shipping.carrier_deactivated",
            record="shipping.carrier",
            record_id=code,
            at=at,
            before={"active": not active},
            after={"active": active},
        )


def save_services(*, account: str, services: Sequence[ServiceRow], actor: Actor, at: dt.datetime) -> None:
    """Replace the services of a contract; one that is no longer named is switched off and keeps its rates.

    :raises UnknownAccount: no such contract
    :raises InvalidAccount: a code is taken by another carrier, or a row is wrong
    """
    actor.require("carriers.write")
    _check_services(services)
    with transaction.atomic():
        row = account_row(account)
        codes = [each.code for each in services]
        taken = CarrierService.objects.filter(code__in=codes).exclude(account=row)
        if taken.exists():
            raise InvalidAccount(services=_("Another carrier has a service with this code."))
        row.services.exclude(code__in=codes).update(active=False)
        for place, each in enumerate(services):
            values = asdict(each) | {"position": place, "account": row}
            CarrierService.objects.update_or_create(code=values.pop("code"), defaults=values)
        _tell(actor, "shipping.carrier_services_saved", account, at, {"services": codes})


def save_zones(*, account: str, zones: Sequence[ZoneRow], actor: Actor, at: dt.datetime) -> None:
    """Replace the zones of a contract with their price tables; the first zone that fits counts.

    :raises UnknownAccount: no such contract
    :raises InvalidAccount: a row is wrong or names a service that the contract does not have
    """
    actor.require("carriers.write")
    _check_zones(zones)
    with transaction.atomic():
        row = account_row(account)
        services = dict(row.services.values_list("code", "pk"))
        for service in (service for zone in zones for service in zone.rates):
            if service not in services:
                raise InvalidAccount(
                    zones=_("The carrier has no service '%(service)s'.") % {"service": service}
                )
        row.zones.all().delete()
        steps = []
        for place, zone in enumerate(zones):
            made = CarrierZone.objects.create(
                account=row,
                code=zone.code,
                countries=list(zone.countries),
                postal_codes=list(zone.postal_codes),
                extra_days=zone.extra_days,
                position=place,
            )
            steps += [
                ZoneRate(service_id=services[service], zone=made, up_to_g=up_to, amount=amount)
                for service, table in zone.rates.items()
                for up_to, amount in table
            ]
        ZoneRate.objects.bulk_create(steps)
        refresh_rest_days(at=at)
        _tell(actor, "shipping.carrier_zones_saved", account, at, {"zones": [zone.code for zone in zones]})


def check_account(*, code: str, actor: Actor, at: dt.datetime) -> bool:
    """Try the connection of a contract and keep what was said; say whether it works. UnknownAccount."""
    actor.require("carriers.write")
    outside_transaction()
    row = account_row(code)
    try:
        answer = carrier(row.kind).check(opened(row))
        passed, message = answer.result == "success", answer.message
        if answer.result == "unknown":
            message = message or _("The carrier did not answer.")
    except DomainError as error:
        passed, message = False, str(error)
    CarrierAccount.objects.filter(pk=row.pk).update(
        checked_at=at, check_passed=passed, check_message=message[:500]
    )
    return passed


def _change(
    stored: CarrierAccount, values: dict[str, Any], given: Mapping[str, str], expected: int | None
) -> CarrierAccount:
    kept = {} if stored.kind != values["kind"] else secrets.unseal(stored.sealed_secrets, purpose=PURPOSE)
    rows = CarrierAccount.objects.filter(pk=stored.pk)
    if expected is not None:
        rows = rows.filter(version=expected)
    sealed = secrets.seal({**kept, **given}, purpose=PURPOSE)
    if not rows.update(**values, sealed_secrets=sealed, version=F("version") + 1):
        raise AccountChanged(version=stored.version)
    return CarrierAccount.objects.get(pk=stored.pk)


def _check(code: str, values: dict[str, Any], given: Mapping[str, str], provider: Carrier) -> None:
    problems: dict[str, str] = {}
    if not _CODE.fullmatch(code):
        problems["code"] = _("Use small letters, digits and hyphens.")
    if not values["name"]:
        problems["name"] = _("Give the carrier a name.")
    if provider.test_only and not site.STORECREW_DEMO:
        problems["kind"] = _("The simulator moves no parcels; it works in the demo only.")
    try:
        exponent(values["currency"])
    except DomainError as error:
        problems["currency"] = str(error)
    if set(values["settings"]) - set(provider.setting_fields) or set(given) - set(provider.secret_fields):
        problems["settings"] = _("This kind of carrier has no such setting.")
    page = str(values["settings"].get("tracking_page", ""))
    if page and (urlsplit(page).scheme != "https" or "{number}" not in page):
        problems["tracking_page"] = _("The tracking page starts with https:// and contains {number}.")
    if problems:
        raise InvalidAccount(**problems)


def _check_services(services: Sequence[ServiceRow]) -> None:
    for each in services:
        if not _CODE.fullmatch(each.code) or not each.name.strip():
            raise InvalidAccount(services=_("Each service has a code of small letters and a name."))
        if each.max_days < each.min_days or each.max_days > 90:
            raise InvalidAccount(services=_("The longest transit cannot be shorter than the shortest."))


def _check_zones(zones: Sequence[ZoneRow]) -> None:
    for zone in zones:
        if not zone.code.strip() or not (zone.countries or zone.postal_codes):
            raise InvalidAccount(zones=_("Each zone has a name and countries or postal codes."))
        if any(not _COUNTRY.fullmatch(country) for country in zone.countries):
            raise InvalidAccount(zones=_("Use country codes of two capital letters."))
        for table in zone.rates.values():
            limits = [limit for limit, _amount in table]
            if len(set(limits)) != len(limits) or any(limit <= 0 or amount < 0 for limit, amount in table):
                raise InvalidAccount(
                    zones=_("Each weight step stands once, with a weight above zero and a price.")
                )


def _tell(actor: Actor, action: str, account: str, at: dt.datetime, after: dict[str, Any]) -> None:
    audit.record(actor=actor, action=action, record="shipping.carrier", record_id=account, at=at, after=after)
