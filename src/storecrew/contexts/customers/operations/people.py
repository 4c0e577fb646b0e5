"""Customers: found or made by e-mail, linked to a sign-in, edited, erased."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from storecrew.contexts.customers.errors import (
    AlreadyErased,
    CustomerChanged,
    InvalidCustomer,
    InvalidEmail,
    UnknownCustomer,
)
from storecrew.contexts.customers.events import CustomerCreated, CustomerErased
from storecrew.contexts.customers.facts import CustomerFacts
from storecrew.contexts.customers.models import Customer
from storecrew.contexts.customers.providers.subject_data import sources
from storecrew.contexts.customers.queries import authorize, customer_facts
from storecrew.contexts.customers.rules import (
    ERASED_DOMAIN,
    birthday_text,
    erased_email,
    normalize_email,
    personal_fields,
)
from storecrew.kernel import audit, outbox
from storecrew.kernel.actor import Actor

_EMPTY: dict[str, Any] = {"blank": "", "unlink": None}


def ensure_customer(
    *, email: str, actor: Actor, at: dt.datetime, name: str = "", phone: str = "", locale: str = ""
) -> CustomerFacts:
    """Return the customer with this e-mail address, made when there is none.

    Fields that a known customer has already stay as they are: whoever types an address at the checkout is
    not proved to be its owner. Two calls at once make one customer. Raises InvalidEmail.
    """
    wanted = normalize_email(email)
    if not wanted or wanted.endswith(f"@{ERASED_DOMAIN}"):
        raise InvalidEmail(email=email[:254])
    with transaction.atomic():
        stored = Customer.objects.filter(email=wanted).first()
        if stored is not None:
            return customer_facts(stored)
        try:
            with transaction.atomic():
                stored = Customer.objects.create(
                    email=wanted,
                    name=name.strip()[:200],
                    phone=phone.strip()[:32],
                    locale=locale[:12],
                    created_at=at,
                    updated_at=at,
                )
        except IntegrityError:
            # The unique address decided between two who came at once.
            return customer_facts(Customer.objects.get(email=wanted))
        audit.record(
            actor=actor, action="customers.created", record="customers.customer", record_id=stored.pk, at=at
        )
        outbox.publish(CustomerCreated(customer_id=stored.pk))
    return customer_facts(stored)


def link_account(*, customer_id: int, user_id: int, actor: Actor, at: dt.datetime) -> CustomerFacts:
    """Join a customer to a sign-in whose e-mail address was proved, and return it.

    A sign-in that has a customer keeps it (that one is returned); a customer of another sign-in is
    UnknownCustomer.
    """
    with transaction.atomic():
        own = Customer.objects.filter(user_id=user_id).first()
        if own is not None:
            return customer_facts(own)
        try:
            with transaction.atomic():
                linked = Customer.objects.filter(pk=customer_id, user=None, erased_at=None).update(
                    user_id=user_id, version=F("version") + 1, updated_at=at
                )
        except IntegrityError:
            # Another tab linked this sign-in a moment ago.
            return customer_facts(Customer.objects.get(user_id=user_id))
        if not linked:
            raise UnknownCustomer(customer=customer_id)
        audit.record(
            actor=actor,
            action="customers.account_linked",
            record="customers.customer",
            record_id=customer_id,
            at=at,
            after={"user": user_id},
        )
        return customer_facts(Customer.objects.get(pk=customer_id))


def update_customer(
    *,
    customer_id: int,
    actor: Actor,
    at: dt.datetime,
    expected_version: int,
    name: str | None = None,
    phone: str | None = None,
    locale: str | None = None,
    notes: str | None = None,
    birthday: tuple[str, str, str] | None = None,
) -> CustomerFacts:
    """Change what is given, and return the customer. Notes are for staff only.

    A birthday is month, day and year as typed; three empty ones take it out, the year may stay empty.

    Raises UnknownCustomer (also for somebody else's id), Denied, InvalidCustomer, CustomerChanged.
    """
    authorize(actor, customer_id, staff_key="customers.write")
    if notes is not None:
        actor.require("customers.write")
    given = {"name": name, "phone": phone, "locale": locale, "notes": notes}
    values = {key: value.strip() for key, value in given.items() if value is not None}
    _check(values)
    if birthday is not None:
        values["birthday"] = _birthday(birthday, at)
    with transaction.atomic():
        before = Customer.objects.filter(pk=customer_id, erased_at=None).first()
        if before is None:
            raise UnknownCustomer(customer=customer_id)
        changed = Customer.objects.filter(pk=customer_id, version=expected_version).update(
            **values, version=F("version") + 1, updated_at=at
        )
        if not changed:
            raise CustomerChanged(version=before.version)
        # Which fields changed is recorded, not what they say: the audit trail outlives an erasure.
        changed_fields = sorted(key for key, value in values.items() if getattr(before, key) != value)
        audit.record(
            actor=actor,
            action="customers.updated",
            record="customers.customer",
            record_id=customer_id,
            at=at,
            after={"fields": changed_fields},
        )
        return customer_facts(Customer.objects.get(pk=customer_id))


def erase(*, customer_id: int, actor: Actor, at: dt.datetime, reason: str = "") -> None:
    """Remove everything that tells who the customer is; orders keep what invoices need.

    The row stays, empty, so that figures keep their sums. The sign-in is cut off and left to the caller to
    close. Raises UnknownCustomer (also for somebody else's id), Denied, AlreadyErased.
    """
    authorize(actor, customer_id, staff_key="customers.write")
    with transaction.atomic():
        row = Customer.objects.filter(pk=customer_id).first()
        if row is None:
            raise UnknownCustomer(customer=customer_id)
        email = row.email
        values: dict[str, Any] = {
            name: _EMPTY[Customer.PRIVACY[name]]
            for name in personal_fields(Customer.PRIVACY, "blank", "unlink")
        }
        claimed = Customer.objects.filter(pk=customer_id, erased_at=None).update(
            **values, email=erased_email(customer_id), erased_at=at, updated_at=at, version=F("version") + 1
        )
        if not claimed:
            raise AlreadyErased(customer=customer_id)
        row.addresses.all().delete()
        for source in sources():
            source.erase(customer_id=customer_id, email=email, actor=actor, at=at)
        audit.record(
            actor=actor,
            action="customers.erased",
            record="customers.customer",
            record_id=customer_id,
            at=at,
            reason=reason,
        )
        outbox.publish(CustomerErased(customer_id=customer_id))


def _birthday(parts: tuple[str, str, str], at: dt.datetime) -> str:
    """Return a birthday as it is kept. Raises InvalidCustomer."""
    month, day, year = (part.strip() for part in parts)
    if not (month or day or year):
        return ""
    try:
        return birthday_text(int(month), int(day), int(year) if year else None, today=at.date())
    except (ValueError, OverflowError):
        raise InvalidCustomer(
            birthday=_("This is no day. Choose the month and the day; the year may stay empty.")
        ) from None


def _check(values: dict[str, str]) -> None:
    limits = {"name": 200, "phone": 32, "locale": 12, "notes": 20_000}
    problems = {
        key: _("This is too long; use at most %(limit)s characters.") % {"limit": limits[key]}
        for key, value in values.items()
        if len(value) > limits[key]
    }
    if problems:
        raise InvalidCustomer(**problems)
