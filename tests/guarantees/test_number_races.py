"""CON-26: numbers under many at once, some of whom give up: never twice, without a gap where the law asks."""

from __future__ import annotations

from functools import partial

import pytest
from django.db import transaction

from storecrew.contexts.orders.models import Order
from storecrew.kernel import sequence
from tests.guarantees.machinery import shop

pytestmark = pytest.mark.race


class GaveUp(Exception):
    """The transaction that took the number did not come to its end."""


def take(number_of: str, gives_up: bool) -> int | None:
    """Take a number in a transaction that is committed, or rolled back."""
    taker = getattr(sequence, number_of)
    try:
        with transaction.atomic():
            taken = taker("race")
            if gives_up:
                raise GaveUp
            return int(taken)
    except GaveUp:
        return None


@pytest.mark.parametrize("number_of", ["next_number", "next_quick_number"])
def test_con_26_no_number_is_given_twice_and_legal_ones_have_no_gap(arena, number_of):
    calls = [partial(take, number_of, number % 3 == 0) for number in range(200)]
    results = arena.crowd(calls, processes=8)
    assert [result.value for result in results if result.status == "error"] == []
    taken = sorted(result.value for result in results if result.value is not None)
    assert len(taken) == len(set(taken)) == 133
    if number_of == "next_number":
        assert taken == list(range(1, 134))


def test_con_26_orders_of_many_buyers_have_numbers_of_their_own(arena):
    arena.run(partial(shop.open_shop, A=1_000))
    tokens = arena.run(lambda: shop.carts(200, {"A": 1}))
    cards = [shop.REMEMBERED if number % 4 else "tok_declined" for number in range(200)]
    results = arena.crowd(
        [partial(shop.buy, token, card) for token, card in zip(tokens, cards, strict=True)], processes=8
    )
    assert [result.value for result in results if result.status == "error"] == []
    assert sum(result.ok for result in results) == 150
    numbers = arena.run(
        lambda: list(Order.objects.filter(status="confirmed").values_list("number", flat=True))
    )
    assert len(numbers) == len(set(numbers)) == 150
