"""Codes sold as goods: taken in once, given once, back for sale only when nobody has seen them."""

from __future__ import annotations

import pytest

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.checkout.tests.factories import make_shop
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import ArticleCode, StockMovement
from storecrew.contexts.inventory.rules import code_files
from storecrew.contexts.inventory.tests.factories import ACTOR, AT, assert_proved
from storecrew.contexts.inventory.tests.orders import make_order, wanted
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import Denied

FILE = "code;pin\nAAAA-BBBB-0001;11\nAAAA-BBBB-0002;22\nAAAA-BBBB-0003;33\n"


def test_a_file_is_read_with_or_without_names_of_columns():
    assert code_files.read("\ufeffcode,pin\r\nK-1,7\r\n\r\nK-2\r\nK-1,7\r\n") == (
        [code_files.Written("K-1", "7"), code_files.Written("K-2")],
        [],
    )
    assert code_files.read("K-1\nK-2")[0] == [code_files.Written("K-1"), code_files.Written("K-2")]
    assert code_files.read("K-1\tx") == ([code_files.Written("K-1", "x")], [])


def test_a_line_that_is_no_code_is_named():
    long = "x" * 201
    _rows, problems = code_files.read(f"ok,1\n,2\n{long},3\na,b,c\n")
    assert problems == [(2, "empty"), (3, "long"), (4, "columns")]
    assert code_files.read("") == ([], [])


def test_staff_see_a_third_of_a_code_at_most():
    assert [code_files.hint(code) for code in ("12", "12345", "ABCD-EFGH-IJKL")] == ["", "5", "IJKL"]


@pytest.fixture
def shop(db):
    return make_shop({"A-1": 0, "KEY": 0})


def pool_of(shop, text=FILE):
    pool = inventory.open_code_pool(shop.variants["KEY"], how="Enter it at start.", actor=ACTOR, at=AT)
    return pool, inventory.import_codes(pool, text, name="keys.csv", actor=ACTOR, at=AT)


def sell(shop, units=2):
    order = make_order(shop.channel.id, [(shop.variants["KEY"], units)])
    inventory.allocate(order.id, wanted(order), channel_id=shop.channel.id, actor=ACTOR, at=AT)
    [(line, _variant, _units)] = wanted(order)
    inventory.ship_allocation(order.id, {line: units}, actor=ACTOR, at=AT)
    return order.id, line


def test_stock_is_the_number_of_unused_codes_and_a_second_file_adds_nothing(shop):
    key = shop.variants["KEY"]
    pool, first = pool_of(shop)
    again = inventory.import_codes(pool, FILE, name="keys.csv", actor=ACTOR, at=AT)
    assert (first[1:], again[1:]) == ((3, 0), (0, 3))
    assert inventory.level(key, "codes").on_hand == 3
    assert inventory.available_to_promise([key], channel_id=shop.channel.id)[key].available == 3
    assert catalog.variants([key])[key].digital
    assert inventory.code_pool(pool) == (pool, key, "Enter it at start.", 3, 0, 0)
    assert_proved()


def test_a_code_is_in_no_table_as_it_is_written(shop):
    pool_of(shop)
    rows = ArticleCode.objects.values()
    assert "AAAA-BBBB" not in str(list(rows)) and [row["hint"] for row in rows] == ["0001", "0002", "0003"]


def test_a_code_of_another_pool_is_known(shop):
    pool_of(shop)
    other = inventory.open_code_pool(shop.variants["A-1"], actor=ACTOR, at=AT)
    assert inventory.import_codes(other, FILE, name="x", actor=ACTOR, at=AT)[1:] == (0, 3)


def test_con_12_each_unit_gets_a_code_of_its_own(shop):
    pool_of(shop)
    order_id, line = sell(shop)
    assert [code.hint for code in inventory.codes_of(order_id)] == ["0001", "0002"]
    shown = inventory.show_codes(order_id, at=AT)
    assert [(code.code, code.extra, code.how) for code in shown] == [
        ("AAAA-BBBB-0001", "11", "Enter it at start."),
        ("AAAA-BBBB-0002", "22", "Enter it at start."),
    ]
    assert {code.shown_at for code in inventory.codes_of(order_id)} == {AT}
    assert inventory.level(shop.variants["KEY"], "codes").on_hand == 1
    assert_proved()
    assert line


