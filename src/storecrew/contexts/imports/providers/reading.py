"""From a file to products: open, detect, sort into products, build each, tell doubles apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from storecrew.contexts.imports.errors import MissingColumns, NotProducts, UnknownFormat
from storecrew.contexts.imports.facts import Built, Problem, ProductDraft, Row, Setting
from storecrew.contexts.imports.providers.files.opening import open_source
from storecrew.contexts.imports.providers.files.table import DELIMITERS, Table, read_header, split_header
from storecrew.contexts.imports.providers.formats.detection import FORMATS, Layout, detect
from storecrew.contexts.imports.providers.formats.protocol import Format
from storecrew.contexts.imports.providers.spool import Spool
from storecrew.contexts.imports.rules import names
from storecrew.contexts.imports.rules.cells import unguarded

MOST_PROBLEMS = 200_000


@dataclass
class Doubles:
    """SKUs and addresses that the file gave away already."""

    skus: dict[str, int] = field(default_factory=dict)  # normalized, to the first row
    slugs: set[str] = field(default_factory=set)

    def tell_apart(self, draft: ProductDraft, built: Built) -> None:
        """Give the second bearer of a SKU or an address a name of its own, the same at every import."""
        base = draft.slug or names.short_hash(draft.key)
        slug = base
        if slug in self.slugs:
            slug = f"{base}-{names.slug_of(draft.key.split(':')[-1]) or names.short_hash(draft.key)}"[:120]
            if slug in self.slugs or slug == base:
                slug = f"{base[:100]}-{names.short_hash(draft.key + draft.title)}"
            built.warn("slug_repeated", draft.row, value=base, product=draft.title, new=slug)
        draft.slug = slug
        self.slugs.add(slug)
        for variant in draft.variants:
            if variant.sku in self.skus:
                old = variant.sku
                variant.sku = names.other_sku(old, draft.slug, variant.options.values())
                count = 2
                while variant.sku in self.skus:
                    variant.sku = names.cut(
                        f"{names.other_sku(old, draft.slug, variant.options.values())}-{count}"
                    )
                    count += 1
                built.warn(
                    "sku_repeated",
                    variant.row,
                    value=old,
                    sku=variant.sku,
                    product=draft.title,
                    other_row=self.skus[old],
                    new=variant.sku,
                )
            self.skus[variant.sku] = variant.row


@dataclass(frozen=True, slots=True)
class Header:
    """What the first look at a file shows. ``format`` is "storecrew" when no format knows the columns."""

    line: str
    columns: list[str]
    encoding: str
    delimiter: str
    format: str
    known: bool


class Reading:
    """One pass over a file. Use as a context manager; ``products()`` may be called once.

    Raises UnreadableFile (or a subclass) on entering when the file as a whole cannot be taken.
    """

    def __init__(
        self,
        path: Path,
        setting: Setting,
        *,
        name: str = "",
        format_code: str = "auto",
        mapping: Mapping[str, str] | None = None,
    ) -> None:
        self._path, self._name = path, name
        self._wanted, self._mapping = format_code, mapping
        self._setting = setting
        self._stack = ExitStack()
        self.rejections: list[Problem] = []
        self.warnings: list[Problem] = []
        self.rows = 0
        self.total = 0
        self._blank: set[str] = set()  # columns left out without a single value
        self.layout: Layout
        self.table: Table
        self.images: Path | None = None

    @staticmethod
    def peek(path: Path, name: str = "") -> Header:
        """Look at the header only. Raises UnreadableFile when there is none, NotProducts for other files."""
        with open_source(path, name) as source:
            line, encoding, _replaced = read_header(source)
        try:
            layout = detect(line)
        except NotProducts:
            raise
        except (UnknownFormat, MissingColumns):
            delimiter = max(DELIMITERS, key=line.count)
            return Header(line, split_header(line, delimiter), encoding, delimiter, "storecrew", known=False)
        return Header(line, list(layout.header), encoding, layout.delimiter, layout.format.code, known=True)

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            source = stack.enter_context(open_source(self._path, self._name))
            line, encoding, replaced = read_header(source)
            self.layout = detect(line, self._wanted, self._mapping)
            self.table = Table(source, list(self.layout.header), encoding, self.layout.delimiter, replaced)
            self.images = source.images
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    @property
    def names_others(self) -> bool:
        """Whether the file may name products that go with others."""
        return self.layout.format.names_others(self.layout.names)

    def products(self) -> Iterator[Built]:
        """Each product of the file. Problems of rows that belong to none are in ``rejections`` at the end."""
        headers = {
            name: column for column, name in zip(self.layout.header, self.layout.names, strict=True) if name
        }
        setting = replace(self._setting, decimal_comma=self.layout.delimiter == ";")
        form = self.layout.format(setting, headers)
        self._tell_about_the_file()
        with Spool() as spool:
            self._collect(form, spool)
            self._tell_of_ignored()
            self.warnings.extend(form.file_warnings() if self.rows else [Problem("no_rows", 1)])
            self.total = spool.count()
            doubles = Doubles()
            for key, rows in spool.products():
                built = form.build(key, rows)
                if built.draft is not None:
                    doubles.tell_apart(built.draft, built)
                yield built

    def _tell_about_the_file(self) -> None:
        if self.layout.delimiter != ",":
            self.warnings.append(Problem("other_separator", 1, value=self.layout.delimiter))
        if self.table.replaced_bytes:
            self.warnings.append(Problem("bytes_replaced", 1, value=self.table.encoding))

    def _tell_of_ignored(self) -> None:
        """Name the columns that are left out and hold something, by the reason."""
        told: dict[str, list[str]] = {}
        for column in (*self.layout.ignored, *self.layout.unused):
            if column not in self._blank:
                told.setdefault(self.layout.format.why_left_out(column), []).append(column)
        self.warnings += [Problem(code, 1, value=", ".join(columns)) for code, columns in told.items()]

    def _collect(self, form: Format, spool: Spool) -> None:
        wanted = [(index, name) for index, name in enumerate(self.layout.names) if name]
        width = len(self.layout.header)
        ignored = {*self.layout.ignored, *self.layout.unused}
        blank = {index: name for index, name in enumerate(self.layout.header) if name in ignored}
        for number, cells in self.table.records():
            self.rows += 1
            if len(cells) > width and any(cell.strip() for cell in cells[width:]):
                self.rejections.append(
                    Problem("row_too_wide", number, params={"cells": len(cells), "columns": width})
                )
                continue
            found = {}
            count = len(cells)
            for index, name in wanted:
                if index < count and (text := cells[index].strip()):
                    found[name] = unguarded(text).replace("\x00", "")
            for index in [index for index in blank if index < count and cells[index].strip()]:
                del blank[index]
            if not found:
                continue
            row = Row(number, found)
            key = form.note(row, self.rejections)
            if key is not None:
                spool.add(key, row)
        self._blank = set(blank.values())
        if self.table.unclosed_row:
            self.rejections.append(Problem("file_cut_off", self.table.unclosed_row))
        spool.link(form.links())


__all__ = ["FORMATS", "Reading"]
