"""The audit trail: append-only, in the same transaction, with a chain that shows tampering (OPS-07)."""

import datetime as dt

import pytest
from django.db import transaction

from storecrew.kernel import audit
from storecrew.kernel.actor import Actor
from storecrew.kernel.audit.chain import seal, verify
from storecrew.kernel.audit.models import AuditEntry

ALICE = Actor(kind="staff", id="1", label="Alice", ip="10.0.0.1", request_id="r1")
NOON = dt.datetime(2026, 5, 4, 12, 0, 0, 123456, tzinfo=dt.UTC)
pytestmark = pytest.mark.django_db


def write(number=3):
    for index in range(number):
        audit.record(
            actor=ALICE,
            action="catalog.product_updated",
            record="catalog.product",
            record_id=index,
            at=NOON,
            before={"title": "Cup"},
            after={"title": "Mug", "at": NOON},
            reason="a better word",
        )


def test_an_entry_tells_who_what_before_and_after():
    write(1)
    (entry,) = audit.entries_for("catalog.product", 0)
    assert (entry.actor_label, entry.ip, entry.request_id) == ("Alice", "10.0.0.1", "r1")
    assert entry.before == {"title": "Cup"}
    assert entry.after["title"] == "Mug"
    assert "Alice" in str(entry)


def test_entries_cannot_be_rewritten_or_removed_in_code():
    write(1)
    entry = AuditEntry.objects.get()
    with pytest.raises(TypeError, match="append-only"):
        entry.save()
    with pytest.raises(TypeError, match="append-only"):
        entry.delete()


def test_the_entry_goes_with_the_change_when_it_is_rolled_back():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write(1)
        raise ZeroDivisionError
    assert not AuditEntry.objects.exists()


def test_an_untouched_chain_verifies_sealed_or_not():
    write(3)
    assert verify() is None
    assert seal() == 3
    assert seal() == 0
    write(2)
    assert seal(limit=1) == 1
    assert verify() is None


def test_ops_07_a_changed_entry_is_named():
    write(3)
    seal()
    victim = AuditEntry.objects.order_by("pk")[1]
    AuditEntry.objects.filter(pk=victim.pk).update(reason="innocent")
    found = verify()
    assert found is not None
    assert found.entry_id == victim.pk
    assert "changed" in found.what


def test_ops_07_a_removed_entry_shows_at_the_next_one():
    write(3)
    seal()
    _first, second, third = AuditEntry.objects.order_by("pk")
    AuditEntry.objects.filter(pk=second.pk).delete()
    found = verify()
    assert found is not None
    assert found.entry_id == third.pk


def test_ops_07_an_unsealed_entry_is_signed_already():
    write(1)
    AuditEntry.objects.update(actor_label="Bob")
    found = verify()
    assert found is not None
    assert "content" in found.what
