"""INV-3, LOG-1: which box, and how the goods lie in it."""

from __future__ import annotations

import json
from collections import Counter
from io import StringIO
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from storecrew.contexts.fulfillment.rules.packing3d.choosing import choose_boxes
from storecrew.contexts.fulfillment.rules.packing3d.files import UnreadableProblem, read_problems
from storecrew.contexts.fulfillment.rules.packing3d.filling import load_box
from storecrew.contexts.fulfillment.rules.packing3d.shapes import Box, PackedBox, Piece, Placement

SMALL = Box("small", 200, 150, 100, max_weight=5_000, tare=80)
LARGE = Box("large", 400, 300, 250, max_weight=20_000, tare=300)
BR = """1
 1 2502505
 100 100 100
 2
 1 50 1 50 1 50 1 8
 2 30 0 20 0 10 1 4
"""


def overlap(one: Placement, other: Placement, axis: int) -> int:
    """Return the length that two units share along an axis."""
    start = max(one[axis + 1], other[axis + 1])
    return min(one[axis + 1] + one[axis + 4], other[axis + 1] + other[axis + 4]) - start


def carried(unit: Placement, units: tuple[Placement, ...]) -> float:
    """Return the share of a base that stands on the floor or on other units."""
    if unit.z == 0:
        return 1.0
    below = [other for other in units if other.z + other.dz == unit.z]
    area = sum(max(0, overlap(unit, other, 0)) * max(0, overlap(unit, other, 1)) for other in below)
    return area / (unit.dx * unit.dy)


def assert_possible(packed: PackedBox, pieces: list[Piece]) -> None:
    """Assert that this can be packed by hand: inside, without overlap, standing, upright, light enough."""
    kinds = {piece.key: piece for piece in pieces}
    box = packed.box
    for unit in packed.placements:
        assert min(unit.x, unit.y, unit.z) >= 0
        assert unit.x + unit.dx <= box.length
        assert unit.y + unit.dy <= box.width
        assert unit.z + unit.dz <= box.height
        assert (unit.dx, unit.dy, unit.dz) in kinds[unit.key].orientations()
        assert carried(unit, packed.placements) >= 0.75
    for one, other in combinations(packed.placements, 2):
        assert min(overlap(one, other, axis) for axis in range(3)) <= 0
        on_top = overlap(one, other, 0) > 0 and overlap(one, other, 1) > 0
        if on_top and kinds[one.key].fragile:
            assert other.z != one.z + one.dz
        if on_top and kinds[other.key].fragile:
            assert one.z != other.z + other.dz
    counts = Counter(unit.key for unit in packed.placements)
    assert all(counts[key] <= kinds[key].quantity for key in counts)
    weight = sum(kinds[unit.key].weight for unit in packed.placements)
    assert packed.weight == box.tare + weight
    assert box.max_weight is None or weight <= box.max_weight


sides = st.integers(20, 160)
flags = st.tuples(st.booleans(), st.booleans(), st.booleans()).filter(any)
some_pieces = st.lists(
    st.builds(
        Piece, key=st.uuids().map(str), length=sides, width=sides, height=sides,
        weight=st.integers(0, 3_000), quantity=st.integers(1, 3), upright=flags, fragile=st.booleans(),
    ),
    min_size=1, max_size=4, unique_by=lambda piece: piece.key,
)  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(some_pieces, st.integers(0, 1))
def test_inv_3_every_proposal_can_be_packed_by_hand(pieces: list[Piece], effort: int) -> None:
    packing = choose_boxes(pieces, [SMALL, LARGE], effort=effort)
    for packed in packing.boxes:
        assert packed.placements
        assert_possible(packed, pieces)
    placed = Counter(unit.key for packed in packing.boxes for unit in packed.placements)
    left = dict(packing.unpacked)
    assert all(placed[piece.key] + left.get(piece.key, 0) == piece.quantity for piece in pieces)


