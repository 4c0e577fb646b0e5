"""What a format is: it knows its columns, groups rows into products and reads each product."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from storecrew.contexts.imports.facts import Built, Problem, ProductDraft, Row, Setting, VariantDraft
from storecrew.contexts.imports.rules import names, numbers


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a format: its name in our code, how to show it, and the spellings seen in files."""

    name: str
    label: str
    spellings: tuple[str, ...] = ()


class Format:
    """Base of the formats; one instance reads one file, since it learns from the rows.

    A file is read in two steps. ``note`` sees each row once and says under which key it belongs; ``links``
    then says which keys are parts of others; ``build`` gets all rows of one product.
    """

    code = ""
    label = ""
    columns: tuple[Column, ...] = ()
    required: tuple[str, ...] = ()
    signature: frozenset[str] = frozenset()  # names that tell the format from the others

    def __init__(self, setting: Setting, headers: Mapping[str, str] | None = None) -> None:
        self.setting = setting
        self.headers = dict(headers or {})  # our name of a column -> how the file spells it
        self._spellings: dict[str, str] = {}

    @classmethod
    def spellings(cls) -> dict[str, str]:
        """Each known spelling, normalized, with our name of the column."""
        table: dict[str, str] = {}
        for column in cls.columns:
            for spelling in (column.label, column.name, *column.spellings):
                table.setdefault(names.header_name(spelling), column.name)
        return table

    @classmethod
    def name_of(cls, header: str, table: Mapping[str, str]) -> str | None:
        """Our name for a column of a file, or None when the format does not know it."""
        return table.get(names.header_name(header))

    @classmethod
    def is_silent(cls, header: str) -> bool:
        """A column that belongs to the format and is left out without a word, since the shop has no use
        for it.
        """
        return False

    def file_warnings(self) -> Iterator[Problem]:
        """What to tell about the file as a whole, after all rows were read."""
        yield from ()

    def note(self, row: Row, problems: list[Problem]) -> str | None:
        """The key under which the row is collected; None leaves it out (with a problem, or a blank row)."""
        raise NotImplementedError

    def links(self) -> Iterable[tuple[str, str]]:
        """Pairs (part, whole): the rows under ``part`` belong to the product ``whole``."""
        return ()

    def build(self, key: str, rows: Sequence[Row]) -> Built:
        """Read the rows of one product."""
        raise NotImplementedError

    # --- cells that all formats share ---------------------------------------------------------

    def head(self, name: str) -> str:
        """How the file spells a column."""
        return self.headers.get(name, name)

    def amount(self, built: Built, row: Row, name: str, sku: str) -> tuple[int | None, str, bool]:
        """A price cell: minor units (None when blank), its currency, and whether the row is still good."""
        text = row.get(name)
        if not text:
            return None, self.setting.currency, True
        try:
            digits, currency = (text, "") if numbers.is_plain(text) else numbers.without_currency(text)
            value = numbers.read_decimal(
                digits, places=self.setting.exponent, decimal_comma=self.setting.decimal_comma
            )
            minor, rounded = numbers.minor_units(value, self.setting.exponent)
        except numbers.BadNumber as bad:
            built.reject(f"price_{bad.code}", row.number, self.head(name), text, sku=sku)
            return None, self.setting.currency, False
        if currency and currency != self.setting.currency:
            built.reject(
                "price_currency", row.number, self.head(name), text, sku=sku, wanted=self.setting.currency
            )
            return None, currency, False
        if rounded:
            built.warn(
                "price_rounded", row.number, self.head(name), text, sku=sku, currency=self.setting.currency
            )
        return minor, self.setting.currency, True

    def pieces(self, built: Built, row: Row, name: str, sku: str) -> tuple[int | None, bool]:
        """A quantity cell (None when blank), and whether the row is still good. Negative counts as none."""
        text = row.get(name)
        if not text:
            return None, True
        try:
            count = numbers.read_pieces(text.removeprefix("'"))
        except numbers.BadNumber as bad:
            built.reject(f"quantity_{bad.code}", row.number, self.head(name), text, sku=sku)
            return None, False
        if count < 0:
            built.warn("quantity_negative", row.number, self.head(name), text, sku=sku)
            return 0, True
        return count, True

    def measure(
        self, built: Built, row: Row, name: str, unit: str, table: Mapping[str, object], sku: str
    ) -> int | None:
        """A weight or length; what cannot be read is left out with a warning."""
        text = row.get(name)
        if not text:
            return None
        try:
            return numbers.in_unit(text, unit, table, decimal_comma=self.setting.decimal_comma) or None  # type: ignore[arg-type]
        except numbers.BadNumber:
            built.warn("measure_unread", row.number, self.head(name), text, sku=sku)
            return None

    def check_prices(self, built: Built, row: Row, column: str, variant: VariantDraft) -> None:
        """Tell about a price that is missing, is 0, or stands above the one it strikes."""
        if not variant.prices:
            built.warn("price_missing", row.number, self.head(column), sku=variant.sku)
        for price in variant.prices:
            if price.amount == 0 and not price.on_request:
                built.warn("price_zero", row.number, self.head(column), "0", sku=variant.sku)
            if price.compare_at is not None and price.compare_at < price.amount:
                built.warn("strike_below_price", row.number, self.head(column), sku=variant.sku)


def several(values: list[str]) -> list[str] | str:
    """Short values as a list, so that one value and many are kept alike; a long one is a text."""
    return values[0] if len(values) == 1 and len(values[0]) > 100 else values


def finish(draft: ProductDraft, built: Built) -> Built:
    """Close a product: doubles of options are told, pictures joined, the draft is attached."""
    seen: dict[tuple[tuple[str, str], ...], int] = {}
    for variant in draft.variants:
        options = tuple(variant.options.items())
        if options in seen:
            built.warn(
                "options_repeated", variant.row, sku=variant.sku, product=draft.title, other_row=seen[options]
            )
        seen.setdefault(options, variant.row)
    joined: dict[str, object] = {}
    draft.images = [image for image in draft.images if joined.setdefault(image.source, image) is image]
    built.draft = draft
    return built
