"""Promotions of a real past, lived through by our engine and our stock gate: what they would have said.

Plain Python over plain values; amounts are minor units of one currency. Coupons of the past are promotions
with a code, for the people they were sent to; baskets are priced with them; and before each campaign the gate
compares a plan, proposed from the sales before it, with the stock of a shop that holds a few weeks of sales.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any, NamedTuple

from storecrew.contexts.promotions.facts import Basket, GivenCode, Line
from storecrew.contexts.promotions.rules import engine
from storecrew.contexts.promotions.rules.index import Index
from storecrew.contexts.promotions.rules.shortfall import Supply, check
from storecrew.contexts.promotions.rules.terms import Benefit, Scope, Terms

CHANNEL = "shop"
LOOK_BACK_DAYS = 28
MOST_STOPPED = 5
"""So many of the articles that stop a campaign are named, those first that lack most."""


class Campaign(NamedTuple):
    """A campaign of the past; both days belong to it."""

    code: str
    first: dt.date
    last: dt.date


class Sold(NamedTuple):
    """One line of a receipt. ``paid`` is what the shop got for it, ``coupon`` what coupons took off."""

    buyer: str
    basket: str
    product: int
    quantity: int
    paid: int
    coupon: int
    at: dt.datetime


class Redemption(NamedTuple):
    """Somebody handed in a coupon of a campaign."""

    buyer: str
    coupon: str
    campaign: str
    day: dt.date


@dataclass(frozen=True)
class Past:
    """Everything of a past that is replayed. ``coupons`` are products by (campaign, coupon).

    ``reductions`` names those that were no coupons but a lower price for everybody, with its basis points.
    ``names`` are what articles are called in the report.
    """

    campaigns: Sequence[Campaign]
    sent: Mapping[str, frozenset[str]]
    coupons: Mapping[tuple[str, str], frozenset[int]]
    redemptions: Sequence[Redemption]
    sold: Sequence[Sold]
    left_out: Mapping[str, int] = field(default_factory=dict)
    currency: str = "USD"
    reductions: Mapping[tuple[str, str], int] = field(default_factory=dict)
    names: Mapping[int, str] = field(default_factory=dict)


def replay(past: Past, *, cover_weeks: int) -> dict[str, Any]:
    """Return the report: promotions rebuilt, baskets priced, redemptions looked at, the gate's answers."""
    worth = usual_worth(past)
    terms, ids = rebuilt(past, worth)
    baskets = list(_baskets(past))
    return {
        "currency": past.currency,
        "left_out": dict(past.left_out),
        "campaigns": len(past.campaigns),
        "promotions": len(terms),
        "products": len({key for products in past.coupons.values() for key in products}),
        "usual_worth": worth,
        "baskets": _priced(past, baskets, terms, ids),
        "redemptions": _redeemed(past, baskets, terms, ids),
        "gate": gate(past, cover_weeks=cover_weeks),
        "gate_careful": gate(past, cover_weeks=cover_weeks, careful=True),
    }


def usual_worth(past: Past) -> int:
    """Return what a coupon took off a line, the median of those that took anything; 100 when none did."""
    found = [line.coupon for line in past.sold if line.coupon > 0]
    return int(median(found)) if found else 100


def rebuilt(past: Past, worth: int) -> tuple[list[Terms], dict[tuple[str, str], int]]:
    """Return coupons as promotions with a code, once per buyer, reductions as ones for all; and their ids."""
    days = {each.code: each for each in past.campaigns}
    terms, ids = [], {}
    for number, key in enumerate(sorted(past.coupons), start=1):
        campaign = days[key[0]]
        window = (_start(campaign.first), _start(campaign.last + dt.timedelta(days=1)))
        ids[key] = number
        percent = past.reductions.get(key)
        terms.append(
            Terms(
                id=number,
                revision=1,
                kind="amount_off" if percent is None else "percent_off",
                lane="product",
                windows={CHANNEL: window},
                scope=Scope(products=past.coupons[key]),
                benefit=Benefit(amounts={past.currency: worth}, percent_bp=percent or 0),
                by_code=percent is None,
                customer_cap=1 if percent is None else 0,
            )
        )
    return terms, ids


def _start(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)


