"""Landed cost adds up to the last cent; an invoice is compared with order and receipt."""

from hypothesis import given
from hypothesis import strategies as st

from storecrew.contexts.purchasing.rules import matching
from storecrew.contexts.purchasing.rules.matching import Asked, Goods, Tolerance

goods = st.lists(
    st.builds(Goods, st.integers(1, 5_000), st.integers(0, 10**6), st.integers(0, 5_000)),
    min_size=1,
    max_size=8,
)
costs = st.lists(
    st.tuples(st.integers(1, 10**7), st.sampled_from(["value", "weight", "quantity"])), max_size=4
)


@given(goods=goods, costs=costs)
def test_mon_landed_costs_are_spread_without_losing_a_cent(goods, costs):
    totals = matching.landed_totals(goods, costs)
    assert sum(totals) == sum(g.units * g.unit_amount for g in goods) + sum(
        amount for amount, _basis in costs
    )
    assert all(total >= g.units * g.unit_amount for total, g in zip(totals, goods, strict=True))


def test_costs_are_spread_by_value_weight_or_quantity():
    lines = [Goods(10, 500, 100), Goods(10, 1500, 300)]
    assert matching.landed_totals(lines, [(1000, "value")]) == [5250, 15750]
    assert matching.landed_totals(lines, [(1000, "weight")]) == [5250, 15750]
    assert matching.landed_totals(lines, [(1001, "quantity")]) == [5501, 15500]
    assert matching.landed_totals([Goods(3, 0, 0)], [(100, "value")]) == [100]
    # weights nobody entered cannot spread a cost
    assert matching.landed_totals([Goods(1, 100, 0), Goods(1, 300, 0)], [(40, "weight")]) == [110, 330]


def test_unit_costs_are_rounded_once():
    assert matching.unit_cost(100, 3) == 33
    assert matching.unit_cost(101, 2) == 51


def match(*lines, total=None, **tolerance):
    asked = sum(line.quantity * line.unit_amount for line in lines) if total is None else total
    found = matching.three_way_match(lines, asked, tolerance=Tolerance(**tolerance))
    return [(each.kind, each.expected, each.found, each.owner_role) for each in found]


def test_what_was_ordered_and_arrived_may_be_paid():
    assert match(Asked("A", 10, 500, 500, 10)) == []
    assert match(Asked("A", 4, 480, 500, 10)) == []


def test_more_than_arrived_blocks_and_the_warehouse_clears_it():
    assert match(Asked("A", 10, 500, 500, 8)) == [("quantity", 8, 10, "inventory_manager")]


def test_a_price_within_the_tolerance_passes_and_above_it_blocks():
    assert match(Asked("A", 10, 505, 500, 10)) == []
    assert match(Asked("A", 10, 506, 500, 10)) == [("price", 500, 506, "head_of_digital")]


def test_a_total_that_does_not_add_up_blocks():
    assert match(Asked("A", 10, 500, 500, 10), total=5100) == []
    assert match(Asked("A", 10, 500, 500, 10), total=5101) == [("total", 5000, 5101, "head_of_digital")]
