"""The address book of a customer."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from storecrew.contexts.customers.errors import TooManyAddresses, UnknownAddress, UnknownCustomer
from storecrew.contexts.customers.facts import AddressFacts, SavedAddress
from storecrew.contexts.customers.models import Address, Customer
from storecrew.contexts.customers.providers.address_check import checked
from storecrew.contexts.customers.queries import ADDRESS_FIELDS, authorize, saved_address
from storecrew.contexts.customers.rules import MOST_ADDRESSES
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor


def save_address(
    *,
    customer_id: int,
    address: AddressFacts,
    actor: Actor,
    at: dt.datetime,
    address_id: int | None = None,
    is_default: bool | None = None,
    locale: str = "en",
) -> SavedAddress:
    """Add an address to a customer's book, or change the one with ``address_id``, and return it.

    The address passes the registered checks, whose error names each field. The first address is the
    default; None leaves the default as it is. Raises UnknownCustomer and UnknownAddress (also for ids of
    somebody else), Denied, TooManyAddresses and what the checks raise.
    """
    authorize(actor, customer_id, staff_key="customers.write")
    clean = checked(address, locale)
    values = {name: getattr(clean, name) for name in ADDRESS_FIELDS}
    with transaction.atomic():
        _lock_book(customer_id)
        book = Address.objects.filter(customer_id=customer_id)
        if address_id is None:
            if book.count() >= MOST_ADDRESSES:
                raise TooManyAddresses(most=MOST_ADDRESSES)
            default = bool(is_default) or not book.exists()
        else:
            stored = book.filter(pk=address_id).first()
            if stored is None:
                raise UnknownAddress(address=address_id)
            default = stored.is_default if is_default is None else is_default or stored.is_default
        if default:
            book.filter(is_default=True).exclude(pk=address_id or 0).update(is_default=False)
        if address_id is None:
            row = Address.objects.create(
                customer_id=customer_id, is_default=default, created_at=at, updated_at=at, **values
            )
        else:
            book.filter(pk=address_id).update(is_default=default, updated_at=at, **values)
            row = book.get(pk=address_id)
        _record(row, "customers.address_saved", actor, at)
    return saved_address(row)


def delete_address(*, customer_id: int, address_id: int, actor: Actor, at: dt.datetime) -> None:
    """Take an address out of the book; the oldest that is left becomes the default if it was.

    Raises UnknownCustomer and UnknownAddress (also for ids of somebody else), Denied.
    """
    authorize(actor, customer_id, staff_key="customers.write")
    with transaction.atomic():
        _lock_book(customer_id)
        book = Address.objects.filter(customer_id=customer_id)
        row = book.filter(pk=address_id).first()
        if row is None:
            raise UnknownAddress(address=address_id)
        _record(row, "customers.address_deleted", actor, at)
        row.delete()
        heir = book.order_by("pk").first()
        if row.is_default and heir is not None:
            book.filter(pk=heir.pk).update(is_default=True)


def _lock_book(customer_id: int) -> None:
    """Let one change of a book wait for the other, so that there is always one default."""
    locked = Customer.objects.select_for_update().filter(pk=customer_id, erased_at=None).order_by("pk")
    if not list(locked.values_list("pk")):
        raise UnknownCustomer(customer=customer_id)


def _record(row: Address, action: str, actor: Actor, at: dt.datetime) -> None:
    # Only the id: the audit trail outlives an erasure.
    audit.record(
        actor=actor,
        action=action,
        record="customers.customer",
        record_id=row.customer_id,
        at=at,
        after={"address": row.pk, "is_default": row.is_default},
    )
