"""Counts of values, made into the filters a shopper sees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.discovery.facts import Facet, FacetValue
from storecrew.contexts.discovery.index.counting import Summary
from storecrew.contexts.discovery.rules.values import from_text
from storecrew.kernel.kept import Memory

MOST_VALUES = 100
BRAND = "brand"


def facet_codes(schemas: Sequence[catalog.AttributeSchema], chosen: Sequence[str]) -> tuple[str, ...]:
    """Which facets to count: the editor's choice for the category, else those of all types, brand last."""
    if chosen:
        return tuple(chosen)
    return tuple(dict.fromkeys([s.code for s in schemas if s.is_facet] + [BRAND]))


_made: Memory[tuple[Facet, ...]] = Memory(most=500)


def facets_of(
    summary: Summary,
    schemas: Sequence[catalog.AttributeSchema],
    selected: Mapping[str, Sequence[str]],
    locale: str,
) -> tuple[Facet, ...]:
    """The filters of what was counted; made once for as long as the counts stand."""
    chosen = tuple((code, tuple(values)) for code, values in selected.items())
    return _made.get(
        (summary, chosen, locale),
        (catalog.TYPES_TAG,),
        lambda: make_facets(summary.counts, schemas, selected, locale),
    )


def make_facets(
    counts: Mapping[str, Mapping[str, int]],
    schemas: Sequence[catalog.AttributeSchema],
    selected: Mapping[str, Sequence[str]],
    locale: str,
) -> tuple[Facet, ...]:
    """The filters with labels and selected values; one that gives no choice is left out."""
    by_code: dict[str, list[catalog.AttributeSchema]] = {}
    for schema in schemas:
        by_code.setdefault(schema.code, []).append(schema)
    facets = []
    for code, found in counts.items():
        chosen = set(selected.get(code, ()))
        if not chosen and len(found) < 2 and (len(found) < 1 or code == BRAND):
            continue
        facets.append(_facet(code, dict(found), by_code.get(code, []), chosen, locale))
    return tuple(facets)


def _facet(
    code: str,
    counts: dict[str, int],
    schemas: Sequence[catalog.AttributeSchema],
    chosen: set[str],
    locale: str,
) -> Facet:
    for value in chosen:
        counts.setdefault(value, 0)
    kind = schemas[0].kind if schemas else "choice"
    labels = {value: _label(value, schemas, locale) for value in counts}
    order = _order(counts, schemas, kind, labels)
    shown = [value for index, value in enumerate(order) if index < MOST_VALUES or value in chosen]
    return Facet(
        code=code,
        name=catalog.label_of(schemas[0], locale) if schemas else (_("Brand") if code == BRAND else code),
        kind=kind,
        unit=schemas[0].unit if schemas else "",
        values=tuple(
            FacetValue(value, labels[value], counts[value], value in chosen, _swatch(value, schemas))
            for value in shown
        ),
    )


def _label(value: str, schemas: Sequence[catalog.AttributeSchema], locale: str) -> str:
    for schema in schemas:
        label = catalog.display(schema, from_text(schema.kind, value), locale)
        if label != value:
            return label
    return value


def _swatch(value: str, schemas: Sequence[catalog.AttributeSchema]) -> str:
    return next((color for schema in schemas if (color := catalog.swatch_of(schema, value))), "")


def _order(
    counts: Mapping[str, int],
    schemas: Sequence[catalog.AttributeSchema],
    kind: str,
    labels: Mapping[str, str],
) -> list[str]:
    """Numbers by size, a closed list in its own order, the rest by how many there are."""
    if kind == "number":
        return sorted(counts, key=lambda value: (_number(value), value))
    listed = [str(choice["value"]) for schema in schemas for choice in schema.choices]
    place = {value: index for index, value in enumerate(dict.fromkeys(listed))}
    return sorted(counts, key=lambda value: (place.get(value, len(place)), -counts[value], labels[value]))


def _number(value: str) -> float:
    number = from_text("number", value)
    return number if isinstance(number, (int, float)) else float("inf")
