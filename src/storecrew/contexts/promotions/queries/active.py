"""The promotions that run, kept ready in memory while the database says that they are the same ones.

Every process keeps one index. What it belongs to is a random token in a table of one row, read per cart:
one small statement, in the transaction's own view, so no machine ever prices by what another has changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.customers import public as customers
from storecrew.contexts.promotions.models import ActiveSet, Promotion
from storecrew.contexts.promotions.rules import schedule
from storecrew.contexts.promotions.rules.index import Index
from storecrew.contexts.promotions.rules.terms import (
    BEGUN,
    ENDED,
    Early,
    Needs,
    Scope,
    Terms,
    read_benefit,
    read_needs,
    read_scope,
)
from storecrew.kernel.reads import compiled_once


@dataclass(frozen=True, slots=True)
class Active:
    """What runs: the index of the engine, and the words of each promotion by language."""

    token: str
    index: Index
    sentences: Mapping[int, Mapping[str, str]]


_kept = Active("", Index(()), {})


@compiled_once
def _token() -> QuerySet[ActiveSet, str]:
    return ActiveSet.objects.order_by().values_list("token", flat=True)


def active() -> Active:
    """Return the active promotions; one statement while nothing has changed."""
    global _kept  # noqa: PLW0603 - one index per process is the point
    token = _token.first() or ""
    if token != _kept.token:
        rows = list(running()) if token else []
        _kept = Active(token, Index(compiled(rows)), {row.pk: row.sentence for row in rows})
    return _kept


def running() -> QuerySet[Promotion]:
    """Return what carts are priced with: what is live, and what was paused while carts had it."""
    return Promotion.objects.filter(state__in=(Promotion.State.LIVE, Promotion.State.PAUSED)).order_by("pk")


def compiled(rows: Iterable[Promotion]) -> list[Terms]:
    """Return promotions as terms, with categories widened to those below them."""
    found = list(rows)
    if not found:
        return []
    zones = {channel.code: channel.timezone for channel in channels.all_channels()}
    below = categories_below() if any("categories" in str(row.definition) for row in found) else {}
    return [terms_of(row, zones, below) for row in found]


def terms_of(row: Promotion, zones: Mapping[str, str], below: Mapping[int, frozenset[int]]) -> Terms:
    """Return one promotion as terms."""
    data = row.definition
    benefit = read_benefit(data.get("benefit", {}))
    needs = read_needs(data.get("needs", {}))
    return Terms(
        id=row.pk,
        revision=row.revision,
        kind=row.kind,
        lane=row.lane,
        windows={
            code: window_of(row, zones[code]) for code in (row.channels or sorted(zones)) if code in zones
        },
        scope=_wide(read_scope(data.get("scope", {})), below),
        benefit=replace(
            benefit,
            gets=_wide(benefit.gets, below),
            groups=tuple(_wide(group, below) for group in benefit.groups),
        ),
        needs=needs,
        priority=row.priority,
        exclusive=row.exclusive,
        combines=frozenset(row.combines),
        by_code=row.by_code,
        paused=row.state == Promotion.State.PAUSED,
        capped=row.is_capped,
        customer_cap=row.customer_cap,
        margin_floor_bp=row.margin_floor_bp,
        weekdays=frozenset(data.get("weekdays", ())),
        timezone=row.timezone or next(iter(zones.values()), "UTC"),
        early=_early(row, zones),
        ended=ended_groups(needs),
        begun=begun_groups(needs),
    )


def ended_groups(needs: Needs) -> dict[str, int]:
    """Return which groups it is for that orders end, with how many orders somebody can place in each."""
    own = {code: orders for code, orders in ENDED.items() if code in needs.groups}
    others = needs.groups - ENDED.keys()
    return own | (customers.ended_by_orders(others) if others else {})


def begun_groups(needs: Needs) -> dict[str, int]:
    """Return which groups it is not for that orders begin, with how many orders put somebody into each."""
    own = {code: orders for code, orders in BEGUN.items() if code in needs.not_groups}
    others = needs.not_groups - BEGUN.keys()
    return own | (customers.begun_by_orders(others) if others else {})


def orders_each(row: Promotion) -> int:
    """Return for how many orders of one customer a promotion is at most; 0: no limit.

    The limit that was typed; or, where it is only for groups that orders end or begin, the most of those.
    """
    terms = terms_of(row, {}, {})
    return terms.uses_of(terms.needs.groups)


def window_of(row: Promotion, zone: str) -> tuple[dt.datetime | None, dt.datetime | None]:
    """Return when a promotion holds in a channel of that time zone, from those on who come early."""
    opens, ends = open_window_of(row, zone)
    early = schedule.early_of(row.definition)
    return (opens if early is None else schedule.moment(early.starts, row.timezone or zone), ends)


def open_window_of(row: Promotion, zone: str) -> tuple[dt.datetime | None, dt.datetime | None]:
    """Return when a promotion holds for everybody in a channel of that time zone."""
    starts, ends = (
        dt.datetime.fromisoformat(text) if text else None for text in (row.starts_local, row.ends_local)
    )
    return schedule.window(starts, ends, row.timezone or zone)


def _early(row: Promotion, zones: Mapping[str, str]) -> Early | None:
    plan = schedule.early_of(row.definition)
    if plan is None:
        return None
    opens = {code: open_window_of(row, zone)[0] for code, zone in zones.items()}
    return Early(frozenset(plan.groups), {code: each for code, each in opens.items() if each is not None})


def _wide(scope: Scope, below: Mapping[int, frozenset[int]]) -> Scope:
    if not scope.categories and not scope.not_categories:
        return scope
    return replace(
        scope,
        categories=with_below(scope.categories, below),
        not_categories=with_below(scope.not_categories, below),
    )


def with_below(ids: Iterable[int], below: Mapping[int, frozenset[int]]) -> frozenset[int]:
    return frozenset(one for each in ids for one in (each, *below.get(each, ())))


def categories_below() -> dict[int, frozenset[int]]:
    """Return all categories that lie below each one."""
    found: dict[int, frozenset[int]] = {}

    def collect(node: catalog.CategoryNode) -> frozenset[int]:
        inside = frozenset(one for child in node.children for one in (child.id, *collect(child)))
        found[node.id] = inside
        return inside

    for node in catalog.category_tree():
        collect(node)
    return found


def unfinished(promotion_ids: Iterable[int] | None = None) -> list[int]:
    """Return which promotions, of these or of all, are planned, running, paused or stopped by a check."""
    states = Promotion.State
    rows = Promotion.objects.filter(
        state__in=(states.SCHEDULED, states.LIVE, states.PAUSED, states.STOPPED)
    ).order_by("pk")
    if promotion_ids is not None:
        rows = rows.filter(pk__in=list(promotion_ids))
    return list(rows.values_list("pk", flat=True))
