"""A column of words: what people wrote stays, what the software said is read in the reader's language."""

from __future__ import annotations

import pickle

import pytest
from django.db import connection
from django.utils.translation import gettext_lazy, override

from storecrew.contexts.checkout.tests.factories import ACTOR, AT
from storecrew.contexts.orders.models import OrderCancellation
from storecrew.contexts.orders.tests.factories import make_order
from storecrew.kernel import audit
from storecrew.kernel.audit import chain
from storecrew.kernel.audit.models import AuditEntry
from storecrew.kernel.said_field import MARK, SaidField, read
from storecrew.kernel.sentence import Sentence, in_source, joined, retold, say, short

KOREAN = "고객이 취소함"


def kept(reason: object) -> OrderCancellation:
    return OrderCancellation.objects.create(
        order_id=make_order().id, kind="customer", reason=reason, restocked=True, actor_kind="guest", at=AT
    )


@pytest.mark.django_db
def test_a_sentence_comes_back_in_the_language_of_whoever_reads() -> None:
    row = kept(joined(["RT-1:", say("Canceled by the customer")]))
    assert OrderCancellation.objects.get(pk=row.pk).reason == "RT-1: Canceled by the customer"
    with override("ko"):
        assert OrderCancellation.objects.get(pk=row.pk).reason == f"RT-1: {KOREAN}"
        assert [*OrderCancellation.objects.values_list("reason", flat=True)] == [f"RT-1: {KOREAN}"]
    again = OrderCancellation.objects.get(pk=row.pk)
    again.save()
    with override("ko"):
        assert OrderCancellation.objects.get(pk=row.pk).reason == f"RT-1: {KOREAN}", (
            "what is read can be stored"
        )


@pytest.mark.django_db
def test_a_lazy_text_is_a_sentence_too_and_is_found_by_what_it_is_made_of() -> None:
    row = kept(gettext_lazy("Canceled by the customer"))
    with override("ko"):
        assert OrderCancellation.objects.get(pk=row.pk).reason == KOREAN
        assert OrderCancellation.objects.filter(reason=say("Canceled by the customer")).exists()


@pytest.mark.django_db
def test_what_people_wrote_is_what_it_was_and_cannot_pretend_to_be_a_sentence() -> None:
    for typed in ("she called", "", MARK + '{"say": "Paused", "with": {}}'):
        row = kept(typed)
        with connection.cursor() as cursor:
            cursor.execute("SELECT reason FROM orders_ordercancellation WHERE id = %s", [row.pk])
            stored = cursor.fetchone()[0]
        assert stored == typed.lstrip(MARK)
        assert OrderCancellation.objects.get(pk=row.pk).reason == stored


def test_what_cannot_be_written_any_more_is_empty_not_an_error() -> None:
    assert read(MARK + '{"by": "gone", "with": {}}') == ""
    assert read(MARK + "no json") == ""
    assert SaidField().get_prep_value(None) is None


def test_a_sentence_stays_whole_where_words_of_people_are_cut() -> None:
    made = say("Canceled by the customer")
    assert isinstance(made.strip(), Sentence)
    assert short(made, 5) is made
    assert short("she called", 3) == "she"
    assert pickle.loads(pickle.dumps(made)).words == made.words


@pytest.mark.django_db
def test_the_trail_keeps_the_source_and_is_read_in_the_language_of_whoever_reads() -> None:
    with override("ko"):
        made = say("Canceled by the customer")
        assert made == KOREAN
        audit.record(actor=ACTOR, action="x.done", record="x", record_id=1, at=AT, reason=made)
        (entry,) = audit.entries_for("x", 1)
        assert entry.reason == "Canceled by the customer" == in_source(made)
        assert retold(entry.reason) == KOREAN
        assert retold("") == ""
        assert retold("she called") == "she called"
        assert (entry.words, entry.told) == (None, KOREAN)
    assert chain.verify() is None


@pytest.mark.django_db
def test_a_reason_with_values_is_told_again_in_each_language_and_signed_with_the_rest() -> None:
    made = say("Acknowledged by: %(who)s", who="Alice")
    audit.record(actor=ACTOR, action="x.done", record="x", record_id=1, at=AT, reason=made)
    (entry,) = audit.entries_for("x", 1)
    assert entry.reason == entry.told == "Acknowledged by: Alice"
    with override("ko"):
        assert "Alice" in entry.told and entry.told != entry.reason
    assert chain.verify() is None
    forged = {"say": "Acknowledged by: %(who)s", "with": {"who": "Bob"}}
    AuditEntry.objects.filter(pk=entry.pk).update(words=forged)
    assert chain.verify() is not None, "what is shown cannot be changed unseen either"


@pytest.mark.django_db
def test_a_reason_whose_writer_is_gone_falls_back_to_its_source() -> None:
    entry = AuditEntry(at=AT, reason="It was like this.", words={"by": "gone", "with": {}})
    assert entry.told == "It was like this."
