"""Developers hear of extensions in trouble, and no longer when it is over."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.health import public as health
from storecrew.contexts.work.models import Finding
from storecrew.kernel.actor import system_actor
from storecrew.kernel.extensions import Extension, standing
from storecrew.kernel.extensions.standing import Row

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
BY = {"actor": system_actor("tests"), "at": AT}
SAID: list[str | None] = []


def speak(at: dt.datetime) -> str | None:
    return SAID[0]


def fail(at: dt.datetime) -> str | None:
    raise RuntimeError("no answer")


@pytest.fixture(autouse=True)
def _as_before():
    rows = list(standing.standing())
    yield
    standing.write(rows)


def one(*checks: str) -> Row:
    declared = Extension(name="acme-one", version="1", contract="1.x", checks=checks)
    row = Row("acme-one", "acme-one 1", declared)
    standing.write([row])
    return row


def open_ones() -> list[Finding]:
    return list(Finding.objects.filter(state="open"))


def test_one_that_is_left_out_is_an_alert_until_it_runs_or_is_gone():
    one().leave_out("broken", "failed", reason="x")
    assert health.watch_extensions(**BY) == 1
    assert health.watch_extensions(**BY) == 1
    (alert,) = open_ones()
    assert (alert.owner_role, alert.title, alert.times) == (
        "developer",
        "The extension acme-one is left out",
        1,
    )
    assert alert.detail == "It failed while it was started: x"
    standing.standing()[0].leave_out("broken", "failed", reason="y")
    health.watch_extensions(**BY)
    assert [alert.detail for alert in open_ones()] == ["It failed while it was started: y"]
    standing.write([])
    assert health.watch_extensions(**BY) == 0
    assert open_ones() == []


def test_one_that_was_turned_off_is_none():
    one().leave_out("off", "off")
    assert health.watch_extensions(**BY) == 0


def test_what_a_check_says_is_an_alert_and_one_that_fails_too():
    one(f"{__name__}.speak", f"{__name__}.fail")
    SAID[:] = ["Too many stars."]
    assert health.watch_extensions(**BY) == 2
    assert sorted(alert.detail for alert in open_ones())[1] == "Too many stars."
    assert "failed: no answer" in sorted(alert.detail for alert in open_ones())[0]
    SAID[:] = [None]
    assert health.watch_extensions(**BY) == 1
