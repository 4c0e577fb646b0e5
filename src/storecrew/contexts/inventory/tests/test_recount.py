"""OPS-09: the counters equal the ledger, or somebody hears about it."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import Allocation, Reservation, StockLevel, StockMovement
from storecrew.contexts.inventory.tests.factories import ACTOR, AT, assert_proved, stock
from storecrew.contexts.inventory.tests.orders import make_order, wanted
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import Denied


@pytest.fixture
def a(variants, channel):
    stock(variants["A-1"], 10)
    order = make_order(channel.id, [(variants["A-1"], 3)])
    inventory.allocate(order.id, wanted(order), channel_id=channel.id, actor=ACTOR, at=AT)
    inventory.reserve("ann", [(variants["A-1"], 2)], channel_id=channel.id, until=AT.replace(minute=9), at=AT)
    assert_proved()
    return variants["A-1"]


def run(*args):
    out = StringIO()
    try:
        call_command("recount", *args, stdout=out)
    except SystemExit as left:
        return left.code, out.getvalue()
    return 0, out.getvalue()


def corrupt(variant, **counters):
    assert StockLevel.objects.filter(variant_id=variant).update(**counters) == 1


def test_ops_09_check_is_silent_and_0_when_all_is_proved(a):
    code, text = run("--check")
    assert code == 0
    assert "0 differences" in text


@pytest.mark.parametrize(
    ("counter", "stored", "proved"),
    [("on_hand", 12, 10), ("allocated", 1, 3), ("reserved", 4, 2), ("safety", 1, 0)],
)
def test_ops_09_a_corrupted_counter_is_found_and_repaired(a, counter, stored, proved):
    corrupt(a, **{counter: stored})
    code, text = run("--check", "--json")
    assert code == 1
    found = json.loads(text)["differences"]
    assert [(row["counter"], row["stored"], row["proved"]) for row in found if row["counter"] == counter] == [
        (counter, stored, proved)
    ]
    assert run("--check")[0] == 1
    code, text = run("--fix")
    assert code == 0
    assert "(repaired)" in text
    assert run("--check")[0] == 0
    level = StockLevel.objects.get(variant_id=a)
    assert getattr(level, counter) == proved
    trail = audit.entries_for("inventory.level", f"{a}:{level.location_id}")[0]
    assert trail.action == "inventory.recounted"
    assert (trail.before[counter], trail.after[counter]) == (stored, proved)


def test_ops_09_a_missing_level_is_made_again(a, variants):
    StockLevel.objects.filter(variant_id=a).delete()
    assert run("--check")[0] == 1
    assert run("--fix")[0] == 0
    level = inventory.level(a)
    assert (level.on_hand, level.allocated, level.reserved) == (10, 3, 2)


def test_ops_09_facts_that_contradict_each_other_are_not_guessed(a):
    Allocation.objects.update(quantity=2)
    code, text = run("--fix")
    assert code == 1
    assert "(not repaired)" in text
    assert StockLevel.objects.get(variant_id=a).allocated == 3


def test_ops_09_a_repair_that_would_oversell_is_left_to_people(a):
    StockMovement.objects.filter(kind="received").update(quantity=1)
    code, _ = run("--fix", "--json")
    assert code == 1
    assert StockLevel.objects.get(variant_id=a).on_hand == 10


def test_ops_09_holds_count_too(a):
    Reservation.objects.all().delete()
    assert run("--fix")[0] == 0
    assert StockLevel.objects.get(variant_id=a).reserved == 0


def test_repairing_needs_the_right_to_adjust(a):
    reader = Actor(kind="staff", id="1", label="Reader", permissions=frozenset({"inventory.read"}))
    assert inventory.recount(actor=reader, at=AT).differences == ()
    with pytest.raises(Denied):
        inventory.recount(fix=True, actor=reader, at=AT)
