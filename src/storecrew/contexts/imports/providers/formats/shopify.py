"""Shopify's product CSV: one row per variant, further rows of a handle for more variants and pictures."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from storecrew.contexts.imports.facts import (
    Built,
    ImageDraft,
    PriceDraft,
    Problem,
    ProductDraft,
    Row,
    VariantDraft,
)
from storecrew.contexts.imports.providers.formats.protocol import (
    Column,
    Format,
    sell_as_codes,
    several,
)
from storecrew.contexts.imports.rules import names, numbers

_METAFIELD = re.compile(r"(.{1,200}?) ?\((product|variant)\.metafields\.([^.()]{1,80})\.([^()]{1,120})\)")
_SILENT_SPACES = ("shopify--discovery", "reviews", "mm-google-shopping", "seo")
_RECOMMENDED = "shopify--discovery--product_recommendation"
_STOCK = "stock:"
_HANDLE = re.compile(r"[^;,\n]+")
_SILENT = re.compile(
    r"variant (?:fulfillment service|tax code)|option[123] linked to|tax code|fulfillment service"
    r"|weight unit for display|template suffix|included / .{1,60}"
    r"|google shopping / (?:condition|custom product)"
)
_OF_MARKET = re.compile(r"(?:compare[ -]at )?price / .{1,60}")
_PLACE = re.compile(
    r"(?:variant )?inventory (?:available|on hand|qty|quantity) ?[:/–-] ?(.{1,100})", re.IGNORECASE
)
_STATUS = {"active": "live", "draft": "draft", "archived": "end_of_life", "unlisted": "live"}
# Spreadsheets write the words of their language: WAHR, VRAI, VERDADERO.
_YES = {"true", "yes", "1", "y", "wahr", "vrai", "verdadero", "vero", "verdadeiro", "waar", "prawda"}
_NO = {"false", "no", "0", "n", "falsch", "faux", "falso", "onwaar", "fałsz"}


class Shopify(Format):
    """Reads exports of Shopify, from the oldest 2015 layout to that of 2025 with its renamed columns."""

    code = "shopify"
    label = "Shopify"
    required = ("handle",)
    signature = frozenset(
        {
            "handle",
            "option1_name",
            "option1_value",
            "body",
            "image_src",
            "vendor",
            "price",
            "published",
            "qty",
        }
    )
    linking = (("related:complementary_products", "accessory"), ("related:related_products", "substitute"))
    columns = (
        Column("handle", "Handle", ("url handle",)),
        Column("title", "Title"),
        Column("body", "Body (HTML)", ("body html", "body", "description")),
        Column("vendor", "Vendor"),
        Column("category", "Product Category", ("standard product type", "standardized product type")),
        Column("type", "Type", ("custom product type",)),
        Column("tags", "Tags"),
        Column("published", "Published", ("published on online store",)),
        Column("status", "Status"),
        *(
            column
            for number in (1, 2, 3)
            for column in (
                Column(f"option{number}_name", f"Option{number} Name", (f"option {number} name",)),
                Column(f"option{number}_value", f"Option{number} Value", (f"option {number} value",)),
            )
        ),
        Column("sku", "Variant SKU", ("sku",)),
        Column("grams", "Variant Grams", ("weight value (grams)",)),
        Column("weight", "Variant Weight", ("weight",)),
        Column("weight_unit", "Variant Weight Unit", ("weight unit",)),
        Column("qty", "Variant Inventory Qty", ("inventory quantity", "variant inventory quantity")),
        Column("price", "Variant Price", ("price",)),
        Column("compare", "Variant Compare At Price", ("compare-at price", "compare at price")),
        Column("cost", "Cost per item", ("variant cost",)),
        Column("barcode", "Variant Barcode", ("barcode",)),
        Column("image_src", "Image Src", ("product image url", "image url")),
        Column("image_position", "Image Position"),
        Column("image_alt", "Image Alt Text"),
        Column("variant_image", "Variant Image", ("variant image url",)),
        Column("tracker", "Variant Inventory Tracker", ("inventory tracker",)),
        Column("policy", "Variant Inventory Policy", ("continue selling when out of stock",)),
        Column("taxable", "Variant Taxable", ("charge tax",)),
        Column("ships", "Variant Requires Shipping", ("requires shipping",)),
        Column("gift_card", "Gift Card"),
        Column("seo_title", "SEO Title"),
        Column("seo_description", "SEO Description"),
        Column("mpn", "Google Shopping / MPN", ("google shopping / manufacturer part number (mpn)",)),
        Column("gender", "Google Shopping / Gender"),
        Column("age_group", "Google Shopping / Age Group"),
    )

    @classmethod
    def name_of(cls, header: str, table: Mapping[str, str]) -> str | None:
        """Known columns by name; a metafield becomes an attribute under its key."""
        known = super().name_of(header, table)
        if known:
            return known
        if place := _PLACE.fullmatch(" ".join(header.split())):
            return f"{_STOCK}{place[1].strip().casefold()}"
        match = _METAFIELD.fullmatch(" ".join(header.split()))
        if match and match[3] == _RECOMMENDED:
            return f"related:{match[4]}"
        if match and match[3] not in _SILENT_SPACES and not match[3].startswith("shopify--"):
            scope = "attribute" if match[2] == "product" else "variant_attribute"
            return f"{scope}:{names.code_of(match[4])}"
        return None

    @classmethod
    def lacking(cls, columns: Collection[str | None]) -> list[str]:
        """A file without handles is one of new products: Shopify makes them from the titles."""
        return [] if "title" in columns else super().lacking(columns)

    @classmethod
    def is_silent(cls, header: str) -> bool:
        return bool(_SILENT.fullmatch(names.header_name(header))) or bool(
            _METAFIELD.fullmatch(header.strip())
        )

    @classmethod
    def why_left_out(cls, header: str) -> str:
        of_market = _OF_MARKET.fullmatch(names.header_name(header))
        return "columns_market" if of_market else super().why_left_out(header)

    def file_warnings(self) -> Iterator[Problem]:
        """Without a column of quantities nothing will be in stock: say so once."""
        if "qty" not in self.headers and not any(name.startswith(_STOCK) for name in self.headers):
            yield Problem("no_quantities", 1, "Variant Inventory Qty")
        if "price" not in self.headers:
            yield Problem("no_prices", 1, "Variant Price")
        yield from self.gathered()

    def note(self, row: Row, problems: list[Problem]) -> str | None:
        """Rows are collected by handle."""
        handle = row.get("handle") if "handle" in self.headers else names.slug_of(row.get("title"))
        if not handle:
            problems.append(Problem("handle_missing", row.number, self.head("handle")))
            return None
        if _is_variant(row) and row.get("gift_card").casefold() not in _YES:
            self._note_variant(row)
        return handle

    def _note_variant(self, row: Row) -> None:
        for name in row.cells:
            if name.startswith(_STOCK) and name.removeprefix(_STOCK) not in self.setting.places:
                self.gather("places_joined", row, name)
                break
        if row.get("policy").casefold() in {"continue", *_YES} or (
            "tracker" in self.headers and "qty" in self.headers and not row.get("tracker")
        ):
            self.gather("sells_without_stock", row, "policy" if row.get("policy") else "tracker")
        if row.get("taxable").casefold() in _NO:
            self.gather("rows_without_tax", row, "taxable")

    def build(self, key: str, rows: Sequence[Row]) -> Built:
        """The first row with a title speaks for the product, each row with an option or a price for a
        variant.
        """
        built = Built()
        main = next((row for row in rows if row.get("title")), rows[0])
        title = main.get("title")
        if any(row.get("gift_card").casefold() in _YES for row in rows):
            built.reject(
                "kind_gift_card",
                main.number,
                self.head("gift_card"),
                "true",
                product=title or key,
                rows=[row.number for row in rows],
            )
            return built
        draft = ProductDraft(
            key=f"shopify:{key}",
            row=main.number,
            slug=names.slug_of(key),
            title=title,
            description=main.get("body") or None,
            brand=main.get("vendor") or None,
            product_type=main.get("type"),
            tags=_tags(main.get("tags")),
            categories=_categories(main),
            seo_title=main.get("seo_title") or None,
            seo_description=main.get("seo_description") or None,
            attributes=_attributes(main, "attribute:"),
            links=self.links_of(key, main),
            rows=tuple(row.number for row in rows),
        )
        self._set_status(draft, built, main)
        self._add_variants(draft, built, key, rows, self._option_names(rows))
        self._add_images(draft, rows)
        if not draft.variants:
            if built.rejections:
                return built
            if title and {"price", "sku", "option1_value"} & self.headers.keys():
                built.warn("no_variants", main.number, self.head("price"), product=title)
        return self.finish(draft, built)

    def named(self, row: Row, name: str) -> Iterator[str]:
        """Handles, parted by semicolons."""
        return (part for each in _HANDLE.findall(row.get(name)) if (part := each.strip()))

    def keys_of(self, said: str) -> tuple[str, ...]:
        return (f"source:shopify:{said}", f"slug:{names.slug_of(said)}")

    def _option_names(self, rows: Sequence[Row]) -> list[tuple[int, str]]:
        found = []
        for number in (1, 2, 3):
            name = next(
                (row.get(f"option{number}_name") for row in rows if row.get(f"option{number}_name")), ""
            )
            if name or any(row.get(f"option{number}_value") for row in rows):
                found.append((number, name or f"Option {number}"))
        values = {row.get("option1_value") for row in rows} - {""}
        if len(found) == 1 and values <= {"Default Title", "Default"}:
            return []
        return found

    def _set_status(self, draft: ProductDraft, built: Built, main: Row) -> None:
        status = main.get("status").casefold()
        published = main.get("published").casefold()
        if published:
            draft.published = published in _YES
        if status:
            draft.status = _STATUS.get(status)
            if draft.status is None:
                said = main.get("status")
                built.warn("status_unknown", main.number, self.head("status"), said, product=draft.title)
            if status == "unlisted":
                draft.published = False
        elif published:
            draft.status = "live" if draft.published else "draft"

    def _add_variants(
        self,
        draft: ProductDraft,
        built: Built,
        handle: str,
        rows: Sequence[Row],
        options: list[tuple[int, str]],
    ) -> None:
        for row in rows:
            if not _is_variant(row):
                continue
            chosen = {
                name: row.get(f"option{number}_value")
                for number, name in options
                if row.get(f"option{number}_value")
            }
            given = names.sku_text(row.get("sku"))
            sku = names.cut(given) or names.made_sku(handle, chosen.values())
            variant = VariantDraft(row.number, sku, chosen, barcode=row.get("barcode").lstrip("'") or None)
            if self._read_numbers(built, row, variant):
                variant.attributes = _attributes(row, "variant_attribute:")
                if row.get("ships").casefold() in _NO:
                    sell_as_codes(
                        variant, built, row, column=self.head("ships"), value=row.get("ships"),
                        product=draft.title,
                    )  # fmt: skip
                draft.variants.append(variant)

    def _read_numbers(self, built: Built, row: Row, variant: VariantDraft) -> bool:
        amount, currency, good = self.amount(built, row, "price", variant.sku)
        if not (good and self._read_stock(built, row, variant)):
            return False
        if amount is not None:
            compare, _, _ = self.amount(built, row, "compare", variant.sku, needed=False)
            if compare in {amount, 0}:
                compare = None
            variant.prices.append(PriceDraft(amount, compare, currency))
        cost, currency, _ = self.amount(built, row, "cost", variant.sku, needed=False)
        if cost is not None:
            variant.cost = (cost, currency)
        if row.get("grams"):
            variant.weight_g = self.measure(built, row, "grams", "g", numbers.GRAMS, variant.sku)
        else:
            unit = row.get("weight_unit") or "g"
            variant.weight_g = self.measure(built, row, "weight", unit, numbers.GRAMS, variant.sku)
        if "price" in self.headers:
            self.check_prices(built, row, "price", variant)
        return good

    def _read_stock(self, built: Built, row: Row, variant: VariantDraft) -> bool:
        """Stock by place where the file has it so: the total would count the same pieces again."""
        named = [name for name in row.cells if name.startswith(_STOCK)]
        for name in named or ["qty"]:
            quantity, good = self.pieces(built, row, name, variant.sku)
            if not good:
                return False
            if quantity is None:
                continue
            code = self.setting.places.get(name.removeprefix(_STOCK)) if name in named else ""
            code = self.setting.default_place if code is None else code
            variant.stock[code] = variant.stock.get(code, 0) + quantity
        return True

    def _add_images(self, draft: ProductDraft, rows: Sequence[Row]) -> None:
        shown = {
            row.get("variant_image"): variant.sku
            for row in reversed(rows)
            if row.get("variant_image")
            for variant in draft.variants
            if variant.row == row.number
        }
        found = []
        for row in rows:
            source = row.get("image_src")
            if source:
                draft.image_count += 1
                position = row.get("image_position")
                place = (
                    int(position)
                    if position.isascii() and position.isdigit() and len(position) < 7
                    else 10**7
                )
                found.append((place, row.number, ImageDraft(source, row.get("image_alt"), row=row.number)))
        draft.images = [image for _, _, image in sorted(found, key=lambda item: item[:2])]
        known = {image.source: image for image in draft.images}
        for source, sku in reversed(shown.items()):
            if source in known:
                known[source].sku = sku
            else:
                draft.images.append(ImageDraft(source, sku=sku))


def _is_variant(row: Row) -> bool:
    return any(
        row.get(name)
        for name in ("option1_value", "option2_value", "option3_value", "price", "sku", "barcode")
    )


def _tags(text: str) -> tuple[str, ...] | None:
    tags = tuple(dict.fromkeys(tag.strip() for tag in text.split(",") if tag.strip()))
    return tags or None


def _categories(row: Row) -> tuple[tuple[str, ...], ...] | None:
    """Shopify's own taxonomy when it is filled in, else the merchant's type."""
    path = tuple(part.strip() for part in row.get("category").split(">") if part.strip())
    if path and path != ("Uncategorized",):
        return (path,)
    return ((row.get("type"),),) if row.get("type") else None


def _attributes(row: Row, prefix: str) -> dict[str, Any] | None:
    found: dict[str, Any] = {}
    for name, text in row.cells.items():
        if name.startswith(prefix):
            values = [part.strip() for part in text.removeprefix("'").split(";") if part.strip()]
            if values:
                found[name.removeprefix(prefix)] = several(values)
    if prefix == "attribute:":
        for name in ("mpn", "gender", "age_group"):
            if row.get(name) and name not in found:
                found[name] = several([row.get(name).removeprefix("'")])
    return found or None
