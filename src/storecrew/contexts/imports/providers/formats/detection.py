"""Which format a header belongs to, and what separates its cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from storecrew.contexts.imports.errors import MissingColumns, UnknownFormat, UnreadableFile
from storecrew.contexts.imports.providers.files.table import DELIMITERS, split_header
from storecrew.contexts.imports.providers.formats.magento import Magento
from storecrew.contexts.imports.providers.formats.protocol import Format
from storecrew.contexts.imports.providers.formats.shopify import Shopify
from storecrew.contexts.imports.providers.formats.storecrew import Storecrew
from storecrew.contexts.imports.providers.formats.woocommerce import WooCommerce

FORMATS: dict[str, type[Format]] = {kind.code: kind for kind in (Shopify, WooCommerce, Magento, Storecrew)}
_OLD_MAGENTO = {"_store", "_attribute_set", "_type", "_category", "_product_websites"}


@dataclass(frozen=True)
class Layout:
    """How to read the file: its format, its separator, and our name for each column (None: left out)."""

    format: type[Format]
    delimiter: str
    header: tuple[str, ...]
    names: tuple[str | None, ...]
    ignored: tuple[str, ...] = field(default=())  # columns that nobody knows


def detect(line: str, wanted: str = "auto", mapping: Mapping[str, str] | None = None) -> Layout:
    """Find format and separator of a header line. ``mapping`` (file's column → ours) overrides the names.

    Raises UnknownFormat, MissingColumns, or UnreadableFile for a repeated column.
    """
    kinds = list(FORMATS.values()) if wanted == "auto" else [FORMATS[wanted]]
    best: tuple[int, int, type[Format], str, list[str]] | None = None
    for delimiter in DELIMITERS:
        header = split_header(line, delimiter) if delimiter in line or delimiter == "," else []
        if not header:
            continue
        for kind in kinds:
            known = set(_names(kind, header, mapping)) - {None}
            score = (len(known & kind.signature) + 3 * len(known & set(kind.required)), len(known))
            if best is None or score > best[:2]:
                best = (*score, kind, delimiter, header)
    if best is None:
        raise UnknownFormat()
    _score, _known, kind, delimiter, header = best
    if _OLD_MAGENTO & {name.casefold() for name in header}:
        raise UnknownFormat(
            _("This is a file of Magento 1, which has another layout."),
            next_step=_("Export from Magento 2, or convert the file."),
            header=header[:20],
        )
    names = _names(kind, header, mapping)
    _check(kind, header, names, wanted, mapping)
    ignored = tuple(
        column
        for column, name in zip(header, names, strict=True)
        if column and not name and not kind.is_silent(column)
    )
    return Layout(kind, delimiter, tuple(header), tuple(names), ignored)


def _names(kind: type[Format], header: list[str], mapping: Mapping[str, str] | None) -> list[str | None]:
    table = kind.spellings()
    found: list[str | None] = []
    for column in header:
        name = mapping.get(column) if mapping and column in mapping else kind.name_of(column, table)
        found.append(name if name and name not in found else None)
    return found


def _check(
    kind: type[Format],
    header: list[str],
    names: list[str | None],
    wanted: str,
    mapping: Mapping[str, str] | None,
) -> None:
    labels = {column.name: column.label for column in kind.columns}
    missing = [labels.get(name, name) for name in kind.required if name not in names]
    hits = len(set(names) & kind.signature)
    if wanted == "auto" and not mapping and (hits < 2 or (missing and hits < 3)):
        raise UnknownFormat(
            _("The header of the file belongs to no format that is known here: %(columns)s …")
            % {"columns": ", ".join(column[:40] for column in header[:6])},
            header=header[:50],
        )
    if missing:
        raise MissingColumns(
            _("The column “%(column)s” is missing, which a %(format)s file must have (row 1).")
            % {"column": missing[0], "format": kind.label},
            columns=missing,
            format=kind.code,
            row=1,
        )
    doubled = [column for column in header if column and header.count(column) > 1]
    needed = [column for column, name in zip(header, names, strict=True) if name]
    if any(column in needed for column in doubled):
        raise UnreadableFile(
            _("The column “%(column)s” stands twice in the header (row 1).") % {"column": doubled[0]},
            next_step=_("Remove or rename one of the two."),
            columns=doubled,
            row=1,
        )
