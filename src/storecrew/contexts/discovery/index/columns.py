"""The catalog as numpy columns: one row per product, one per variant, values as small numbers.

Filters, facet counts and orders are arithmetic on whole columns. The variants of a product stand side by
side, so a condition on variants ("red and size M, in stock, below 50") is answered on the same variant.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
NO_PRICE = -1
PRODUCT = {"pid": np.int64, "alive": np.bool_, "start": np.int64, "count": np.int64, "categories": np.int32,
           "collections": np.int32, "channels": np.int32, "launched": np.int64, "sold": np.int64,
           "margin": np.int32, "sell_through": np.int32, "rating": np.int32, "cover": np.int32}  # fmt: skip
RANKING = ("launched", "sold", "margin", "sell_through", "rating", "cover")
VARIANT = {"vid": np.int64, "product": np.int32}
GROWTH = 1.5


class Sets:
    """Sets of values as numbers: 0 is the empty set. Most hold one value."""

    def __init__(self, entries: Iterable[Iterable[Any]] = ()) -> None:
        self.members: list[tuple[Any, ...]] = [()]
        self._ids: dict[tuple[Any, ...], int] = {(): 0}
        self._holding: dict[Any, list[int]] = {}
        self.has_several = False  # some set holds more than one value
        for entry in entries:
            self.number(tuple(entry))

    def number(self, values: tuple[Any, ...]) -> int:
        found = self._ids.get(values)
        if found is None:
            found = self._ids[values] = len(self.members)
            self.members.append(values)
            self.has_several |= len(values) > 1
            for value in values:
                self._holding.setdefault(value, []).append(found)
        return found

    def table(self, wanted: Iterable[Any]) -> NDArray[np.bool_]:
        """Which set numbers hold any of the values; index it with a column."""
        table = np.zeros(len(self.members), dtype=np.bool_)
        for value in wanted:
            table[self._holding.get(value, [])] = True
        return table


class Columns:
    """All columns of one index. ``apply`` and ``remove`` change one product; ``revision`` tells it."""

    def __init__(self) -> None:
        self.products = 0  # rows in use, dead ones included
        self.variants = 0
        # What changed last: who is in which list with which values, prices, stock.
        self.revisions = {"layout": 0, "prices": 0, "stock": 0, "ranking": 0}
        self.kept: dict[Any, Any] = {}  # what ``index.counting`` derived from the columns
        self._derived: dict[str, tuple[Any, NDArray[Any]]] = {}
        self.most_variants = 1
        self.product: dict[str, NDArray[Any]] = {name: np.zeros(64, kind) for name, kind in PRODUCT.items()}
        self.variant: dict[str, NDArray[Any]] = {name: np.zeros(64, kind) for name, kind in VARIANT.items()}
        self.values: dict[str, NDArray[np.int32]] = {}  # by attribute code
        self.prices: dict[int, NDArray[np.int64]] = {}  # by channel
        self.stock: dict[int, NDArray[np.bool_]] = {}  # by channel
        self.value_sets: dict[str, Sets] = {}
        self.varying: set[str] = set()  # codes that differ within a product
        self.sets = {name: Sets() for name in ("categories", "collections", "channels")}
        self.rows: dict[int, int] = {}  # product id -> row

    def apply(self, doc: Mapping[str, Any]) -> None:
        """Insert or replace one product (see ``index.documents``)."""
        row = self.rows.get(doc["id"])
        self._note(self.describe(doc["id"]) if row is not None else {}, self.normal(doc))
        count = len(doc["variants"])
        if row is None:
            row = self._new_product(doc["id"])
        if count > self.product["count"][row] or self.product["start"][row] < 0:
            self.product["start"][row] = self._new_variants(count)
        product = self.product
        product["alive"][row] = bool(doc["channels"]) and count > 0
        product["count"][row] = count
        for name in ("categories", "collections", "channels"):
            product[name][row] = self.sets[name].number(tuple(doc[name]))
        for name in RANKING:
            product[name][row] = doc[name]
        self.most_variants = max(self.most_variants, count)
        self._write_variants(int(product["start"][row]), row, doc["variants"])

    def remove(self, product_id: int) -> None:
        """Forget one product; its rows stay unused until the next rebuild."""
        row = self.rows.get(product_id)
        if row is not None:
            self._note({"gone": True}, {})
            self.product["alive"][row] = False

    def derived(self, name: str, moment: Any, make: Callable[[], NDArray[Any]]) -> NDArray[Any]:
        """Return what ``make`` makes of the ranking columns, kept until one of them changes or the moment."""
        stamp = (self.revisions["ranking"], self.revisions["layout"], moment)
        kept = self._derived.get(name)
        if kept is None or kept[0] != stamp:
            kept = self._derived[name] = (stamp, make())
        return kept[1]

    def _note(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        """Count up what differs between two descriptions of a product."""
        if old == new:
            return
        parts = {name: (_part(old, name), _part(new, name)) for name in self.revisions}
        for name, (before, after) in parts.items():
            # New rows shift everything; else only what is derived from a changed part is derived again.
            if before != after or parts["layout"][0] != parts["layout"][1]:
                self.revisions[name] += 1

    def _new_product(self, product_id: int) -> int:
        row = self.products
        self._grow(self.product, row + 1)
        self.products += 1
        self.product["pid"][row] = product_id
        self.product["start"][row] = -1
        self.product["count"][row] = 0
        self.rows[product_id] = row
        return row

    def _new_variants(self, count: int) -> int:
        start = self.variants
        self.variants += count
        self._grow(self.variant, self.variants)
        size = len(self.variant["vid"])
        for columns, fill in ((self.values, 0), (self.prices, NO_PRICE), (self.stock, False)):
            for name, column in columns.items():
                if len(column) < size:
                    columns[name] = _extended(column, size, fill)  # type: ignore[index]
        return start

    def _grow(self, columns: dict[str, NDArray[Any]], needed: int) -> None:
        for name, column in columns.items():
            if len(column) < needed:
                columns[name] = _extended(column, int(needed * GROWTH) + 64, 0)

    def _write_variants(self, start: int, row: int, variants: list[Mapping[str, Any]]) -> None:
        end = start + len(variants)
        for column in self.values.values():
            column[start:end] = 0
        for prices in self.prices.values():
            prices[start:end] = NO_PRICE
        for stock in self.stock.values():
            stock[start:end] = False
        numbers: list[dict[str, int]] = []
        for at, variant in enumerate(variants, start):
            self.variant["vid"][at] = variant["id"]
            self.variant["product"][at] = row
            numbers.append({})
            for code, values in variant["values"].items():
                number = numbers[-1][code] = self._values_of(code).number(tuple(values))
                self.values[code][at] = number
            for channel, amount in variant["prices"].items():
                self._column(self.prices, int(channel), np.int64, NO_PRICE)[at] = amount
            for channel in variant["stock"]:
                self._column(self.stock, int(channel), np.bool_, False)[at] = True
        for other in numbers[1:]:
            if other != numbers[0]:
                self.varying |= {
                    code for code in {**numbers[0], **other} if other.get(code) != numbers[0].get(code)
                }

    def _values_of(self, code: str) -> Sets:
        if code not in self.values:
            self.values[code] = np.zeros(len(self.variant["vid"]), np.int32)
            self.value_sets[code] = Sets()
        return self.value_sets[code]

    def _column(self, columns: dict[int, Any], channel: int, kind: Any, fill: Any) -> Any:
        if channel not in columns:
            columns[channel] = np.full(len(self.variant["vid"]), fill, kind)
        return columns[channel]

    def describe(self, product_id: int) -> dict[str, Any]:
        """What the columns say about a product, as :meth:`normal` says it of a document."""
        row = self.rows.get(product_id)
        if row is None or not self.product["alive"][row]:
            return {}
        said: dict[str, Any] = {name: int(self.product[name][row]) for name in RANKING}
        for name, sets in self.sets.items():
            said[name] = list(sets.members[self.product[name][row]])
        start = int(self.product["start"][row])
        said["variants"] = [
            self._describe(at) for at in range(start, start + int(self.product["count"][row]))
        ]
        return said

    def _describe(self, at: int) -> dict[str, Any]:
        values = {code: self.value_sets[code].members[column[at]] for code, column in self.values.items()}
        return {
            "id": int(self.variant["vid"][at]),
            "values": {code: list(members) for code, members in values.items() if members},
            "prices": {channel: int(c[at]) for channel, c in self.prices.items() if c[at] != NO_PRICE},
            "stock": sorted(channel for channel, column in self.stock.items() if column[at]),
        }

    @staticmethod
    def normal(doc: Mapping[str, Any]) -> dict[str, Any]:
        """A document without what the columns do not hold; empty when it is in no list."""
        if not doc["channels"] or not doc["variants"]:
            return {}
        said = {name: value for name, value in doc.items() if name not in {"id", "text", "variants"}}
        return said | {"variants": [{**v, "stock": sorted(v["stock"])} for v in doc["variants"]]}

    def alive_ids(self) -> list[int]:
        """The products that are in some list."""
        alive = self.product["alive"][: self.products]
        return [int(id_) for id_ in self.product["pid"][: self.products][alive]]

    def save(self, folder: Path) -> None:
        """Write all columns to a folder that is empty."""
        folder.mkdir(parents=True)
        for group, columns, size in self._groups():
            for name, column in columns.items():
                np.save(folder / f"{group}-{_safe(name)}.npy", column[:size])
        head = {
            "products": self.products,
            "variants": self.variants,
            "most_variants": self.most_variants,
            "varying": sorted(self.varying),
            "codes": {_safe(code): code for code in self.values},
            "value_sets": {code: sets.members[1:] for code, sets in self.value_sets.items()},
            "sets": {name: sets.members[1:] for name, sets in self.sets.items()},
        }
        (folder / "head.json").write_text(json.dumps(head, ensure_ascii=False), encoding="utf-8")

    def _groups(self) -> list[tuple[str, Mapping[Any, NDArray[Any]], int]]:
        return [
            ("product", self.product, self.products),
            ("variant", self.variant, self.variants),
            ("value", self.values, self.variants),
            ("price", self.prices, self.variants),
            ("stock", self.stock, self.variants),
        ]

    @classmethod
    def load(cls, folder: Path) -> Columns:
        """Read columns; pages are shared between processes until one of them changes a page."""
        head = json.loads((folder / "head.json").read_text(encoding="utf-8"))
        columns = cls()
        columns.products, columns.variants = head["products"], head["variants"]
        columns.most_variants, columns.varying = head["most_variants"], set(head["varying"])
        columns.value_sets = {code: Sets(map(tuple, entries)) for code, entries in head["value_sets"].items()}
        columns.sets = {name: Sets(map(tuple, entries)) for name, entries in head["sets"].items()}
        for path in folder.glob("*.npy"):
            group, _dash, name = path.stem.partition("-")
            data = np.load(path, mmap_mode="c")
            if group in {"product", "variant"}:
                getattr(columns, group)[name] = data
            elif group == "value":
                columns.values[head["codes"][name]] = data
            elif group == "price":
                columns.prices[int(name)] = data
            else:
                columns.stock[int(name)] = data
        for name, kind in PRODUCT.items():
            # An index made before a column existed answers without it until it is rebuilt.
            if len(columns.product[name]) < columns.products:
                columns.product[name] = np.zeros(columns.products, kind)
        columns.rows = {
            pid: row for row, pid in enumerate(columns.product["pid"][: columns.products].tolist())
        }
        return columns


def _part(said: Mapping[str, Any], name: str) -> Any:
    """One aspect of a description, for comparing."""
    variants = said.get("variants", [])
    if name in {"prices", "stock"}:
        return [variant[name] for variant in variants]
    if name == "ranking":
        return [said.get(key) for key in RANKING]
    lists = [said.get(key) for key in ("categories", "collections", "channels", "gone")]
    return [lists, [(variant["id"], variant["values"]) for variant in variants]]


def _extended(column: NDArray[Any], size: int, fill: Any) -> NDArray[Any]:
    longer = np.full(size, fill, column.dtype)
    longer[: len(column)] = column
    return longer


def _safe(name: object) -> str:
    """A file name for a code of any script."""
    text = str(name)
    return text if text.isascii() and text.replace("_", "").isalnum() else text.encode().hex()
