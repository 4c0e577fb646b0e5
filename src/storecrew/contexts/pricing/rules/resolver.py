"""Which price row wins, and why (decision 0030).

1. A list counts when currency, market, channel, window, segment and company fit.
2. In a list the row with the largest quantity that is reached counts.
3. Of the base lists one row counts: higher priority, then the narrower scope (channel, market, everywhere).
4. It competes with the rows of sale, segment and company lists: higher priority wins, among equals the lower
   price; then the list that was made first.
5. A row "on request" withholds the price: it wins over lower priorities only, since among equals an amount
   that somebody agreed on says more than "ask us" (decision 0065).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

BASE, SALE, SEGMENT, COMPANY = "base", "sale", "segment", "company"
PUBLIC_KINDS = (BASE, SALE)


@dataclass(frozen=True, slots=True)
class ListTerms:
    """Where, to whom and when a price list applies; the window is half open."""

    id: int
    code: str
    name: str
    kind: str
    currency: str
    priority: int = 0
    market_id: int | None = None
    channel_id: int | None = None
    segment: str = ""
    company: str = ""
    starts_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None

    @property
    def scope(self) -> int:
        """How narrow the list is: 0 everywhere, 1 a market, 2 a channel, 3 both."""
        return (self.market_id is not None) + 2 * (self.channel_id is not None)

    @property
    def group(self) -> str:
        """The group of buyers whom the list is for, a segment or a company; empty when it is for all."""
        return self.segment or self.company

    def is_open(self, at: dt.datetime) -> bool:
        """Say whether the window contains the instant."""
        return (self.starts_at is None or self.starts_at <= at) and (
            self.ends_at is None or at < self.ends_at
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """For whom, where and when a price is asked."""

    currency: str
    market_id: int
    channel_id: int
    at: dt.datetime
    segments: tuple[str, ...] = ()  # the groups of the buyer; a company is one of them
    company: str = ""  # one that is asked about without its buyer


class Candidate(NamedTuple):
    """One price row of one list."""

    price_id: int
    terms: ListTerms
    min_quantity: int
    amount: int
    compare_at: int | None = None
    on_request: bool = False


class Resolution(NamedTuple):
    """The row that won, the base row it is compared with, and why each other row lost (a code)."""

    won: Candidate
    base: Candidate | None
    why: str
    lost: tuple[tuple[Candidate, str], ...] = ()

    @property
    def strike(self) -> int | None:
        """The former price that the winning row claims, whether or not the history bears it out."""
        reference = self.won.compare_at
        if reference is None and self.won.terms.kind == SALE and self.base is not None:
            reference = self.base.amount
        return reference if reference is not None and reference > self.won.amount else None


def refusal(terms: ListTerms, wanted: Wanted) -> str:
    """Return why a list does not count, as a code; empty when it does."""
    if terms.currency != wanted.currency:
        return "other_currency"
    if terms.market_id not in (None, wanted.market_id):
        return "other_market"
    if terms.channel_id not in (None, wanted.channel_id):
        return "other_channel"
    if terms.starts_at is not None and wanted.at < terms.starts_at:
        return "not_started"
    if terms.ends_at is not None and wanted.at >= terms.ends_at:
        return "ended"
    if terms.segment and terms.segment not in wanted.segments:
        return "other_segment"
    if terms.company and terms.company not in (wanted.company, *wanted.segments):
        return "other_company"
    return ""


def resolve(candidates: Iterable[Candidate], quantity: int) -> Resolution | None:
    """Choose the winning row among rows of lists that count; None when no row is left."""
    rows = list(candidates)
    if len(rows) == 1:
        # Nearly every variant has one price only; this is the hot path of list pages.
        return _single(rows[0], quantity)
    lost: list[tuple[Candidate, str]] = []
    reached = _best_step_per_list(rows, quantity, lost)
    base = _best_base([row for row in reached if row.terms.kind == BASE], lost)
    field = [row for row in reached if row.terms.kind != BASE]
    if base is not None:
        field.append(base)
    if not field:
        return None
    won = min(field, key=_rank)
    lost.extend((row, _why_lost(row, won)) for row in field if row is not won)
    return Resolution(won, base, _why_won(won, field), tuple(lost))


def _single(row: Candidate, quantity: int) -> Resolution | None:
    if row.min_quantity > quantity:
        return None
    base = row if row.terms.kind == BASE else None
    return Resolution(row, base, _why_won(row, [row]))


def _rank(row: Candidate) -> tuple[int, bool, int, int, int, int]:
    return (-row.terms.priority, row.on_request, row.amount, -row.terms.scope, row.terms.id, row.price_id)


def _best_step_per_list(
    rows: Sequence[Candidate], quantity: int, lost: list[tuple[Candidate, str]]
) -> list[Candidate]:
    best: dict[int, Candidate] = {}
    for row in sorted(rows, key=lambda each: (each.terms.id, each.min_quantity, each.price_id)):
        if row.min_quantity > quantity:
            lost.append((row, "quantity_not_reached"))
            continue
        if row.terms.id in best:
            lost.append((best[row.terms.id], "larger_quantity_step"))
        best[row.terms.id] = row
    return list(best.values())


def _best_base(rows: list[Candidate], lost: list[tuple[Candidate, str]]) -> Candidate | None:
    if not rows:
        return None
    won = min(rows, key=lambda row: (-row.terms.priority, -row.terms.scope, row.terms.id))
    lost.extend(
        (row, "lower_priority" if row.terms.priority < won.terms.priority else "wider_base")
        for row in rows
        if row is not won
    )
    return won


def _why_lost(row: Candidate, won: Candidate) -> str:
    if row.terms.priority < won.terms.priority:
        return "lower_priority"
    if row.on_request and not won.on_request:
        return "amount_wins"
    return "higher_price" if row.amount > won.amount else "same_price"


def _why_won(won: Candidate, field: Sequence[Candidate]) -> str:
    if won.on_request:
        return "on_request"
    if len(field) == 1:
        return "base" if won.terms.kind == BASE else "only_price"
    if any(row.terms.priority < won.terms.priority for row in field):
        return "priority"
    return "base" if won.terms.kind == BASE else "lower"
