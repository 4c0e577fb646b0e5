"""Writing new rows with one statement: ids come back, conversions hold, a known key is not written twice."""

import datetime as dt

import pytest
from django.db import DataError, IntegrityError, connection, transaction

from storecrew.kernel import rows
from storecrew.kernel.idempotency.models import IdempotencyRecord
from storecrew.kernel.mail.models import Mail
from storecrew.kernel.outbox.models import HandlerRun, OutboxEvent

NOON = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
pytestmark = pytest.mark.django_db


def event(name):
    return OutboxEvent(name=name, payload={"a": [1, "é"]}, published_at=NOON)


def test_rows_get_their_ids_in_order_and_keep_their_values(django_assert_num_queries):
    new = [event("a.One"), event("a.Two")]
    with django_assert_num_queries(1):
        assert rows.insert(new) == 2
    for row in new:
        stored = OutboxEvent.objects.get(pk=row.pk)
        assert (stored.name, stored.payload, stored.published_at) == (row.name, {"a": [1, "é"]}, NOON)
        assert stored.done_at is None


def test_no_rows_are_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert rows.insert([]) == 0


def test_more_than_one_statement_takes_are_cut(monkeypatch):
    monkeypatch.setattr(rows, "MOST_VALUES", 8)
    assert rows.insert([event(f"a.E{number}") for number in range(5)]) == 5
    assert OutboxEvent.objects.count() == 5


def test_many_rows_keep_their_order_their_values_and_what_is_empty():
    new = [event(f"a.E{number}") for number in range(rows.ARRAYS_FROM + 5)]
    new[3].done_at = NOON
    new[4].payload = {"quoted": 'a"b', "list": [None, 1.5]}
    assert rows.insert(new) == len(new)
    stored = {row.pk: row for row in OutboxEvent.objects.all()}
    for row in new:
        found = stored[row.pk]
        assert (found.name, found.payload, found.published_at, found.done_at) == (
            row.name, row.payload, NOON, row.done_at,
        )  # fmt: skip


def test_many_rows_with_known_keys_write_the_others():
    rows.insert([mail("k7")], once_per="dedupe_key")
    many = [mail(f"k{number}") for number in range(rows.ARRAYS_FROM + 5)]
    assert rows.insert(many, once_per="dedupe_key") == len(many) - 1
    assert Mail.objects.count() == len(many)


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite knows no lengths")
def test_a_text_that_is_too_long_is_refused_among_many():
    many = [event("a" * 500) for _ in range(rows.ARRAYS_FROM)]
    with pytest.raises(DataError), transaction.atomic():
        rows.insert(many)


def mail(key):
    return Mail(
        to="a@example.com", subject="s", text="t", locale="en", dedupe_key=key, queued_at=NOON, next_at=NOON
    )


def test_a_known_key_is_not_written_twice():
    assert rows.insert([mail("k")], once_per="dedupe_key") == 1
    again = mail("k")
    assert rows.insert([again], once_per="dedupe_key") == 0
    assert again.pk is None


def test_a_broken_constraint_is_an_integrity_error():
    first = event("a.One")
    rows.insert([first])
    rows.insert([HandlerRun(event=first, handler="h")])
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.insert([HandlerRun(event=first, handler="h")])


def test_a_column_that_fills_itself_is_refused():
    class Stamped:
        primary_key = False
        auto_now = True
        generated = False

    model = type("Model", (), {"_meta": type("Meta", (), {"local_concrete_fields": [Stamped()]})})
    with pytest.raises(TypeError, match="manager"):
        rows._columns(model, connection.vendor)


def test_several_columns_together_name_a_known_row():
    def record(scope, key):
        return IdempotencyRecord(scope=scope, key=key, fingerprint="f", started_at=NOON)

    together = ("scope", "key")
    assert rows.insert([record("a", "k")], once_per=together) == 1
    assert rows.insert([record("b", "k")], once_per=together) == 1
    assert rows.insert([record("a", "k")], once_per=together) == 0


def test_a_change_counts_up_and_finds_its_row_by_a_unique_column(django_assert_num_queries):
    rows.insert([mail("k"), mail("other")])
    wanted = {"dedupe_key": ("k",), "attempts": (0, 1)}
    for attempts in (1, 2):
        with django_assert_num_queries(1):
            changed = rows.change(Mail, None, only_if=wanted, count_up="attempts", subject="new")
        assert (changed.dedupe_key, changed.attempts, changed.subject) == ("k", attempts, "new")
    assert rows.change(Mail, None, only_if=wanted, count_up="attempts") is None
    assert Mail.objects.get(dedupe_key="other").attempts == 0


def test_named_columns_of_many_rows_are_written_and_no_others():
    new = [event(f"a.E{number}") for number in range(3)]
    rows.insert(new)
    for number, row in enumerate(new):
        row.done_at, row.name, row.payload = NOON + dt.timedelta(hours=number), "never written", {"n": number}
    rows.save(new, ["payload", "done_at"])
    stored = list(OutboxEvent.objects.order_by("pk"))
    assert [row.payload for row in stored] == [{"n": 0}, {"n": 1}, {"n": 2}]
    assert [row.done_at for row in stored] == [row.done_at for row in new]
    assert [row.name for row in stored] == ["a.E0", "a.E1", "a.E2"]


def test_many_rows_are_written_by_one_statement(django_assert_num_queries):
    new = [event(f"a.E{number}") for number in range(3)]
    rows.insert(new)
    with django_assert_num_queries(1):
        rows.save(new, ["done_at"])
    with django_assert_num_queries(0):
        rows.save([], ["done_at"])


def test_a_column_that_is_not_there_is_refused():
    with pytest.raises(TypeError, match="no columns"):
        rows.save([event("a.One")], ["colour"])
