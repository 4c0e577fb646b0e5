"""Writing new rows with one statement."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json

import pytest
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy

from storecrew.kernel import rows
from storecrew.kernel.audit.chain import SIGNED, sign
from storecrew.kernel.audit.models import AuditEntry
from storecrew.kernel.mail.models import Mail
from storecrew.kernel.outbox.models import HandlerRun, OutboxEvent

AT = dt.datetime(2026, 3, 2, 9, 0, 1, 5, tzinfo=dt.UTC)


def event(number: int = 1, **payload: object) -> OutboxEvent:
    return OutboxEvent(name=f"test.Event{number}", payload=payload, published_at=AT)


@pytest.mark.django_db
def test_rows_read_back_as_they_were_written_and_know_their_ids():
    written = [event(1, words="Größe 한국 'quoted' %s", deep={"a": [1, None, True]}), event(2), event(3)]
    assert rows.insert(written) == 3
    for row in written:
        found = OutboxEvent.objects.get(pk=row.pk)
        assert (found.name, found.payload, found.published_at) == (row.name, row.payload, AT)
        assert found.done_at is None
        assert not row._state.adding
    assert rows.insert([]) == 0


@pytest.mark.django_db
def test_foreign_keys_booleans_and_defaults_are_written():
    made = event()
    rows.insert([made])
    run = HandlerRun(event=made, handler="x", next_at=AT)
    rows.insert([run])
    found = HandlerRun.objects.get()
    assert (found.event_id, found.attempts, found.given_up, found.error) == (made.pk, 0, False, "")


@pytest.mark.django_db
def test_more_rows_than_one_statement_takes_are_all_written(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(rows, "MOST_VALUES", 8)
    with django_assert_num_queries(3):
        assert rows.insert([event(number) for number in range(5)]) == 5
    assert OutboxEvent.objects.count() == 5


@pytest.mark.django_db
def test_a_unique_row_is_refused_or_written_once_as_asked():
    made = event()
    rows.insert([made])
    rows.insert([HandlerRun(event=made, handler="x")])
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.insert([HandlerRun(event=made, handler="x")])
    first, second = (
        Mail(to="a@example.com", subject=text, text="", locale="en", dedupe_key="k", queued_at=AT, next_at=AT)
        for text in ("first", "second")
    )
    assert rows.insert([first], once_per="dedupe_key") == 1
    assert rows.insert([second], once_per="dedupe_key") == 0
    assert second.pk is None
    assert Mail.objects.get().subject == "first"


def test_a_table_whose_values_come_from_elsewhere_is_refused():
    field = OutboxEvent._meta.get_field("published_at")
    field.auto_now = True
    try:
        with pytest.raises(TypeError, match="somewhere else"):
            rows._fields(OutboxEvent)
    finally:
        field.auto_now = False


@pytest.mark.parametrize(
    "after",
    [
        None,
        {"b": 1, "a": [{"d": 2, "c": None}]},
        {10: "ten", 9: "nine", "z": {2: 1}},
        {"at": AT, "day": AT.date(), "lazy": gettext_lazy("Cart"), "pair": (1, 2), "한국": "ü"},
    ],
)
def test_adt_a_signature_is_that_of_the_entry_after_a_journey_through_json(after):
    entry = AuditEntry(at=AT, action="a", record="r", record_id="1", actor_kind="staff", after=after)
    content = {name: getattr(entry, name) for name in SIGNED}
    content["at"] = entry.at.isoformat(timespec="microseconds")
    plain = json.loads(json.dumps(content, cls=DjangoJSONEncoder))
    text = json.dumps(plain, sort_keys=True, ensure_ascii=False)
    expected = hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()
    assert sign(entry) == expected
    entry.after = plain["after"]
    assert sign(entry) == expected
