"""FLT-05: the page of the background shows what was given up, and who may tries it again."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from storecrew.contexts.people.tests.factories import make_staff
from storecrew.kernel.outbox.models import HandlerRun, OutboxEvent
from storecrew.kernel.schedule.models import ScheduledRun

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)


def dead(handler: str = "storecrew.contexts.x.handlers.f", **changes: object) -> HandlerRun:
    event = OutboxEvent.objects.create(name="x.Happened", payload={}, published_at=AT, done_at=AT)
    values: dict = {"attempts": 12, "given_up": True, "error": "Traceback\n<b>KeyError</b>: 'sku'"}
    return HandlerRun.objects.create(event=event, handler=handler, **values | changes)


def test_flt_05_the_page_shows_reason_attempts_and_failing_jobs(client):
    dead()
    dead("storecrew.contexts.x.handlers.slow", given_up=False, attempts=2, next_at=AT)
    ScheduledRun.objects.create(
        name="checkout.settle_pending", tick=1, state="failed", holder="h", started_at=AT, heartbeat_at=AT,
        finished_at=AT, error="ValueError: no",
    )  # fmt: skip
    client.force_login(make_staff("developer"))
    page = client.get(reverse("background"))
    assert page.status_code == 200
    text = page.content.decode()
    assert "x.handlers.f" in text
    assert "12 attempts" in text
    assert "&lt;b&gt;KeyError" in text, "an error's words are text"
    assert "x.handlers.slow" in text
    assert "failed 1 time" in text
    assert "Try everything again" in text


def test_flt_05_one_or_everything_is_tried_again(client):
    first, second = dead("a.b"), dead("c.d")
    client.force_login(make_staff("developer"))
    address = reverse("background_try_again")
    assert client.post(address, {"kind": "handler", "id": first.pk}).status_code == 302
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.given_up, second.given_up) == (False, True)
    client.post(address, {"kind": "everything"})
    second.refresh_from_db()
    assert not second.given_up


@pytest.mark.parametrize("form", [{"kind": "order", "id": "1"}, {"kind": "handler", "id": "x"}, {}])
def test_a_forged_name_does_nothing(client, form):
    client.force_login(make_staff("developer"))
    answer = client.post(reverse("background_try_again"), form, follow=True)
    assert "not waiting any more" in answer.content.decode()


def test_testers_read_and_do_not_retry(client):
    row = dead()
    client.force_login(make_staff("tester"))
    assert "Try everything again" not in client.get(reverse("background")).content.decode()
    assert client.post(reverse("background_try_again"), {"kind": "handler", "id": row.pk}).status_code == 403
    row.refresh_from_db()
    assert row.given_up
    client.force_login(make_staff("content_team"))
    assert client.get(reverse("background")).status_code == 403
    assert client.get(reverse("background_try_again")).status_code == 403
