"""Active promotions by what they can apply to, so that a cart meets only those that could."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from storecrew.contexts.promotions.facts import Basket
from storecrew.contexts.promotions.rules import conditions
from storecrew.contexts.promotions.rules.terms import Scope, Terms


class Index:
    """Promotions by article, product and category; those for everything apart; those by code on demand."""

    def __init__(self, promotions: Iterable[Terms]) -> None:
        """Sort promotions in; built once whenever any of them changes."""
        self.by_id = {terms.id: terms for terms in promotions}
        self.everywhere: list[Terms] = []
        self.by_variant: dict[int, list[Terms]] = defaultdict(list)
        self.by_product: dict[int, list[Terms]] = defaultdict(list)
        self.by_category: dict[int, list[Terms]] = defaultdict(list)
        self.uses_categories = self.uses_groups = self.uses_margin = self.counts_buyers = False
        self.groups_named: frozenset[str] = frozenset()
        for terms in self.by_id.values():
            self._note_needs(terms)
            if not (terms.by_code or terms.paused):
                self._sort_in(terms)

    def __bool__(self) -> bool:
        return bool(self.by_id)

    def candidates(self, basket: Basket) -> list[Terms]:
        """Return, oldest first, the promotions that run now and touch the basket, or whose code it has."""
        found = {terms.id: terms for terms in self.everywhere}
        for line in basket.lines:
            for table, key in ((self.by_variant, line.variant_id), (self.by_product, line.product_id)):
                if key in table:
                    found.update((terms.id, terms) for terms in table[key])
            for category in line.categories:
                if category in self.by_category:
                    found.update((terms.id, terms) for terms in self.by_category[category])
        # What was paused since is still the cart's own.
        kept = (self.by_id[key] for key in basket.held if key in self.by_id)
        found.update((terms.id, terms) for terms in kept if not terms.by_code)
        running = {key: terms for key, terms in found.items() if conditions.is_running(terms, basket)}
        for code in basket.codes:
            if code.promotion_id in self.by_id:
                # A code that does not run now is looked at all the same: its holder asks why.
                running[code.promotion_id] = self.by_id[code.promotion_id]
        return [running[key] for key in sorted(running)]

    def _note_needs(self, terms: Terms) -> None:
        scopes = (terms.scope, terms.benefit.gets, *terms.benefit.groups)
        self.uses_categories |= any(scope.categories or scope.not_categories for scope in scopes)
        self.groups_named |= terms.needs.groups | terms.needs.not_groups
        if terms.early is not None:
            self.groups_named |= terms.early.groups
        self.uses_groups = bool(self.groups_named)
        self.counts_buyers |= terms.counts_buyers
        self.uses_margin |= terms.margin_floor_bp is not None

    def _sort_in(self, terms: Terms) -> None:
        scope = _anchor(terms)
        if scope.is_all:
            self.everywhere.append(terms)
            return
        for table, keys in (
            (self.by_variant, scope.variants),
            (self.by_product, scope.products),
            (self.by_category, scope.categories),
        ):
            for key in keys:
                table[key].append(terms)


def _anchor(terms: Terms) -> Scope:
    """Return the articles without which a promotion cannot apply."""
    if terms.kind == "bundle" and terms.benefit.parts:
        return Scope(variants=frozenset({terms.benefit.parts[0][0]}))
    if terms.kind == "set" and terms.benefit.groups:
        return terms.benefit.groups[0]
    return terms.scope
