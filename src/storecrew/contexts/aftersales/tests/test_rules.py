"""MON-06: refunds of parts sum to the whole, in whatever order and partition."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storecrew.contexts.aftersales import rules

LINE = st.builds(
    lambda quantity, paid, tax: rules.PaidLine(1, quantity, paid, min(tax, paid)),
    st.integers(1, 40),
    st.integers(0, 10**9),
    st.integers(0, 10**9),
)


@given(line=LINE, data=st.data())
def test_mon_06_units_in_any_partition_sum_to_the_line(line, data):
    already = paid = tax = 0
    while already < line.quantity:
        units = data.draw(st.integers(1, line.quantity - already))
        share = rules.share(line, already=already, quantity=units)
        already, paid, tax = already + units, paid + share.amount, tax + share.tax
        assert share.amount >= 0
        assert share.tax >= 0
        assert tax <= line.tax
    assert (paid, tax) == (line.paid, line.tax)


@given(total=st.integers(1, 10**9), data=st.data())
def test_mon_06_the_tax_in_amounts_never_exceeds_the_tax_paid_and_is_all_of_it(total, data):
    tax_left = tax = data.draw(st.integers(0, total))
    left, refunded = total, 0
    for _ in range(6):
        if not left:
            break
        amount = data.draw(st.integers(1, left))
        part = rules.tax_of_amount(amount=amount, left=left, tax_left=tax_left)
        assert 0 <= part <= min(amount, tax_left)
        left, tax_left, refunded = left - amount, tax_left - part, refunded + part
    if left:
        refunded += rules.tax_of_amount(amount=left, left=left, tax_left=tax_left)
    assert refunded == tax


def test_f28_ten_units_with_a_quarter_off_come_back_to_the_cent():
    [line] = rules.paid_lines([(1, 10, 23900, 3983)], 5975)
    parts = [rules.share(line, already=done, quantity=1).amount for done in range(10)]
    assert sum(parts) == 17925


@pytest.mark.parametrize(("already", "quantity"), [(0, 0), (0, 4), (3, 1), (2, 2), (0, -1)])
def test_more_units_than_there_are_are_refused(already, quantity):
    with pytest.raises(ValueError, match="units"):
        rules.share(rules.PaidLine(1, 3, 300, 30), already=already, quantity=quantity)


def test_a_discount_on_the_order_is_shared_by_the_lines():
    lines = rules.paid_lines([(1, 1, 1000, 160), (2, 1, 0, 0), (3, 1, 500, 80)], 100)
    assert [line.paid for line in lines] == [933, 0, 467]
    assert sum(line.tax for line in lines) <= 240


def test_an_amount_is_taken_from_the_payments_in_order():
    assert rules.split(150, [(1, 100), (2, 0), (3, 100)]) == [(1, 100), (3, 50)]
    with pytest.raises(ValueError, match="missing"):
        rules.split(201, [(1, 100), (3, 100)])


@pytest.mark.parametrize(
    ("parts", "status", "owed"),
    [
        ([("done", 10)], "done", 0),
        ([("refused", 10)], "refused", 10),
        ([("done", 6), ("refused", 4)], "partly", 4),
        ([("done", 6), ("pending", 4)], "pending", 0),
        ([("refused", 6), ("asked", 4)], "asked", 6),
        ([("done", 6), ("refused", 4), ("asked", 4)], "asked", 0),
        ([("done", 6), ("refused", 4), ("refused", 4)], "partly", 4),
        ([("done", 6), ("refused", 4), ("done", 4)], "done", 0),
    ],
)
def test_the_parts_of_a_refund_say_what_became_of_it_and_what_is_owed(parts, status, owed):
    assert rules.outcome(10, parts) == status
    assert rules.owed(10, parts) == owed
