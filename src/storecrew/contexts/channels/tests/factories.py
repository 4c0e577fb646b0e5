"""Ready-made channels for tests of any context."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from storecrew.contexts.channels import public as channels
from storecrew.kernel.actor import system_actor

AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


def make_channel(code: str = "eu", **changes: Any) -> channels.ChannelFacts:
    """Return an active consumer channel in EUR; name any field of `ensure_channel` to differ."""
    values: dict[str, Any] = {
        "name": f"Shop {code}",
        "currency": "EUR",
        "countries": ["DE", "FR", "NL"],
        "locales": ["en", "ko"],
        "timezone": "Europe/Berlin",
    }
    return channels.ensure_channel(code=code, **(values | changes), actor=system_actor("tests"), at=AT)
