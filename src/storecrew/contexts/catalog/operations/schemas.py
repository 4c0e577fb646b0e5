"""Product types at hand during one call: looked up once, extended when rows bring something new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from storecrew.contexts.catalog.models import Attribute, ProductType
from storecrew.contexts.catalog.rules.guesses import name_of, option_kind, value_kind
from storecrew.contexts.catalog.rules.rows import CleanRow
from storecrew.contexts.catalog.rules.text import attribute_code

GENERAL = "general"


class Schemas:
    """Types by code and their attributes by code. Missing ones are only made when ``write``."""

    def __init__(self, *, write: bool) -> None:
        self._write = write
        self._types = {kind.code: kind for kind in ProductType.objects.all()}
        self._codes = {kind.pk: kind.code for kind in self._types.values()}
        self._attributes: dict[str, dict[str, Attribute]] = {code: {} for code in self._types}
        for attribute in Attribute.objects.all():
            self._attributes[self._codes[attribute.product_type_id]][attribute.code] = attribute
        self.touched: set[int] = set()
        self._several: set[str] = set()

    def code_of(self, type_id: int) -> str:
        return self._codes[type_id]

    def type_id(self, code: str) -> int:
        """The id of a type, made when it does not exist (0 while only previewing)."""
        kind = self._types.get(code)
        if kind is None:
            kind = ProductType(code=code, name=name_of(code))
            if self._write:
                kind.save()
                self.touched.add(kind.pk)
            self._types[code] = kind
            self._codes[kind.pk or 0] = code
            self._attributes[code] = {}
        return kind.pk or 0

    def attributes(self, code: str) -> dict[str, Attribute]:
        self.type_id(code)
        return self._attributes[code]

    def required(self, code: str) -> list[str]:
        return [key for key, attribute in self.attributes(code).items() if attribute.is_required]

    def extend(self, type_code: str, rows: Iterable[CleanRow]) -> None:
        """Add the attributes that rows use and the type lacks: options as facets, values plainly."""
        known = self.attributes(type_code)
        rows = list(rows)
        self._several = {
            code
            for row in rows
            for values in (row.attributes, *(clean.attributes for clean in row.variants))
            for code, value in (values or {}).items()
            if isinstance(value, list)
        }
        for row in rows:
            for name in row.option_names:
                code = attribute_code(name)
                if code and code not in known:
                    self._add(type_code, code, name, option_kind(code), facet=True, variant=True)
            self._add_values(type_code, row.attributes, variant=False)
            for clean in row.variants:
                if clean.attributes:
                    self._add_values(type_code, clean.attributes, variant=True)

    def _add_values(self, type_code: str, values: Mapping[str, Any], *, variant: bool) -> None:
        known = self._attributes[type_code]
        for code, value in values.items():
            if code not in known and attribute_code(code) == code and value not in (None, ""):
                self._add(
                    type_code, code, name_of(code), self._kind(code, value), facet=False, variant=variant
                )

    def _kind(self, code: str, value: Any) -> str:
        """The kind of a new attribute: a choice as soon as one row of the batch has several values."""
        return "choice" if code in self._several else value_kind(value)

    def _add(self, type_code: str, code: str, name: str, kind: str, *, facet: bool, variant: bool) -> None:
        known = self._attributes[type_code]
        attribute = Attribute(
            product_type=self._types[type_code],
            code=code,
            name=name[:120],
            kind=kind,
            is_facet=facet,
            is_variant_level=variant,
            position=len(known),
        )
        if self._write:
            attribute.save()
            self.touched.add(attribute.product_type_id)
        known[code] = attribute
