"""What the software writes into alerts and tasks is read and found in every language."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils.translation import override

from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.work import public as work
from storecrew.contexts.work.models import Finding, Task
from storecrew.kernel.actor import system_actor
from storecrew.kernel.sentence import joined, say

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 6, 1, 8, 0, tzinfo=dt.UTC)
ACTOR = system_actor("test")


def low() -> work.FindingFacts:
    return work.raise_finding(
        code="stock_ran_low",
        title=say("%(sku)s is running low at %(place)s", sku="MUG-1", place="Berlin"),
        detail=say("%(left)s left, low from %(threshold)s on.", left=2, threshold=5),
        owner_role="inventory_manager",
        dedupe_key="low",
        actor=ACTOR,
        at=AT,
    )


def ask(**more: object) -> work.TaskFacts:
    values = {"title": say("Question about %(number)s", number="SC-1"), "detail": "Is it dark?", **more}
    return work.open_task(code="q", owner_role="customer_service", actor=ACTOR, at=AT, **values)


def test_an_alert_is_read_in_the_language_of_who_reads() -> None:
    found = low()
    assert found.title == "MUG-1 is running low at Berlin"
    with override("ko"):
        korean = work.open_findings(role="inventory_manager")[0]
        assert str(Finding.objects.get()) == korean.title
    assert korean.title != found.title
    assert korean.detail == "2개 남음, 5개부터 부족으로 봅니다."


def test_an_alert_that_was_written_in_korean_is_english_for_the_others() -> None:
    with override("ko"):
        low()
    assert work.open_findings(role="inventory_manager")[0].title == "MUG-1 is running low at Berlin"


def test_why_it_was_closed_is_read_so_too() -> None:
    found = low()
    work.resolve_finding(finding_id=found.id, resolution=say("People come again."), actor=ACTOR, at=AT)
    with override("ko"):
        assert Finding.objects.get().said("resolution") == "방문이 다시 늘었습니다."
    assert Finding.objects.get().said("title") == found.title


def test_what_people_wrote_stays_as_it_is() -> None:
    task = ask(title="Call the printer")
    with override("ko"):
        read = work.task(task.id)
    assert read is not None
    assert (read.title, read.detail) == ("Call the printer", "Is it dark?")
    assert Task.objects.get().words == {}


def test_a_late_task_is_told_in_the_words_of_the_task() -> None:
    ask(due_at=AT)
    work.escalate_overdue(at=AT + dt.timedelta(days=1))
    with override("ko"):
        assert Finding.objects.get().said("title") == Task.objects.get().said("title")
        assert Finding.objects.get().said("title") != Finding.objects.get().title


def test_a_task_that_is_withdrawn_says_why() -> None:
    task = ask()
    work.withdraw_task(task_id=task.id, reason=say("It is over."), actor=ACTOR, at=AT)
    with override("ko"):
        read = work.task(task.id)
        assert read is not None
        assert read.answer == str(say("It is over."))
        assert read.title == str(say("Question about %(number)s", number="SC-1"))


def test_who_is_forgotten_is_struck_out_of_the_words_too() -> None:
    ask(detail=joined(["It does not open.", say("Answer to: %(email)s", email="jo@example.com")], "\n"))
    assert work.forget_in_tasks("jo@example.com", code="q") == 1
    row = Task.objects.get()
    assert "jo@" not in str(row.words)
    assert row.said("detail") == "It does not open.\nAnswer to: …"


def test_lists_find_the_words_of_every_language() -> None:
    low()
    client = Client()
    client.force_login(make_staff("owner", email="o@storecrew.example"))
    with override("ko"):
        word = work.open_findings()[0].detail.split(",")[0]
    for text in (word, "running low"):
        rows = client.get("/admin/alerts/", {"q": text}).context["rows"]
        assert [row.title for row in rows] == ["MUG-1 is running low at Berlin"], text
