"""Time for tasks on screen, and how a save is counted."""

from __future__ import annotations

import pytest
from django.db import DatabaseError
from django.urls import reverse

from storecrew.contexts.health import public as health
from storecrew.contexts.health.models import TaskTimeCount
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor
from storecrew.surfaces.storefront.tests.factories import make_shop
from storecrew.surfaces.ui.backoffice import task_times as counting
from storecrew.surfaces.workspaces.developer.task_times import written

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    make_shop()
    client.force_login(make_staff("head_of_digital"))
    return client


def gift(desk, **more):
    return desk.post(reverse("channels_gift_wrap", args=["eu"]), {"active": "on", "price": "3.50", **more})


def test_it_8_a_save_is_counted_for_its_role_and_nothing_else(desk):
    assert gift(desk).status_code == 302
    assert not TaskTimeCount.objects.exists()
    gift(desk, sc_spent="14000")
    row = TaskTimeCount.objects.get()
    assert (row.task, row.role, row.count) == ("channels_gift_wrap", "head_of_digital", 1)
    assert gift(desk, price="no price", sc_spent="20000").status_code == 422
    for odd in ("", "-3", "٣", "9" * 12, "1e3"):
        assert gift(desk, sc_spent=odd).status_code == 302
    assert TaskTimeCount.objects.get().count == 1


def test_a_count_that_fails_fails_no_save(desk, monkeypatch):
    def broken(**_values):
        raise DatabaseError

    monkeypatch.setattr(counting.health, "count_task_time", broken)
    assert gift(desk, sc_spent="14000").status_code == 302


def test_it_8_tasks_are_shown_in_words_with_their_times(desk):
    empty = desk.get(reverse("task_times")).content.decode()
    assert "Nothing was saved 5 times or more" in empty
    for task in ("orders_refund", "channels_gift_wrap", "gone_since"):
        for _time in range(5):
            health.count_task_time(
                task=task, role="customer_service", milliseconds=130_000, actor=system_actor("tests"),
                at=clock.now(),
            )  # fmt: skip
    page = desk.get(reverse("task_times") + "?days=7").content.decode()
    assert "Refund" in page
    assert "/admin/channels/…/gift-wrap/" in page
    assert "gone_since" in page
    assert "Customer Service" in page
    assert " min" in page


def test_durations_are_written_as_people_say_them():
    assert (written(45), written(120), written(125)) == ("45 s", "2 min", "2 min 5 s")
