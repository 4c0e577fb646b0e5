"""From which value of goods delivery costs nothing, as a promotion promises it to everybody."""

from __future__ import annotations

from collections.abc import Iterable

from storecrew.contexts.promotions.facts import Basket
from storecrew.contexts.promotions.rules import benefits, conditions
from storecrew.contexts.promotions.rules.terms import Terms


def free_from(promotions: Iterable[Terms], basket: Basket, method: str, price: int) -> int | None:
    """Return the least value from which a method costs nothing, in minor units; None when nothing says so.

    Only what holds for whoever reads it counts: no code, group, cap, weekday or article, and nothing that
    another promotion could push aside. The cart itself knows what such a promotion takes off besides.
    """
    found = (
        terms.needs.min_spend.get(basket.currency, 0)
        for terms in promotions
        if _is_for_everybody(terms)
        and (not terms.needs.min_spend or basket.currency in terms.needs.min_spend)
        and conditions.is_running(terms, basket)
        and conditions.first_failure(terms, basket) is None
        and benefits.shipping_off(terms, method, price, basket.currency) == price
    )
    return min(found, default=None)


def _is_for_everybody(terms: Terms) -> bool:
    scope, needs = terms.scope, terms.needs
    narrow = scope.not_reduced or scope.not_products or scope.not_categories or not scope.is_all
    asks = needs.min_quantity or needs.groups or needs.not_groups
    limited = terms.capped or terms.customer_cap or terms.weekdays or terms.by_code or terms.exclusive
    return terms.lane == "shipping" and not (narrow or asks or limited or terms.paused)
