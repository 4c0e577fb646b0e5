"""Read three public files of orders: UCI Online Retail, Olist and Northwind.

Prices are read as decimal text and become minor units; times without a zone are those of the shop's zone.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path
from zoneinfo import ZoneInfo

from storecrew.demo.replay.history import (
    Correction,
    Happening,
    History,
    Sale,
    SoldLine,
    Taken,
    UnreadableHistory,
)
from storecrew.kernel.commands import text_of

FORMATS = ("uci", "olist", "northwind")
NOT_GOODS = re.compile(r"(POST|DOT|M|D|S|B|C2|CRUK|PADS|BANK CHARGES|AMAZONFEE|GIFT_\d{4}_\d\d)")
"""Codes of the UCI file that stand for postage, fees, discounts and vouchers."""
OLIST_MOMENTS = (
    "order_delivered_carrier_date",
    "order_delivered_customer_date",
    "order_estimated_delivery_date",
)
UCI_COLUMNS = {"InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID"}
UCI_OTHER_NAMES = {"Invoice": "InvoiceNo", "Price": "UnitPrice", "Customer ID": "CustomerID"}
"""The second edition of the file names some columns otherwise."""


def read_history(path: Path, kind: str) -> History:
    """Return the happenings of a file, oldest first; ``.gz`` is unpacked.

    :raises UnreadableHistory: the file is not of this format, or a file beside it is missing
    :raises Unusable: the file itself cannot be read
    """
    try:
        history = {"uci": _read_uci, "olist": _read_olist, "northwind": _read_northwind}[kind](path)
    except UnreadableHistory:
        raise
    except (ValueError, IndexError, InvalidOperation) as error:
        reason = f"{path.name} holds a number, price or date that cannot be read: {error}."
        raise UnreadableHistory(reason) from error
    if not history.happenings:
        raise UnreadableHistory(f"{path.name} holds no order.")
    return history


def _rows(path: Path, needed: set[str]) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(io.StringIO(text_of(path)), strict=True)
    reader.fieldnames = [UCI_OTHER_NAMES.get(name, name) for name in reader.fieldnames or ()]
    missing = needed - set(reader.fieldnames or ())
    if missing:
        raise UnreadableHistory(f"{path.name} lacks the columns {', '.join(sorted(missing))}.")
    try:
        for row in reader:
            if None in row or None in row.values():
                wanted = f"there should be {len(reader.fieldnames or ())} cells."
                raise UnreadableHistory(f"{path.name}, line {reader.line_num}: {wanted}")
            yield reader.line_num, row
    except csv.Error as error:
        raise UnreadableHistory(f"{path.name}, line {reader.line_num}: {error}.") from error


def _minor(text: str) -> int:
    return int((Decimal(text) * 100).quantize(Decimal(1), ROUND_HALF_UP))


def _time(text: str, zone: ZoneInfo) -> dt.datetime:
    try:
        local = dt.datetime.fromisoformat(text)
    except ValueError:
        # As spreadsheets of the United States write it, which is how the UCI file is often passed on.
        local = dt.datetime.strptime(text, "%m/%d/%Y %H:%M")  # noqa: DTZ007
    return local.replace(tzinfo=zone).astimezone(dt.UTC)


def _read_uci(path: Path) -> History:
    zone = ZoneInfo("Europe/London")
    skipped: Counter[str] = Counter()
    invoices: dict[str, list[tuple[SoldLine, dt.datetime, str]]] = {}
    corrections: list[Happening] = []
    for number, row in _rows(path, UCI_COLUMNS):
        try:
            quantity, price = int(row["Quantity"]), _minor(row["UnitPrice"])
            at = _time(row["InvoiceDate"], zone)
        except (ValueError, TypeError, InvalidOperation) as error:
            raise UnreadableHistory(
                f"{path.name}, line {number}: quantity, price or date cannot be read ({error})."
            ) from error
        sku = row["StockCode"].strip().upper()
        invoice, customer = row["InvoiceNo"].strip(), row["CustomerID"].strip()
        if NOT_GOODS.fullmatch(sku) or price < 0 or invoice.startswith("A"):
            skipped["not goods"] += 1
        elif quantity < 0 and not invoice.startswith("C"):
            corrections.append(Correction(at, sku, quantity, row["Description"].strip() or "adjustment"))
        elif quantity == 0 or (quantity < 0) != invoice.startswith("C"):
            skipped["no quantity"] += 1
        else:
            line = SoldLine(sku, row["Description"].strip(), abs(quantity), price)
            invoices.setdefault(invoice, []).append((line, at, customer))
    happenings = [_invoice(number, lines) for number, lines in invoices.items()]
    ordered = sorted([*happenings, *corrections], key=lambda happening: happening.at)
    return History("GBP", zone.key, ordered, dict(skipped))


def _invoice(number: str, rows: list[tuple[SoldLine, dt.datetime, str]]) -> Happening:
    _, at, customer = rows[0]
    lines = tuple(line for line, _, _ in rows)
    return Taken(number, at, customer, lines) if number.startswith("C") else Sale(number, at, customer, lines)


def _read_olist(path: Path) -> History:
    """Read ``orders.csv`` with ``order_items.csv`` and ``customers.csv`` beside it."""
    zone = ZoneInfo("America/Sao_Paulo")
    beside = [path.with_name(path.name.replace("orders", name, 1)) for name in ("order_items", "customers")]
    for file in beside:
        if not file.exists():
            raise UnreadableHistory(f"{file.name} should lie beside {path.name}.")
    customers = _rows(beside[1], {"customer_id", "customer_unique_id"})
    people = {row["customer_id"]: row["customer_unique_id"] for _, row in customers}
    items: dict[str, Counter[tuple[str, int]]] = defaultdict(Counter)
    for _, row in _rows(beside[0], {"order_id", "product_id", "price"}):
        items[row["order_id"]][(row["product_id"].upper(), _minor(row["price"]))] += 1
    skipped: Counter[str] = Counter()
    sales = []
    for number, row in _rows(path, {"order_id", "order_status", "order_purchase_timestamp"}):
        bought_items = items[row["order_id"]]
        lines = tuple(SoldLine(sku, "", units, price) for (sku, price), units in bought_items.items())
        if not lines:
            skipped["order without items"] += 1
            continue
        try:
            bought = _time(row["order_purchase_timestamp"], zone)
            moments = [_time(row[name], zone) if row.get(name) else None for name in OLIST_MOMENTS]
        except ValueError as error:
            raise UnreadableHistory(f"{path.name}, line {number}: {error}.") from error
        ended = row["order_status"] in {"canceled", "unavailable"}
        canceled = bought + dt.timedelta(hours=2) if ended else None
        customer = people.get(row.get("customer_id", ""), "")
        sales.append(Sale(row["order_id"], bought, customer, lines, canceled, *moments))
    return History("BRL", zone.key, sorted(sales, key=lambda sale: sale.at), dict(skipped))


_INSERT = re.compile(r"^INSERT INTO (orders|order_details|products) VALUES \((.*)\);\s*$")
_VALUE = re.compile(r"'((?:[^']|'')*)'|([^,\s]+)")


def _read_northwind(path: Path) -> History:
    """Read the PostgreSQL dump: orders, their details and the names of the products."""
    tables: dict[str, list[list[str]]] = defaultdict(list)
    for line in text_of(path).splitlines():
        found = _INSERT.match(line)
        if found:
            values = [(text or bare).replace("''", "'") for text, bare in _VALUE.findall(found[2])]
            tables[found[1]].append(values)
    if not tables["orders"] or not tables["order_details"]:
        raise UnreadableHistory(f"{path.name} should have INSERT INTO orders and order_details.")
    names = {row[0]: row[1] for row in tables["products"]}
    details: dict[str, list[SoldLine]] = defaultdict(list)
    for order, product, price, units, discount in (row[:5] for row in tables["order_details"]):
        paid = _minor(str(Decimal(price) * (1 - Decimal(discount))))
        details[order].append(SoldLine(f"NW-{product}", names.get(product, ""), int(units), paid))
    zone = ZoneInfo("Europe/London")
    sales = []
    for row in tables["orders"]:
        bought, required, shipped = (
            None if value == "NULL" else _time(value, zone) + dt.timedelta(hours=9) for value in row[3:6]
        )
        if bought is None:
            raise UnreadableHistory(f"{path.name}: order {row[0]} has no date.")
        lines = tuple(details[row[0]])
        # The dump knows when goods left and when they were wanted, not when they arrived.
        sales.append(Sale(row[0], bought, row[1], lines, None, shipped, shipped, required))
    return History("USD", zone.key, sorted(sales, key=lambda sale: sale.at))
