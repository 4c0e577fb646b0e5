"""MKT-6, MKT-18: lower prices of a while are found in orders, and lived through by engine and gate."""

from __future__ import annotations

import datetime as dt
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from storecrew.demo.replay.history import Happening, History, Sale, SoldLine, Taken
from storecrew.demo.replay.reductions import as_past, found_in

MONDAY = dt.datetime(2011, 1, 3, 10, tzinfo=dt.UTC)
HEAD = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"


def sales(*prices: int, sku: str = "MUG", units: int = 2, customer: str = "c") -> list[Happening]:
    """Sell three times a week, each week at the next price."""
    return [
        Sale(
            f"{sku}{week}-{number}", MONDAY + dt.timedelta(weeks=week, days=number),
            f"{customer}{number}" if customer else "", (SoldLine(sku, "Enamel mug", units, price),),
        )
        for week, price in enumerate(prices)
        for number in range(3)
    ]  # fmt: skip


def history(*happenings: Happening) -> History:
    return History("GBP", "UTC", sorted(happenings, key=lambda each: each.at), {})


def test_mkt_6_a_price_that_comes_back_was_a_promotion() -> None:
    [found] = found_in(history(*sales(500, 500, 400, 400, 500)))
    assert (found.sku, found.first, found.weeks) == ("MUG", dt.date(2011, 1, 17), 2)
    assert (found.usual, found.price, found.last) == (500, 400, dt.date(2011, 1, 30))


@pytest.mark.parametrize(
    ("prices", "why"),
    [
        ((500, 500, 460, 500), "less than a tenth"),
        ((500, 400, 500), "nobody knows yet what is usual"),
        ((500, 500, 400, 400), "it has not come back"),
        ((500, 500, 400, 400, 400, 400, 400, 400, 400, 400, 500), "it was the new price"),
    ],
)
def test_mkt_6_other_changes_of_price_are_none(prices: tuple[int, ...], why: str) -> None:
    assert found_in(history(*sales(*prices))) == [], why


def test_mkt_6_orders_of_nobody_known_do_not_count() -> None:
    assert found_in(history(*sales(500, 500, 400, 500, customer=""))) == []


def test_mkt_6_what_went_back_was_not_sold() -> None:
    happenings = sales(500, 500, 400, 500)
    back = Taken("C1", MONDAY + dt.timedelta(weeks=5), "c0", (SoldLine("MUG", "", 3, 500),))
    past = as_past(history(*happenings, back))
    assert sum(line.quantity for line in past.sold) == 24 - 3
    # The newest order of that customer went back whole, and one unit of the one before.
    assert [line.quantity for line in past.sold if line.buyer == "c0"] == [2, 2, 1]
    [key] = past.reductions
    assert past.reductions[key] == 2_000
    assert {line.coupon for line in past.sold if line.paid == 400 * line.quantity} == {200, 100}


def write(folder: Path, *, promoted: int) -> Path:
    """Write a file in which more is sold in the week of the promotion."""
    rows = [HEAD]
    for sku in ("MUG", "BOWL"):
        for week, (price, units) in enumerate(
            ((5, 4), (5, 4), (5, 4), (5, 4), (4, promoted), (5, 4), (4, promoted), (5, 4))
        ):
            for number in range(3):
                at = (MONDAY + dt.timedelta(weeks=week, days=number)).strftime("%Y-%m-%d %H:%M:%S")
                rows.append(f"{sku}{week}{number},{sku},{sku.title()},{units},{at},{price}.00,c{number},UK")
    path = folder / "uci.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def test_mkt_18_the_command_says_what_the_gate_would_have_held(tmp_path: Path) -> None:
    said = StringIO()
    file = str(write(tmp_path, promoted=60))
    call_command("replay_reductions", file, format="uci", json=True, cover_weeks=1, stdout=said)
    report = json.loads(said.getvalue())
    assert (report["campaigns"], report["promotions"], report["currency"]) == (2, 4, "GBP")
    baskets = report["baskets"]
    assert baskets["touched"] == baskets["really_with_coupon"] == 12
    assert baskets["taken_off"] == baskets["really_taken_off"] == 12 * 60 * 100
    # The second campaign comes after a busy week, so its plan is larger than a week of cover.
    first, second = report["gate"]["by_campaign"]
    assert (first["articles_refused"], second["articles_refused"]) == (0, 0)
    assert report["gate"]["verdicts"]["passed_but_ran_out"] == 4
    careful = report["gate_careful"]["by_campaign"]
    assert {each["article"] for each in careful[0]["stopped_by"]} == {"MUG Mug", "BOWL Bowl"}
    assert report["gate_careful"]["verdicts"]["refused_and_ran_out"] == 4
    words = StringIO()
    call_command("replay_reductions", file, format="uci", cover_weeks=1, stdout=words)
    assert "4 promotions of 2 campaigns for 2 products, rebuilt." in words.getvalue()


def test_bad_12_a_file_that_is_none_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "uci.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(CommandError, match="lacks the columns") as refused:
        call_command("replay_reductions", str(path), format="uci")
    assert refused.value.returncode == 2
