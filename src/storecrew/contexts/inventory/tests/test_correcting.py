"""Many levels corrected as one: counts, safety stock and when it is low."""

from __future__ import annotations

import pytest

from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import StockLevel, StockMovement
from storecrew.contexts.inventory.tests.factories import ACTOR, AT, assert_proved, stock
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import Denied

pytestmark = pytest.mark.django_db


def with_right(*permissions: str) -> Actor:
    return Actor(kind="staff", id="7", label="Clerk", permissions=frozenset(permissions))


def correction(variant: int, **changes: tuple[int, int]) -> inventory.Correction:
    return inventory.Correction(variant, inventory.level(variant).location_id, changes)


def correct(*rows: inventory.Correction, reason: str = "counted", actor=ACTOR):
    return inventory.correct_levels(rows, reason=reason, actor=actor, at=AT)


@pytest.fixture
def shelf(variants):
    for sku, units in (("A-1", 10), ("B-1", 4)):
        stock(variants[sku], units)
    return variants


def test_u067_inv_1_counts_safety_and_limits_are_corrected_together(shelf):
    a, b = shelf["A-1"], shelf["B-1"]
    done = correct(correction(a, on_hand=(10, 8), safety=(0, 2)), correction(b, low_threshold=(5, 3)))
    assert len(done) == 2
    level = inventory.level(a)
    assert (level.on_hand, level.safety, level.available) == (8, 2, 6)
    assert inventory.level(b).low_threshold == 3
    lines = StockMovement.objects.exclude(kind="received").values_list("kind", "bucket", "quantity", "reason")
    assert sorted(lines) == [("adjusted", "on_hand", -2, "counted"), ("moved", "safety", 2, "counted")]
    actions = {row.action for row in audit.entries_for("inventory.level", f"{a}:{level.location_id}")}
    assert {"inventory.adjusted", "inventory.bucket_moved"} <= actions
    (limit,) = audit.entries_for("inventory.level", f"{b}:{level.location_id}")[:1]
    assert (limit.before, limit.after) == ({"threshold": 5}, {"threshold": 3})
    assert_proved()


def test_u067_the_way_back_is_opposite_entries(shelf):
    a = shelf["A-1"]
    correct(correction(a, on_hand=(10, 8)))
    correct(correction(a, on_hand=(8, 10)), reason="undone")
    assert inventory.level(a).on_hand == 10
    deltas = StockMovement.objects.filter(kind="adjusted").values_list("quantity", flat=True)
    assert list(deltas) == [-2, 2]
    assert_proved()


def test_con_13_one_level_that_moved_meanwhile_stops_all(shelf):
    rows = [correction(shelf["A-1"], on_hand=(10, 8)), correction(shelf["B-1"], on_hand=(4, 6))]
    stock(shelf["A-1"], 1)
    with pytest.raises(inventory.CountChanged) as stopped:
        correct(*rows)
    assert stopped.value.details["levels"] == [[rows[0].variant_id, rows[0].location_id]]
    assert inventory.level(shelf["B-1"]).on_hand == 4
    assert_proved()


def test_con_08_what_is_committed_cannot_be_corrected_away(shelf):
    with pytest.raises(inventory.StockCommitted) as stopped:
        correct(correction(shelf["A-1"], on_hand=(10, 1), safety=(0, 2)))
    assert stopped.value.details["levels"]
    assert inventory.level(shelf["A-1"]).on_hand == 10
    # more counted and more kept back in one go, although neither alone would leave enough
    correct(correction(shelf["A-1"], on_hand=(10, 15), safety=(0, 15)))
    assert inventory.level(shelf["A-1"]).available == 0
    assert_proved()


def test_u067_each_number_needs_its_own_right_a_reason_and_sense(shelf):
    a = shelf["A-1"]
    clerk = with_right("inventory.write")
    with pytest.raises(Denied):
        correct(correction(a, on_hand=(10, 8)), actor=clerk)
    correct(correction(a, safety=(0, 1)), actor=clerk)
    with pytest.raises(Denied):
        correct(correction(a, low_threshold=(5, 4)), actor=with_right("inventory.adjust"))
    for reason in ("", "  "):
        with pytest.raises(inventory.ReasonNeeded):
            correct(correction(a, on_hand=(10, 8)), reason=reason)
    correct(correction(a, low_threshold=(5, 4)), reason="")
    with pytest.raises(inventory.InvalidStockChange):
        correct(correction(a, on_hand=(10, -1)))
    with pytest.raises(inventory.UnknownLocation):
        correct(inventory.Correction(a, 10**9, {"on_hand": (0, 1)}))
    assert StockLevel.objects.get(variant_id=a).on_hand == 10
