"""Visits taken in, and reports over ten million events.

The bound of taking in is `executemany` of the finished events into the same table by the bare driver: no visits, no
steps, no sums. The bound of a report is the least that any report of the period has to read: one bare sum over the
same rows of the same table.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import connection

from bench.measures import Goal, Measure
from bench.processes import apart
from bench.sameness import bare_connection
from bench.stored import have_shop
from storecrew.contexts.channels import public as channels
from storecrew.contexts.insights import public as insights
from storecrew.contexts.insights.models import Event, Tally
from storecrew.contexts.insights.rules import kinds
from storecrew.contexts.insights.rules.batches import Row

AT = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
FIRST = dt.date(2026, 1, 1)
DAYS = 90
TWO_THOUSAND = Goal("ours", ">=", 2_000)
ONE_SECOND = Goal("p99_ms", "<=", 1_000)
WAYS = ("search", "direct", "paid_search", "email", "social", "referral")
KINDS = (kinds.VIEW, kinds.VIEW, kinds.VIEW, kinds.VIEW, kinds.VISIT, kinds.KNOWN, kinds.ADD, kinds.ORDER)


@dataclass(frozen=True, slots=True)
class Scale:
    """Notes that are taken in, events that reports are about, and how often each report is opened."""

    notes: int
    events: int
    times: int


SCALES = {
    "tiny": Scale(300, 2_000, 2), "small": Scale(10_000, 200_000, 5), "full": Scale(40_000, 10_000_000, 10),
}  # fmt: skip


def run(scale: Scale) -> Iterator[Measure]:
    """Take notes in; then make many events by one statement, sum them, and open the reports."""
    have_shop()
    channel = channels.all_channels()[0]
    notes = list(_notes(scale.notes, channel.id))
    seconds, bare = apart(lambda: _taken_in(notes))
    yield Measure(
        f"{scale.notes:,} notes counted", "notes/s", scale.notes / seconds, bare, TWO_THOUSAND,
        note="written, counted in batches, visits and sums kept",
    )  # fmt: skip
    started = time.perf_counter()
    made = _many_events(scale.events, channel.id)
    made_in = time.perf_counter() - started
    started = time.perf_counter()
    rows = insights.rebuild(at=AT)
    seconds = time.perf_counter() - started
    yield Measure(
        f"sums of {made:,} events made anew", "events/s", made / seconds, made / made_in,
        note=f"{rows:,} sums; bound: the events written by one statement",
    )  # fmt: skip
    bound = _median(lambda: _bare_sum(channel.id), scale.times)
    period = insights.Period(FIRST, FIRST + dt.timedelta(days=DAYS))
    for name, report in _reports(period, channel).items():
        times = sorted(_timed(report) for _ in range(scale.times))
        yield Measure(
            f"{name}, {DAYS} days, {made:,} events", "ms", times[len(times) // 2], bound, ONE_SECOND,
            p99_ms=times[-1],
        )  # fmt: skip


def _notes(count: int, channel_id: int) -> Iterator[insights.Note]:
    chance = random.Random(3)
    for number in range(count):
        visitor = chance.randrange(count // 4 + 1) if number % 2 else None
        came = {"host": "www.google.com"} if number % 5 == 0 else {"inside": True}
        yield insights.Note(
            at=AT + dt.timedelta(milliseconds=number), kind=kinds.VIEW, channel_id=channel_id, visitor=visitor,
            device="phone", page="product", path=f"/p/article-{chance.randrange(2_000)}/", **came,
        )  # fmt: skip


def _taken_in(notes: list[insights.Note]) -> tuple[float, float]:
    started = time.perf_counter()
    for place in range(0, len(notes), 100):
        insights.write(notes[place : place + 100])
    insights.ingest(at=AT)
    seconds = time.perf_counter() - started
    names = [field.name for field in dataclasses.fields(Row)]
    values = list(Event.objects.values_list(*names)[: len(notes)])
    Event.objects.all().delete()
    marks = ", ".join(["?" if connection.vendor == "sqlite" else "%s"] * len(names))
    bare = bare_connection()
    table, columns = Event._meta.db_table, ", ".join(names)
    rows = [[str(one) if isinstance(one, dt.date) else one for one in row] for row in values]
    began = time.perf_counter()
    bare.cursor().executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)
    bare.commit()
    rate = len(rows) / (time.perf_counter() - began)
    bare.close()
    return seconds, rate


def _many_events(count: int, channel_id: int) -> int:
    """Write events of ninety days by one statement."""
    Event.objects.all().delete()
    Tally.objects.all().delete()
    sqlite = connection.vendor == "sqlite"
    series = (
        f"WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {count}) "
        if sqlite
        else ""
    )
    source = "s" if sqlite else f"generate_series(1, {count}) AS s(n)"
    day = f"date('{FIRST}', (n % {DAYS}) || ' days')" if sqlite else f"DATE '{FIRST}' + (n % {DAYS})"
    at = f"{day} || ' 10:00:00'" if sqlite else f"(({day})::timestamp AT TIME ZONE 'UTC')"

    def one_of(words: tuple[str, ...], step: int) -> str:
        cases = " ".join(f"WHEN {number} THEN '{word}'" for number, word in enumerate(words))
        return f"CASE (n / {step}) % {len(words)} {cases} END"

    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {Event._meta.db_table} (at, day, hour, kind, channel_id, way, source, campaign, "
            f"device, page, path, product_id, term, count, amount) {series}"
            f"SELECT {at}, {day}, n % 24, {one_of(KINDS, 7)}, {channel_id}, {one_of(WAYS, 3)}, "
            f"'source-' || ((n / 11) % 20), 'campaign-' || ((n / 13) % 6), {one_of(kinds.DEVICES, 5)}, "
            f"'product', '/p/article-' || ((n / 17) % 2000) || '/', (n / 17) % 2000 + 1, '', 1, "
            f"(n % 9) * 100 FROM {source}"
        )
        if not sqlite:
            cursor.execute(f"ANALYZE {Event._meta.db_table}")
    return count


def _reports(period: insights.Period, channel: channels.ChannelFacts) -> dict[str, Callable[[], object]]:
    here = [channel]
    return {
        "visits by day": lambda: insights.series(period, "day", here),
        "sources and campaigns": lambda: insights.counted(
            "source", period, here, by=("way", "subject", "campaign")
        ),
        "pages": lambda: insights.subjects("page", period, here, rank=kinds.VIEW),
        "funnel by product": lambda: insights.subjects("product", period, here, rank=kinds.VIEW),
    }


def _bare_sum(channel_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT kind, SUM(count) FROM {Tally._meta.db_table} "
            "WHERE dimension = 'all' AND channel_id = %s GROUP BY kind",
            [channel_id],
        )
        cursor.fetchall()


def _timed(report: Callable[[], object]) -> float:
    started = time.perf_counter()
    report()
    return (time.perf_counter() - started) * 1000


def _median(report: Callable[[], object], times: int) -> float:
    return sorted(_timed(report) for _ in range(times))[times // 2]
