"""What a gateway tells of its payouts."""

from __future__ import annotations

import datetime as dt
from typing import Protocol, runtime_checkable

from storecrew.contexts.payments.facts import Statement


@runtime_checkable
class TellsPayouts(Protocol):
    """A gateway that can be asked for its payouts."""

    def payouts(self, *, since: dt.date) -> list[Statement] | None:
        """Return the payouts that arrived since a day; None when there is no answer."""
