"""Sheets that were taken in: opening stock, counts and an order to a supplier, and one that still waits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.core.files.base import ContentFile

from storecrew.contexts.imports import public as imports
from storecrew.contexts.inventory import public as inventory
from storecrew.demo.assortment import Item
from storecrew.kernel.actor import Actor

DAY = dt.timedelta(days=1)


def build(items: Sequence[Item], ids: Mapping[str, int], *, actor: Actor, until: dt.datetime) -> None:
    """Take a sheet of each kind, take one back, and leave one with its preview."""
    sold_out = [sku for item in items for sku, units in item.stock.items() if not units]
    never = (sold_out * 6)[-6:]
    stock = _text("sku,location,quantity,cost,currency", [f"{sku},porto,6,12.40,EUR" for sku in never[:3]])
    _take("stock", "opening-porto.csv", stock + "LOOM-UNKNOWN,porto,4,,\n", actor, until - 2 * DAY)
    wrong = _text("sku,location,quantity", [f"{sku},porto,60" for sku in never[3:5]])
    run_id = _take("stock", "opening-porto-2.csv", wrong, actor, until - DAY)
    imports.undo_sheet(run_id, actor=actor, at=until - DAY / 2)
    _count(ids, actor, until)
    bought = [sku for item in items[40:60] for sku in item.prices][:3]
    rows = [f"westerwald,SPRING-1,{sku},24,9.80,EUR,berlin" for sku in bought]
    text = _text("supplier,reference,sku,quantity,cost,currency,destination", rows)
    _take("purchase_orders", "spring-order.csv", text, actor, until - DAY / 4)
    _look(
        "stock", "opening-porto-3.csv", _text("sku,location,quantity", [f"{never[5]},porto,8"]), actor, until
    )


def _count(ids: Mapping[str, int], actor: Actor, until: dt.datetime) -> None:
    """Ask for three counts and enter them by a sheet; one differs."""
    skus = {number: sku for sku, number in ids.items()}
    lying = [row for row in inventory.contents(location_id=inventory.location("porto").id) if not row.lot_id][
        :3
    ]
    rows = []
    for number, row in enumerate(lying):
        task = inventory.ask_for_count(
            location_id=row.location_id, variant_id=row.variant_id, bin_id=row.bin_id, cause="asked",
            actor=actor, at=until - DAY / 3,
        )  # fmt: skip
        rows.append(f"{task},1,porto,{row.bin_code},{skus[row.variant_id]},{row.quantity - (number == 2)}")
    text = _text("count,round,location,bin,sku,quantity", rows)
    _take("counts", "count-porto.csv", text, actor, until - DAY / 4)


def _text(header: str, rows: Sequence[str]) -> str:
    return "\n".join((header, *rows)) + "\n"


def _look(kind: str, name: str, text: str, actor: Actor, at: dt.datetime) -> int:
    file = ContentFile(text.encode(), name)
    return imports.upload_sheet(kind_code=kind, file=file, name=name, actor=actor, at=at).pk


def _take(kind: str, name: str, text: str, actor: Actor, at: dt.datetime) -> int:
    run_id = _look(kind, name, text, actor, at)
    imports.take_sheet(run_id, actor=actor, at=at)
    return run_id