@settings(max_examples=8, deadline=None)
@given(some_pieces)
def test_the_same_question_has_the_same_answer(pieces: list[Piece]) -> None:
    assert choose_boxes(pieces, [SMALL, LARGE]) == choose_boxes(pieces, [LARGE, SMALL])


def test_the_smallest_box_that_holds_everything_is_taken() -> None:
    mug = Piece("mug", 90, 90, 95, weight=350, quantity=2)
    assert [packed.box.key for packed in choose_boxes([mug], [LARGE, SMALL]).boxes] == ["small"]
    six = Piece("mug", 90, 90, 95, weight=350, quantity=6)
    assert [packed.box.key for packed in choose_boxes([six], [LARGE, SMALL]).boxes] == ["large"]


def test_a_cheaper_box_wins_over_a_smaller_one() -> None:
    cheap = Box("cheap", 400, 300, 250, rank=1)
    dear = Box("dear", 200, 150, 100, rank=2)
    packing = choose_boxes([Piece("mug", 90, 90, 95)], [dear, cheap])
    assert packing.boxes[0].box is cheap


def test_a_bottle_that_must_stand_does_not_lie() -> None:
    bottle = Piece("bottle", 80, 80, 240, upright=(False, False, True))
    (packed,) = choose_boxes([bottle], [Box("flat", 300, 300, 100), Box("tall", 90, 90, 250)]).boxes
    assert packed.box.key == "tall"
    assert choose_boxes([bottle], [Box("flat", 300, 300, 100)]).unpacked == (("bottle", 1),)


def test_nothing_lies_on_what_is_fragile() -> None:
    vase = Piece("vase", 100, 100, 50, fragile=True)
    book = Piece("book", 100, 100, 40)
    (packed,) = choose_boxes([vase, book], [Box("column", 100, 100, 90)]).boxes
    assert {unit.key: unit.z for unit in packed.placements} == {"book": 0, "vase": 40}
    two = choose_boxes([Piece("vase", 100, 100, 45, quantity=2, fragile=True)], [Box("column", 100, 100, 90)])
    assert len(two.boxes) == 2


def test_weight_splits_an_order_over_boxes() -> None:
    kettlebell = Piece("kettlebell", 80, 80, 90, weight=3_000, quantity=3)
    packing = choose_boxes([kettlebell], [SMALL])
    assert [packed.weight for packed in packing.boxes] == [3_080] * 3


def test_what_fits_into_no_box_is_told_and_the_rest_is_packed() -> None:
    packing = choose_boxes([Piece("oar", 2_000, 60, 60), Piece("mug", 90, 90, 95)], [SMALL, LARGE])
    assert packing.unpacked == (("oar", 1),)
    assert [unit.key for unit in packing.boxes[0].placements] == ["mug"]


def test_nothing_to_pack_needs_no_box_and_no_box_packs_nothing() -> None:
    assert choose_boxes([], [SMALL]).boxes == ()
    assert choose_boxes([Piece("mug", 90, 90, 95)], []).unpacked == (("mug", 1),)


def test_a_container_of_equal_cubes_is_filled_to_the_top() -> None:
    packed = load_box(Box("container", 100, 100, 100), [Piece("cube", 25, 25, 25, quantity=64)])
    assert packed.fill_rate == 1.0


def test_more_effort_is_never_emptier() -> None:
    pieces = [
        Piece("a", 108, 76, 30, quantity=10, upright=(False, False, True)),
        Piece("b", 92, 81, 55, quantity=8, upright=(True, False, True)),
        Piece("c", 110, 43, 25, quantity=12),
        Piece("d", 81, 33, 28, quantity=15),
    ]
    box = Box("container", 300, 233, 220)
    rates = [load_box(box, pieces, effort=effort).fill_rate for effort in (0, 2)]
    assert rates == sorted(rates)
    assert_possible(load_box(box, pieces, effort=2), pieces)


