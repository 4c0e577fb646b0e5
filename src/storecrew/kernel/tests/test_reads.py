"""Reads that are compiled once give what the queryset itself gives, for any arguments."""

import datetime as dt

import pytest
from django.db import connection
from django.db.models import F, Q

from storecrew.kernel.idempotency.models import IdempotencyRecord
from storecrew.kernel.outbox.models import HandlerRun, OutboxEvent
from storecrew.kernel.reads import LONGEST_LIST, compiled_once

NOON = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def events():
    return [
        OutboxEvent.objects.create(
            name=f"a.E{number}", payload={"n": [number]}, published_at=NOON + number * HOUR, done_at=done
        )
        for number, done in enumerate((None, NOON, None, NOON))
    ]


def by_name(names, since):
    return OutboxEvent.objects.filter(name__in=names, published_at__gte=since).order_by("pk")


def since_or_open(since, done):
    return OutboxEvent.objects.filter(Q(published_at__gt=since) | Q(name="a.E0"), done_at=done).order_by("pk")


SHAPES = {
    "rows": lambda found: found,
    "tuples": lambda found: found.values_list("id", "payload", "published_at"),
    "flat": lambda found: found.values_list("published_at", flat=True),
    "dicts": lambda found: found.values("payload", "id", called=F("name")),
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_every_shape_is_the_one_of_the_queryset(events, shape, count):
    def build(names, since):
        return SHAPES[shape](by_name(names, since))

    read = compiled_once(build)
    names = [event.name for event in events[:count]]
    for since in (NOON, NOON + HOUR, NOON + 9 * HOUR):
        assert read(names=names, since=since) == list(build(names, since))


def test_instances_hold_everything_and_their_relations(events, django_assert_num_queries):
    run = HandlerRun.objects.create(event=events[1], handler="h")
    runs = HandlerRun.objects.select_related("event")
    read = compiled_once(lambda event_id: runs.filter(event_id=event_id))
    with django_assert_num_queries(1):
        found = read.first(event_id=events[1].pk)
        assert (found.pk, found.event.payload, found.event.published_at) == (
            run.pk, {"n": [1]}, events[1].published_at,
        )  # fmt: skip
    assert read.first(event_id=events[0].pk) is None


def test_none_and_yes_or_no_are_part_of_the_statement(events):
    read = compiled_once(since_or_open)
    for done in (None, NOON):
        assert read(since=NOON, done=done) == list(since_or_open(NOON, done)) != []


def test_a_relation_can_be_asked_by_a_list_of_ids(events):
    for event in events:
        HandlerRun.objects.create(event=event, handler="h")
    read = compiled_once(lambda ids: HandlerRun.objects.filter(event_id__in=ids).order_by("pk"))
    ids = [event.pk for event in events[:3]]
    assert [run.event_id for run in read(ids=ids)] == ids


def test_the_statement_is_built_once_per_kind_of_arguments(events):
    built = []

    def build(names, since):
        built.append(len(names))
        return by_name(names, since)

    read = compiled_once(build)
    for count in (1, 1, 2, 3, 4, 3):
        read(names=[f"a.E{number}" for number in range(count)], since=NOON)
    assert built == [1, 2, 4], "lists are filled up to a power of two"


def test_lists_that_are_empty_or_long_are_left_to_django(events):
    read = compiled_once(by_name)
    assert read(names=[], since=NOON) == []
    many = [f"a.E{number}" for number in range(LONGEST_LIST + 1)]
    assert len(read(names=many, since=NOON)) == len(events)
    assert len(read(names={"a.E1", "a.E2"}, since=NOON)) == 2


def test_a_read_that_changes_its_argument_is_refused():
    read = compiled_once(lambda since: OutboxEvent.objects.filter(published_at__gte=since + HOUR))
    with pytest.raises(TypeError, match="more with an argument"):
        read(since=NOON)


def test_a_column_of_small_numbers_is_refused_rather_than_never_found():
    read = compiled_once(lambda status: IdempotencyRecord.objects.filter(status=status))
    record = IdempotencyRecord.objects.create(scope="s", key="k", started_at=NOON, status=201)
    if connection.vendor == "postgresql":
        with pytest.raises(TypeError, match="small numbers"):
            read(status=201)
    else:
        assert read(status=201) == [record]


def test_prefetches_are_refused():
    read = compiled_once(lambda name: OutboxEvent.objects.filter(name=name).prefetch_related("runs"))
    with pytest.raises(TypeError, match="prefetches"):
        read(name="a.E1")
