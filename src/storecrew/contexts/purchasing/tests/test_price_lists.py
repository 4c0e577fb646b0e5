"""BAD-12: a supplier's price list is looked at first, written whole, and taken back with one call."""

import pytest

from storecrew.contexts.purchasing import public as purchasing
from storecrew.contexts.purchasing.models import PriceListRun, PriceStep, SupplierArticle
from storecrew.contexts.purchasing.rules import price_file
from storecrew.contexts.purchasing.tests.factories import ACTOR, AT, make_shop
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import Denied

NOBODY = Actor(kind="staff", id="7", label="Nobody")
GOOD = "SKU;supplier SKU;price;currency;MOQ;lead time\nA-1;NEW-1;4.80;EUR;24;21\nB-1;;5.50;eur;;\n"


@pytest.fixture
def shop(db):
    return make_shop()


def look(table):
    return purchasing.preview_price_list("clay", table, actor=ACTOR, at=AT)


def take(table, name="Spring"):
    return purchasing.take_price_list("clay", table, name=name, actor=ACTOR, at=AT)


def stored():
    articles = SupplierArticle.objects.order_by("pk").values_list(
        "variant__sku", "supplier_sku", "moq", "lead_days"
    )
    steps = PriceStep.objects.order_by("article", "from_quantity").values_list("from_quantity", "amount")
    return list(articles), list(steps)


class TestReading:
    def test_columns_are_found_by_their_names_and_by_their_order(self):
        named = price_file.read("가격\tSKU\n1\t2\n".replace("가격\tSKU", "SKU\t가격"))
        assert [(line.row, line.sku, line.price) for line in named] == [(2, "1", "2")]
        bare = price_file.read("A,x,1.5,EUR,10,7\n\nB,,2\n")
        assert [(line.row, line.sku, line.numbers) for line in bare] == [
            (1, "A", {"moq": 10, "lead_days": 7}),
            (3, "B", {}),
        ]

    @pytest.mark.parametrize(
        ("row", "problem"),
        [
            (";x;1", "no_sku"),
            ("A;x;1;EUR;0", "bad_moq"),
            ("A;x;1;EUR;1.5", "bad_moq"),
            ("A;x;1;EUR;١", "bad_moq"),
            ("A;x;1;EUR;1;721", "bad_lead_days"),
        ],
    )
    def test_bad_12_impossible_numbers_are_named(self, row, problem):
        assert price_file.read(row)[0].problem == problem

    def test_bad_12_a_second_row_of_an_article_needs_another_quantity(self):
        rows = price_file.read("sku;price;from\nA;1;1\nA;2;100\nA;3;\n")
        assert [line.problem for line in rows] == ["", "", "repeated"]

    def test_a_table_that_is_too_long_ends_with_a_problem(self, monkeypatch):
        monkeypatch.setattr(price_file, "MOST_ROWS", 2)
        assert [line.problem for line in price_file.read("A;;1\nB;;1\nC;;1\nD;;1")] == ["", "", "too_many"]


def test_bad_12_every_row_is_shown_with_its_reason_and_nothing_is_written(shop):
    before = stored()
    seen = look(GOOD + "NOPE;;1\nC-1;;one\nC-1;;-1\nA-1;;2;USD\nB-1;;7\n")
    assert [change.sku for change in seen.changes] == ["A-1", "B-1"]
    assert [(line.row, line.problem) for line in seen.refused] == [
        (4, "unknown_sku"), (5, "no_amount"), (6, "repeated"), (7, "repeated"), (8, "repeated"),
    ]  # fmt: skip
    assert look("A-1;;2;USD").refused[0].problem == "other_currency"
    assert look("C-1;;-1").refused[0].problem == "no_amount"
    assert stored() == before
    assert not PriceListRun.objects.exists()


def test_hod_8_a_list_sets_prices_and_terms_and_leaves_what_it_does_not_name(shop):
    run = take(GOOD)
    articles, steps = stored()
    assert articles == [("A-1", "NEW-1", 24, 21), ("B-1", "cB-1", 1, None), ("C-1", "cC-1", 1, None)]
    assert steps == [(1, 480), (1, 550), (1, 500), (100, 450)]
    assert SupplierArticle.objects.get(variant__sku="A-1").pack_size == 6
    assert (len(run.rows), run.refused, run.state) == (2, 0, "taken")
    again = look(GOOD)
    assert (again.changes, again.same) == ((), 2)
    with pytest.raises(purchasing.InvalidSupplier):
        take(GOOD)
    [newest, *_] = audit.entries_for("purchasing.supplier", run.supplier_id)
    assert (newest.action, newest.after) == (
        "purchasing.price_list_taken", {"price_list": "Spring", "rows": 2, "left_out": 0},
    )  # fmt: skip


def test_bad_12_one_call_takes_a_list_back_but_not_what_was_changed_since(shop):
    SupplierArticle.objects.filter(variant__sku="C-1").delete()
    before = stored()
    run = take(GOOD + "C-1;;9\n")
    purchasing.undo_price_list(run.pk, actor=ACTOR, at=AT)
    assert stored() == before
    with pytest.raises(purchasing.WrongState):
        purchasing.undo_price_list(run.pk, actor=ACTOR, at=AT)

    run = take(GOOD)
    take("B-1;;6\n")
    undone = purchasing.undo_price_list(run.pk, actor=ACTOR, at=AT)
    assert (undone.kept, undone.state) == (1, "undone")
    assert stored()[1] == [(1, 500), (100, 450), (1, 600)]


def test_a_price_list_needs_the_right_and_a_supplier(shop):
    with pytest.raises(Denied):
        purchasing.take_price_list("clay", GOOD, name="", actor=NOBODY, at=AT)
    with pytest.raises(Denied):
        purchasing.undo_price_list(1, actor=NOBODY, at=AT)
    with pytest.raises(purchasing.UnknownSupplier):
        purchasing.take_price_list("nobody", GOOD, name="", actor=ACTOR, at=AT)
    with pytest.raises(purchasing.UnknownOrder):
        purchasing.undo_price_list(1, actor=ACTOR, at=AT)
