"""Where to pick: what expires first, then the shortest walk."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from storecrew.contexts.inventory.rules import picking

SOON, LATER = dt.date(2026, 4, 1), dt.date(2026, 9, 1)


def shelf(code, walk, quantity, *, variant=1, lot=None, expires=None):
    return picking.Shelf(variant, walk, code, "A", walk, lot, f"L{lot}" if lot else "", expires, quantity)


def taken(picks):
    return [(pick.shelf.bin_code if pick.shelf else "", pick.quantity) for pick in picks]


def test_the_lot_that_expires_first_goes_first_and_the_path_follows_the_walk():
    shelves = [
        shelf("A-01", 1, 5, lot=1, expires=LATER),
        shelf("A-09", 9, 3, lot=2, expires=SOON),
        shelf("A-05", 5, 4),
    ]
    assert taken(picking.plan({1: 5}, shelves)) == [("A-01", 2), ("A-09", 3)]
    assert taken(picking.plan({1: 5}, shelves, first_in_order={1})) == [("A-01", 5)]


def test_what_no_bin_has_comes_last_without_a_bin():
    assert taken(picking.plan({1: 7, 2: 1}, [shelf("A-01", 1, 4)])) == [("A-01", 4), ("", 3), ("", 1)]
    assert picking.plan({1: 2}, [shelf("A-01", 1, 0)]) == [picking.Pick(1, None, 2)]


def test_zones_are_walked_one_after_the_other():
    assert picking.walk(1, 900) < picking.walk(2, 1)
    assert picking.walk(0, 5) < picking.walk(0, 6)
    assert picking.walk(5_000, 5_000_000) < picking.LAST


@given(
    st.dictionaries(st.integers(1, 3), st.integers(1, 20), min_size=1),
    st.lists(
        st.tuples(st.integers(1, 3), st.integers(1, 9), st.integers(0, 9), st.sampled_from([None, SOON])),
        max_size=8,
    ),
)
def test_a_plan_covers_every_need_and_takes_no_more_than_a_shelf_has(needs, rows):
    shelves = [
        picking.Shelf(variant, number, f"B{number}", "", walk, None, "", expires, quantity)
        for number, (variant, walk, quantity, expires) in enumerate(rows)
    ]
    picks = picking.plan(needs, shelves)
    for variant, units in needs.items():
        assert sum(pick.quantity for pick in picks if pick.variant_id == variant) == units
    for shelf_ in shelves:
        assert sum(pick.quantity for pick in picks if pick.shelf == shelf_) <= shelf_.quantity
    steps = [pick.shelf.walk_order for pick in picks if pick.shelf]
    assert steps == sorted(steps)
