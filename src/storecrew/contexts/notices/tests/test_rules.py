"""Quiet hours over midnight and changes of the clock, gathering, what a chat is told; without a database."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.notices import rules
from storecrew.contexts.notices.facts import Quiet, Said

NIGHT = Quiet(dt.time(22), dt.time(7), "Europe/Berlin")


def utc(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("at", "quiet", "ends"),
    [
        ("2026-01-15T12:00", NIGHT, None),
        ("2026-01-15T20:59", NIGHT, None),
        ("2026-01-15T21:00", NIGHT, "2026-01-16T06:00"),
        ("2026-01-15T23:30", NIGHT, "2026-01-16T06:00"),
        ("2026-01-16T05:59", NIGHT, "2026-01-16T06:00"),
        ("2026-01-16T06:00", NIGHT, None),
        # clocks go forward on March 29 at 1:00 UTC: seven o'clock comes an hour earlier
        ("2026-03-28T22:00", NIGHT, "2026-03-29T05:00"),
        # and back on October 25 at 1:00 UTC
        ("2026-10-24T21:00", NIGHT, "2026-10-25T06:00"),
        # half past two is not on the clock in March, so the quiet ends when it would be
        ("2026-03-29T00:30", Quiet(dt.time(1), dt.time(2, 30), "Europe/Berlin"), "2026-03-29T01:30"),
        # and twice in October: the second time as well it is quiet until half past two
        ("2026-10-25T00:10", Quiet(dt.time(1), dt.time(2, 30), "Europe/Berlin"), "2026-10-25T00:30"),
        ("2026-10-25T01:10", Quiet(dt.time(1), dt.time(2, 30), "Europe/Berlin"), "2026-10-25T01:30"),
        ("2026-01-15T03:30", Quiet(dt.time(12), dt.time(13), "Asia/Seoul"), "2026-01-15T04:00"),
        ("2026-01-15T03:30", Quiet(dt.time(12), dt.time(12), "Asia/Seoul"), None),
        ("2026-01-15T03:30", Quiet(), None),
    ],
)
def test_u074_quiet_hours_end_at_the_persons_own_clock(at, quiet, ends):
    assert rules.quiet_until(utc(at), quiet) == (utc(ends) if ends else None)


def test_u074_notices_are_gathered_and_held_and_what_burns_may_pass():
    noon, night = utc("2026-01-15T11:00"), utc("2026-01-15T22:00")
    morning = utc("2026-01-16T06:00")
    assert rules.leaves_at("mention", noon, NIGHT) == noon + rules.GATHER
    assert rules.leaves_at("mention", night, NIGHT) == morning
    assert rules.leaves_at("mention", utc("2026-01-15T20:55"), NIGHT) == morning
    assert rules.leaves_at("critical", noon, NIGHT) == noon
    assert rules.leaves_at("critical", night, NIGHT) == morning
    passing = Quiet(NIGHT.starts, NIGHT.ends, NIGHT.timezone, serious_passes=True)
    assert rules.leaves_at("critical", night, passing) == night
    assert rules.leaves_at("alert", night, passing) == morning


def test_u074_only_what_waits_for_this_person_or_burns_comes_by_mail_by_default():
    assert {"mention", "question", "approval", "critical"} == rules.BY_MAIL


def test_waits_grow_and_end():
    waits = [rules.wait(number) for number in range(1, rules.MOST_ATTEMPTS + 1)]
    assert waits[:3] == [dt.timedelta(minutes=1), dt.timedelta(minutes=3), dt.timedelta(minutes=9)]
    assert waits[-1] is None and None not in waits[:-1]


def test_ways_that_cannot_be_are_named():
    assert rules.problems({"mention"}, {"alert"}, NIGHT) == {}
    wrong = rules.problems({"x"}, {"y"}, Quiet(dt.time(1), None, "Mars/Base"))
    assert wrong == {
        "mail": "unknown_kind", "chat": "unknown_kind", "quiet_until": "half", "timezone": "unknown_zone",
    }  # fmt: skip


def test_a_chat_gets_plain_lines_that_call_nobody():
    said = Said("<!channel> A & B, @here", "Order 7", "https://shop.example/admin/inbox/1/")
    text = rules.chat_text([("Mina", said), ("", said)], "and 3 more")
    first, second, last = text.split("\n")
    assert first == (
        "• Mina: &lt;!channel&gt; A &amp; B, @\u200bhere (Order 7) https://shop.example/admin/inbox/1/"
    )
    assert second.startswith("• &lt;!channel") and last == "and 3 more"
