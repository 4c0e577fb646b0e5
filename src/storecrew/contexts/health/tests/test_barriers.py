"""U043: what somebody could not use becomes a task with the page, and an address is only kept to answer."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.customers import public as customers
from storecrew.contexts.health import public as health
from storecrew.contexts.orders.tests.factories import ACTOR, AT
from storecrew.contexts.work.models import Task
from storecrew.kernel import ratelimit
from storecrew.kernel.actor import guest_actor

pytestmark = pytest.mark.django_db
GUEST = guest_actor("", ip="203.0.113.7")


def report(words="The menu cannot be closed by keyboard.", **more) -> int:
    values = {"page": "/en/cart/", "device": "keyboard", "email": "Ann@example.com", "actor": GUEST, "at": AT}
    return health.report_barrier(words, **(values | more))


def test_u043_a_report_is_a_task_with_its_page_and_a_day_to_answer_by():
    task = Task.objects.get(pk=report())
    assert (task.owner_role, task.url, task.title) == ("ecommerce_sme", "/en/cart/", "Barrier on /en/cart/")
    assert task.due_at == AT + dt.timedelta(days=7)
    for line in ("The menu cannot be closed", "Device: keyboard", "Answer to: Ann@example.com"):
        assert line in task.detail


def test_the_same_report_twice_is_one_task_and_another_one_is_another():
    assert report() == report()
    assert report(page="") != report()
    assert Task.objects.get(title="Barrier in the shop").url == ""


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"words": "  "}, "words"), ({"words": "x" * 2001}, "words"), ({"email": "ann@"}, "email")],
)
def test_bad_08_a_report_that_says_nothing_or_cannot_be_answered_is_refused(wrong, field):
    with pytest.raises(health.InvalidBarrier) as refusal:
        report(**wrong)
    assert set(refusal.value.details) == {field}
    assert not Task.objects.exists()


def test_abu_07_one_place_cannot_fill_the_inbox():
    with pytest.raises(ratelimit.Refused):
        for number in range(6):
            report(f"barrier {number}")
    assert Task.objects.count() == 5


def test_prv_01_prv_02_the_report_is_exported_and_its_address_struck_out():
    task_id = report(words="ANN@example.com here: no focus")
    ann = customers.ensure_customer(email="ann@example.com", name="Ann", actor=ACTOR, at=AT)
    [row] = customers.export_data(ann.id, actor=ACTOR, at=AT)["barriers"]
    assert "no focus" in row["report"]
    customers.erase(customer_id=ann.id, actor=ACTOR, at=AT)
    kept = Task.objects.get(pk=task_id).detail
    assert "no focus" in kept
    assert "example.com" not in kept.lower()
