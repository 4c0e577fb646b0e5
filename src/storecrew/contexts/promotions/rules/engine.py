"""Which promotions apply to a basket, what they take off, and why the others do not (ADR 0120).

Deterministic and free of the order of lines: lines are taken by article, promotions by lane, then priority
(high first), then what they are worth to the shopper, then age. Lanes come one after the other (product,
order, shipping, gift): each computes on the prices that the one before has left, and all promotions of a lane
on the same prices, so their order within it does not change what one is worth. No line ever goes below zero.

On one line several promotions apply only when each allows the lane of the other. An exclusive promotion is
weighed as a plan of its own: it alone, against all the others together. The plan with the higher priority
wins; of equal ones the one that saves the shopper more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from storecrew.contexts.promotions.facts import Basket, Check, Gift, Line, Loss, Verdict, Win
from storecrew.contexts.promotions.rules import asked, benefits, conditions
from storecrew.contexts.promotions.rules.benefits import Base
from storecrew.contexts.promotions.rules.terms import GIFT_KINDS, LANES, WHOLE, Terms


class Draft(NamedTuple):
    """What a promotion would take off when nothing stood in its way."""

    terms: Terms
    lines: tuple[Line, ...]
    off: Mapping[int, int]

    @property
    def worth(self) -> int:
        """The sum it takes off."""
        return sum(self.off.values())


@dataclass(slots=True)
class Walk:
    """One pass through the lanes: what is left of each line, and who has touched it."""

    basket: Basket
    lines: Sequence[Line]
    group: Sequence[Terms]
    left: dict[int, int]
    touched: dict[int, list[Terms]] = field(default_factory=dict)
    # By line: the lanes that act on it, and those that all of them allow.
    consent: dict[int, tuple[frozenset[str], frozenset[str]]] = field(default_factory=dict)
    applied: list[Terms] = field(default_factory=list)
    wins: list[Win] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    # By lane: what the lines cost when it began.
    bases: dict[str, Base] = field(default_factory=dict)


def evaluate(
    basket: Basket, candidates: Iterable[Terms], *, trace: bool = True, about: Terms | None = None
) -> Verdict:
    """Return who wins and loses among the candidates; without ``trace`` losers are left out.

    Of the one that it is ``about`` the verdict says everything that it asks of the goods, met or not.
    """
    lines = sorted(basket.lines, key=lambda line: line.variant_id)
    possible: list[Terms] = []
    losses: list[Loss] = []
    for terms in candidates:
        failed = conditions.first_failure(terms, basket)
        if failed is None:
            possible.append(terms)
        elif trace:
            losses.append(_loss(terms, failed, basket))
    together = [terms for terms in possible if not terms.exclusive]
    plans = [_walk(basket, lines, together)]
    plans += [_walk(basket, lines, [terms]) for terms in possible if terms.exclusive]
    best = max(plans, key=_rank)
    if trace:
        losses += best.losses
        losses += _beaten(plans, best, basket)
    of_goods = () if about is None else _asked_of_goods(about, plans, basket, lines)
    return Verdict(tuple(best.wins), tuple(sorted(losses, key=lambda loss: loss.promotion_id)), of_goods)


def _asked_of_goods(
    terms: Terms, plans: Sequence[Walk], basket: Basket, lines: Sequence[Line]
) -> tuple[Check, ...]:
    """Return what a promotion asks of the goods, at the prices its lane begins with where it came so far."""
    plan = next((plan for plan in plans if any(each is terms for each in plan.group)), plans[0])
    full = {line.key: line.price * line.quantity for line in lines}
    base = plan.bases.get(terms.lane) or Base(full, lines)
    return asked.in_full(terms, terms.scope.of(lines), base, basket.currency)


def _rank(walk: Walk) -> tuple[bool, int, int, int]:
    """Order plans: one that gives anything, the higher priority, the larger saving, the older promotion."""
    priority = max((terms.priority for terms in walk.applied), default=0)
    saved = sum(win.amount for win in walk.wins)
    return (bool(walk.applied), priority, saved, -min((terms.id for terms in walk.applied), default=0))


def _beaten(plans: Sequence[Walk], best: Walk, basket: Basket) -> list[Loss]:
    """Return the promotions of the plans that lost; those of one that gave nothing say themselves why."""
    winner = best.applied[0].id if best.applied else None
    found = []
    for plan in plans:
        if plan is best:
            continue
        found += plan.losses
        found += [_loss(terms, Check("exclusive", False, None, winner), basket) for terms in plan.applied]
    return found


def _walk(basket: Basket, lines: Sequence[Line], group: Sequence[Terms]) -> Walk:
    walk = Walk(basket, lines, group, {line.key: line.price * line.quantity for line in lines})
    for lane in LANES:
        members = [terms for terms in group if terms.lane == lane]
        if not members:
            continue
        base = walk.bases[lane] = Base(walk.left, lines)
        for priority in sorted({terms.priority for terms in members}, reverse=True):
            peers = (terms for terms in members if terms.priority == priority)
            drafts = [draft for terms in peers if (draft := _draft(walk, terms, base)) is not None]
            for draft in sorted(drafts, key=lambda draft: (-draft.worth, draft.terms.id)):
                _apply(walk, draft, base)
    return walk


def _draft(walk: Walk, terms: Terms, base: Base) -> Draft | None:
    """Return what a promotion is worth in its lane, or note why it is worth nothing."""
    covered = terms.scope.of(walk.lines)
    if failed := _too_little(terms, covered, base, walk.basket.currency):
        walk.losses.append(_loss(terms, failed, walk.basket))
        return None
    if terms.lane in ("shipping", "gift"):
        return Draft(terms, covered, {})
    if _earns(terms, walk.basket):
        return Draft(terms, covered, {})
    beyond = terms.kind in ("buy_x_get_y", "set", "bundle")
    taking_part = tuple(walk.lines) if beyond else covered
    if walk.consent and not any(_free(walk, terms, line.key) for line in taking_part):
        # Those before it have every line, so what it would be worth need not be worked out.
        walk.losses.append(_stands_back(walk, terms, taking_part))
        return None
    off = benefits.off(terms, taking_part, base, walk.basket.currency)
    if not off:
        walk.losses.append(_loss(terms, _incomplete(terms, taking_part), walk.basket))
        return None
    return Draft(terms, taking_part, off)


def _earns(terms: Terms, basket: Basket) -> bool:
    """Say whether a promotion only promises a coupon for the next order."""
    return terms.kind == "next_order_coupon" and conditions.code_for(terms, basket) is None


def _too_little(terms: Terms, covered: Sequence[Line], base: Base, currency: str) -> Check | None:
    """Return the condition on articles, units or value that is not met."""
    if covered and not (terms.needs.min_quantity or terms.needs.min_spend):
        return None
    found = asked.of_goods(terms, covered, base, currency)
    return next((check for check in found if not check.passed), None)


def _incomplete(terms: Terms, lines: Sequence[Line]) -> Check:
    """Return why a promotion of units, groups or tiers takes nothing off."""
    units = sum(line.quantity for line in lines if terms.scope.covers(line))
    if units < (least := asked.units_for(terms)):
        return Check("min_quantity", False, least, units)
    return Check("complete" if terms.kind in ("set", "bundle", "buy_x_get_y") else "saving", False)


def _apply(walk: Walk, draft: Draft, base: Base) -> None:
    """Let a promotion take what it may, after those that come before it."""
    terms = draft.terms
    if terms.lane in ("shipping", "gift") or _earns(terms, walk.basket):
        _apply_beside(walk, draft)
        return
    open_lines = [line for line in draft.lines if _free(walk, terms, line.key)]
    off: Mapping[int, int] = draft.off
    if len(open_lines) < len(draft.lines) and any(not _free(walk, terms, key) for key in off):
        covered = [line for line in open_lines if terms.scope.covers(line)]
        too_little = _too_little(terms, covered, base, walk.basket.currency)
        off = {} if too_little else benefits.off(terms, open_lines, base, walk.basket.currency)
        if not off:
            walk.losses.append(_stands_back(walk, terms, draft.lines))
            return
    taken, floored = _within(walk, terms, off)
    if not taken:
        check = (
            Check("margin_floor", False, terms.margin_floor_bp) if floored else Check("nothing_left", False)
        )
        walk.losses.append(_loss(terms, check, walk.basket))
        return
    for key, amount in taken.items():
        walk.left[key] -= amount
        walk.touched.setdefault(key, []).append(terms)
        lanes, allowed = walk.consent.get(key, (frozenset(), frozenset(LANES)))
        walk.consent[key] = (lanes | {terms.lane}, allowed & terms.combines)
    units = sum(line.quantity for line in walk.lines if line.key in taken)
    _win(walk, terms, lines=taken, units=units, floored=floored)


def _free(walk: Walk, terms: Terms, key: int) -> bool:
    found = walk.consent.get(key)
    return found is None or (terms.lane in found[1] and found[0] <= terms.combines)


def _stands_back(walk: Walk, terms: Terms, lines: Sequence[Line]) -> Loss:
    """Return the loss of a promotion to one that acts on its lines and does not agree with it."""
    others = (other for line in lines for other in walk.touched.get(line.key, ()))
    rival = next(other for other in others if not terms.agrees_with(other))
    return _loss(terms, Check("not_with", False, None, rival.id), walk.basket)


def _apply_beside(walk: Walk, draft: Draft) -> None:
    """Apply a promotion that takes nothing off goods: it has to agree with all that apply so far."""
    terms = draft.terms
    rival = next((other for other in walk.applied if not terms.agrees_with(other)), None)
    if rival is not None:
        walk.losses.append(_loss(terms, Check("not_with", False, None, rival.id), walk.basket))
        return
    if terms.kind in GIFT_KINDS:
        times = 1
        if terms.kind == "bonus_product":
            units, buy = sum(line.quantity for line in draft.lines), asked.units_for(terms)
            if units < buy:
                walk.losses.append(_loss(terms, Check("min_quantity", False, buy, units), walk.basket))
                return
            times = min(units // buy, terms.benefit.most_times or 1)
        _win(walk, terms, gift=Gift(terms.benefit.gifts, terms.benefit.get * times))
    else:
        _win(walk, terms, earns=terms.lane != "shipping")


def _within(walk: Walk, terms: Terms, off: Mapping[int, int]) -> tuple[dict[int, int], bool]:
    """Cut what is taken off to what is left of each line, and to the floor of the margin."""
    taken, floored = {}, False
    by_key = {line.key: line for line in walk.lines}
    for key, amount in off.items():
        room = walk.left[key]
        if terms.margin_floor_bp is not None:
            above = max(0, room - lowest_total(by_key[key], terms.margin_floor_bp))
            floored = floored or above < min(amount, room)
            room = above
        if cut := min(amount, room):
            taken[key] = cut
    return taken, floored


def lowest_total(line: Line, margin_floor_bp: int) -> int:
    """Return the least a line may cost so that this share of its price stays as margin.

    An article of unknown cost is not discounted below its price: nobody could say what would be lost.
    """
    if line.cost is None:
        return line.price * line.quantity
    share = WHOLE - margin_floor_bp
    return -(-line.cost * line.quantity * WHOLE // share) if share > 0 else line.price * line.quantity


def _win(
    walk: Walk,
    terms: Terms,
    *,
    lines: Mapping[int, int] | None = None,
    units: int = 0,
    gift: Gift | None = None,
    earns: bool = False,
    floored: bool = False,
) -> None:
    code = conditions.code_for(terms, walk.basket)
    walk.applied.append(terms)
    walk.wins.append(
        Win(
            promotion_id=terms.id,
            revision=terms.revision,
            lane=terms.lane,
            lines=lines or {},
            units=units,
            gift=gift,
            earns_coupon=earns,
            code=code.text if code else "",
            coupon_id=code.coupon_id if code else None,
            floored=floored,
        )
    )


def _loss(terms: Terms, check: Check, basket: Basket) -> Loss:
    code = conditions.code_for(terms, basket)
    return Loss(terms.id, terms.revision, check, code.text if code else "")
