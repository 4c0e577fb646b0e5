"""Which news of a dispute counts."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from storecrew.contexts.payments.rules.disputes import state_after

AT = dt.datetime(2026, 3, 1, 9, 0, tzinfo=dt.UTC)
LATER = AT + dt.timedelta(hours=1)


@pytest.mark.parametrize(
    ("current", "news", "newer", "after"),
    [
        ("needs_answer", "answered", True, "answered"),
        ("answered", "needs_answer", False, "answered"),
        ("answered", "needs_answer", True, "needs_answer"),
        ("answered", "lost", False, "lost"),
        ("lost", "needs_answer", True, "lost"),
        ("lost", "won", True, "won"),
        ("won", "lost", False, "won"),
        ("accepted", "lost", True, "accepted"),
        ("accepted", "won", True, "accepted"),
    ],
)
def test_a_decision_counts_and_then_the_newer_word(current, news, newer, after):
    assert state_after(current, AT, news, LATER if newer else AT - dt.timedelta(hours=1)) == after


def test_of_one_moment_the_further_step_counts():
    assert state_after("needs_answer", AT, "answered", AT) == "answered"
    assert state_after("answered", AT, "needs_answer", AT) == "answered"


def test_any_order_of_the_same_news_ends_the_same():
    news = [
        ("needs_answer", 0),
        ("answered", 1),
        ("needs_answer", 2),
        ("answered", 3),
        ("lost", 4),
        ("won", 5),
    ]
    ends = set()
    for order in itertools.permutations(news):
        (state, minute), *rest = order
        at = AT + dt.timedelta(minutes=minute)
        for word, moment in rest:
            news_at = AT + dt.timedelta(minutes=moment)
            state = state_after(state, at, word, news_at)
            at = max(at, news_at)
        ends.add(state)
    assert ends == {"won"}
