"""The other side."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from storecrew.contexts.webhooks.tests.receiver import Receiver, receiving


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """A server that takes webhooks."""
    with receiving(monkeypatch) as opened:
        yield opened
