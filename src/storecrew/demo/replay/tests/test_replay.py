"""WH-1, INV-1: orders of real shops, lived through by the product's own operations."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import os
import re
import signal
from collections import Counter
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from storecrew.config import bootstrap
from storecrew.contexts.fulfillment.models import FulfillmentOrder
from storecrew.contexts.inventory.models import CountTask, StockMovement
from storecrew.contexts.orders.models import Order
from storecrew.contexts.payments.models import Payment
from storecrew.contexts.shipping.models import Label, Promise
from storecrew.demo.management.commands import replay_orders
from storecrew.demo.replay.files import read_history
from storecrew.demo.replay.history import Correction, Sale, SoldLine, Taken, UnreadableHistory
from storecrew.kernel import clock
from storecrew.kernel.commands import Unusable
from storecrew.kernel.outbox.models import OutboxEvent

pytestmark = pytest.mark.django_db

UCI = """InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
1,85123a,HEART HOLDER,6,2011-03-01 08:26:00,2.55,17850,United Kingdom
1,85123A,HEART HOLDER,2,2011-03-01 08:26:00,2.55,17850,United Kingdom
1,POST,POSTAGE,1,2011-03-01 08:26:00,18.00,17850,United Kingdom
2,71053,LANTERN,10,2011-03-01 09:00:00,3.39,13047,United Kingdom
C3,71053,LANTERN,-10,2011-03-01 10:00:00,3.39,13047,United Kingdom
C4,85123A,HEART HOLDER,-3,2011-03-05 10:00:00,2.55,17850,United Kingdom
C5,85123A,HEART HOLDER,-9,2011-03-06 10:00:00,2.55,17850,United Kingdom
6,71053,damaged,-4,2011-03-07 10:00:00,0,,United Kingdom
7,22633,WARMER,150000,2011-03-08 10:00:00,1.85,,United Kingdom
"""
COLUMNS = (
    "order_id", "customer_id", "order_status", "order_purchase_timestamp", "order_delivered_carrier_date",
    "order_delivered_customer_date", "order_estimated_delivery_date",
)  # fmt: skip
ORDERS = (
    ",".join(COLUMNS)
    + """
