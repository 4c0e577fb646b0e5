"""Prices that fall too far for one person: they are held back and wait for a second one (AUT-10).

The guard sits in the one writer of prices, so that screen, grid, bulk change, import and API meet the same
rule. What somebody restores (an undo) was public before and passes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from storecrew.contexts.approvals import public as approvals
from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.people import public as people
from storecrew.contexts.pricing.errors import SecondPersonNeeded
from storecrew.contexts.pricing.facts import PriceRow
from storecrew.contexts.pricing.models import Price, PriceChange, PriceList
from storecrew.contexts.pricing.queries.bulk import margins_for
from storecrew.contexts.pricing.queries.costs import costs_for
from storecrew.contexts.pricing.rules.bulk import LARGEST
from storecrew.contexts.pricing.rules.second_person import Freedom, drop_bp, reasons, widest
from storecrew.kernel.actor import Actor

KIND = "pricing.lower_prices"
DROP_LIMIT, FLOOR_LIMIT = "pricing.price_drop", "pricing.margin_floor"
A_DAY = dt.timedelta(days=1)
# What an approver reads of a large change; the sums are of all rows.
SHOWN = 200
Key = tuple[int, int]  # variant, from quantity
Stored = tuple[int, int | None, bool]  # amount, strike price, on request


class Fall(NamedTuple):
    """One price that has to wait: minor units, margins in basis points."""

    variant_id: int
    min_quantity: int
    old: int | None
    new: int
    strike: int | None
    stored: int | None
    cost: int | None
    margin_old: int | None
    margin_new: int | None
    why: tuple[str, ...]


@dataclass
class Guard:
    """Looks at rows before they are written and keeps those that have to wait."""

    target: PriceList
    actor: Actor
    at: dt.datetime
    falls: list[Fall] = field(default_factory=list)
    freedom: Freedom | None = None

    def __post_init__(self) -> None:
        """Read what this person may do alone; machines act by rules that people approved."""
        if self.actor.kind not in ("system", "job"):
            self.freedom = freedom_of(self.actor, self.target)

    def held(self, wanted: Mapping[Key, PriceRow], stored: Mapping[Key, Stored]) -> set[Key]:
        """Return the rows of a chunk that have to wait, and remember them: at most four queries."""
        if self.freedom is None or self.freedom == Freedom(None, None):
            return set()
        amounts = {key: row.amount for key, row in wanted.items() if row.amount is not None}
        before = self._before(amounts, stored)
        lower = {
            key: amount
            for key, amount in amounts.items()
            if amount < (before[key] if before.get(key) is not None else LARGEST)  # type: ignore[operator]
        }
        if not lower:
            return set()
        margins = Margins(self.target, lower, before, self.at)
        found = []
        for key, new in lower.items():
            why = reasons(before.get(key), new, margins.of(key, new), self.freedom)
            if why:
                found.append((key, new, why))
        for key, new, why in found:
            old = before.get(key)
            self.falls.append(
                Fall(
                    *key, old, new, wanted[key].compare_at_amount, _amount(stored.get(key)),
                    margins.cost(key), margins.of(key, old), margins.of(key, new), why,
                )
            )  # fmt: skip
        return {key for key, _new, _why in found}

    def _before(self, amounts: Mapping[Key, int], stored: Mapping[Key, Stored]) -> dict[Key, int | None]:
        """Return what was asked before: the row itself, else the next smaller quantity, else the base price.

        Many small steps count together: the highest of the last day is what a price falls from.
        """
        before = {key: _amount(stored.get(key)) for key in amounts}
        falling = {key for key, amount in before.items() if amount is None or amounts[key] < amount}
        for key, amount in _highest_of_a_day(self.target, falling, self.at).items():
            before[key] = max(amount, before[key] or 0)
        new = [key for key, amount in before.items() if amount is None]
        if not new:
            return before
        others = _other_prices(self.target, {variant_id for variant_id, _minimum in new})
        for key in new:
            steps = [row for row in others.get(key[0], ()) if row.min_quantity <= key[1]]
            own = [row for row in steps if row.own]
            # Of several base prices that may hold, the highest: the fall must not be talked small.
            before[key] = (
                max(own, key=lambda row: row.min_quantity).amount
                if own
                else max((row.amount for row in steps), default=None)
            )
        return before


class Margins:
    """Costs and margins of the rows that fall, read once."""

    def __init__(
        self, target: PriceList, lower: Mapping[Key, int], before: Mapping[Key, int | None], at: dt.datetime
    ) -> None:
        ids = {variant_id for variant_id, _minimum in lower}
        self._costs = costs_for(ids, currency=target.currency)
        known = {key: amount for key, amount in lower.items() if key[0] in self._costs}
        self._of: dict[tuple[Key, int], int | None] = {}
        for source in (known, {key: before[key] for key in known if before.get(key) is not None}):
            # One quantity step after the other, since margins are asked by variant.
            for minimum in {key[1] for key in source}:
                prices = {key[0]: amount for key, amount in source.items() if key[1] == minimum}
                found = margins_for(prices, target=target, costs=self._costs, at=at)  # type: ignore[arg-type]
                self._of.update({((key, minimum), prices[key]): margin for key, margin in found.items()})  # type: ignore[misc]

    def of(self, key: Key, amount: int | None) -> int | None:
        """Return the margin of an amount of a row, None without a cost."""
        return self._of.get((key, amount)) if amount is not None else None

    def cost(self, key: Key) -> int | None:
        """Return what the variant costs us."""
        cost = self._costs.get(key[0])
        return cost.amount if cost else None


class _Other(NamedTuple):
    own: bool
    min_quantity: int
    amount: int


def freedom_of(actor: Actor, target: PriceList) -> Freedom:
    """Return what an actor may do alone with the prices of a list."""
    channel = channels.facts_by_id(target.channel_id).code if target.channel_id is not None else ""
    known = actor.kind == "staff" and actor.id.isdigit()
    roles = [role.code for role in people.roles_of(int(actor.id))] if known else []
    drops = approvals.limits(DROP_LIMIT, roles=roles, channel=channel, currency=target.currency)
    floors = approvals.limits(FLOOR_LIMIT, roles=roles, channel=channel, currency=target.currency)
    return widest(
        Freedom(drop, floor) for (_role, drop, _set), (_same, floor, _too) in zip(drops, floors, strict=True)
    )


def ask(
    target: PriceList,
    falls: Collection[Fall],
    *,
    reason: str,
    key: str,
    payload: dict[str, Any],
    actor: Actor,
    at: dt.datetime,
) -> approvals.ApprovalFacts:
    """Let prices wait. Raises SecondPersonNeeded without a reason: nothing waits before one is told."""
    if not reason.strip():
        raise SecondPersonNeeded(
            variant_ids=sorted({fall.variant_id for fall in falls}),
            count=len(falls),
            largest_drop=max(drop_bp(fall.old, fall.new) for fall in falls),
            below_floor=sum("margin" in fall.why for fall in falls),
        )
    channel = channels.facts_by_id(target.channel_id).code if target.channel_id is not None else ""
    return approvals.ask(
        kind=KIND,
        key=key,
        payload=payload,
        facts=facts(target, falls),
        reason=reason,
        record="pricing.price_list",
        record_id=target.code,
        channel=channel,
        actor=actor,
        at=at,
    )


def facts(target: PriceList, falls: Collection[Fall]) -> dict[str, Any]:
    """Return what the second person reads: the first rows with their names, and sums of all."""
    shown = sorted(falls, key=lambda fall: -drop_bp(fall.old, fall.new))[:SHOWN]
    named = catalog.variants({fall.variant_id for fall in shown})
    rows = [
        {
            **fall._asdict(),
            "why": list(fall.why),
            "title": named[fall.variant_id].product_title if fall.variant_id in named else "",
            "sku": named[fall.variant_id].sku if fall.variant_id in named else "",
        }
        for fall in shown
    ]
    return {
        "list": target.name,
        "currency": target.currency,
        "count": len(falls),
        "largest_drop": max((drop_bp(fall.old, fall.new) for fall in falls), default=0),
        "below_floor": sum("margin" in fall.why for fall in falls),
        "rows": rows,
    }


def row_payload(falls: Iterable[Fall]) -> list[list[int | None]]:
    """Return rows to write as JSON: variant, quantity, amount, strike price, stored amount."""
    return [[fall.variant_id, fall.min_quantity, fall.new, fall.strike, fall.stored] for fall in falls]


def _amount(stored: Stored | None) -> int | None:
    return stored[0] if stored is not None and not stored[2] else None


def _highest_of_a_day(target: PriceList, keys: set[Key], at: dt.datetime) -> dict[Key, int]:
    """Return the highest amount each row had within a day, since a second person last looked at it."""
    if not keys:
        return {}
    changes = PriceChange.objects.filter(
        price_list=target, variant_id__in={key[0] for key in keys}, at__gt=at - A_DAY
    ).order_by("at", "pk")
    highest: dict[Key, int] = {}
    for variant_id, minimum, old, new, approval_id in changes.values_list(
        "variant_id", "min_quantity", "old_amount", "new_amount", "approval_id"
    ):
        key = (variant_id, minimum)
        if key not in keys:
            continue
        if approval_id is not None:
            highest.pop(key, None)
            if new is not None:
                highest[key] = new
        elif old is not None:
            highest[key] = max(old, highest.get(key, 0))
    return highest


def _other_prices(target: PriceList, variant_ids: set[int]) -> dict[int, list[_Other]]:
    """Return prices of this list and of the base lists in its currency that may hold where it does."""
    lists = PriceList.objects.filter(currency=target.currency)
    if target.kind == PriceList.BASE:
        lists = lists.filter(pk=target.pk)
    found: dict[int, list[_Other]] = {}
    wanted = [
        each.pk
        for each in lists
        if each.pk == target.pk
        or (
            each.kind == PriceList.BASE
            and (None in (each.channel_id, target.channel_id) or each.channel_id == target.channel_id)
            and (None in (each.market_id, target.market_id) or each.market_id == target.market_id)
        )
    ]
    rows = Price.objects.filter(price_list_id__in=wanted, variant_id__in=variant_ids, on_request=False)
    for variant_id, list_id, minimum, amount in rows.values_list(
        "variant_id", "price_list_id", "min_quantity", "amount"
    ):
        found.setdefault(variant_id, []).append(_Other(list_id == target.pk, minimum, amount))
    return found