def test_files_of_both_formats_are_read() -> None:
    (problem,) = read_problems(BR, "br")
    assert problem.box == Box("container", 100, 100, 100)
    assert problem.pieces[1] == Piece("2", 30, 20, 10, quantity=4, upright=(False, False, True))
    item = {"id": "7", "length/mm": 600, "width/mm": 400, "height/mm": 220, "weight/kg": 6.296}
    orders = {"12": {"item_sequence": {"1": item, "2": item}, "properties": {"target": "euro-pallet"}}}
    (order,) = read_problems(json.dumps(orders), "bedbpp")
    assert (order.pieces[0].quantity, order.pieces[0].weight, order.box.length) == (2, 6296, 1200)


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("1\n 1 5\n 100 100", "br", "Line 3 should have length, width and height"),
        ("2\n" + BR[2:], "br", "The file ends where a problem's number"),
        ("x", "br", "Line 1 should have the count of problems"),
        ("0\n", "br", "Line 1 should have the count of problems"),
        (BR.replace("100 100 100", "100 0 100"), "br", "Line 3 should have length, width and height"),
        (BR + "\n 1 5\n", "br", "1 problems end above"),
        ("{}", "bedbpp", "an order under each number"),
        ("{", "bedbpp", "This is not JSON"),
        ("[]", "bedbpp", "an order under each number"),
        ('{"1": {"properties": {"target": "euro-pallet"}}}', "bedbpp", "'item_sequence' is missing"),
        ('{"1": {"properties": {"target": "sled"}, "item_sequence": {}}}', "bedbpp", "'sled' is not one of"),
    ],
)
def test_bad_12_a_file_of_another_format_is_refused_with_its_place(text: str, kind: str, words: str) -> None:
    with pytest.raises(UnreadableProblem, match=words):
        read_problems(text, kind)


def test_the_command_packs_a_file_and_prints_its_figures(tmp_path: Path) -> None:
    file = tmp_path / "br.txt"
    file.write_text(BR)
    said = StringIO()
    call_command("pack_boxes", str(file), format="br", json=True, effort=1, stdout=said)
    document = json.loads(said.getvalue())
    assert (document["count"], document["boxes"], document["mean_fill_rate"]) == (1, 1, 1.0)
    assert len(document["problems"][0]["loads"][0]["placements"]) == 8
    said = StringIO()
    call_command("pack_boxes", str(file), format="br", effort=0, stdout=said)
    assert "100.0% full" in said.getvalue()
    with pytest.raises(CommandError, match="No such file") as missing:
        call_command("pack_boxes", str(tmp_path / "none.txt"), format="br")
    assert missing.value.returncode == 2


@pytest.mark.parametrize("side", [0, -5, "x", None, float("inf"), float("nan")])
def test_bad_12_goods_without_a_size_are_refused(side: Any) -> None:
    item = {"id": "7", "length/mm": side, "width/mm": 400, "height/mm": 220, "weight/kg": 6.296}
    orders = {"12": {"item_sequence": {"1": item}, "properties": {"target": "euro-pallet"}}}
    with pytest.raises(UnreadableProblem, match="Order 12"):
        read_problems(json.dumps(orders), "bedbpp")


def test_the_command_tells_programs_what_it_could_not_pack_or_read(tmp_path: Path) -> None:
    file = tmp_path / "two orders.json"
    item = {"id": "7", "length/mm": 2600, "width/mm": 2400, "height/mm": 2200.5, "weight/kg": 6.296}
    file.write_text(
        json.dumps({"1": {"item_sequence": {"1": item}, "properties": {"target": "euro-pallet"}}})
    )
    said = StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("pack_boxes", str(file), format="bedbpp", json=True, stdout=said)
    assert left.value.code == 1
    assert json.loads(said.getvalue())["problems"][0]["unpacked"] == {"7/0": 1}
    said = StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("pack_boxes", str(file), format="br", json=True, stdout=said)
    assert (left.value.code, json.loads(said.getvalue())["error"]) == (2, "unreadable_problem")
