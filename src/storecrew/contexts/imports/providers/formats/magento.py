"""Magento 2's product CSV: simple products, configurable ones with their children, and store-view rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from storecrew.contexts.imports.facts import (
    Built,
    ImageDraft,
    Problem,
    ProductDraft,
    Row,
    Setting,
    VariantDraft,
)
from storecrew.contexts.imports.providers.formats import magento_columns as columns
from storecrew.contexts.imports.providers.formats import magento_values as values
from storecrew.contexts.imports.providers.formats.magento_images import images_of
from storecrew.contexts.imports.providers.formats.magento_views import apply_views
from storecrew.contexts.imports.providers.formats.protocol import (
    Format,
    sell_as_codes,
    several,
    texts,
)
from storecrew.contexts.imports.providers.formats.sales import SaleColumns, read_price
from storecrew.contexts.imports.rules import names, numbers

_DOWNLOAD = "downloadable"
_EMPTIED = "__EMPTY__VALUE__"  # how a cell of Magento says that it is blank
_BASE_VIEWS = {"", "admin", "all"}
_SALE = SaleColumns("price", "special_price", "special_price_from_date", "special_price_to_date", values.day)
_NAMING = ("sku", "store_view_code")
_ROOTS = {"default category", "root catalog"}


class Magento(Format):
    """Reads the import and export files of Magento 2, Adobe Commerce and Mage-OS."""

    code = "magento"
    label = "Magento"
    open_prefix = columns.ATTRIBUTE
    naming_children = "configurable_variations"
    required = ("sku",)
    signature = columns.SIGNATURE
    telling = frozenset({"store_view_code"})
    columns = columns.COLUMNS
    linking = (("related_skus", "accessory"), ("crosssell_skus", "accessory"), ("upsell_skus", "substitute"))
    grouping = "associated_skus"
    usual_tax = ("", "standard", "default", "taxable goods", "2")

    def __init__(self, setting: Setting, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(setting, headers)
        self._parents: dict[str, str] = {}  # SKU of a child -> key of its product
        self._variations: dict[str, str] = {}
        self._roots: set[str] = set()
        self._views: set[str] = set()
        self._weights = False
        self._above = ""

    @classmethod
    def name_of(cls, header: str, table: Mapping[str, str]) -> str | None:
        """Known columns by name; each other one that may be the code of an attribute holds that attribute."""
        return super().name_of(header, table) or cls.attribute_column(header)

    @classmethod
    def attribute_column(cls, header: str) -> str | None:
        """Our name for the column of an attribute, or None."""
        return columns.attribute(header)

    @classmethod
    def is_silent(cls, header: str) -> bool:
        return columns.is_silent(header)

    @classmethod
    def why_left_out(cls, header: str) -> str:
        return "columns_tiers" if "tier_price" in header.casefold() else super().why_left_out(header)

    def file_warnings(self) -> Iterator[Problem]:
        """What holds for the whole file: units and quantities that it does not state."""
        if self._weights:
            yield Problem("weights_without_unit", 1, self.head("weight"))
        if "qty" not in self.headers:
            yield Problem("no_quantities", 1, "qty")
        yield from self.gathered()

    def note(self, row: Row, problems: list[Problem]) -> str | None:
        """Rows are collected by SKU; the children of a configurable product move to it afterwards."""
        row.cells = {name: text for name, text in row.cells.items() if text != _EMPTIED}
        sku = names.sku_text(row.get("sku"))
        if not sku and self._above and row.get("store_view_code"):
            row.cells["sku"] = sku = self._above  # a store view of the product in the rows above
        self._above = sku
        if not sku:
            problems.append(Problem("sku_missing", row.number, self.head("sku"), product=row.get("name")))
            return None
        key = sku_key(sku)
        self._note_once(row)
        self._weights = self._weights or bool(row.get("weight"))
        self.note_group(row)
        for path in values.paths(row.get("categories")):
            self._roots.add(path[0])
        for child, _ in values.variations(row.get("configurable_variations")):
            self._parents.setdefault(sku_key(child), key)
        return key

    def _note_once(self, row: Row) -> None:
        """What is told once for all rows."""
        if row.get("product_type").casefold() in {"", "simple", "virtual"}:
            if row.get("manage_stock") == "0" and row.get("use_config_manage_stock") != "1":
                self.gather("sells_without_stock", row, "manage_stock")
            elif row.get("allow_backorders") in {"1", "2"} and row.get("use_config_backorders") != "1":
                self.gather("sells_without_stock", row, "allow_backorders")

    def named(self, row: Row, name: str) -> Iterable[str]:
        """SKUs; those of a group stand beside their number of pieces."""
        said = super().named(row, name)
        return (part.partition("=")[0].strip() for part in said) if name == self.grouping else said

    def keys_of(self, said: str) -> tuple[str, ...]:
        """A SKU; a child stands for its configurable product."""
        sku = names.sku_text(said)
        return (f"source:magento:{self._parents.get(sku_key(sku), sku_key(sku))}", f"sku:{names.cut(sku)}")

    def links(self) -> Iterable[tuple[str, str]]:
        """Children under their configurable product."""
        return ((child, parent) for child, parent in self._parents.items() if child != parent)

    def build(self, key: str, rows: Sequence[Row]) -> Built:
        """One product: the row of its SKU, overrides by store view, and the rows of its children."""
        built = Built()
        by_sku: dict[str, list[Row]] = {}
        for row in rows:
            by_sku.setdefault(sku_key(row.get("sku")), []).append(row)
        bases: dict[str, Row] = {}
        overrides: dict[str, list[Row]] = {}
        for sku, group in by_sku.items():
            self._sort_out(built, sku, group, bases, overrides)
        main = bases.get(key) or (None if bases else _naming(overrides.get(key, ())))
        if main is None:
            for row in rows:  # children of a configurable product whose row is not in the file
                built.reject(
                    "parent_unknown", row.number, self.head("sku"), row.get("sku"), sku=row.get("sku")
                )
            return built
        kind = main.get("product_type").casefold() or ("configurable" if len(bases) > 1 else "simple")
        if kind in columns.NOT_SOLD or kind not in {"simple", "virtual", "configurable", _DOWNLOAD}:
            built.reject(
                columns.NOT_SOLD.get(kind, "kind_unknown"),
                main.number,
                self.head("product_type"),
                kind,
                sku=main.get("sku"),
                product=main.get("name"),
                rows=[row.number for row in rows],
            )
            return built
        if kind == "virtual":
            built.warn("kind_virtual", main.number, self.head("product_type"), kind, product=main.get("name"))
        draft = self._product(built, key, main, overrides.get(key, []), rows)
        if kind == "configurable":
            self._add_children(
                draft, built, main, {sku: row for sku, row in bases.items() if sku != key}, overrides
            )
        else:
            self.add_variant(draft, built, main, {})
        if draft.changes_only:
            built.warnings = [each for each in built.warnings if each.code != "price_missing"]
        if not draft.variants:
            if built.rejections:
                return built
            built.warn(
                "no_variants",
                main.number,
                self.head(self.naming_children),
                product=draft.title,
                sku=main.get("sku"),
            )
            draft.status, draft.nothing_to_buy = "draft", True
        return self._closed(draft, built)

    def _closed(self, draft: ProductDraft, built: Built) -> Built:
        self.finish(draft, built)
        draft.image_count = len(draft.images)
        return built

    def _sort_out(
        self, built: Built, sku: str, group: list[Row], bases: dict[str, Row], overrides: dict[str, list[Row]]
    ) -> None:
        for row in group:
            if row.get("store_view_code").casefold() not in _BASE_VIEWS:
                overrides.setdefault(sku, []).append(row)
            elif sku in bases:
                built.reject(
                    "product_repeated",
                    row.number,
                    self.head("sku"),
                    row.get("sku"),
                    other_row=bases[sku].number,
                )
            else:
                bases[sku] = row
        views = overrides.get(sku, [])
        usual = next((row for row in views if row.get("store_view_code").casefold() == "default"), None)
        if usual is not None and sku not in bases:
            views.remove(usual)  # the file was written for this view alone
            bases[sku] = usual

    def _product(
        self, built: Built, key: str, main: Row, overrides: Sequence[Row], rows: Sequence[Row]
    ) -> ProductDraft:
        title = main.get("name")
        of_view = main.get("store_view_code").casefold() not in _BASE_VIEWS
        changes_only = of_view and not main.get("product_type")
        visibility = main.get("visibility").casefold()
        hidden = visibility.startswith("not visible") or visibility == "1"
        status = None
        if main.get("product_online"):
            status = "live" if main.get("product_online").casefold() in {"1", "yes", "enabled"} else "draft"
        if hidden:
            status = "draft"
            built.warn(
                "not_visible", main.number, self.head("visibility"), sku=main.get("sku"), product=title
            )
        subtitle, description = texts(main.get("description"), main.get("short_description"))
        draft = ProductDraft(
            key=f"magento:{key}",
            row=main.number,
            slug=names.slug_of(main.get("url_key") or title or main.get("sku")),
            title=title,
            stand_in="" if changes_only else main.get("sku"),
            sku_is_key=True,
            kind_unsaid=not main.get("product_type"),
            changes_only=changes_only,
            subtitle=subtitle,
            description=description,
            product_type=main.get("attribute_set_code"),
            status=status,
            published=not hidden if main.get("visibility") else None,
            attributes=self._attributes(main),
            links=self.links_of(key, main),
            categories=self._categories(main),
            seo_title=main.get("meta_title") or None,
            seo_description=main.get("meta_description") or None,
            rows=tuple(row.number for row in rows),
        )
        brand = (draft.attributes or {}).pop("manufacturer", None) or (draft.attributes or {}).pop(
            "brand", None
        )
        draft.brand = ", ".join(brand) if isinstance(brand, list) else brand
        draft.images = self.pictures_of(main, "")
        apply_views(self, draft, built, overrides, self._views)
        if main.get("custom_options"):
            built.warn("custom_options", main.number, self.head("custom_options"), product=title)
        return draft

    def _attributes(self, row: Row) -> dict[str, Any] | None:
        found: dict[str, Any] = {
            names.code_of(name): several(own) for name, own in self.attributes_of(row).items() if own
        }
        if row.get("country_of_manufacture"):
            found["country_of_manufacture"] = row.get("country_of_manufacture")
        return found or None

    def _categories(self, row: Row) -> tuple[tuple[str, ...], ...] | None:
        """Paths without the root of the shop's tree, which is not a category that people see."""
        drop_root = len(self._roots) == 1
        found = []
        for path in self.paths_of(row):
            if path[0].casefold() in _ROOTS or (drop_root and len(path) > 1):
                path = path[1:]
            if path and path not in found:
                found.append(path)
        return tuple(found) or None

    def _add_children(
        self,
        draft: ProductDraft,
        built: Built,
        main: Row,
        bases: Mapping[str, Row],
        overrides: Mapping[str, list[Row]],
    ) -> None:
        stated = self.children_of(main)
        titles = values.labels(main.get("configurable_variation_labels"))
        found, absent = [], []
        for sku, options in {sku_key(sku): (sku, options) for sku, options in stated}.values():
            row = bases.get(sku_key(sku))
            if row is not None:
                found.append((row, dict(options), self.attributes_of(row)))
            elif self._parents.get(sku_key(sku)) == sku_key(main.get("sku")):
                absent.append((sku, options))
            else:
                self._reject_shared(built, main, sku)
        added = values.complete_options([(options, own) for _, options, own in found])
        named = [*self.option_codes(main), *(name for _, options in stated for name in options), *added]
        order = list(dict.fromkeys(named))
        draft.children_column = self.head(self.naming_children)
        draft.option_titles = {name: titles.get(name) or _title(name) for name in order}
        for row, options, own in found:
            options.update({name: own[name][0] for name in added})
            chosen = {draft.option_titles[name]: options[name] for name in order if name in options}
            draft.images += self.pictures_of(row, names.cut(names.sku_text(row.get("sku"))))
            self.add_variant(draft, built, row, chosen)
        for sku, options in absent:
            chosen = {draft.option_titles[name]: options[name] for name in order if name in options}
            variant = VariantDraft(main.number, names.cut(names.sku_text(sku)), chosen, in_shop=True)
            draft.variants.append(variant)
        taken = {names.code_of(name) for name in order}
        draft.attributes = {
            name: own for name, own in (draft.attributes or {}).items() if name not in taken
        } or None

    def _reject_shared(self, built: Built, main: Row, sku: str) -> None:
        """A variation that a configurable product above this one names too is a variant of that."""
        other = self._parents.get(sku_key(sku), "")
        built.reject(
            "child_elsewhere", main.number, self.head(self.naming_children), sku,
            sku=sku, product=main.get("name"), other=other,
        )  # fmt: skip

    def attributes_of(self, row: Row) -> dict[str, list[str]]:
        """The attributes of a row with their values: those of one cell, and those in columns of their own."""
        found = values.attributes(row.get("additional_attributes"))
        for name, said in row.cells.items():
            code = name.removeprefix(columns.ATTRIBUTE)
            if code != name and not found.get(code):
                found[code] = [part.strip() for part in said.split("|") if part.strip()]
        return found

    def children_of(self, main: Row) -> list[tuple[str, dict[str, str]]]:
        """The children of a configurable product: SKU and options of each."""
        return values.variations(main.get("configurable_variations"))

    def option_codes(self, main: Row) -> list[str]:
        """The codes of the options, where they are told apart from the children."""
        return []

    def paths_of(self, row: Row) -> list[tuple[str, ...]]:
        """The categories of a row, each from the root."""
        return values.paths(row.get("categories"))

    def pictures_of(self, row: Row, sku: str) -> list[ImageDraft]:
        """The pictures of a row; the first one of a child shows its variant."""
        return images_of(row, sku)

    def add_variant(self, draft: ProductDraft, built: Built, row: Row, options: dict[str, str]) -> None:
        variant = VariantDraft(row.number, names.cut(names.sku_text(row.get("sku"))), options)
        if not read_price(self, built, row, variant, _SALE):
            return
        quantity, good = self.pieces(built, row, "qty", variant.sku)
        if not good:
            return
        if quantity is not None:
            variant.stock[""] = quantity
        if quantity and row.get("is_in_stock") == "0":
            built.warn(
                "stock_switched_off", row.number, self.head("is_in_stock"), str(quantity), sku=variant.sku
            )
        own = self.attributes_of(row)
        barcode = next((own[name][0] for name in ("gtin", "ean", "upc", "barcode") if own.get(name)), "")
        variant.barcode = row.get("barcode") or barcode or None
        variant.weight_g = self.measure(built, row, "weight", "kg", numbers.GRAMS, variant.sku)
        if options:
            variant.active = None if row.get("product_online") in {"", "1"} else False
        if row.get("tax_class_name").casefold() in {"none", "0"}:
            built.warn(
                "tax_class_none",
                row.number,
                self.head("tax_class_name"),
                row.get("tax_class_name"),
                sku=variant.sku,
            )
        else:
            variant.tax_class = self.tax_class(built, row, "tax_class_name", variant.sku)
        if row.get("product_type").casefold() == _DOWNLOAD:
            column = self.head("product_type")
            sell_as_codes(
                variant, built, row, column=column, value=row.get("product_type"), product=draft.title
            )
        draft.variants.append(variant)


def _naming(views: Sequence[Row]) -> Row | None:
    """A row that only names the product, where the file has nothing but its store views."""
    return Row(views[0].number, {name: views[0].get(name) for name in _NAMING}) if views else None


def sku_key(sku: str) -> str:
    """A SKU for comparing: Magento does it without case."""
    return names.sku_text(sku).casefold()


def _title(code: str) -> str:
    return code.replace("_", " ").capitalize()
