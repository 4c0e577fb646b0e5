"""What a format is: it knows its columns, groups rows into products and reads each product."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.imports.facts import Built, Link, Problem, ProductDraft, Row, Setting, VariantDraft
from storecrew.contexts.imports.rules import names, numbers

MOST_SUBTITLE = 255
# A long number that a spreadsheet shows, and saves, as 4.00638E+12.
_ROUNDED = re.compile(r"[0-9](?:[.,][0-9]{1,15})?E\+[0-9]{1,2}", re.IGNORECASE)


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
    source = ""  # begins the keys of its products, where that is not the code
    columns: tuple[Column, ...] = ()
    required: tuple[str, ...] = ()
    signature: frozenset[str] = frozenset()  # names that tell the format from the others
    telling: frozenset[str] = frozenset()  # those of which one is enough
    # Begins our names of columns that may be called as they like, so that they tell the format from no other.
    open_prefix = ""
    # Columns that name other products, with the kind of relation that each becomes.
    linking: tuple[tuple[str, str], ...] = ()
    # The column in which a group names its parts: they come in one by one and show each other as accessories.
    grouping = ""
    usual_tax: tuple[str, ...] = (
        "",
        "standard",
    )  # how the platform calls the class that is ours without a name

    def __init__(self, setting: Setting, headers: Mapping[str, str] | None = None) -> None:
        self.setting = setting
        self.headers = dict(headers or {})  # our name of a column -> how the file spells it
        self._spellings: dict[str, str] = {}
        self._gathered: dict[str, tuple[int, str, int]] = {}  # first row, column, how many rows
        self._groups: list[list[str]] = []
        self._told_classes = set(self.usual_tax)
        self._fellows: dict[str, list[Link]] | None = None

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
    def is_open(cls, name: str) -> bool:
        """Whether a column may be called as it likes."""
        return bool(cls.open_prefix) and name.startswith(cls.open_prefix)

    @classmethod
    def lacking(cls, columns: Collection[str | None]) -> list[str]:
        """Our names of the columns that a file of the format cannot do without and that are not there."""
        return [name for name in cls.required if name not in columns]

    @classmethod
    def is_silent(cls, header: str) -> bool:
        """A column that belongs to the format and is left out since the shop has no use for it."""
        return False

    @classmethod
    def why_left_out(cls, header: str) -> str:
        """The code of what is told about a column that is left out and holds something."""
        return "columns_unused" if cls.is_silent(header) else "columns_ignored"

    def file_warnings(self) -> Iterator[Problem]:
        """What to tell about the file as a whole, after all rows were read."""
        yield from ()

    def gather(self, code: str, row: Row, name: str) -> None:
        """Remember what is told once for the whole file, with the number of its rows."""
        first, column, count = self._gathered.get(code, (row.number, self.head(name), 0))
        self._gathered[code] = (first, column, count + 1)

    def gathered(self) -> Iterator[Problem]:
        """What :meth:`gather` remembered."""
        for code, (first, column, count) in self._gathered.items():
            yield Problem(code, first, column, params={"count": count})

    def note(self, row: Row, problems: list[Problem]) -> str | None:
        """The key under which the row is collected; None leaves it out (with a problem, or a blank row)."""
        raise NotImplementedError

    def links(self) -> Iterable[tuple[str, str]]:
        """Pairs (part, whole): the rows under ``part`` belong to the product ``whole``."""
        return ()

    @classmethod
    def names_others(cls, columns: Iterable[str | None]) -> bool:
        """Whether a file with these columns may name products that go with others."""
        return not {cls.grouping, *(name for name, _kind in cls.linking)}.isdisjoint(columns)

    def note_group(self, row: Row) -> None:
        """Remember which parts a group has, if the row is one of a group."""
        if parts := list(self.named(row, self.grouping)):
            self._groups.append(parts)

    def links_of(self, key: str, row: Row) -> dict[str, list[Link]] | None:
        """The other products that the row of a product names, by kind; to be asked after all rows were
        noted.
        """
        found: dict[str, list[Link]] = {}
        for name, kind in self.linking:
            for said in self.named(row, name):
                found.setdefault(kind, []).append(Link(said, self.keys_of(said), self.head(name)))
        if self._fellows is None:
            self._fellows = self._find_fellows()
        if fellows := self._fellows.get(f"source:{self.source or self.code}:{key}"):
            found.setdefault("accessory", []).extend(fellows)
        return found or None

    def _find_fellows(self) -> dict[str, list[Link]]:
        """For each part of a group, by its first key, the others."""
        fellows: dict[str, list[Link]] = {}
        for group in self._groups:
            links = [Link(said, self.keys_of(said), self.head(self.grouping)) for said in group]
            for link in links:
                fellows.setdefault(link.keys[0], []).extend(each for each in links if each is not link)
        return fellows

    def named(self, row: Row, name: str) -> Iterable[str]:
        """The products that a cell names, each as it stands there."""
        return (part for piece in row.get(name).split(",") if (part := piece.strip()))

    def keys_of(self, said: str) -> tuple[str, ...]:
        """Under which keys a product may be found that a cell names so; see :class:`Link`."""
        raise NotImplementedError

    def build(self, key: str, rows: Sequence[Row]) -> Built:
        """Read the rows of one product."""
        raise NotImplementedError

    def tax_class(self, built: Built, row: Row, name: str, sku: str) -> str | None:
        """The code of a tax class that the shop knows by code or name; each unknown one is told once."""
        said = row.get(name)
        code = self.setting.tax_classes.get(said.casefold())
        if said and code is None and said.casefold() not in self._told_classes:
            self._told_classes.add(said.casefold())
            built.warn("tax_class_unknown", row.number, self.head(name), said, sku=sku)
        return code

    # --- cells that all formats share ---------------------------------------------------------

    def head(self, name: str) -> str:
        """How the file spells a column."""
        return self.headers.get(name, name)

    def amount(
        self, built: Built, row: Row, name: str, sku: str, *, needed: bool = True
    ) -> tuple[int | None, str, bool]:
        """A price cell: minor units (None when blank), its currency, and whether the row is still good.

        A cell that says in words that there is no amount counts as blank, with a warning. So does one that
        cannot be read, where the row is good without it (not ``needed``).
        """
        text = row.get(name)
        if not text:
            return None, self.setting.currency, True
        if numbers.says_nothing(text):
            built.warn("amount_left_out", row.number, self.head(name), text, sku=sku)
            return None, self.setting.currency, True
        try:
            digits, currency = text, ""
            if not numbers.is_plain(text):
                digits, currency = numbers.without_currency(text, self.setting.currency)
            value = numbers.read_decimal(
                digits, places=self.setting.exponent, decimal_comma=self.setting.decimal_comma
            )
            minor, rounded = numbers.minor_units(value, self.setting.exponent)
        except numbers.BadNumber as bad:
            if not needed:
                built.warn("amount_left_out", row.number, self.head(name), text, sku=sku)
                return None, self.setting.currency, True
            built.reject(f"price_{bad.code}", row.number, self.head(name), text, sku=sku)
            return None, self.setting.currency, False
        if currency and currency != self.setting.currency:
            if not needed:
                built.warn("amount_left_out", row.number, self.head(name), text, sku=sku)
                return None, self.setting.currency, True
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
        if numbers.says_nothing(text):
            built.warn("amount_left_out", row.number, self.head(name), text, sku=sku)
            return None, True
        try:
            count = numbers.read_pieces(text.removeprefix("'"), decimal_comma=self.setting.decimal_comma)
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

    def finish(self, draft: ProductDraft, built: Built) -> Built:
        """Close a product: what a spreadsheet spoiled and doubles of options are told, pictures are joined,
        the draft is attached.
        """
        seen: dict[tuple[tuple[str, str], ...], int] = {}
        for variant in draft.variants:
            if variant.in_shop:
                continue  # what the shop has is not looked at here
            for name in ("sku", "barcode"):
                if _ROUNDED.fullmatch(getattr(variant, name) or ""):
                    built.warn(
                        f"{name}_rounded", variant.row, self.head(name), getattr(variant, name),
                        sku=variant.sku, product=draft.title,
                    )  # fmt: skip
            if _ROUNDED.fullmatch(variant.barcode or ""):
                variant.barcode = None
            options = tuple(variant.options.items())
            if options in seen:
                built.warn(
                    "options_repeated",
                    variant.row,
                    sku=variant.sku,
                    product=draft.title,
                    other_row=seen[options],
                )
            seen.setdefault(options, variant.row)
        joined: dict[str, object] = {}
        draft.images = [image for image in draft.images if joined.setdefault(image.source, image) is image]
        built.draft = draft
        return built


def texts(long: str, short: str) -> tuple[str | None, str | None]:
    """Subtitle and description from a long and a short text: one line becomes the subtitle."""
    if not (long and short):
        return None, long or short or None
    line = catalog.plain_text(short)
    return (line or None, long) if len(line) <= MOST_SUBTITLE else (None, f"{short}\n{long}")


def several(values: list[str]) -> list[str] | str:
    """Short values as a list, so that one value and many are kept alike; a long one is a text."""
    return values[0] if len(values) == 1 and len(values[0]) > 100 else values


def sell_as_codes(
    variant: VariantDraft, built: Built, row: Row, *, column: str, value: str, product: str
) -> None:
    """Let a download come in as codes; pieces that the file states are told, since codes are its stock."""
    variant.digital = True
    built.warn("kind_digital", row.number, column, value, sku=variant.sku, product=product)
    for pieces in filter(None, variant.stock.values()):
        built.warn("pieces_of_codes", row.number, value=str(pieces), sku=variant.sku, product=product)
    variant.stock.clear()
