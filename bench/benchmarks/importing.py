"""A product file taken in by the import command, against COPY or executemany of the same rows."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from bench import generate, shop
from bench.measures import Goal, Measure, memory_peak_mb
from bench.processes import apart
from bench.sameness import bare_connection, our_models
from bench.stored import have_shop

QUARTER = Goal("ratio", ">=", 0.25)
VARIANTS = 2
COLUMNS = (
    "Handle", "Title", "Body (HTML)", "Vendor", "Product Category", "Type", "Tags", "Published",
    "Option1 Name", "Option1 Value", "Variant SKU", "Variant Grams", "Variant Inventory Tracker",
    "Variant Inventory Qty", "Variant Price", "Variant Compare At Price", "Status",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scale:
    """Products of the file."""

    products: int


SCALES = {"tiny": Scale(20), "small": Scale(1_500), "full": Scale(100_000)}


def run(scale: Scale) -> Iterator[Measure]:
    """Import a Shopify file; then empty the tables and write the same rows bare."""
    file = Path(shop.data_folder()) / "products.csv"
    have_shop()
    _write(file, scale.products)
    before = apart(_counts)
    seconds, peak, start = apart(lambda: _import(file))
    rows = {table: count - before[table] for table, count in apart(_counts).items() if count > before[table]}
    bare = apart(lambda: _again(rows))
    products = scale.products
    yield Measure(
        case=f"Shopify CSV, {products:,} products, {products * VARIANTS:,} rows",
        unit="products/s",
        ours=products / seconds,
        bound=products / bare,
        goal=QUARTER,
        memory_mb=peak,
        note=f"{sum(rows.values()):,} rows in {len(rows)} tables; {start:.0f} MB before",
    )


def _write(file: Path, products: int) -> None:
    with file.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        for number in range(products):
            writer.writerows(_rows(number))


def _rows(number: int) -> Iterator[list[str | int]]:
    row = generate.product_row(number, VARIANTS)
    categories = row.categories or ()
    tags = ", ".join(str(value) for value in (row.attributes or {}).values())
    for place, variant in enumerate(row.variants):
        size = (variant.options or {})["Size"]
        shared = [
            row.title,
            row.description or "",
            row.brand or "",
            " > ".join(categories[-1]),
            "Clothing",
            tags,
        ]
        yield [
            row.slug, *(shared if place == 0 else [""] * len(shared)), "true", "Size", size, variant.sku,
            variant.weight_g or 0, "shopify", 5 + number % 40, f"{10 + number % 90}.{place}5", "", "active",
        ]  # fmt: skip


def _counts() -> dict[str, int]:
    return {model._meta.db_table: model._base_manager.count() for model in our_models()}


def _import(file: Path) -> tuple[float, float, float]:
    start = memory_peak_mb()
    said = io.StringIO()
    began = time.perf_counter()
    with redirect_stdout(said):
        call_command("import_catalog", str(file), images="none", json=True, stdout=said)
    return time.perf_counter() - began, memory_peak_mb(), start


def _again(rows: dict[str, int]) -> float:
    """Take the rows out of their tables and put them back; return the seconds of putting them back."""
    return _copy(rows) if connection.vendor == "postgresql" else _executemany(rows)


def _copy(rows: dict[str, int]) -> float:
    seconds = 0.0
    with bare_connection() as bare, bare.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for table, count in rows.items():
            newest = f"(SELECT * FROM {table} ORDER BY id DESC LIMIT {count})"
            with cursor.copy(f"COPY {newest} TO STDOUT") as copy:
                data = b"".join(bytes(part) for part in copy)
            cursor.execute(f"DELETE FROM {table} WHERE id IN (SELECT id FROM {newest} AS newest)")
            cursor.execute(f"VACUUM {table}")
            began = time.perf_counter()
            with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                copy.write(data)
            seconds += time.perf_counter() - began
    return seconds


def _executemany(rows: dict[str, int]) -> float:
    seconds = 0.0
    bare = bare_connection()
    bare.execute("PRAGMA foreign_keys = OFF")
    for table, count in rows.items():
        kept = bare.execute(f"SELECT * FROM {table} ORDER BY id DESC LIMIT {count}").fetchall()
        kept.reverse()
        bare.execute(f"DELETE FROM {table} WHERE id >= ?", (kept[0][0],))
        marks = ", ".join("?" * len(kept[0]))
        began = time.perf_counter()
        bare.execute("BEGIN IMMEDIATE")
        bare.executemany(f"INSERT INTO {table} VALUES ({marks})", kept)
        bare.execute("COMMIT")
        seconds += time.perf_counter() - began
    return seconds
