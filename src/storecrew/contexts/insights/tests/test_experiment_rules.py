"""The arithmetic of experiments, proved by living through many of them (MKT-4)."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest

from storecrew.contexts.insights.rules.experiments import assigning, planning, reading
from storecrew.contexts.insights.rules.experiments.planning import Plan, required
from storecrew.contexts.insights.rules.experiments.reading import Sums, compare

SHARE = 0.05
DAYS, A_DAY = 28, 300
DELTA = 0.01


def lives(count: int, lift: float = 0.0, seed: int = 7) -> list[list[tuple[Sums, Sums]]]:
    """Days of experiments: buyers of both groups so far, day by day."""
    chance = np.random.default_rng(seed)
    buyers = [
        chance.binomial(A_DAY, share, size=(count, DAYS)).cumsum(axis=1) for share in (SHARE, SHARE + lift)
    ]
    return [
        [
            (Sums((day + 1) * A_DAY, buyers=int(a[day])), Sums((day + 1) * A_DAY, buyers=int(b[day])))
            for day in range(DAYS)
        ]
        for a, b in zip(*buyers, strict=True)
    ]


def found(control: Sums, other: Sums, method: str) -> reading.Finding | None:
    return compare(1, "orders", control, other, method=method, delta=DELTA, level=0.05)


def ever_clear(life: list[tuple[Sums, Sums]], method: str) -> bool:
    return any((one := found(*day, method)) is not None and one.clear for day in life)


def test_mkt_4_looking_every_day_gives_false_alarms_no_more_often_than_agreed():
    same = lives(600)
    sure = sum(ever_clear(life, "always") for life in same) / len(same)
    naive = sum(ever_clear(life, "fixed") for life in same) / len(same)
    assert sure <= 0.05
    assert naive > 0.15, "a usual test that is read every day lies several times as often"


def test_mkt_4_the_range_that_holds_at_any_time_holds_the_truth_on_every_day():
    lift = 0.012
    outside = 0
    for life in lives(400, lift, seed=11):
        ranges = [one for day in life if (one := found(*day, "always"))]
        outside += any(not one.least <= lift <= one.most for one in ranges)
    assert outside / 400 <= 0.05


def test_mkt_4_one_reading_at_the_end_is_wrong_as_often_as_agreed_and_finds_what_it_was_planned_for():
    plan = Plan("orders", SHARE, 0, 0.2)
    size = required(plan)[0]
    chance = np.random.default_rng(3)

    def clear(other: float) -> float:
        pairs = chance.binomial(size, [SHARE, other], size=(1500, 2))
        reads = [found(Sums(size, buyers=int(a)), Sums(size, buyers=int(b)), "fixed") for a, b in pairs]
        return sum(one is not None and one.clear for one in reads) / len(reads)

    assert 0.035 <= clear(SHARE) <= 0.065
    assert 0.76 <= clear(SHARE * 1.2) <= 0.84


def test_mkt_4_a_sequence_that_was_planned_large_enough_finds_what_it_was_planned_for():
    plan = Plan("orders", SHARE, 0, 0.2, method="always")
    size = required(plan)[0]
    pairs = np.random.default_rng(5).binomial(size, [SHARE, SHARE * 1.2], size=(500, 2))
    reads = [found(Sums(size, buyers=int(a)), Sums(size, buyers=int(b)), "always") for a, b in pairs]
    assert sum(one is not None and one.clear for one in reads) / len(reads) >= 0.76


def test_mkt_4_skewed_revenue_is_not_called_different_more_often_than_agreed():
    chance = np.random.default_rng(9)
    alarms = 0
    for _ in range(300):
        groups = []
        for _side in range(2):
            spent = chance.binomial(1, SHARE, 6000) * chance.lognormal(8, 0.8, 6000)
            parts = spent.reshape(DAYS // 7 * 5, -1)
            groups.append((parts.sum(1).cumsum(), (parts**2).sum(1).cumsum(), (parts > 0).sum(1).cumsum()))
        for day in range(20):
            sums = [
                Sums((day + 1) * 300, buyers=int(n[day]), revenue=int(total[day]), squares=float(square[day]))
                for total, square, n in groups
            ]
            one = compare(1, "revenue", *sums, method="always", delta=40, level=0.05)
            if one is not None and one.clear:
                alarms += 1
                break
    assert alarms / 300 <= 0.05


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        # As power.prop.test and power.t.test of R say, with a power of 0.8.
        (Plan("orders", 0.05, 0, 0.2), 8158),
        (Plan("adds", 0.2, 0, 0.25), 1094),
        (Plan("revenue", 500, 3000, 0.1), 56512),
    ],
)
def test_mkt_4_the_size_is_that_of_the_textbooks(plan, expected):
    assert required(plan) == (expected, expected)


def test_mkt_4_unequal_shares_more_variants_and_reading_at_any_time_need_more():
    plain = sum(required(Plan("orders", 0.05, 0, 0.2)))
    assert sum(required(Plan("orders", 0.05, 0, 0.2, weights=(9, 1)))) > 2 * plain
    three = required(Plan("orders", 0.05, 0, 0.2, weights=(1, 1, 1)))
    assert len(three) == 3
    assert three[0] > plain / 2
    assert sum(required(Plan("orders", 0.05, 0, 0.2, method="always"))) > 1.5 * plain


@pytest.mark.parametrize(
    "plan", [Plan("orders", 0, 0, 0.1), Plan("orders", 0.9, 0, 0.2), Plan("revenue", 500, 0, 0.1)]
)
def test_mkt_4_where_nothing_can_be_found_no_size_is_invented(plan):
    with pytest.raises(ValueError, match="no"):
        required(plan)


@pytest.mark.parametrize(
    ("needed", "per_day", "days"), [((500, 500), 100, 14), ((10, 10), 100, 7), ((1, 1), 0, None)]
)
def test_mkt_4_the_duration_is_in_whole_weeks(needed, per_day, days):
    assert planning.days_for(needed, per_day) == days


def test_mkt_4_a_browser_keeps_its_variant_and_groups_have_their_shares():
    seen = Counter(assigning.assign("x", visitor, (70, 20, 10)) for visitor in range(20_000))
    assert seen == Counter(assigning.assign("x", visitor, (70, 20, 10)) for visitor in range(20_000))
    assert reading.ratio_chance([seen[place] for place in range(3)], (70, 20, 10)) > reading.MISMATCH


def test_mkt_4_two_experiments_hand_out_independently():
    both = Counter(
        (assigning.assign("x", one, (1, 1)), assigning.assign("y", one, (1, 1))) for one in range(20_000)
    )
    assert reading.ratio_chance(list(both.values()), (1, 1, 1, 1)) > reading.MISMATCH


def test_mkt_4_a_ratio_that_chance_does_not_explain_is_noticed_and_an_honest_one_is_not():
    chance = np.random.default_rng(1)
    rates = [
        sum(
            reading.ratio_chance([int(n), 10_000 - int(n)], (1, 1)) < reading.MISMATCH
            for n in chance.binomial(10_000, p, 2000)
        )
        / 2000
        for p in (0.5, 0.47)
    ]
    assert rates[0] <= 0.004
    assert rates[1] > 0.99
    assert reading.ratio_chance([9, 1], (1, 1)) == 1.0


@pytest.mark.parametrize(("square", "degrees"), [(10.8276, 1), (13.8155, 2), (16.2662, 3), (18.4668, 4)])
def test_mkt_4_the_tail_is_that_of_the_tables(square, degrees):
    assert math.isclose(reading._chi_square(square, degrees), 0.001, rel_tol=1e-3)


def test_mkt_4_a_guard_rail_breaks_by_clear_harm_only():
    calm = Sums(5000, buyers=400, returned=20)
    assert reading.harm(Sums(5000, buyers=5), calm, "returned", 0.03) is None
    assert not reading.harmful(reading.harm(calm, calm._replace(returned=34), "returned", 0.03), 0.03)
    assert reading.harmful(reading.harm(calm, calm._replace(returned=80), "returned", 0.03), 0.03)
    chance = np.random.default_rng(2)
    broken = 0
    for _ in range(300):
        hits = chance.binomial(20, 0.08, size=(20, 2)).cumsum(axis=0)
        sides = [
            [Sums(1000, buyers=20 * (day + 1), returned=int(one)) for one in row]
            for day, row in enumerate(hits)
        ]
        broken += any(reading.harmful(reading.harm(a, b, "returned", 0.03), 0.03) for a, b in sides)
    assert broken / 300 <= 0.05
