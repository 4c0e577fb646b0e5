"""Magento 2's product CSV: simple products, configurable ones with their children, and store-view rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from storecrew.contexts.imports.facts import (
    Built,
    ImageDraft,
    PriceDraft,
    Problem,
    ProductDraft,
    Row,
    Setting,
    VariantDraft,
)
from storecrew.contexts.imports.providers.formats import magento_columns as columns
from storecrew.contexts.imports.providers.formats import magento_values as values
from storecrew.contexts.imports.providers.formats.protocol import Format, finish, several
from storecrew.contexts.imports.rules import names, numbers

_NOT_SOLD = {"grouped": "kind_grouped", "bundle": "kind_bundle", "downloadable": "kind_download",
             "giftcard": "kind_gift_card", "gift_card": "kind_gift_card"}  # fmt: skip
_BASE_VIEWS = {"", "admin", "all"}
_ROOTS = {"default category", "root catalog"}


class Magento(Format):
    """Reads the import and export files of Magento 2, Adobe Commerce and Mage-OS."""

    code = "magento"
    label = "Magento"
    required = ("sku",)
    signature = frozenset({
        "product_type", "attribute_set_code", "product_websites", "store_view_code", "additional_attributes",
        "configurable_variations", "url_key", "base_image", "product_online", "visibility",
    })  # fmt: skip
    columns = columns.COLUMNS

    def __init__(self, setting: Setting, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(setting, headers)
        self._parents: dict[str, str] = {}  # SKU of a child -> key of its product
        self._variations: dict[str, str] = {}
        self._roots: set[str] = set()
        self._views: set[str] = set()
        self._weights = False

    @classmethod
    def is_silent(cls, header: str) -> bool:
        return columns.is_silent(header)

    def file_warnings(self) -> Iterator[Problem]:
        """What holds for the whole file: units and quantities that it does not state."""
        if self._weights:
            yield Problem("weights_without_unit", 1, self.head("weight"))
        if "qty" not in self.headers:
            yield Problem("no_quantities", 1, "qty")

    def note(self, row: Row, problems: list[Problem]) -> str | None:
        """Rows are collected by SKU; the children of a configurable product move to it afterwards."""
        sku = names.sku_text(row.get("sku"))
        if not sku:
            problems.append(Problem("sku_missing", row.number, self.head("sku"), product=row.get("name")))
            return None
        key = _key(sku)
        self._weights = self._weights or bool(row.get("weight"))
        for path in values.paths(row.get("categories")):
            self._roots.add(path[0])
        for child, _ in values.variations(row.get("configurable_variations")):
            self._parents.setdefault(_key(names.sku_text(child)), key)
        return key

    def links(self) -> Iterable[tuple[str, str]]:
        """Children under their configurable product."""
        return ((child, parent) for child, parent in self._parents.items() if child != parent)

    def build(self, key: str, rows: Sequence[Row]) -> Built:
        """One product: the row of its SKU, overrides by store view, and the rows of its children."""
        built = Built()
        by_sku: dict[str, list[Row]] = {}
        for row in rows:
            by_sku.setdefault(_key(names.sku_text(row.get("sku"))), []).append(row)
        bases: dict[str, Row] = {}
        overrides: dict[str, list[Row]] = {}
        for sku, group in by_sku.items():
            self._sort_out(built, sku, group, bases, overrides)
        main = bases.get(key)
        if main is None:
            self._without_base(built, key, bases, overrides)
            return built
        kind = main.get("product_type").casefold() or ("configurable" if len(bases) > 1 else "simple")
        if kind in _NOT_SOLD or kind not in {"simple", "virtual", "configurable"}:
            built.reject(
                _NOT_SOLD.get(kind, "kind_unknown"), main.number, self.head("product_type"), kind,
                sku=main.get("sku"), product=main.get("name"), rows=[row.number for row in rows],
            )  # fmt: skip
            return built
        if kind == "virtual":
            built.warn("kind_virtual", main.number, self.head("product_type"), kind, product=main.get("name"))
        draft = self._product(built, key, main, overrides.get(key, []), rows)
        if kind == "configurable":
            self._add_children(draft, built, main, {sku: row for sku, row in bases.items() if sku != key}, overrides)
        else:
            self._add_variant(draft, built, main, {})
        if not draft.variants:
            if built.rejections:
                return built
            built.warn(
                "no_variants", main.number, self.head("configurable_variations"), product=draft.title,
                sku=main.get("sku"),
            )  # fmt: skip
            draft.status = "draft"
        return self._closed(draft, built)

    def _closed(self, draft: ProductDraft, built: Built) -> Built:
        finish(draft, built)
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
                    "product_repeated", row.number, self.head("sku"), row.get("sku"), other_row=bases[sku].number
                )
            else:
                bases[sku] = row

    def _without_base(
        self, built: Built, key: str, bases: Mapping[str, Row], overrides: Mapping[str, list[Row]]
    ) -> None:
        """Rows whose product is not in the file: overrides alone, or children of a missing configurable."""
        for row in bases.values():
            built.reject("parent_unknown", row.number, self.head("sku"), row.get("sku"), sku=row.get("sku"))
        for group in overrides.values():
            for row in group:
                built.reject(
                    "base_row_missing", row.number, self.head("store_view_code"), row.get("store_view_code"),
                    sku=row.get("sku"),
                )  # fmt: skip

    def _product(
        self, built: Built, key: str, main: Row, overrides: Sequence[Row], rows: Sequence[Row]
    ) -> ProductDraft:
        title = main.get("name") or main.get("sku")
        if not main.get("name"):
            built.warn("title_from_sku", main.number, self.head("name"), sku=main.get("sku"))
        hidden = main.get("visibility").casefold().startswith("not visible")
        status = None
        if main.get("product_online"):
            status = "live" if main.get("product_online") in {"1", "yes", "Yes", "enabled"} else "draft"
        if hidden:
            status = "draft"
            built.warn("not_visible", main.number, self.head("visibility"), sku=main.get("sku"), product=title)
        draft = ProductDraft(
            key=f"magento:{key}",
            row=main.number,
            slug=names.slug_of(main.get("url_key") or title),
            title=title,
            description=main.get("description") or main.get("short_description") or None,
            product_type=main.get("attribute_set_code"),
            status=status,
            published=not hidden if main.get("visibility") else None,
            attributes=self._attributes(main),
            categories=self._categories(main),
            seo_title=main.get("meta_title") or None,
            seo_description=main.get("meta_description") or None,
            rows=tuple(row.number for row in rows),
        )
        brand = (draft.attributes or {}).pop("manufacturer", None) or (draft.attributes or {}).pop("brand", None)
        draft.brand = ", ".join(brand) if isinstance(brand, list) else brand
        draft.images = _images(main, "")
        self._apply_overrides(draft, built, overrides)
        if main.get("custom_options"):
            built.warn("custom_options", main.number, self.head("custom_options"), product=title)
        return draft

    def _attributes(self, row: Row) -> dict[str, Any] | None:
        found: dict[str, Any] = {
            names.code_of(name): several(own)
            for name, own in values.attributes(row.get("additional_attributes")).items()
            if own
        }
        if row.get("country_of_manufacture"):
            found["country_of_manufacture"] = row.get("country_of_manufacture")
        return found or None

    def _categories(self, row: Row) -> tuple[tuple[str, ...], ...] | None:
        """Paths without the root of the shop's tree, which is not a category that people see."""
        drop_root = len(self._roots) == 1
        found = []
        for path in values.paths(row.get("categories")):
            if path[0].casefold() in _ROOTS or (drop_root and len(path) > 1):
                path = path[1:]
            if path and path not in found:
                found.append(path)
        return tuple(found) or None

    def _apply_overrides(self, draft: ProductDraft, built: Built, overrides: Sequence[Row]) -> None:
        """A store view of another language translates; the default view, or one of our language, speaks for us."""
        for row in overrides:
            view = row.get("store_view_code")
            texts = {
                ours: row.get(theirs)
                for theirs, ours in (
                    ("name", "title"), ("description", "description"), ("meta_title", "seo_title"),
                    ("meta_description", "seo_description"),
                )
                if row.get(theirs)
            }  # fmt: skip
            language = values.language(view)
            if language and language != self.setting.locale.split("-")[0]:
                draft.translations = draft.translations or {}
                draft.translations.setdefault(language, {}).update(texts)
            elif language or view.casefold() == "default":
                for name, text in texts.items():
                    setattr(draft, name, text)
            elif view not in self._views:
                self._views.add(view)
                built.warn("view_not_taken", row.number, self.head("store_view_code"), view, sku=row.get("sku"))
            if any(row.get(name) for name in ("price", "special_price")):
                built.warn("view_price", row.number, self.head("price"), row.get("price"), sku=row.get("sku"))

    def _add_children(
        self,
        draft: ProductDraft,
        built: Built,
        main: Row,
        bases: Mapping[str, Row],
        overrides: Mapping[str, list[Row]],
    ) -> None:
        stated = values.variations(main.get("configurable_variations"))
        titles = values.labels(main.get("configurable_variation_labels"))
        found = []
        for sku, options in stated:
            row = bases.get(_key(names.sku_text(sku)))
            if row is None:
                built.reject(
                    "child_unknown", main.number, self.head("configurable_variations"), sku, sku=sku, product=draft.title
                )
            else:
                found.append((row, dict(options), values.attributes(row.get("additional_attributes"))))
        added = values.complete_options([(options, own) for _, options, own in found])
        order = list(dict.fromkeys(name for _, options, _ in found for name in (*options, *added)))
        for row, options, own in found:
            options.update({name: own[name][0] for name in added})
            chosen = {titles.get(name) or _title(name): options[name] for name in order if name in options}
            draft.images += _images(row, names.cut(names.sku_text(row.get("sku"))))
            self._add_variant(draft, built, row, chosen)
        taken = {names.code_of(name) for name in order}
        draft.attributes = {name: own for name, own in (draft.attributes or {}).items() if name not in taken} or None

    def _add_variant(self, draft: ProductDraft, built: Built, row: Row, options: dict[str, str]) -> None:
        variant = VariantDraft(row.number, names.cut(names.sku_text(row.get("sku"))), options)
        if not self._read_price(built, row, variant):
            return
        quantity, good = self.pieces(built, row, "qty", variant.sku)
        if not good:
            return
        if quantity is not None:
            variant.stock[""] = quantity
        own = values.attributes(row.get("additional_attributes"))
        barcode = next((own[name][0] for name in ("gtin", "ean", "upc", "barcode") if own.get(name)), "")
        variant.barcode = row.get("barcode") or barcode or None
        variant.weight_g = self.measure(built, row, "weight", "kg", numbers.GRAMS, variant.sku)
        if options:
            variant.active = None if row.get("product_online") in {"", "1"} else False
        if row.get("tax_class_name").casefold() in {"none", "0"}:
            built.warn("tax_class_none", row.number, self.head("tax_class_name"), row.get("tax_class_name"),
                       sku=variant.sku)  # fmt: skip
        draft.variants.append(variant)

    def _read_price(self, built: Built, row: Row, variant: VariantDraft) -> bool:
        price, currency, good = self.amount(built, row, "price", variant.sku)
        special, _, good_special = self.amount(built, row, "special_price", variant.sku) if good else (None, "", True)
        cost, cost_currency, good_cost = self.amount(built, row, "cost", variant.sku)
        if not (good and good_special and good_cost):
            return False
        variant.cost = (cost, cost_currency) if cost is not None else None
        if special is not None and not self._special_runs(built, row, variant.sku):
            special = None
        amount = price if special is None else special
        if amount is not None:
            strike = price if special is not None and special != price else None
            variant.prices.append(PriceDraft(amount, strike, currency))
        self.check_prices(built, row, "price", variant)
        return True

    def _special_runs(self, built: Built, row: Row, sku: str) -> bool:
        start, end = values.day(row.get("special_price_from_date")), values.day(row.get("special_price_to_date"))
        today = self.setting.at.date()
        column = self.head("special_price")
        if (start and start > today) or (end and end < today):
            built.warn("sale_not_now", row.number, column, row.get("special_price"), sku=sku)
            return False
        if end:
            built.warn("sale_ends", row.number, column, row.get("special_price_to_date"), sku=sku)
        return True


def _key(sku: str) -> str:
    """Magento compares SKUs without case."""
    return sku.casefold()


def _title(code: str) -> str:
    return code.replace("_", " ").capitalize()


def _images(row: Row, sku: str) -> list[ImageDraft]:
    """The main picture first, then the additional ones; those of a child show its variant."""
    alts = row.get("additional_image_labels").split(",")
    found = {row.get("base_image"): row.get("base_image_label")} if row.get("base_image") else {}
    for index, source in enumerate(row.get("additional_images").split(",")):
        if source.strip():
            label = alts[index].strip() if index < len(alts) else ""
            found.setdefault(source.strip(), label)
    plain = {"image", "bild"}
    return [
        ImageDraft(source, "" if alt.casefold() in plain else alt, sku=sku if number == 0 else "", row=row.number)
        for number, (source, alt) in enumerate(found.items())
        if source != "no_selection"
    ]
