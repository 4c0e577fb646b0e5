"""How often a checkout waits for the disk, and that settings are not read twice (decisions 0100, 0102)."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from storecrew.contexts.checkout.tests.factories import ADDRESS, make_shop
from storecrew.kernel.idempotency.models import IdempotencyRecord
from storecrew.surfaces.rest.v1.tests.test_shop import Caller

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("hears_changes")]
DETAILS = {"email": "ann@example.com", "shipping_address": ADDRESS, "shipping_method": "standard"}
SETTINGS = ("channels_", "pricing_tax", "shipping_shipping")


@pytest.fixture
def caller() -> Caller:
    make_shop()
    return Caller()


def watched(call) -> list[str]:
    """Return the statements of a request that went through."""
    with CaptureQueriesContext(connection) as captured:
        assert call().status_code < 300
    return [query["sql"] for query in captured]


def commits(statements: list[str]) -> int:
    """Count transactions, and the writes that are their own."""
    inside, found = False, 0
    for sql in statements:
        word = sql.split(maxsplit=1)[0]
        if word in {"BEGIN", "COMMIT"}:
            inside = word == "BEGIN"
            found += word == "COMMIT"
        elif word in {"INSERT", "UPDATE", "DELETE"} and not inside:
            found += 1
    return found


def test_a_request_with_a_key_is_one_commit(caller: Caller) -> None:
    watched(lambda: caller.call("post", "carts", {}, Idempotency_Key="warm"))
    opened = watched(lambda: caller.call("post", "carts", {}, Idempotency_Key="key-1"))
    cart_id = caller.cart({}, ready=False)
    line = {"sku": "A-1", "quantity": 1}
    added = watched(lambda: caller.call("post", f"carts/{cart_id}/lines", line, Idempotency_Key="key-2"))
    assert (commits(opened), commits(added)) == (1, 1)
    assert IdempotencyRecord.objects.filter(status=201).count() == 3


def test_placing_an_order_has_four_commits_since_nothing_is_locked_while_the_gateway_is_asked(
    caller: Caller,
) -> None:
    cart_id = caller.cart({"A-1": 1})
    assert commits(watched(lambda: caller.complete(cart_id))) == 4


def test_settings_are_read_once_for_many_requests(caller: Caller) -> None:
    caller.complete(caller.cart({"A-1": 1}))
    cart_id = caller.cart({"A-1": 1}, ready=False)
    line = {"sku": "A-1", "quantity": 1}
    statements = watched(lambda: caller.call("post", f"carts/{cart_id}/lines", line, Idempotency_Key="key-2"))
    statements += watched(lambda: caller.call("put", f"carts/{cart_id}/checkout", DETAILS))
    assert [sql for sql in statements if any(f'FROM "{table}' in sql for table in SETTINGS)] == []


def test_a_repeated_request_is_answered_from_its_own_commit(caller: Caller) -> None:
    first = caller.call("post", "carts", {}, Idempotency_Key="key-1")
    again = caller.call("post", "carts", {}, Idempotency_Key="key-1")
    assert (again["Idempotency-Replayed"], again.json()) == ("true", first.json())
