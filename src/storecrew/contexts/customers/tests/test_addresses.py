"""The address book."""

from __future__ import annotations

import pytest

from storecrew.contexts.customers import public as customers
from storecrew.contexts.customers.models import Address
from storecrew.contexts.customers.providers import address_check
from storecrew.contexts.customers.tests.factories import ACTOR, AT, as_customer, make_address, make_customer
from storecrew.kernel.errors import Invalid

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_checks(monkeypatch):
    monkeypatch.setattr(address_check, "_checks", [])


@pytest.fixture
def alice():
    return make_customer()


def save(owner, **more):
    values = {"customer_id": owner.id, "address": make_address(), "actor": as_customer(owner), "at": AT}
    return customers.save_address(**(values | more))


def defaults() -> list[int]:
    return list(Address.objects.filter(is_default=True).values_list("pk", flat=True))


def test_the_first_address_is_the_default(alice):
    first = save(alice)
    second = save(alice, address=make_address(street="Ring 2"))
    assert (first.is_default, second.is_default) == (True, False)
    assert [each.id for each in customers.addresses(alice.id)] == [first.id, second.id]
    assert customers.address(alice.id, second.id).address.street == "Ring 2"
    assert second.address.as_json()["city"] == "Berlin"


def test_there_is_always_one_default(alice):
    first, second = save(alice), save(alice)
    save(alice, address_id=second.id, is_default=True)
    assert defaults() == [second.id]
    save(alice, address_id=second.id, is_default=False)
    assert defaults() == [second.id]
    save(alice, address_id=first.id)
    assert defaults() == [second.id]
    customers.delete_address(customer_id=alice.id, address_id=second.id, actor=as_customer(alice), at=AT)
    assert defaults() == [first.id]
    customers.delete_address(customer_id=alice.id, address_id=first.id, actor=as_customer(alice), at=AT)
    assert defaults() == []


def test_deleting_another_than_the_default_leaves_it(alice):
    first, second = save(alice), save(alice)
    customers.delete_address(customer_id=alice.id, address_id=second.id, actor=ACTOR, at=AT)
    assert defaults() == [first.id]


def test_aut_02_the_address_of_somebody_else_is_unknown(alice):
    bob = make_customer("bob@example.com")
    theirs = save(bob)
    with pytest.raises(customers.UnknownAddress):
        save(alice, address_id=theirs.id)
    with pytest.raises(customers.UnknownAddress):
        customers.delete_address(customer_id=alice.id, address_id=theirs.id, actor=as_customer(alice), at=AT)
    with pytest.raises(customers.UnknownAddress):
        customers.address(alice.id, theirs.id)
    assert customers.address(bob.id, theirs.id).address == make_address()


def test_the_book_has_an_end(alice, monkeypatch):
    monkeypatch.setattr("storecrew.contexts.customers.operations.addresses.MOST_ADDRESSES", 1)
    save(alice)
    with pytest.raises(customers.TooManyAddresses):
        save(alice)


def test_an_erased_customer_has_no_book(alice):
    customers.erase(customer_id=alice.id, actor=ACTOR, at=AT)
    with pytest.raises(customers.UnknownCustomer):
        save(alice, actor=ACTOR)


def test_log_6_every_saved_address_passes_the_registered_check(alice):
    def check(address, locale):
        if not address.postal_code:
            raise Invalid(postal_code=f"missing ({locale})")
        return make_address(city=address.city.upper())

    customers.register_address_check(check)
    customers.register_address_check(check)
    assert save(alice).address.city == "BERLIN"
    with pytest.raises(Invalid):
        save(alice, address=make_address(postal_code=""))
