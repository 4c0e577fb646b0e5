"""``manage build_demo`` says at once why it cannot, before it has written anything."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from storecrew.config.bootstrap import open_shop
from storecrew.contexts.people.models import Role
from storecrew.demo import store
from storecrew.kernel import clock

pytestmark = pytest.mark.django_db


def test_without_the_demo_switched_on_nothing_is_begun(settings):
    settings.STORECREW_DEMO = False
    with pytest.raises(CommandError, match=r"STORECREW_DEMO=1 ./dev manage build_demo"):
        call_command("build_demo")
    assert not Role.objects.exists()


def test_a_shop_that_is_there_is_left_alone(monkeypatch):
    monkeypatch.setattr(store, "build", lambda tell: pytest.fail("built"))
    open_shop(at=clock.now())
    with pytest.raises(CommandError, match="--fresh"):
        call_command("build_demo")


def test_a_step_that_counts_is_one_line_in_a_file(monkeypatch, settings, capsys):
    settings.STORECREW_DEMO = True

    def steps(tell):
        for step in ("Teams", "Pictures: 10 of 20", "Pictures: 20 of 20", "Done"):
            tell(step)

    monkeypatch.setattr(store, "build", steps)
    call_command("build_demo")
    assert [line[10:] for line in capsys.readouterr().out.splitlines() if line] == [
        "Teams",
        "Pictures",
        "Done",
    ]
