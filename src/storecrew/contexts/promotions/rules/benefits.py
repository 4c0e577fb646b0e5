"""What a promotion takes off, by kind.

Every function gets the lines that take part, by article so that their order in the cart does not matter, and
what each line still costs when the lane begins. It returns what to take off each line; sums are split by
largest remainder, so parts add up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from storecrew.contexts.promotions.facts import Line
from storecrew.contexts.promotions.rules.terms import WHOLE, Benefit, Scope, Terms
from storecrew.kernel.money import allocate, round_half_up

Off = dict[int, int]


class Base(dict[int, int]):
    """What each line costs when a lane begins, by its key, and the order of lines by what a unit costs."""

    def __init__(self, left: Mapping[int, int], lines: Sequence[Line]) -> None:
        """Rank the lines once for all promotions of the lane; equal ones by article."""
        super().__init__(left)
        ordered = sorted(lines, key=lambda line: (left[line.key] / line.quantity, line.variant_id))
        self.rank = {line.key: place for place, line in enumerate(ordered)}


class Taken(NamedTuple):
    """Some units of a line and what they cost at the start of the lane."""

    key: int
    units: int
    worth: int


def off(terms: Terms, lines: Sequence[Line], base: Base, currency: str) -> Off:
    """Return what a promotion takes off each line by its key; nothing when it gives nothing."""
    found = _BY_KIND[terms.kind](terms, lines, base, currency)
    return {key: amount for key, amount in found.items() if amount > 0}


def _spread(total: int, weights: Sequence[tuple[int, int]]) -> Off:
    """Split a sum over (line key, weight); a line named twice gets both parts."""
    whole = sum(weight for _, weight in weights)
    if total <= 0 or whole <= 0:
        return {}
    result: Off = {}
    for (key, _), part in zip(weights, allocate(min(total, whole), [w for _, w in weights]), strict=True):
        result[key] = result.get(key, 0) + part
    return result


def _share(worth: int, percent_bp: int) -> int:
    return round_half_up(worth * percent_bp, WHOLE)


def _percent(terms: Terms, lines: Sequence[Line], base: Base, currency: str) -> Off:
    weights = [(line.key, base[line.key]) for line in lines]
    return _spread(_share(sum(weight for _, weight in weights), terms.benefit.percent_bp), weights)


def _amount(terms: Terms, lines: Sequence[Line], base: Base, currency: str) -> Off:
    amount = terms.benefit.amounts.get(currency, 0)
    if terms.benefit.per_unit:
        return {line.key: min(amount * line.quantity, base[line.key]) for line in lines}
    return _spread(amount, [(line.key, base[line.key]) for line in lines])


def _percent_or_amount(terms: Terms, lines: Sequence[Line], base: Base, currency: str) -> Off:
    return (_percent if terms.benefit.percent_bp else _amount)(terms, lines, base, currency)


def _take(lines: Sequence[Line], base: Base, units: int, *, cheapest: bool) -> list[Taken]:
    """Take units from the cheapest or the dearest lines, by what a unit costs now."""
    ordered = sorted(lines, key=lambda line: base.rank[line.key], reverse=not cheapest)
    taken = []
    for line in ordered:
        count = min(units, line.quantity)
        if count <= 0:
            break
        taken.append(Taken(line.key, count, round_half_up(base[line.key] * count, line.quantity)))
        units -= count
    return taken


def _percent_of(taken: Sequence[Taken], percent_bp: int) -> Off:
    weights = [(each.key, each.worth) for each in taken]
    return _spread(_share(sum(worth for _, worth in weights), percent_bp), weights)


def _times(benefit: Benefit, possible: int) -> int:
    return min(possible, benefit.most_times) if benefit.most_times else possible


def _units(lines: Sequence[Line]) -> int:
    return sum(line.quantity for line in lines)


def _bogo(terms: Terms, lines: Sequence[Line], base: Base, currency: str) -> Off:
    benefit = terms.benefit
    times = _times(benefit, _units(lines) // (benefit.buy + benefit.get))
    return _percent_of(_take(lines, base, times * benefit.get, cheapest=True), benefit.percent_bp)


def _buy_x_get_y(terms: Terms, lines: Sequence[Line], base: Base, currency: str) -> Off:
    benefit = terms.benefit
    bought = terms.scope.of(lines)
    keys = {line.key for line in bought}
    wanted = [line for line in lines if line.key not in keys and benefit.gets.covers(line)]
    times = _times(benefit, _units(bought) // benefit.buy)
    return _percent_of(_take(wanted, base, times * benefit.get, cheapest=True), benefit.percent_bp)


def _buy_x_for_total(terms: Terms, lines: Sequence[Line], base: Base, currency: str) -> Off:
    benefit = terms.benefit
    price = benefit.amounts.get(currency, 0)
    times = _times(benefit, _units(lines) // benefit.buy)
    # The dearest units first; as soon as a group costs less than its price, so do all that follow.
    while times:
        taken = _take(lines, base, times * benefit.buy, cheapest=False)
        fewer = _take(lines, base, (times - 1) * benefit.buy, cheapest=False)
        if _worth(taken) - _worth(fewer) > price:
            return _spread(_worth(taken) - times * price, [(each.key, each.worth) for each in taken])
        times -= 1
    return {}


def _worth(taken: Sequence[Taken]) -> int:
    return sum(each.worth for each in taken)


def _bundle(terms: Terms, lines: Sequence[Line], base: Base, currency: str) -> Off:
    benefit = terms.benefit
    by_article = {line.variant_id: line for line in lines}
    if any(variant not in by_article for variant, _ in benefit.parts):
        return {}
    times = _times(benefit, min(by_article[variant].quantity // units for variant, units in benefit.parts))
    taken = []
    for variant, units in benefit.parts:
        line = by_article[variant]
        count = times * units
        taken.append(Taken(line.key, count, round_half_up(base[line.key] * count, line.quantity)))
    if benefit.percent_bp:
        return _percent_of(taken, benefit.percent_bp)
    price = benefit.amounts.get(currency, 0) * times
    return _spread(_worth(taken) - price, [(each.key, each.worth) for each in taken]) if times else {}


def _set(terms: Terms, lines: Sequence[Line], base: Base, currency: str) -> Off:
    benefit = terms.benefit
    parted = _by_group(benefit.groups, lines)
    times = _times(benefit, min((_units(each) for each in parted), default=0))
    taken = [each for part in parted for each in _take(part, base, times, cheapest=False)]
    return _percent_of(taken, benefit.percent_bp)


def _by_group(groups: Sequence[Scope], lines: Sequence[Line]) -> list[list[Line]]:
    """Return the lines of each group; a line that several groups cover counts for the first."""
    left = list(lines)
    parted = []
    for group in groups:
        parted.append([line for line in left if group.covers(line)])
        left = [line for line in left if not group.covers(line)]
    return parted


def _tiered(terms: Terms, lines: Sequence[Line], base: Base, currency: str) -> Off:
    worth = sum(base[line.key] for line in lines)
    reached = _units(lines) if terms.benefit.basis == "quantity" else worth
    tiers = terms.benefit.tiers.get(currency) or terms.benefit.tiers.get("", ())
    tier = max((tier for tier in tiers if tier.threshold <= reached), default=None)
    if tier is None:
        return {}
    total = _share(worth, tier.percent_bp) if tier.percent_bp else tier.amount
    return _spread(total, [(line.key, base[line.key]) for line in lines])


def shipping_off(terms: Terms, method: str, price: int, currency: str) -> int:
    """Return what a promotion takes off the price of a shipping method."""
    benefit = terms.benefit
    if benefit.methods and method not in benefit.methods:
        return 0
    if benefit.percent_bp:
        return min(price, _share(price, benefit.percent_bp))
    return min(price, benefit.amounts.get(currency, 0))


_BY_KIND: Mapping[str, Callable[[Terms, Sequence[Line], Base, str], Off]] = {
    "percent_off": _percent,
    "flash_sale": _percent,
    "amount_off": _amount,
    "bogo": _bogo,
    "buy_x_get_y": _buy_x_get_y,
    "buy_x_for_total": _buy_x_for_total,
    "bundle": _bundle,
    "set": _set,
    "tiered": _tiered,
    "next_order_coupon": _percent_or_amount,
}