def test_what_nobody_has_seen_is_for_sale_again(shop):
    pool, _ = pool_of(shop)
    order_id, line = sell(shop)
    assert inventory.take_back_codes(line, 1, reason="changed their mind", actor=ACTOR, at=AT) == (1, 0)
    assert inventory.level(shop.variants["KEY"], "codes").on_hand == 2
    assert len(inventory.show_codes(order_id, at=AT)) == 1
    # It is given again, to somebody else.
    again, _ = sell(shop)
    assert sorted(code.hint for code in inventory.codes_of(again)) == ["0002", "0003"]
    assert StockMovement.objects.filter(kind="returned", quantity=1).count() == 1
    assert_proved()
    assert inventory.code_pool(pool)[3:] == (0, 3, 0)


def test_what_was_seen_is_burned(shop):
    pool, _ = pool_of(shop)
    order_id, line = sell(shop)
    inventory.show_codes(order_id, at=AT)
    assert inventory.take_back_codes(line, 2, reason="does not work", actor=ACTOR, at=AT) == (0, 2)
    assert inventory.code_pool(pool)[3:] == (1, 0, 2)
    assert inventory.show_codes(order_id, at=AT) == []
    with pytest.raises(inventory.CodesMissing):
        inventory.take_back_codes(line, 1, reason="again", actor=ACTOR, at=AT)
    assert_proved()


def test_stock_of_codes_is_not_typed_in(shop):
    pool_of(shop)
    key = shop.variants["KEY"]
    change = {"actor": ACTOR, "at": AT}
    for place in ("codes", "main"):
        with pytest.raises(inventory.CodesAreTheStock):
            inventory.receive([(key, 1)], location_code=place, **change)
    with pytest.raises(inventory.CodesAreTheStock):
        inventory.adjust(key, on_hand=9, expected_on_hand=3, reason="x", location_code="codes", **change)
    told = inventory.set_on_hand_from_import({key: 9}, document="file", **change)
    assert (told.changed, told.refused) == (0, {key: 3})
    with pytest.raises(inventory.CodesAreTheStock):
        inventory.save_location("codes", name="x", **change)


def test_an_article_that_lies_in_a_warehouse_gets_no_codes(shop):
    inventory.receive([(shop.variants["A-1"], 1)], actor=ACTOR, at=AT)
    with pytest.raises(inventory.StockElsewhere):
        inventory.open_code_pool(shop.variants["A-1"], actor=ACTOR, at=AT)


def test_a_file_with_a_wrong_line_is_refused_whole(shop):
    pool, _ = pool_of(shop)
    with pytest.raises(inventory.InvalidCodes) as refused:
        inventory.import_codes(pool, "N-1\n;;\nN-2;1;2\n", name="x", actor=ACTOR, at=AT)
    assert refused.value.details["lines"] == [{"line": 3, "why": "columns"}]
    with pytest.raises(inventory.NoCodePool):
        inventory.import_codes(0, "N-1", name="x", actor=ACTOR, at=AT)
    assert inventory.code_pool(pool).unused == 3


def test_codes_are_for_those_who_keep_stock(shop):
    nobody = Actor(kind="staff", id="1", label="x", permissions=frozenset())
    with pytest.raises(Denied):
        inventory.open_code_pool(shop.variants["KEY"], actor=nobody, at=AT)
    with pytest.raises(Denied):
        inventory.import_codes(1, "A", name="x", actor=nobody, at=AT)


def test_one_location_sends_the_goods_though_codes_come_by_mail(shop):
    pool_of(shop)
    inventory.receive([(shop.variants["A-1"], 5)], actor=ACTOR, at=AT)
    inventory.set_split(shop.channel.id, "never", actor=ACTOR, at=AT)
    order = make_order(shop.channel.id, [(shop.variants["KEY"], 1), (shop.variants["A-1"], 1)])
    parts = inventory.allocate(order.id, wanted(order), channel_id=shop.channel.id, actor=ACTOR, at=AT)
    assert len({part.location_id for part in parts}) == 2
    assert [part.location_code for part in inventory.parts_to_send(order.id)] == ["main"]
    assert inventory.orders_waiting_for_codes([order.id]) == [order.id]
