"""Magento 1's product CSV, which OpenMage still writes: a product is a row with its SKU and the rows without
one below it, which hold its further categories, pictures, children and store views.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from storecrew.contexts.imports.facts import Built, ImageDraft, Problem, ProductDraft, Row, Setting
from storecrew.contexts.imports.providers.formats import magento1_columns as columns
from storecrew.contexts.imports.providers.formats.magento import Magento, sku_key
from storecrew.contexts.imports.providers.formats.magento_columns import ATTRIBUTE
from storecrew.contexts.imports.providers.formats.magento_images import images_of
from storecrew.contexts.imports.rules import numbers

_VISIBILITY = {"1": "Not Visible Individually", "2": "Catalog", "3": "Search", "4": "Catalog, Search"}
_STATUS = {"enabled": "1", "disabled": "2"}
_GATHERED = ("related_skus", "crosssell_skus", "upsell_skus", "custom_options")


class Magento1(Magento):
    """Reads both exports of Magento 1: that of products, with its ``_columns``, and the older profile, which
    has a whole row for each product and store.
    """

    code = "magento1"
    label = "Magento 1"
    source = "magento"
    naming_children = "child_sku"
    columns = columns.COLUMNS

    def __init__(self, setting: Setting, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(setting, headers)
        self._named = ""  # SKU of the last row that has one
        self._associated: dict[str, list[str]] = {}  # key of a group -> SKUs of its parts
        self._rows: dict[str, list[Row]] = {}  # of the product that is built: key of a SKU -> its rows
        self._whole: Row | None = None  # the configurable product whose children are read

    @classmethod
    def attribute_column(cls, header: str) -> str | None:
        return columns.attribute(header)

    @classmethod
    def is_silent(cls, header: str) -> bool:
        return columns.is_silent(header)

    def note(self, row: Row, problems: list[Problem]) -> str | None:
        """A row without SKU goes on with the product above it."""
        if not row.get("sku") and self._named:
            row.cells["sku"] = self._named
            if not row.get("store_view_code"):
                row.cells["goes_on"] = "1"
        self._named = row.get("sku")
        for name, words in (("visibility", _VISIBILITY), ("product_online", _STATUS)):
            if said := words.get(row.get(name).casefold()):
                row.cells[name] = said
        key = super().note(row, problems)
        if key is not None:
            for child in _children(row):
                self._parents.setdefault(sku_key(child), key)
        return key

    def note_group(self, row: Row) -> None:
        """Remember the parts of a group, of which each row names one."""
        self._associated.setdefault(sku_key(row.get("sku")), []).extend(self.named(row, self.grouping))

    def links(self) -> Iterable[tuple[str, str]]:
        """Children under their configurable product; the groups are whole by now."""
        self._groups = [parts for parts in self._associated.values() if parts]
        return super().links()

    def build(self, key: str, rows: Sequence[Row]) -> Built:
        """Join the rows of each SKU, then read them as those of Magento 2."""
        self._rows, mains = {}, []
        for row in rows:
            of_sku = self._rows.setdefault(sku_key(row.get("sku")), [])
            of_sku.append(row)
            if not row.cells.pop("goes_on", ""):
                mains.append(row)
        self._whole = None
        for of_sku in self._rows.values():
            self._join(of_sku, mains)
        built = super().build(key, mains)
        together = tuple(row.number for row in rows)
        if built.draft is not None:
            built.draft.rows = together
        built.rejections = [replace(each, rows=together) if each.rows else each for each in built.rejections]
        return built

    def _join(self, rows: Sequence[Row], mains: Sequence[Row]) -> None:
        """Let the first row speak for all stores if none does, and say what the rows say together."""
        own = [row for row in rows if any(row is main for main in mains)]
        first = next((row for row in own if not self._is_view(row)), None)
        if first is None and own:
            first = own[0]  # exported for one store alone
            first.cells["store_view_code"] = ""
        if first is None:
            return
        for name in _GATHERED:
            said = [row.get(name) for row in rows if row.get(name)]
            if said:
                first.cells[name] = ",".join(dict.fromkeys(said))

    @staticmethod
    def _is_view(row: Row) -> bool:
        return row.get("store_view_code").casefold() not in {"", "admin", "all"}

    def _rows_of(self, row: Row) -> list[Row]:
        """The row and those that go on with it; rows of a store view speak for themselves."""
        found = self._rows.get(sku_key(row.get("sku")), [row])
        return [each for each in found if each is row or not self._is_view(each)]

    def _said(self, row: Row, name: str) -> list[str]:
        return list(dict.fromkeys(said for each in self._rows_of(row) if (said := each.get(name))))

    def attributes_of(self, row: Row) -> dict[str, list[str]]:
        """Each further column of the file is an attribute; several values stand in several rows."""
        found: dict[str, list[str]] = {}
        for each in self._rows_of(row):
            for name, said in each.cells.items():
                if name.startswith(ATTRIBUTE):
                    own = found.setdefault(name.removeprefix(ATTRIBUTE), [])
                    if said not in own:
                        own.append(said)
        return found

    def children_of(self, main: Row) -> list[tuple[str, dict[str, str]]]:
        """The children and the attributes that tell them apart, whose values stand in the children's rows.

        The two lists stand beside each other in the file and do not belong together row by row.
        """
        self._whole = main
        codes = self.option_codes(main)
        found = []
        for child in dict.fromkeys(child for row in self._rows_of(main) for child in _children(row)):
            rows = self._rows.get(sku_key(child))
            own = self.attributes_of(rows[0]) if rows else {}
            found.append((child, {code: own[code][0] for code in codes if own.get(code)}))
        return found

    def option_codes(self, main: Row) -> list[str]:
        """The codes that stand beside the children."""
        said = [*self._said(main, "option_code"), *main.get("option_codes").split(",")]
        return list(dict.fromkeys(code.strip().casefold() for code in said if code.strip()))

    def paths_of(self, row: Row) -> list[tuple[str, ...]]:
        """Categories without the root of the tree, one in each row."""
        found = []
        for said in (*self._said(row, "category"), *self._said(row, "categories")):
            for part in said.split(";;"):
                path = tuple(name.strip() for name in part.split("/") if name.strip())
                if path and path not in found:
                    found.append(path)
        return found

    def pictures_of(self, row: Row, sku: str) -> list[ImageDraft]:
        """The main picture, then the others, one in each row; a hidden one is left out."""
        main = images_of(row, sku)
        known = {image.source for image in main}
        for each in self._rows_of(row):
            source = each.get("gallery_image")
            if source and source not in known and each.get("gallery_hidden") != "1":
                known.add(source)
                main.append(ImageDraft(source, each.get("gallery_label"), row=each.number))
        return main

    def add_variant(self, draft: ProductDraft, built: Built, row: Row, options: dict[str, str]) -> None:
        """A child costs what its configurable product costs, and what its options add to that."""
        whole = self._whole
        if whole is not None and row is not whole and whole.get("price"):
            own, price = row.get("price"), self._with_options(whole.get("price"), row, whole)
            special = whole.get("special_price") and self._with_options(
                whole.get("special_price"), row, whole
            )
            if price and special is not None:
                row.cells.update(price=price, special_price=special)
                for name in ("special_price_from_date", "special_price_to_date"):
                    row.cells[name] = whole.get(name)
                if own and numbers.raised(own, ()) != numbers.raised(price, ()):
                    built.warn(
                        "price_of_parent",
                        row.number,
                        self.head("price"),
                        own,
                        sku=row.get("sku"),
                        taken=price,
                    )
        super().add_variant(draft, built, row, options)

    def _with_options(self, text: str, row: Row, whole: Row) -> str | None:
        """A price with what the options of a child add; None when one of the cells is no amount."""
        own = self.attributes_of(row)
        added: dict[tuple[str, str], str] = {}
        for each in self._rows_of(whole):
            code, option = each.get("option_code").casefold(), each.get("option_value")
            if each.get("option_adds") and option in own.get(code, ()):
                added.setdefault((code, option), each.get("option_adds"))
        return numbers.raised(text, added.values())


def _children(row: Row) -> list[str]:
    """The children that a row names: one in each row, or all in one cell as Magmi writes them."""
    said = [row.get("child_sku"), *row.get("children").split(",")]
    return [child for each in said if (child := each.strip())]
