"""Which format a header belongs to, and what separates its cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from storecrew.contexts.imports.errors import MissingColumns, NotProducts, UnknownFormat, UnreadableFile
from storecrew.contexts.imports.providers.files.table import DELIMITERS, split_header
from storecrew.contexts.imports.providers.formats.magento import Magento
from storecrew.contexts.imports.providers.formats.magento1 import Magento1
from storecrew.contexts.imports.providers.formats.protocol import Format
from storecrew.contexts.imports.providers.formats.shopify import Shopify
from storecrew.contexts.imports.providers.formats.storecrew import Storecrew
from storecrew.contexts.imports.providers.formats.woocommerce import WooCommerce
from storecrew.contexts.imports.rules.names import header_name

FORMATS: dict[str, type[Format]] = {
    kind.code: kind for kind in (Shopify, WooCommerce, Magento, Magento1, Storecrew)
}
# Columns of Magento 1 alone, one of which is enough, and those that its older export has together.
_OLD_MAGENTO = frozenset({"_store", "_attribute_set", "_type", "_category", "_product_websites"})
_OLDER_MAGENTO = frozenset({"sku", "attribute_set", "type", "websites"})


@dataclass(frozen=True)
class Layout:
    """How to read the file: its format, its separator, and our name for each column (None: left out)."""

    format: type[Format]
    delimiter: str
    header: tuple[str, ...]
    names: tuple[str | None, ...]
    ignored: tuple[str, ...] = field(default=())  # columns that nobody knows
    unused: tuple[str, ...] = field(default=())  # columns that are known, and that the shop has no use for


def detect(line: str, wanted: str = "auto", mapping: Mapping[str, str] | None = None) -> Layout:
    """Find format and separator of a header line. ``mapping`` (file's column → ours) overrides the names.

    Raises UnknownFormat, MissingColumns, or UnreadableFile for a repeated column.
    """
    if line.lstrip().casefold().startswith(("<!doctype html", "<html")):
        raise NotProducts(
            _("The file is a web page, not a table."),
            next_step=_("Download the export again: the other shop may have asked you to sign in."),
        )
    # Magento 1 takes every column as an attribute, so it is not weighed against the others but recognized.
    kinds = (
        [each for each in FORMATS.values() if each is not Magento1] if wanted == "auto" else [FORMATS[wanted]]
    )
    best: tuple[int, int, type[Format], str, list[str]] | None = None
    for delimiter in DELIMITERS:
        header = split_header(line, delimiter) if delimiter in line or delimiter == "," else []
        if not header:
            continue
        for kind in kinds:
            known = {name for name in _names(kind, header, mapping) if name and not kind.is_open(name)}
            told = 3 * len(known & {*kind.required, *kind.telling})
            score = (len(known & kind.signature) + told, len(known))
            if best is None or score > best[:2]:
                best = (*score, kind, delimiter, header)
    if best is None:
        raise UnknownFormat()
    _score, _known, kind, delimiter, header = best
    _refuse_others(header, mapped=bool(mapping), chosen=wanted != "auto")
    if wanted in {"auto", Magento.code} and _is_of_magento_1(header):
        kind = Magento1
    names = _names(kind, header, mapping)
    if wanted == "auto" and not mapping and not _fits(kind, names) and (plain := _of_our_columns(line)):
        kind, wanted = Storecrew, Storecrew.code
        delimiter, header = plain
        names = _names(kind, header, mapping)
    _check(kind, header, names, wanted, mapping)
    left = [column for column, name in zip(header, names, strict=True) if column and not name]
    unused = tuple(column for column in left if kind.is_silent(column))
    ignored = tuple(column for column in left if not kind.is_silent(column))
    return Layout(kind, delimiter, tuple(header), tuple(names), ignored, unused)


# Other files of the same platforms: columns that only they have, and what they hold.
_OTHERS: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"path", "is_active"}), gettext_noop("This file holds categories, not products.")),
    (
        frozenset({"attribute_code", "frontend_input"}),
        gettext_noop("This file holds attributes, not products."),
    ),
    (frozenset({"sku", "tier_price"}), gettext_noop("This file holds tier prices, not products.")),
    (frozenset({"email", "firstname", "lastname"}), gettext_noop("This file holds customers, not products.")),
    (
        frozenset({"email", "first name", "last name"}),
        gettext_noop("This file holds customers, not products."),
    ),
    (frozenset({"email", "financial status"}), gettext_noop("This file holds orders, not products.")),
    (
        frozenset({"default content", "translated content"}),
        gettext_noop("This file holds translations, not products."),
    ),
    (frozenset({"redirect from", "redirect to"}), gettext_noop("This file holds redirects, not products.")),
    (
        frozenset({"post_title", "post_status"}),
        gettext_noop("This file was written by an extension of WooCommerce, not by WooCommerce."),
    ),
)


# How platforms that are not known here (Spree, Vendure) name the options of rows that are variants.
_STRANGE_VARIANTS = (
    frozenset({"option1_name", "option1_value"}),
    frozenset({"optiongroups", "optionvalues"}),
)


def _refuse_others(header: list[str], *, mapped: bool, chosen: bool) -> None:
    """Say what a file holds that is none of products, or none that can be read right.

    A file of stock by place names the articles as a file of products does, with a row for each place.
    """
    spelled = {header_name(name) for name in header}
    other = next((words for columns, words in _OTHERS if columns <= spelled), "")
    if other and not mapped:
        raise NotProducts(
            _(other), next_step=_("Export the products there, and import that file."), header=header[:20]
        )
    if not (mapped or chosen) and any(columns <= spelled for columns in _STRANGE_VARIANTS):
        raise UnknownFormat(
            _("Variants are named in a way that is not known here: they would become products of their own."),
            next_step=_(
                "Export in the layout of Shopify, or say on the mapping step what each column holds."
            ),
            header=header[:20],
        )
    shopify = {"sku", "location"} <= spelled and any(name.startswith("on hand") for name in spelled)
    if shopify or {"sku", "source_code", "quantity"} <= spelled:
        raise NotProducts(
            _("This file holds stock by place, not products."),
            next_step=_("Take it in as opening stock under “Sheets brought in”, or with import_stock."),
            header=header[:20],
        )


def _is_of_magento_1(header: list[str]) -> bool:
    spelled = {header_name(name) for name in header}
    return ("sku" in spelled and bool(spelled & _OLD_MAGENTO)) or spelled >= _OLDER_MAGENTO


def _names(kind: type[Format], header: list[str], mapping: Mapping[str, str] | None) -> list[str | None]:
    table = kind.spellings()
    labels = {header_name(column.label) for column in kind.columns}
    found: list[str | None] = [None] * len(header)
    # A column under its own name goes before one that may mean the same ("Price" beside "Regular price").
    for place in sorted(range(len(header)), key=lambda place: header_name(header[place]) not in labels):
        column = header[place]
        name = mapping.get(column) if mapping and column in mapping else kind.name_of(column, table)
        found[place] = name if name and name not in found else None
    return found


def _fits(kind: type[Format], names: list[str | None]) -> bool:
    """Whether enough columns of a format are there to believe that the file is one of it."""
    if kind.telling & set(names):
        return True
    hits = len(set(names) & kind.signature)
    return hits >= (2 if set(kind.required) <= set(names) else 3 if kind.lacking(names) else 4)


def _of_our_columns(line: str) -> tuple[str, list[str]] | None:
    """Separator and header of a small table all of whose columns are ours, such as SKU, price and stock."""
    for delimiter in DELIMITERS:
        header = split_header(line, delimiter) if delimiter in line else []
        names = _names(Storecrew, header, None)
        if len(header) > 1 and "sku" in names and all(names):
            return delimiter, header
    return None


def _check(
    kind: type[Format],
    header: list[str],
    names: list[str | None],
    wanted: str,
    mapping: Mapping[str, str] | None,
) -> None:
    labels = {column.name: column.label for column in kind.columns}
    missing = [labels.get(name, name) for name in kind.lacking(names)]
    if wanted == "auto" and not mapping and not _fits(kind, names):
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
    needed = [column for column, name in zip(header, names, strict=True) if name and not kind.is_open(name)]
    if any(column in needed for column in doubled):
        raise UnreadableFile(
            _("The column “%(column)s” stands twice in the header (row 1).") % {"column": doubled[0]},
            next_step=_("Remove or rename one of the two."),
            columns=doubled,
            row=1,
        )