def _baskets(past: Past) -> Iterator[tuple[str, Basket, int]]:
    """Return (buyer, basket, what coupons really took off) for each receipt, in order of time."""
    grouped: dict[str, list[Sold]] = defaultdict(list)
    for line in past.sold:
        grouped[line.basket].append(line)
    for lines in sorted(grouped.values(), key=lambda found: (found[0].at, found[0].basket)):
        units: Counter[int] = Counter()
        worth: Counter[int] = Counter()
        for line in lines:
            units[line.product] += line.quantity
            worth[line.product] += line.paid + line.coupon
        yield (
            lines[0].buyer,
            Basket(
                lines=tuple(
                    Line(place, key, key, units[key], worth[key] // units[key])
                    for place, key in enumerate(sorted(units))
                ),
                currency=past.currency,
                channel=CHANNEL,
                at=lines[0].at,
            ),
            sum(line.coupon for line in lines),
        )


def _priced(
    past: Past,
    baskets: Sequence[tuple[str, Basket, int]],
    terms: Sequence[Terms],
    ids: Mapping[tuple[str, str], int],
) -> dict[str, Any]:
    """Price each basket with the coupons its buyer was sent and had not used before."""
    index = Index(terms)
    by_product: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for key, products in past.coupons.items():
        for product in products:
            by_product[product].append(key)
    used: Counter[tuple[str, int]] = Counter()
    offered = won = discount = real = touched = with_real = 0
    losses: Counter[str] = Counter()
    for buyer, basket, taken in baskets:
        real += taken
        with_real += taken > 0
        keys = {key for line in basket.lines for key in by_product.get(line.product_id, ())}
        mine = sorted(key for key in keys if buyer in past.sent.get(key[0], frozenset()))
        if not mine and past.reductions.keys().isdisjoint(keys):
            continue
        codes = tuple(GivenCode(f"{key[1]}@{key[0]}", ids[key]) for key in mine)
        asked = Basket(
            lines=basket.lines,
            currency=basket.currency,
            channel=basket.channel,
            at=basket.at,
            codes=codes,
            used={ids[key]: used[buyer, ids[key]] for key in mine},
        )
        verdict = engine.evaluate(asked, index.candidates(asked))
        offered += len(mine)
        won += len(verdict.wins)
        touched += bool(verdict.wins)
        discount += sum(win.amount for win in verdict.wins)
        losses.update(loss.check.code for loss in verdict.losses)
        for win in verdict.wins:
            used[buyer, win.promotion_id] += 1
    return {
        "count": len(baskets),
        "coupons_held": offered,
        "coupons_that_apply": won,
        "touched": touched,
        "taken_off": discount,
        "really_with_coupon": with_real,
        "really_taken_off": real,
        "why_not": dict(sorted(losses.items())),
    }


def _redeemed(
    past: Past,
    baskets: Sequence[tuple[str, Basket, int]],
    terms: Sequence[Terms],
    ids: Mapping[tuple[str, str], int],
) -> dict[str, Any]:
    """Look at each real redemption: was it sent to them, in its days, once; and would our engine agree?"""
    days = {each.code: each for each in past.campaigns}
    by_day: dict[tuple[str, dt.date], list[Basket]] = defaultdict(list)
    for buyer, basket, _taken in baskets:
        by_day[buyer, basket.at.date()].append(basket)
    by_id = {each.id: each for each in terms}
    seen: Counter[tuple[str, str, str]] = Counter()
    found: Counter[str] = Counter()
    for each in past.redemptions:
        key = (each.campaign, each.coupon)
        campaign = days.get(each.campaign)
        seen[each.buyer, each.campaign, each.coupon] += 1
        if campaign is None or key not in ids:
            found["unknown"] += 1
        elif each.buyer not in past.sent.get(each.campaign, frozenset()):
            found["not_sent_to_them"] += 1
        elif not campaign.first <= each.day <= campaign.last:
            found["outside_its_days"] += 1
        else:
            found["in_order"] += 1
        found["again"] += seen[each.buyer, each.campaign, each.coupon] > 1
        there = by_day.get((each.buyer, each.day), [])
        if key in ids and any(_covers(past.coupons[key], basket) for basket in there):
            found["with_receipt"] += 1
            found["engine_agrees"] += any(
                engine.evaluate(_with_code(basket, ids[key]), [by_id[ids[key]]]).wins for basket in there
            )
    return {"count": len(past.redemptions), **{name: found[name] for name in sorted(found)}}


def _covers(products: frozenset[int], basket: Basket) -> bool:
    return any(line.product_id in products for line in basket.lines)


def _with_code(basket: Basket, promotion_id: int) -> Basket:
    return Basket(
        lines=basket.lines,
        currency=basket.currency,
        channel=basket.channel,
        at=basket.at,
        codes=(GivenCode(str(promotion_id), promotion_id),),
    )


def gate(past: Past, *, cover_weeks: int, careful: bool = False) -> dict[str, Any]:
    """Ask the stock gate before each campaign, and look afterwards whether it was right.

    The shop of the replay holds ``cover_weeks`` of an article's usual sales when a campaign begins, and
    nothing arrives. The plan is the usual sale of the days times the uplift of the campaigns before; a
    ``careful`` one is the most of its range.
    """
    sales: dict[int, Counter[dt.date]] = defaultdict(Counter)
    for line in past.sold:
        sales[line.product][line.at.date()] += line.quantity
    products: dict[str, set[int]] = defaultdict(set)
    for (code, _coupon), keys in past.coupons.items():
        products[code].update(keys)
    stops: dict[str, list[Stop]] = defaultdict(list)
    uplifts: list[float] = []
    verdicts: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    rows = []
    inside = articles = 0
    for campaign in sorted(past.campaigns, key=lambda each: (each.first, each.code)):
        days = (campaign.last - campaign.first).days + 1
        uplift = median(uplifts) if len(uplifts) >= 3 else 1.0
        planned_sum = sold_sum = stopped = 0
        usual_sum = 0.0  # not money: units
        for product in sorted(products[campaign.code]):
            before = _units(sales[product], campaign.first, -LOOK_BACK_DAYS)
            if not before:
                continue
            articles += 1
            usual = before / LOOK_BACK_DAYS  # not money: units a day
            spread = 1.645 * math.sqrt(usual * days * uplift)
            plan = max(1, math.ceil(usual * days * uplift + (spread if careful else 0)))
            stock = math.ceil(usual * 7 * cover_weeks)
            sold = _units(sales[product], campaign.first, days)
            answer = check(product, str(product), plan, Supply(stock, {CHANNEL: stock}), None)
            ran_out = sold > stock
            verdicts[_word(bool(answer.missing), ran_out)] += 1
            stopped += bool(answer.missing)
            if answer.missing:
                stops[campaign.code].append(Stop(past.names.get(product, str(product)), plan, stock, sold))
            inside += abs(sold - usual * days * uplift) <= max(1.0, spread)
            planned_sum += plan
            sold_sum += sold
            usual_sum += usual * days
        refused["campaigns"] += bool(stopped)
        refused["articles"] += stopped
        if usual_sum:
            uplifts.append(sold_sum / usual_sum)
        rows.append(
            {
                "campaign": campaign.code,
                "first": campaign.first.isoformat(),
                "days": days,
                "planned": planned_sum,
                "sold": sold_sum,
                "uplift_used": round(uplift, 2),
                "articles_refused": stopped,
                "stopped_by": _worst(stops[campaign.code]),
            }
        )
    return {
        "cover_weeks": cover_weeks,
        "articles_asked": articles,
        "campaigns_refused": refused["campaigns"],
        "articles_refused": refused["articles"],
        "verdicts": {name: verdicts[name] for name in WORDS},
        "within_range_percent": round(100 * inside / articles, 1) if articles else None,
        "by_campaign": rows,
    }


class Stop(NamedTuple):
    """An article for which the gate holds a campaign, in units; ``sold`` is what was sold all the same."""

    article: str
    planned: int
    stock: int
    sold: int


def _worst(found: Sequence[Stop]) -> list[dict[str, Any]]:
    ranked = sorted(found, key=lambda each: (each.stock - each.planned, each.article))
    return [each._asdict() for each in ranked[:MOST_STOPPED]]


WORDS = ("refused_and_ran_out", "refused_but_enough", "passed_but_ran_out", "passed_and_enough")


def _word(refused: bool, ran_out: bool) -> str:
    if refused:
        return WORDS[0] if ran_out else WORDS[1]
    return WORDS[2] if ran_out else WORDS[3]


def _units(sales: Mapping[dt.date, int], first: dt.date, days: int) -> int:
    """Return the units of so many days from a day on, or before it when negative."""
    start = min(0, days)
    return sum(sales.get(first + dt.timedelta(days=start + n), 0) for n in range(abs(days)))
