"""Reads of customers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from storecrew.contexts.customers.errors import UnknownAddress, UnknownCustomer
from storecrew.contexts.customers.facts import AddressFacts, CustomerFacts, SavedAddress
from storecrew.contexts.customers.models import Address, Customer
from storecrew.contexts.customers.providers.subject_data import sources
from storecrew.contexts.customers.rules import birthdays_on, normalize_email
from storecrew.kernel.actor import Actor

ADDRESS_FIELDS = "name street city postal_code country region company street2 phone".split()


def customer(customer_id: int) -> CustomerFacts:
    """Return a customer; UnknownCustomer."""
    return customer_facts(_row(customer_id))


def customers(ids: Collection[int]) -> dict[int, CustomerFacts]:
    """Return customers by id; unknown ids are absent."""
    rows = Customer.objects.filter(pk__in=list(ids))
    return {row.pk: customer_facts(row) for row in rows}


def addresses_of(customer_ids: QuerySet[Any]) -> QuerySet[Any]:
    """Return the e-mail addresses of customers, to narrow reads by; the ids come as a query."""
    return Customer.objects.filter(pk__in=customer_ids).order_by().values("email")


def customer_by_email(email: str) -> CustomerFacts | None:
    """Return the customer with an e-mail address in any case, or None."""
    wanted = normalize_email(email)
    row = Customer.objects.filter(email=wanted).first() if wanted else None
    return customer_facts(row) if row else None


def born_on(day: dt.date, *, limit: int, after: int = 0) -> dict[str, int]:
    """Return the customers whose birthday is celebrated on a day, as {e-mail: id}, by id ``after`` one."""
    found = Q(pk=None)
    for each in birthdays_on(day):
        # A range, so that the index answers with and without a year.
        found |= Q(birthday__gte=each, birthday__lt=f"{each}.")
    rows = Customer.objects.filter(found, erased_at=None, pk__gt=after).order_by("pk")
    return dict(rows.values_list("email", "pk")[:limit])


def customer_for_user(user_id: int) -> CustomerFacts | None:
    """Return the customer of a sign-in, or None for a user who never bought."""
    row = Customer.objects.filter(user_id=user_id).first()
    return customer_facts(row) if row else None


def addresses(customer_id: int) -> list[SavedAddress]:
    """Return the address book of a customer, the default first."""
    return [saved_address(row) for row in Address.objects.filter(customer_id=customer_id)]


def address(customer_id: int, address_id: int) -> SavedAddress:
    """Return one address of the customer; UnknownAddress for an address of somebody else too."""
    row = Address.objects.filter(pk=address_id, customer_id=customer_id).first()
    if row is None:
        raise UnknownAddress(address=address_id)
    return saved_address(row)


def export_data(customer_id: int, *, actor: Actor, at: dt.datetime) -> dict[str, Any]:
    """Return everything that is kept about a customer as plain JSON, for the customer or staff who may
    export.

    Raises UnknownCustomer, also for the data of somebody else, and Denied.
    """
    authorize(actor, customer_id, staff_key="customers.export")
    row = _row(customer_id)
    own = {name: getattr(row, name) for name in Customer.PRIVACY if name != "user"}
    own |= {"has_account": row.user_id is not None, "created_at": row.created_at.isoformat()}
    book = [
        {name: getattr(each, name) for name in Address.PRIVACY} | {"is_default": each.is_default}
        for each in row.addresses.all()
    ]
    found: dict[str, Any] = {"exported_at": at.isoformat(), "customer": own, "addresses": book}
    for source in sources():
        found[source.name] = source.export(customer_id=customer_id, email=row.email)
    return found


def authorize(actor: Actor, customer_id: int, *, staff_key: str) -> None:
    """Let the customer in question pass, and staff with the right; another customer learns nothing."""
    if actor.kind in ("customer", "guest"):
        if actor.kind == "customer" and actor.id == str(customer_id):
            return
        raise UnknownCustomer(customer=customer_id)
    actor.require(staff_key)


def customer_facts(row: Customer) -> CustomerFacts:
    """Return the facts of a row."""
    return CustomerFacts(
        id=row.pk,
        email=row.email,
        name=row.name,
        phone=row.phone,
        locale=row.locale,
        has_account=row.user_id is not None,
        created_at=row.created_at,
        version=row.version,
        erased=row.erased_at is not None,
        birthday=row.birthday,
    )


def saved_address(row: Address) -> SavedAddress:
    """Return the facts of a row."""
    values = {name: getattr(row, name) for name in ADDRESS_FIELDS}
    return SavedAddress(row.pk, AddressFacts(**values), row.is_default)


def _row(customer_id: int) -> Customer:
    row = Customer.objects.filter(pk=customer_id).first()
    if row is None:
        raise UnknownCustomer(customer=customer_id)
    return row
