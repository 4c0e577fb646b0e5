"""Ready-made customers for tests of any context."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.customers import public as customers
from storecrew.kernel.actor import customer_actor, system_actor

AT = dt.datetime(2026, 3, 1, 9, 0, tzinfo=dt.UTC)
ACTOR = system_actor("tests")


def make_customer(email: str = "alice@example.com", *, name: str = "Alice Ahn") -> customers.CustomerFacts:
    """Return a customer."""
    return customers.ensure_customer(email=email, name=name, locale="en", actor=ACTOR, at=AT)


def make_address(**changes: str) -> customers.AddressFacts:
    """Return an address in Berlin; name any field to differ."""
    values = {
        "name": "Alice Ahn",
        "street": "Unter den Linden 1",
        "postal_code": "10117",
        "city": "Berlin",
        "country": "DE",
    }
    return customers.AddressFacts(**(values | changes))


def as_customer(customer: customers.CustomerFacts):
    """Return the customer as the one who acts."""
    return customer_actor(customer.id)
