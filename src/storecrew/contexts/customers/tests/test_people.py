"""Customers: made once, linked, edited, exported, erased."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.contrib.auth import get_user_model

from storecrew.contexts.customers import public as customers
from storecrew.contexts.customers.models import Address, Customer
from storecrew.contexts.customers.providers import subject_data
from storecrew.contexts.customers.tests.factories import ACTOR, AT, as_customer, make_address, make_customer
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor, guest_actor
from storecrew.kernel.errors import Denied
from storecrew.kernel.outbox.models import OutboxEvent

pytestmark = pytest.mark.django_db
LATER = AT + dt.timedelta(days=1)
NOBODY = Actor(kind="staff", id="9", label="Nobody")


def make_user(email="alice@example.com"):
    return get_user_model().objects.create(email=email, name="Alice")


def test_con_25_two_spellings_of_one_address_are_one_customer():
    first = make_customer("Alice@Example.com")
    second = customers.ensure_customer(email="alice@example.COM", name="Mallory", actor=ACTOR, at=LATER)
    assert first.id == second.id
    assert (second.name, second.email) == ("Alice Ahn", "alice@example.com")
    assert OutboxEvent.objects.filter(name="customers.CustomerCreated").count() == 1


def test_con_25_the_loser_of_a_race_gets_the_row_of_the_winner(monkeypatch):
    winner = make_customer()
    real = Customer.objects.filter

    class Blind:
        def first(self):
            return None

    monkeypatch.setattr(
        Customer.objects, "filter", lambda *a, **k: Blind() if "email" in k else real(*a, **k)
    )
    loser = customers.ensure_customer(email="alice@example.com", name="Late", actor=ACTOR, at=LATER)
    assert loser == winner


@pytest.mark.parametrize("email", ["", "alice", "erased-1@erased.invalid"])
def test_an_impossible_address_is_refused(email):
    with pytest.raises(customers.InvalidEmail):
        make_customer(email)


def test_a_customer_is_found_in_four_ways():
    found = make_customer()
    user = make_user()
    customers.link_account(customer_id=found.id, user_id=user.pk, actor=ACTOR, at=LATER)
    assert customers.customer(found.id).id == found.id
    assert customers.customer_by_email("ALICE@example.com").id == found.id
    assert customers.customer_for_user(user.pk).has_account
    assert list(customers.customers([found.id, 999])) == [found.id]


def test_unknown_customers():
    with pytest.raises(customers.UnknownCustomer):
        customers.customer(1)
    assert customers.customer_by_email("x@example.com") is None
    assert customers.customer_by_email("x") is None
    assert customers.customer_for_user(1) is None


def test_a_sign_in_keeps_its_first_customer():
    alice, bob, user = make_customer(), make_customer("bob@example.com"), make_user()
    customers.link_account(customer_id=alice.id, user_id=user.pk, actor=ACTOR, at=AT)
    assert customers.link_account(customer_id=bob.id, user_id=user.pk, actor=ACTOR, at=AT).id == alice.id


def test_a_customer_of_another_sign_in_cannot_be_taken():
    alice = make_customer()
    customers.link_account(customer_id=alice.id, user_id=make_user().pk, actor=ACTOR, at=AT)
    with pytest.raises(customers.UnknownCustomer):
        customers.link_account(
            customer_id=alice.id, user_id=make_user("b@example.com").pk, actor=ACTOR, at=AT
        )


def test_details_change_from_the_version_that_was_shown():
    alice = make_customer()
    changed = customers.update_customer(
        customer_id=alice.id, name="Alice B.", phone="1", locale="ko",
        expected_version=1, actor=as_customer(alice), at=LATER,
    )  # fmt: skip
    assert (changed.name, changed.phone, changed.locale, changed.version) == ("Alice B.", "1", "ko", 2)
    assert audit.entries_for("customers.customer", alice.id)[0].after == {
        "fields": ["locale", "name", "phone"]
    }
    with pytest.raises(customers.CustomerChanged):
        customers.update_customer(
            customer_id=alice.id, name="X", expected_version=1, actor=as_customer(alice), at=LATER
        )


def test_details_that_are_too_long_are_named():
    alice = make_customer()
    with pytest.raises(customers.InvalidCustomer) as caught:
        customers.update_customer(
            customer_id=alice.id, name="x" * 201, expected_version=1, actor=as_customer(alice), at=LATER
        )
    assert list(caught.value.details) == ["name"]


def test_notes_are_for_staff():
    alice = make_customer()
    with pytest.raises(Denied):
        customers.update_customer(
            customer_id=alice.id, notes="x", expected_version=1, actor=as_customer(alice), at=LATER
        )
    customers.update_customer(customer_id=alice.id, notes="x", expected_version=1, actor=ACTOR, at=LATER)
    assert Customer.objects.get().notes == "x"


def test_aut_02_another_customers_id_is_unknown_everywhere():
    alice, bob = make_customer(), make_customer("bob@example.com")
    for actor in (as_customer(bob), guest_actor()):
        calls = [
            lambda a=actor: customers.export_data(alice.id, actor=a, at=AT),
            lambda a=actor: customers.erase(customer_id=alice.id, actor=a, at=AT),
            lambda a=actor: customers.update_customer(
                customer_id=alice.id, name="x", expected_version=1, actor=a, at=AT
            ),
            lambda a=actor: customers.save_address(
                customer_id=alice.id, address=make_address(), actor=a, at=AT
            ),
            lambda a=actor: customers.delete_address(customer_id=alice.id, address_id=1, actor=a, at=AT),
        ]
        for call in calls:
            with pytest.raises(customers.UnknownCustomer):
                call()


def test_staff_without_the_right_are_denied():
    alice = make_customer()
    with pytest.raises(Denied):
        customers.export_data(alice.id, actor=NOBODY, at=AT)
    with pytest.raises(Denied):
        customers.erase(customer_id=alice.id, actor=NOBODY, at=AT)


class Orders:
    """Another context's personal data, as a test sees it."""

    name = "orders"

    def __init__(self):
        self.erased = []

    def export(self, *, customer_id, email):
        return [{"number": "SC-1", "email": email}]

    def erase(self, *, customer_id, email, actor, at):
        self.erased.append((customer_id, email))


