"""Our own CSV: one row per variant, the product's own columns on its first row. Reads what the export writes.

Here a blank cell under a column that is present empties the field, since the file says everything it knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from storecrew.contexts.imports.facts import (
    Built,
    ImageDraft,
    Link,
    PriceDraft,
    Problem,
    ProductDraft,
    Row,
    VariantDraft,
)
from storecrew.contexts.imports.providers.formats.protocol import Column, Format
from storecrew.contexts.imports.rules import cells, names, numbers
from storecrew.kernel.money import UnknownCurrency, exponent

_OPEN = re.compile(
    r"(attribute|variant_attribute|field|variant_field|title|subtitle|description|seo_title|seo_description|price|compare_at|cost|stock):"
    r"([^:]{1,100})"
)
_TEXTS = ("subtitle", "description", "brand", "seo_title", "seo_description")
_TRANSLATED = ("title", "subtitle", "description", "seo_title", "seo_description")
_YES = {"1", "true", "yes"}
_STATUSES = {"idea", "draft", "approved", "live", "end_of_life"}


class Storecrew(Format):
    """Reads our own export, and any table whose columns were mapped to ours."""

    code = "storecrew"
    label = "Storecrew"
    required = ("sku",)
    signature = frozenset(
        {"slug", "sku", "options", "channels", "tax_class", "weight_g", "images", "image_alts"}
    )
    linking = (("accessories", "accessory"), ("substitutes", "substitute"))
    columns = (
        Column("slug", "slug", ("handle",)),
        Column("title", "title", ("name", "product name")),
        *(Column(name, name) for name in _TEXTS),
        Column("product_type", "product_type", ("type",)),
        Column("status", "status"),
        Column("channels", "channels"),
        Column("categories", "categories", ("category",)),
        Column("tags", "tags"),
        Column("accessories", "accessories"),
        Column("substitutes", "substitutes"),
        Column("sku", "sku"),
        Column("barcode", "barcode", ("gtin", "ean", "upc")),
        Column("options", "options"),
        Column("active", "active"),
        Column("digital", "digital"),
        Column("tax_class", "tax_class"),
        *(Column(name, name) for name in ("weight_g", "length_mm", "width_mm", "height_mm")),
        Column("price", "price"),
        Column("compare_at", "compare_at"),
        Column("cost", "cost"),
        Column("stock", "stock", ("quantity", "qty")),
        Column("images", "images", ("image",)),
        Column("image_alts", "image_alts"),
        Column("image_skus", "image_skus"),
    )

    @classmethod
    def name_of(cls, header: str, table: Mapping[str, str]) -> str | None:
        known = super().name_of(header, table)
        if known:
            return known
        match = _OPEN.fullmatch(header.strip())
        return f"{match[1]}:{match[2].strip()}" if match else None

    def note(self, row: Row, problems: list[Problem]) -> str | None:
        """Rows are collected by slug, or by SKU in a table without slugs."""
        row.cells = {name: cells.plain_cell(text) for name, text in row.cells.items()}
        key = row.get("slug") or names.slug_of(row.get("title")) or names.slug_of(row.get("sku"))
        if not key:
            problems.append(Problem("slug_missing", row.number, self.head("slug")))
            return None
        return key

    def build(self, key: str, rows: Sequence[Row]) -> Built:
        """The first row with a title speaks for the product."""
        built = Built()
        main = next((row for row in rows if row.get("title")), rows[0])
        draft = ProductDraft(key="", row=main.number, slug=key, title=main.get("title"))
        draft.rows = tuple(row.number for row in rows)
        draft.sku_is_key = not draft.title and "slug" not in self.headers
        for name in _TEXTS:
            if name in self.headers:
                setattr(draft, name, main.get(name))
        draft.product_type = main.get("product_type")
        self._read_lists(draft, built, main)
        self._read_open_columns(draft, main)
        empty: dict[str, list[Link]] = {kind: [] for name, kind in self.linking if name in self.headers}
        draft.links = {**empty, **(self.links_of(key, main) or {})} or None
        for row in rows:
            if row.get("sku"):
                self._add_variant(draft, built, row)
            elif row is not main or len(rows) > 1:
                built.reject("sku_missing", row.number, self.head("sku"), product=draft.title)
        self._add_images(draft, main)
        if not draft.variants and built.rejections:
            return built
        return self.finish(draft, built)

    def named(self, row: Row, name: str) -> Iterable[str]:
        """Addresses of products."""
        return (part for each in cells.split_list(row.get(name)) if (part := each.strip()))

    def keys_of(self, said: str) -> tuple[str, ...]:
        return (f"slug:{said}", f"sku:{names.cut(names.sku_text(said))}")

    def _read_lists(self, draft: ProductDraft, built: Built, main: Row) -> None:
        status = main.get("status").casefold()
        if status in _STATUSES:
            draft.status = status
        elif status:
            built.warn("status_unknown", main.number, self.head("status"), status, product=draft.title)
        if "channels" in self.headers:
            draft.channels = tuple(cells.split_list(main.get("channels")))
        if "tags" in self.headers:
            draft.tags = tuple(cells.split_list(main.get("tags")))
        if "categories" in self.headers:
            draft.categories = tuple(
                tuple(part.strip() for part in cells.split_list(path, ">") if part.strip())
                for path in cells.split_list(main.get("categories"))
            )

    def _read_open_columns(self, draft: ProductDraft, main: Row) -> None:
        attributes: dict[str, Any] = {}
        translations: dict[str, dict[str, str]] = {}
        for name in self.headers:
            kind, _, code = name.partition(":")
            if kind == "attribute":
                attributes[code] = _value(main.get(name))
            elif code and kind in _TRANSLATED:
                translations.setdefault(code, {})[kind] = main.get(name)
        draft.attributes = attributes or None
        draft.custom = self._custom(main, "field")
        draft.translations = translations or None

    def _add_variant(self, draft: ProductDraft, built: Built, row: Row) -> None:
        variant = VariantDraft(row.number, names.sku_text(row.get("sku")))
        for pair in cells.split_list(row.get("options")):
            name, *value = cells.split_list(pair, "=")
            if value:
                variant.options[name.strip()] = "=".join(value).strip()
        if "barcode" in self.headers:
            variant.barcode = row.get("barcode")
        variant.tax_class = row.get("tax_class") or None
        if row.get("active"):
            variant.active = row.get("active").casefold() in _YES
        for name, unit, table in (
            ("weight_g", "g", numbers.GRAMS),
            ("length_mm", "mm", numbers.MILLIMETERS),
            ("width_mm", "mm", numbers.MILLIMETERS),
            ("height_mm", "mm", numbers.MILLIMETERS),
        ):
            setattr(variant, name, self.measure(built, row, name, unit, table, variant.sku))
        own = {
            name.partition(":")[2]: _value(row.get(name))
            for name in self.headers
            if name.startswith("variant_attr")
        }
        variant.attributes = own or None
        variant.custom = self._custom(row, "variant_field")
        variant.digital = row.get("digital").casefold() in _YES
        if self._read_prices(built, row, variant) and self._read_stock(built, row, variant):
            draft.variants.append(variant)

    def _custom(self, row: Row, kind: str) -> dict[str, str] | None:
        """Return the custom fields that the file names, an empty one as ""."""
        found = {
            name.partition(":")[2]: row.get(name) for name in self.headers if name.partition(":")[0] == kind
        }
        return found or None

    def _read_prices(self, built: Built, row: Row, variant: VariantDraft) -> bool:
        good = True
        for name in self.headers:
            kind, _, code = name.partition(":")
            if kind == "cost":
                cost, currency, good_cost = self._in(code, built, row, name, variant.sku, needed=False)
                variant.cost = (cost, currency) if cost is not None else variant.cost
                good = good and good_cost
            if kind != "price":
                continue
            price_list, _, least = code.partition("@")
            if price_list and price_list not in self.setting.list_currencies:
                if row.get(name):
                    built.warn("price_list_unknown", row.number, self.head(name), price_list, sku=variant.sku)
                continue
            currency = self.setting.list_currencies.get(price_list, "")
            quantity = int(least) if least.isascii() and least.isdigit() and len(least) < 7 else 1
            if cells.on_request(row.get(name)):
                variant.prices.append(
                    PriceDraft(0, None, currency, price_list, max(quantity, 1), on_request=True)
                )
                continue
            amount, currency, good_price = self._in(currency, built, row, name, variant.sku)
            strike, _, _ = self._in(
                currency, built, row, name.replace("price", "compare_at", 1), variant.sku, needed=False
            )
            good = good and good_price
            if amount is not None and good:
                variant.prices.append(PriceDraft(amount, strike, currency, price_list, max(quantity, 1)))
        if good and any(name.partition(":")[0] == "price" for name in self.headers):
            self.check_prices(built, row, "price", variant)
        return good

    def _in(
        self, currency: str, built: Built, row: Row, name: str, sku: str, *, needed: bool = True
    ) -> tuple[int | None, str, bool]:
        """Read an amount in the currency of its column."""
        if not currency or currency == self.setting.currency:
            return self.amount(built, row, name, sku, needed=needed)
        try:
            setting = replace(self.setting, currency=currency, exponent=exponent(currency))
        except UnknownCurrency:
            built.reject(
                "price_currency", row.number, self.head(name), currency, sku=sku, wanted=self.setting.currency
            )
            return None, currency, False
        own, self.setting = self.setting, setting
        try:
            return self.amount(built, row, name, sku, needed=needed)
        finally:
            self.setting = own

    def _read_stock(self, built: Built, row: Row, variant: VariantDraft) -> bool:
        for name in self.headers:
            kind, _, location = name.partition(":")
            if kind != "stock" or variant.digital:
                continue
            if location and location not in self.setting.locations:
                if row.get(name) not in {"", "0"}:
                    built.warn("location_unknown", row.number, self.head(name), location, sku=variant.sku)
                continue
            quantity, good = self.pieces(built, row, name, variant.sku)
            if not good:
                return False
            if quantity is not None:
                variant.stock[location] = quantity
        return True

    def _add_images(self, draft: ProductDraft, main: Row) -> None:
        alts = cells.split_list(main.get("image_alts"))
        skus = cells.split_list(main.get("image_skus"))
        for index, source in enumerate(cells.split_list(main.get("images"))):
            if source.strip():
                alt = alts[index] if index < len(alts) else ""
                sku = skus[index] if index < len(skus) else ""
                draft.images.append(ImageDraft(source.strip(), alt, sku, main.number))
        draft.image_count = len(draft.images)


def _value(text: str) -> Any:
    parts = cells.split_list(text)
    return parts if len(parts) > 1 else (parts[0] if parts else "")