a,c1,delivered,2018-01-20 12:15:57,2018-01-22 09:00:00,2018-01-30 11:32:35,2018-02-15 00:00:00
b,c2,canceled,2018-01-21 12:00:00,,,2018-02-15 00:00:00
c,c3,unavailable,2018-01-22 12:00:00,,,2018-02-15 00:00:00
"""
)
ITEMS = """order_id,order_item_id,product_id,price
a,1,p1,279.9
a,2,p1,279.9
b,1,p2,10.00
"""
CUSTOMERS = "customer_id,customer_unique_id\nc1,u1\nc2,u2\nc3,u1\n"
NORTHWIND = """INSERT INTO order_details VALUES (10248, 11, 14, 12, 0);
INSERT INTO order_details VALUES (10248, 42, 9.80000019, 10, 0.150000006);
INSERT INTO orders VALUES (10248, 'VINET', 5, '1996-07-04', '1996-08-01', '1996-07-16', 3, 32.4, 'O''Hara');
INSERT INTO products VALUES (11, 'Queso Cabrales', 5, 4, '1 kg pkg.', 21, 22, 30, 30, 0);
"""


@pytest.fixture
def shop() -> None:
    bootstrap.open_shop(at=clock.now())


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def replay(path: Path, kind: str, **options: Any) -> dict[str, Any]:
    said = StringIO()
    call_command(
        "replay_orders", str(path), format=kind, json=True, stdout=said, stderr=StringIO(), **options
    )
    return dict(json.loads(said.getvalue()))


def test_a_history_of_uci_tells_sales_returns_and_corrections_apart(tmp_path: Path) -> None:
    history = read_history(write(tmp_path, "uci.csv", UCI), "uci")
    kinds = Counter(type(happening) for happening in history.happenings)
    assert kinds == {Sale: 3, Taken: 3, Correction: 1}
    assert history.skipped == {"not goods": 1}
    assert history.happenings[0].at.isoformat() == "2011-03-01T08:26:00+00:00"
    packed = tmp_path / "uci.csv.gz"
    packed.write_bytes(gzip.compress(UCI.encode()))
    assert read_history(packed, "uci").happenings == history.happenings


def test_con_10_every_cancellation_and_return_puts_stock_back_once(shop: None, tmp_path: Path) -> None:
    document = replay(write(tmp_path, "uci.csv", UCI), "uci")
    assert (document["orders"], document["shipped"], document["canceled"]) == (2, 1, 1)
    assert (document["units_sold"], document["units_canceled"]) == (18, 10)
    # 3 + 5 of the 8 that were bought come back; the file gives back 4 more than it sold.
    assert (document["returns"], document["units_returned"], document["units_returned_without_sale"]) == (
        2,
        8,
        4,
    )
    assert document["corrections"] == 1
    assert document["refused"] == {"invalid_quantity": 1}
    assert document["differences"] == 0
    assert document["stock_agrees"] is True
    assert Order.objects.filter(status="canceled").count() == 1
    returned = StockMovement.objects.filter(kind="returned").values_list("document", "quantity")
    assert sorted(returned) == [("Return C4", 3), ("Return C5", 5)]
    paid = Payment.objects.get(order__number=Order.objects.exclude(status="canceled").get().number)
    assert (paid.captured_amount, paid.refunded_amount) == (8 * 255, 8 * 255)


def test_a_history_can_be_lived_through_twice(shop: None, tmp_path: Path) -> None:
    file = write(tmp_path, "uci.csv", UCI)
    assert replay(file, "uci")["stock_agrees"] is True
    assert replay(file, "uci", limit=1)["stock_agrees"] is True


def test_a_stopped_replay_reports_what_it_has_lived_through(
    shop: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(replay_orders._Watch, "tell", lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    document = replay(write(tmp_path, "uci.csv", UCI), "uci")
    assert (document["orders"], document["returns"], document["lived_until"]) == (1, 0, "2011-03-01")
    assert document["orders"] == document["shipped"] + document["canceled"], "what was sold is finished"
    assert document["stock_agrees"] is True
    assert signal.getsignal(signal.SIGTERM) == before


def test_a_file_in_another_currency_is_refused_in_the_shop_of_an_earlier_one(
    shop: None, tmp_path: Path
) -> None:
    replay(write(tmp_path, "uci.csv", UCI), "uci", limit=1)
    with pytest.raises(CommandError, match="an installation of its own") as refused:
        call_command("replay_orders", str(write(tmp_path, "northwind.sql", NORTHWIND)), format="northwind")
    assert refused.value.returncode == 2


def test_olist_brings_cancellations_and_promises(shop: None, tmp_path: Path) -> None:
    write(tmp_path, "order_items.csv", ITEMS)
    write(tmp_path, "customers.csv", CUSTOMERS)
    document = replay(write(tmp_path, "orders.csv", ORDERS), "olist")
    assert (document["orders"], document["canceled"], document["shipped"]) == (2, 1, 1)
    # The file's promise and the product's own: the label's parcel arrived before both.
    assert (document["on_time_in_the_file"], document["on_time_in_full"]) == (1.0, 1.0)
    assert Label.objects.get().status == "delivered"
    assert Promise.objects.get(closed=True, kept=True).arrived_at is not None
    assert document["skipped"] == {"order without items": 1}
    assert document["stock_agrees"] is True


def test_a_part_of_a_history_is_lived_through_alone(shop: None, tmp_path: Path) -> None:
    file = write(tmp_path, "uci.csv", UCI)
    document = replay(file, "uci", since=dt.date(2011, 3, 5), until=dt.date(2011, 3, 7))
    # Returns of what was sold before find no sale, and goods come for the correction alone.
    assert (document["orders"], document["units_returned_without_sale"]) == (0, 12)
    with pytest.raises(CommandError, match="nothing in these days"):
        call_command("replay_orders", str(file), format="uci", since=dt.date(2012, 1, 1))


def test_an_invoice_longer_than_a_cart_becomes_several_orders(
    shop: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storecrew.contexts.checkout.public.MOST_LINES", 2)
    lines = "".join(f"1,A{n},THING,2,2011-03-01 08:26:00,2.55,7,UK\n" for n in range(5))
    back = "".join(f"C2,A{n},THING,-2,2011-03-01 09:26:00,2.55,7,UK\n" for n in range(5))
    document = replay(write(tmp_path, "uci.csv", UCI.splitlines()[0] + "\n" + lines + back), "uci")
    assert (document["orders"], document["canceled"], document["shipped"]) == (3, 3, 0)
    assert document["stock_agrees"] is True


def test_inv_1_the_reports_of_the_product_tell_of_the_replay(shop: None, tmp_path: Path) -> None:
    document = replay(write(tmp_path, "uci.csv", UCI), "uci")
    counts = CountTask.objects.filter(state="done")
    assert counts.filter(cause="asked", posted=True).count() == document["corrections"] == 1
    assert document["counts"] == counts.count() > 1
    assert 0 < document["accuracy"] < 1
    assert sum(document["abc"].values()) == 2
    assert document["sell_through"] < 1
    assert FulfillmentOrder.objects.filter(state="handed_over").count() == 1
    assert not OutboxEvent.objects.filter(done_at=None).exists()


def test_northwind_brings_names_and_prices_after_discount(tmp_path: Path) -> None:
    history = read_history(write(tmp_path, "northwind.sql", NORTHWIND), "northwind")
    (sale,) = history.happenings
    assert isinstance(sale, Sale)
    assert sale.lines == (SoldLine("NW-11", "Queso Cabrales", 12, 1400), SoldLine("NW-42", "", 10, 833))
    assert (sale.customer, history.currency) == ("VINET", "USD")


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        ("uci", "InvoiceNo,StockCode\n1,2\n", "lacks the columns CustomerID, Description"),
        ("uci", UCI.replace("2.55", "two", 1), "line 2: quantity, price or date cannot be read"),
        ("uci", UCI.splitlines()[0] + "\n", "holds no order"),
        ("olist", ORDERS, "order_items.csv should lie beside orders.csv"),
        ("northwind", "SELECT 1;", "INSERT INTO orders and order_details"),
        ("northwind", NORTHWIND.replace("9.80000019", "cheap"), "number, price or date that cannot be read"),
    ],
)
def test_bad_12_a_file_of_another_format_is_refused_in_words(
    tmp_path: Path, kind: str, text: str, words: str
) -> None:
    path = write(tmp_path, "orders.csv", text)
    with pytest.raises(UnreadableHistory, match=words):
        read_history(path, kind)
    with pytest.raises(CommandError) as refused:
        call_command("replay_orders", str(path), format=kind)
    assert refused.value.returncode == 2


def test_a_damaged_archive_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "uci.csv.gz"
    path.write_bytes(gzip.compress(UCI.encode())[:40])
    with pytest.raises(Unusable, match="is damaged or was cut off"):
        read_history(path, "uci")


def test_the_file_of_uci_is_read_as_it_is_passed_on(tmp_path: Path) -> None:
    plain = read_history(write(tmp_path, "uci.csv", UCI), "uci").happenings
    head, *rows = UCI.splitlines()
    other = (
        head.replace("InvoiceNo", "Invoice")
        .replace("UnitPrice", "Price")
        .replace("CustomerID", "Customer ID")
    )
    dates = [re.sub(r"(\d{4})-(\d\d)-(\d\d) (\d\d:\d\d):\d\d", r"\2/\3/\1 \4", row) for row in rows]
    path = tmp_path / "online retail II.csv"
    path.write_bytes("\r\n".join([other, *dates]).encode("cp1252"))
    assert read_history(path, "uci").happenings == plain


def test_bad_12_a_refusal_is_a_document_for_programs(tmp_path: Path) -> None:
    said = StringIO()
    path = write(tmp_path, "cut off.csv", UCI[:-30])
    with pytest.raises(SystemExit) as left:
        call_command("replay_orders", str(path), format="uci", json=True, stdout=said)
    document = json.loads(said.getvalue())
    assert (left.value.code, document["error"]) == (2, "unreadable_history")
    assert "there should be 8 cells" in document["reason"]