@pytest.fixture
def orders(monkeypatch):
    monkeypatch.setattr(subject_data, "_sources", {})
    source = Orders()
    customers.register_subject_data(source)
    return source


def test_prv_01_the_export_has_every_personal_field_and_every_context(orders):
    alice = make_customer()
    customers.save_address(customer_id=alice.id, address=make_address(), actor=as_customer(alice), at=AT)
    found = customers.export_data(alice.id, actor=as_customer(alice), at=LATER)
    assert json.loads(json.dumps(found)) == found
    assert set(Customer.PRIVACY) - {"user"} <= set(found["customer"])
    assert set(Address.PRIVACY) <= set(found["addresses"][0])
    assert found["orders"] == [{"number": "SC-1", "email": "alice@example.com"}]
    assert found["exported_at"] == LATER.isoformat()


def test_prv_02_after_an_erasure_nothing_tells_who_it_was(orders):
    alice = make_customer()
    customers.link_account(customer_id=alice.id, user_id=make_user().pk, actor=ACTOR, at=AT)
    customers.save_address(customer_id=alice.id, address=make_address(), actor=as_customer(alice), at=AT)
    customers.erase(customer_id=alice.id, actor=as_customer(alice), at=LATER, reason="asked for")
    row = Customer.objects.get()
    assert (row.email, row.name, row.phone, row.notes, row.locale, row.user_id) == (
        f"erased-{alice.id}@erased.invalid", "", "", "", "", None,
    )  # fmt: skip
    assert not Address.objects.exists()
    assert orders.erased == [(alice.id, "alice@example.com")]
    trail = [
        json.dumps([entry.before, entry.after]) for entry in audit.entries_for("customers.customer", alice.id)
    ]
    assert not any(word in line for word in ("alice", "Alice", "Linden") for line in trail)
    assert OutboxEvent.objects.filter(name="customers.CustomerErased").count() == 1
    assert customers.customer(alice.id).erased
    with pytest.raises(customers.AlreadyErased):
        customers.erase(customer_id=alice.id, actor=ACTOR, at=LATER)
    with pytest.raises(customers.UnknownCustomer):
        customers.update_customer(customer_id=alice.id, name="x", expected_version=3, actor=ACTOR, at=LATER)


def test_after_an_erasure_the_address_may_buy_again_as_somebody_new():
    alice = make_customer()
    customers.erase(customer_id=alice.id, actor=ACTOR, at=LATER)
    assert make_customer().id != alice.id


def test_erasing_or_exporting_nobody():
    with pytest.raises(customers.UnknownCustomer):
        customers.erase(customer_id=1, actor=ACTOR, at=AT)
    with pytest.raises(customers.UnknownCustomer):
        customers.export_data(1, actor=ACTOR, at=AT)


@pytest.mark.parametrize("model", [Customer, Address])
def test_prv_06_every_text_field_of_a_person_says_what_an_erasure_does(model):
    texts = {
        field.name
        for field in model._meta.fields
        if field.get_internal_type() in ("CharField", "TextField", "EmailField")
    }
    assert texts <= set(model.PRIVACY)
