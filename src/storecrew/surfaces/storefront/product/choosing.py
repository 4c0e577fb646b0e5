"""Which variant is chosen, and where each option value leads: plain rules over facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from storecrew.contexts.catalog.public import OptionFacts, VariantFacts


@dataclass(frozen=True, slots=True)
class Value:
    """One value to choose. ``state`` is "", "sold-out" or "impossible" (with the other choices)."""

    label: str
    color: str
    url: str
    selected: bool
    state: str


@dataclass(frozen=True, slots=True)
class Group:
    """One axis of choice with its values; ``chosen`` is the label that is selected."""

    number: int
    label: str
    chosen: str
    values: tuple[Value, ...]


def chosen_variant(
    variants: Sequence[VariantFacts], sku: str, sellable: Callable[[VariantFacts], bool]
) -> VariantFacts | None:
    """Return the variant that the address names, else the first that can be bought, else the first."""
    for variant in variants:
        if sku and variant.sku == sku:
            return variant
    return next((one for one in variants if sellable(one)), variants[0] if variants else None)


def groups(
    options: Iterable[OptionFacts],
    variants: Sequence[VariantFacts],
    chosen: VariantFacts,
    sellable: Callable[[VariantFacts], bool],
    address: Callable[[VariantFacts], str],
) -> tuple[Group, ...]:
    """Return the axes of choice. A value leads to the variant nearest to what is chosen now."""
    found = []
    for number, option in enumerate(options, start=1):
        values = []
        for swatch in option.values:
            target, state = _target(option.name, swatch.value, variants, chosen, sellable)
            if target is not None:
                selected = chosen.options.get(option.name) == swatch.value
                values.append(Value(swatch.label, swatch.color, address(target), selected, state))
        label = next((value.label for value in values if value.selected), "")
        found.append(Group(number, option.label, label, tuple(values)))
    return tuple(found)


def _target(
    name: str,
    value: str,
    variants: Sequence[VariantFacts],
    chosen: VariantFacts,
    sellable: Callable[[VariantFacts], bool],
) -> tuple[VariantFacts | None, str]:
    wanted = {**chosen.options, name: value}
    candidates = [one for one in variants if one.options.get(name) == value]
    if not candidates:
        return None, ""
    exact = [one for one in candidates if dict(one.options) == wanted]
    if exact:
        return exact[0], "" if sellable(exact[0]) else "sold-out"
    nearest = max(candidates, key=lambda one: (_alike(one.options, wanted), sellable(one)))
    return nearest, "impossible"


def _alike(options: Mapping[str, str], wanted: Mapping[str, str]) -> int:
    return sum(options.get(name) == value for name, value in wanted.items())
