"""WooCommerce's product CSV: simple products, and variable ones with a row for each variation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape

from storecrew.contexts.imports.facts import (
    Built,
    ImageDraft,
    Problem,
    ProductDraft,
    Row,
    Setting,
    VariantDraft,
)
from storecrew.contexts.imports.providers.formats import woocommerce_columns as woo
from storecrew.contexts.imports.providers.formats.protocol import (
    Format,
    sell_as_codes,
    several,
    texts,
)
from storecrew.contexts.imports.providers.formats.sales import SaleColumns, read_price
from storecrew.contexts.imports.providers.formats.woocommerce_values import (
    attributes_of,
    category_paths,
    id_key,
    image_sources,
    kinds_of,
    list_of,
    own_words,
    position,
    read_day,
    row_title,
    text_of,
)
from storecrew.contexts.imports.rules import names, numbers

_DOWNLOAD = "downloadable"
_KINDS = {"simple", "variable", "variation", "virtual", _DOWNLOAD}
_NOT_SOLD = {
    "grouped": "kind_grouped",
    "external": "kind_external",
    "bundle": "kind_bundle",
    "composite": "kind_bundle",
    "yith_bundle": "kind_bundle",
    "woosb": "kind_bundle",
    "gift-card": "kind_gift_card",
    "gift_card": "kind_gift_card",
    "gift card": "kind_gift_card",
    "pw-gift-card": "kind_gift_card",
}
_TAX = {"reduced-rate": "reduced", "zero-rate": "zero"}
ANY = "Any"
_OUT = {"0", "no", "outofstock"}
_SALE = SaleColumns("regular_price", "sale_price", "sale_from", "sale_to", read_day)


class WooCommerce(Format):
    """Reads the export of WooCommerce 3 and later, in any case and several languages of headers."""

    code = "woocommerce"
    label = "WooCommerce"
    required = ("name",)
    signature = frozenset(
        {
            "type",
            "published",
            "visibility",
            "short_description",
            "in_stock",
            "regular_price",
            "sale_price",
            "parent",
            "attribute:1:name",
            "images",
        }
    )
    columns = woo.COLUMNS
    linking = (("cross_sells", "accessory"), ("upsells", "substitute"))
    grouping = "grouped"

    def __init__(self, setting: Setting, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(setting, headers)
        self._links: list[tuple[str, str]] = []
        self._wholes: dict[str, str] = {}  # the number of a product or variation -> key of the product
        self._names: dict[str, int] = {}
        self._quantities = 0
        self._skus: dict[str, Row] = {}  # the first product of each SKU

    @classmethod
    def name_of(cls, header: str, table: Mapping[str, str]) -> str | None:
        return woo.column_name(header)

    @classmethod
    def is_silent(cls, header: str) -> bool:
        return woo.is_silent(header)

    def file_warnings(self) -> Iterator[Problem]:
        """Shops that do not count their stock export no quantities at all."""
        if not self._quantities:
            yield Problem("no_quantities", 1, self.head("stock"))
        for problem in self.gathered():
            if problem.code != "stock_uncounted" or self._quantities:
                yield problem

    def note(self, row: Row, problems: list[Problem]) -> str | None:
        """A variation belongs to its parent (``id:12`` or a SKU), any other row to itself."""
        self._quantities += bool(row.get("stock"))
        kinds = kinds_of(row)
        self._note_once(row, kinds)
        if "variation" not in kinds:
            own = self._own_key(row)
            if row.get("id") and not own.startswith("id:"):
                self._links.append((f"id:{row.get('id')}", own))
                self._wholes[f"id:{row.get('id')}"] = own
            if "grouped" in kinds:
                self.note_group(row)
            return own
        parent = row.get("parent")
        if not parent:
            problems.append(
                Problem(
                    "parent_missing",
                    row.number,
                    self.head("parent"),
                    sku=row.get("sku"),
                    product=row.get("name"),
                )
            )
            return None
        whole = id_key(parent) or f"sku:{names.sku_text(parent)}"
        if row.get("id"):
            self._wholes[f"id:{row.get('id')}"] = whole
        return whole

    def keys_of(self, said: str) -> tuple[str, ...]:
        """``id:12`` or a SKU; a variation stands for its product."""
        number = id_key(said)
        key = number or f"sku:{names.sku_text(said)}"
        key = self._wholes.get(key, key)
        source = f"source:woocommerce:{self._wholes.get(key, key)}"
        return (source,) if number else (source, f"sku:{names.cut(names.sku_text(said))}")

    def _note_once(self, row: Row, kinds: set[str]) -> None:
        """What is told once for all rows: what this shop does not know, or knows in another way."""
        if not kinds <= _KINDS:
            return
        if row.get("backorders").casefold() in {"1", "yes", "notify"}:
            self.gather("sells_without_stock", row, "backorders")
        if row.get("tax_status").casefold() in {"none", "shipping"}:
            self.gather("rows_without_tax", row, "tax_status")
        if row.get("in_stock") == "1" and not row.get("stock") and not kinds & {"variable", _DOWNLOAD}:
            self.gather("stock_uncounted", row, "stock")

    def _own_key(self, row: Row) -> str:
        sku = names.sku_text(row.get("sku"))
        if sku:
            first = self._skus.setdefault(sku, row)
            if not _is_other(row, first):
                return f"sku:{sku}"
        if row.get("id"):
            return f"id:{row.get('id')}"
        name = names.slug_of(row.get("name")) or "product"
        self._names[name] = self._names.get(name, 0) + 1
        return f"name:{name}" if self._names[name] == 1 else f"name:{name}:{self._names[name]}"

    def links(self) -> Iterable[tuple[str, str]]:
        """Rows under the number of a product belong to the product under its SKU."""
        return self._links

    def build(self, key: str, rows: Sequence[Row]) -> Built:
        """One product with its variations."""
        built = Built()
        mains = [row for row in rows if "variation" not in kinds_of(row)]
        if not mains:
            for row in rows:
                built.reject(
                    "parent_unknown",
                    row.number,
                    self.head("parent"),
                    row.get("parent"),
                    sku=row.get("sku"),
                    product=row.get("name"),
                )
            return built
        main, *doubles = mains
        for row in doubles:
            built.reject(
                "product_repeated", row.number, self.head("sku"), row.get("sku"), other_row=main.number
            )
        kinds = kinds_of(main)
        children = [row for row in rows if row not in mains]
        if not self._is_sold(built, main, kinds, [row.number for row in rows]):
            return built
        if not row_title(main):
            built.reject("title_missing", main.number, self.head("name"), rows=[row.number for row in rows])
            return built
        draft = self._product(key, main, rows)
        if "variable" in kinds or children:
            self._add_variations(draft, built, main, children)
        else:
            options: dict[str, str] = {}
            self._add_variant(draft, built, main, main, options, names.cut(names.sku_text(main.get("sku"))))
        if not draft.variants:
            if built.rejections:
                return built
            built.warn("no_variants", main.number, product=draft.title)
            draft.status, draft.nothing_to_buy = "draft", True
        draft.image_count = len({image.source for image in draft.images})
        return self.finish(draft, built)

    def _is_sold(self, built: Built, main: Row, kinds: set[str], all_rows: list[int]) -> bool:
        for kind in sorted(kinds):
            code = _NOT_SOLD.get(kind) or ("" if kind in _KINDS else "kind_unknown")
            if code:
                built.reject(
                    code,
                    main.number,
                    self.head("type"),
                    main.get("type"),
                    product=main.get("name"),
                    sku=main.get("sku"),
                    rows=all_rows,
                )
                return False
        if "virtual" in kinds and _DOWNLOAD not in kinds:
            built.warn(
                "kind_virtual", main.number, self.head("type"), main.get("type"), product=main.get("name")
            )
        return True

    def _product(self, key: str, main: Row, rows: Sequence[Row]) -> ProductDraft:
        published = main.get("published").casefold()
        hidden = main.get("visibility").casefold() == "hidden"
        status = None
        if published:
            status = "live" if published in {"1", "true", "yes", "publish"} else "draft"
        options = self._option_names(main, [row for row in rows if row is not main])
        attributes = {
            names.code_of(name): several(values)
            for name, values in attributes_of(main).items()
            if values and name.casefold() not in {option.casefold() for option in options}
        }
        subtitle, description = texts(text_of(main, "description"), text_of(main, "short_description"))
        draft = ProductDraft(
            key=f"woocommerce:{key}",
            row=main.number,
            slug=names.slug_of(row_title(main)),
            title=row_title(main),
            subtitle=subtitle,
            description=description,
            brand=unescape(main.get("brands").split(",")[0].strip()) or None,
            status=status,
            published=not hidden if published or hidden else None,
            tags=list_of(main.get("tags")) or None,
            seo_title=own_words(main.get("seo_title")),
            seo_description=own_words(main.get("seo_description")),
            attributes=attributes or None,
            links=self.links_of(key, main),
            categories=category_paths(main.get("categories")) or None,
            rows=tuple(row.number for row in rows),
        )
        draft.images = [ImageDraft(source, row=main.number) for source in image_sources(main.get("images"))]
        return draft

    def _option_names(self, main: Row, children: Sequence[Row]) -> list[str]:
        """The attributes that variations name; the parent's order counts."""
        named = {name.casefold(): name for row in children for name in attributes_of(row)}
        ordered = [name for name in attributes_of(main) if name.casefold() in named]
        known = {name.casefold() for name in ordered}
        return ordered + [name for folded, name in named.items() if folded not in known]

    def _add_variations(self, draft: ProductDraft, built: Built, main: Row, children: Sequence[Row]) -> None:
        options = self._option_names(main, children)
        base = names.sku_text(main.get("sku")) or draft.slug
        shared: list[int] = []
        for row in sorted(children, key=position):
            unknown = kinds_of(row) - _KINDS
            if unknown:
                code = _NOT_SOLD.get(min(unknown), "kind_unknown")
                built.reject(code, row.number, self.head("type"), row.get("type"), sku=row.get("sku"))
                continue
            values = {name.casefold(): found for name, found in attributes_of(row).items()}
            chosen = {}
            for name in options:
                found = values.get(name.casefold())
                chosen[name] = found[0] if found else ANY
                if not found:
                    built.warn(
                        "option_any", row.number, name, sku=row.get("sku"), product=draft.title, option=name
                    )
            if not row.get("stock") and main.get("stock"):
                shared.append(row.number)
            sku = names.cut(names.sku_text(row.get("sku")))
            if sku and sku == names.sku_text(main.get("sku")):
                sku = ""  # a variation without SKU of its own is exported under that of its parent
            self._add_variant(draft, built, row, main, chosen, sku or names.made_sku(base, chosen.values()))
        if shared:
            built.warn(
                "stock_of_parent", main.number, self.head("stock"), main.get("stock"), product=draft.title,
                rows=shared,
            )  # fmt: skip

    def _add_variant(
        self, draft: ProductDraft, built: Built, row: Row, main: Row, options: dict[str, str], sku: str
    ) -> None:
        variant = VariantDraft(row.number, sku or names.made_sku(draft.slug, ()), options)
        variant.barcode = row.get("barcode").lstrip("'") or None
        if not (read_price(self, built, row, variant, _SALE) and self._read_stock(built, row, variant)):
            return
        for name, table in (
            ("weight_g", numbers.GRAMS),
            ("length_mm", numbers.MILLIMETERS),
            ("width_mm", numbers.MILLIMETERS),
            ("height_mm", numbers.MILLIMETERS),
        ):
            setattr(variant, name, self._size(built, row, main, name.rpartition("_")[0], table, variant.sku))
        taxed = main if row.get("tax_class").casefold() == "parent" else row
        variant.tax_class = _TAX.get(taxed.get("tax_class").casefold()) or self.tax_class(
            built, taxed, "tax_class", variant.sku
        )
        if row is not main:
            variant.active = None if row.get("published") in {"", "1"} else False
            for source in image_sources(row.get("images"))[:1]:
                known = next(
                    (image for image in draft.images if image.source == source and not image.sku), None
                )
                if known is not None:
                    known.sku = variant.sku
                else:
                    draft.images.append(ImageDraft(source, sku=variant.sku, row=row.number))
        if _DOWNLOAD in kinds_of(row):
            column = self.head("type")
            sell_as_codes(variant, built, row, column=column, value=row.get("type"), product=draft.title)
        draft.variants.append(variant)

    def _size(
        self, built: Built, row: Row, main: Row, name: str, table: Mapping[str, object], sku: str
    ) -> int | None:
        column = next((known for known in self.headers if known.split("@")[0] == name), "")
        if not column:
            return None
        unit = column.partition("@")[2] or ("kg" if name == "weight" else "cm")
        return self.measure(built, row if row.get(column) else main, column, unit, table, sku)

    def _read_stock(self, built: Built, row: Row, variant: VariantDraft) -> bool:
        if row.get("stock").casefold() == "parent":
            built.warn("stock_at_parent", row.number, self.head("stock"), sku=variant.sku)
            return True
        quantity, good = self.pieces(built, row, "stock", variant.sku)
        if quantity is None and good and row.get("in_stock").casefold() in _OUT:
            quantity = 0
        elif quantity and row.get("in_stock").casefold() in _OUT:
            built.warn(
                "stock_switched_off", row.number, self.head("in_stock"), str(quantity), sku=variant.sku
            )
        if quantity is not None:
            variant.stock[""] = quantity
        return good


def _is_other(row: Row, first: Row) -> bool:
    """Whether two rows of one SKU are two products: by their numbers, or else by their names."""
    if row is first:
        return False
    if row.get("id") and first.get("id"):
        return row.get("id") != first.get("id")
    return row_title(row) != row_title(first)
