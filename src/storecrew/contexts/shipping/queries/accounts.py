"""Reads of carriers: contracts, opened for a provider or as facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from storecrew.contexts.shipping.errors import UnknownAccount, UnknownService
from storecrew.contexts.shipping.facts import AccountFacts, CarrierKind
from storecrew.contexts.shipping.models import CarrierAccount, CarrierService, Label
from storecrew.contexts.shipping.providers import known
from storecrew.contexts.shipping.providers.protocol import Account, Service
from storecrew.kernel import secrets

PURPOSE = "carrier-account"


def accounts(*, active: bool | None = None) -> tuple[AccountFacts, ...]:
    """Return the contracts in their order."""
    rows = CarrierAccount.objects.all()
    if active is not None:
        rows = rows.filter(active=active)
    return tuple(AccountFacts(row.pk, row.code, row.name, row.kind, row.active, row.currency) for row in rows)


def account_row(code: str) -> CarrierAccount:
    """Return a contract's row. Raises UnknownAccount."""
    row = CarrierAccount.objects.filter(code=code).first()
    if row is None:
        raise UnknownAccount(carrier=code)
    return row


def opened(row: CarrierAccount) -> Account:
    """Open a contract for its provider. Raises SecretUnreadable."""
    return Account(
        id=row.pk,
        code=row.code,
        name=row.name,
        currency=row.currency,
        test_mode=row.test_mode,
        settings=row.settings,
        secrets=secrets.unseal(row.sealed_secrets, purpose=PURPOSE),
    )


def service_row(code: str) -> CarrierService:
    """Return an active service of an active contract. Raises UnknownService."""
    rows = CarrierService.objects.select_related("account")
    row = rows.filter(code=code, active=True, account__active=True).first()
    if row is None:
        raise UnknownService(service=code)
    return row


def service_of(row: CarrierService) -> Service:
    """Build what a provider learns of a service."""
    return Service(row.pk, row.code, row.name, row.carrier_code or row.code)


def services_by_account(codes: Sequence[str] | None = None) -> dict[int, list[CarrierService]]:
    """Return the active services of active contracts by the contract's id; one query."""
    rows = CarrierService.objects.select_related("account").filter(active=True, account__active=True)
    if codes is not None:
        rows = rows.filter(code__in=codes)
    found: dict[int, list[CarrierService]] = {}
    for row in rows.order_by("account__position", "account_id", "position", "pk"):
        found.setdefault(row.account_id, []).append(row)
    return found


def service_choices() -> tuple[tuple[str, str], ...]:
    """Return (code, carrier and service in words) of what labels can be bought for now."""
    rows = CarrierService.objects.select_related("account").filter(active=True, account__active=True)
    rows = rows.order_by("account__position", "account_id", "position", "pk")
    return tuple((row.code, f"{row.account.name}: {row.name}") for row in rows)


def polled_account_ids(at: dt.datetime) -> tuple[int, ...]:
    """Return the contracts whose carrier is asked where parcels are, and that have parcels due."""
    kinds = [each.kind for each in known() if each.polls]
    rows = Label.objects.filter(state="bought", poll_at__lte=at, account__kind__in=kinds)
    return tuple(rows.order_by("account_id").values_list("account_id", flat=True).distinct())


def carrier_kinds() -> tuple[CarrierKind, ...]:
    """Return the kinds of carriers this installation can speak to."""
    return tuple(
        CarrierKind(each.kind, str(each.name), each.test_only, each.setting_fields, each.secret_fields)
        for each in known()
    )
