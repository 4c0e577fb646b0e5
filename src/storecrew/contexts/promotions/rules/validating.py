"""What makes a promotion one that can run: each problem as (field, code)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from storecrew.contexts.promotions.facts import Content
from storecrew.contexts.promotions.rules import schedule
from storecrew.contexts.promotions.rules.terms import (
    GIFT_KINDS,
    KINDS,
    LANES,
    WHOLE,
    Benefit,
    Tier,
    read_benefit,
    read_scope,
)

MOST_MONEY = 2**53
LONGEST_FLASH = dt.timedelta(hours=72)
NEEDS_PERCENT = frozenset({"percent_off", "flash_sale", "bogo", "buy_x_get_y", "set"})
NEEDS_AMOUNT = frozenset({"amount_off", "buy_x_for_total"})
EITHER = frozenset({"bundle", "shipping", "next_order_coupon"})


def problems(content: Content) -> list[tuple[str, str]]:
    """Return what is wrong, by field; empty when the promotion can be saved."""
    return list(_problems(content))


def _problems(content: Content) -> Iterator[tuple[str, str]]:
    if not content.name.strip():
        yield "name", "missing"
    if content.kind not in KINDS:
        yield "kind", "unknown"
        return
    if not set(content.combines) <= set(LANES):
        yield "combines", "unknown"
    yield from _times(content)
    yield from _benefit(content.kind, read_benefit(content.definition.get("benefit", {})))
    scope = read_scope(content.definition.get("scope", {}))
    if content.kind in ("flash_sale", "bogo", "buy_x_get_y", "buy_x_for_total") and scope.is_all:
        yield "scope", "needs_articles"
    if content.kind == "giveaway" and not content.uses_cap:
        yield "uses_cap", "needs_cap"
    if not 0 <= content.budget_cap <= MOST_MONEY:
        yield "budget_cap", "range"
    if content.budget_cap and not content.currency:
        yield "currency", "missing"
    if content.margin_floor_bp is not None and not 0 <= content.margin_floor_bp < WHOLE:
        yield "margin_floor_bp", "range"


def _times(content: Content) -> Iterator[tuple[str, str]]:
    if content.starts and content.ends and content.ends <= content.starts:
        yield "ends", "before_start"
    yield from _early(content)
    if content.kind == "flash_sale":
        if not (content.starts and content.ends):
            yield "ends", "missing"
        elif content.ends - content.starts > LONGEST_FLASH:
            yield "ends", "too_long"


def _early(content: Content) -> Iterator[tuple[str, str]]:
    plan = schedule.early_of(content.definition)
    if plan is None:
        return
    if not plan.groups:
        yield "early_groups", "missing"
    if content.starts is None:
        yield "starts", "missing_for_early"
    elif content.starts <= plan.starts:
        yield "early_starts", "not_before_start"


def _benefit(kind: str, benefit: Benefit) -> Iterator[tuple[str, str]]:
    if not 0 <= benefit.percent_bp <= WHOLE:
        yield "percent_bp", "range"
    if kind in NEEDS_PERCENT and not benefit.percent_bp:
        yield "percent_bp", "missing"
    if any(amount < 0 for amount in benefit.amounts.values()):
        yield "amounts", "range"
    if kind in NEEDS_AMOUNT and not any(benefit.amounts.values()):
        yield "amounts", "missing"
    if kind in EITHER and not (benefit.percent_bp or any(benefit.amounts.values())):
        yield "percent_bp", "missing"
    if min(benefit.buy, benefit.get) < 1:
        yield "buy", "range"
    if kind == "tiered" and not any(benefit.tiers.values()):
        yield "tiers", "missing"
    if any(not _is_step(tier) for tiers in benefit.tiers.values() for tier in tiers):
        yield "tiers", "range"
    if kind == "bundle" and len(benefit.parts) < 2:
        yield "parts", "missing"
    if kind == "set" and (len(benefit.groups) < 2 or any(group.is_all for group in benefit.groups)):
        yield "groups", "missing"
    if kind in GIFT_KINDS and not benefit.gifts:
        yield "gifts", "missing"
    if kind == "buy_x_get_y" and benefit.gets.is_all:
        yield "gets", "needs_articles"


def _is_step(tier: Tier) -> bool:
    """Say whether a step begins somewhere and takes something off, and no more than there is."""
    return (
        0 < tier.threshold <= MOST_MONEY
        and 0 <= tier.percent_bp <= WHOLE
        and 0 <= tier.amount <= MOST_MONEY
        and bool(tier.percent_bp or tier.amount)
    )
