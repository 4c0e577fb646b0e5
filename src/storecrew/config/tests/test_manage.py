"""How a management command is run."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from storecrew.config import manage
from storecrew.kernel import garbage


@pytest.fixture
def _collector() -> Iterator[None]:
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    yield
    gc.set_threshold(*before)


@pytest.mark.usefixtures("_collector")
def test_a_command_does_not_look_through_the_rows_it_builds(monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[tuple[int, int, int]] = []
    monkeypatch.delenv("STORECREW_DATA", raising=False)
    monkeypatch.setattr(manage, "execute_from_command_line", lambda _: found.append(gc.get_threshold()))
    manage.main()
    assert found == [(garbage.NEW_OBJECTS, garbage.YOUNG_LOOKS, garbage.MIDDLE_LOOKS)]
