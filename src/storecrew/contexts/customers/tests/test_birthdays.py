"""The birthday of a customer: told if they like, taken out at any time, gone with the rest."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.customers import public as customers
from storecrew.contexts.customers.models import Customer
from storecrew.contexts.customers.rules import birthday_text, birthdays_on
from storecrew.kernel.actor import system_actor

AT = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
ACTOR = system_actor("tests")
TODAY = AT.date()


@pytest.mark.parametrize(
    ("parts", "kept"),
    [
        ((3, 5, None), "03-05"), ((12, 31, 1990), "12-31-1990"), ((2, 29, None), "02-29"),
        ((2, 29, 1992), "02-29-1992"), ((2, 29, 1991), None), ((2, 30, None), None), ((13, 1, None), None),
        ((1, 1, 2027), None), ((1, 1, 1850), None), ((0, 0, None), None),
    ],
)  # fmt: skip
def test_a_birthday_is_a_day_that_there_was(parts, kept):
    if kept is None:
        with pytest.raises(ValueError):
            birthday_text(*parts, today=TODAY)
    else:
        assert birthday_text(*parts, today=TODAY) == kept


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2026-02-28", ["02-28", "02-29"]), ("2028-02-28", ["02-28"]), ("2028-02-29", ["02-29"]),
        ("2026-03-01", ["03-01"]), ("2100-02-28", ["02-28", "02-29"]),
    ],
)  # fmt: skip
def test_the_29th_of_february_is_never_left_out(day, found):
    assert birthdays_on(dt.date.fromisoformat(day)) == found


def save(key: int, *parts: str) -> str:
    version = customers.customer(key).version
    row = customers.update_customer(
        customer_id=key, birthday=parts, expected_version=version, actor=ACTOR, at=AT
    )
    return row.birthday


@pytest.mark.django_db
def test_prv_01_a_birthday_is_kept_handed_out_taken_out_and_erased():
    key = customers.ensure_customer(email="ann@example.com", actor=ACTOR, at=AT).id
    assert save(key, "3", "5", "") == "03-05"
    assert save(key, "3", "5", "1990") == "03-05-1990"
    assert customers.born_on(dt.date(2027, 3, 5), limit=9) == {"ann@example.com": key}
    assert customers.born_on(dt.date(2027, 3, 6), limit=9) == {}
    assert customers.export_data(key, actor=ACTOR, at=AT)["customer"]["birthday"] == "03-05-1990"
    assert save(key, "", "", "") == ""
    save(key, "3", "5", "1990")
    customers.erase(customer_id=key, actor=ACTOR, at=AT)
    assert Customer.objects.get(pk=key).birthday == ""


@pytest.mark.django_db
@pytest.mark.parametrize("parts", [("2", "30", ""), ("x", "1", ""), ("3", "", "1990"), ("3", "5", "99999")])
def test_what_is_no_day_is_refused_with_words(parts):
    key = customers.ensure_customer(email="ann@example.com", actor=ACTOR, at=AT).id
    with pytest.raises(customers.InvalidCustomer) as wrong:
        save(key, *parts)
    assert "birthday" in wrong.value.details
