"""What is still to be done, in the order of its time."""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Callable
from itertools import count

from storecrew.kernel import clock

Deed = Callable[[dt.datetime], None]


class Agenda:
    """Deeds by their time. The store clock stands at that time while one is done."""

    def __init__(self) -> None:
        self._deeds: list[tuple[dt.datetime, int, Deed]] = []
        self._turn = count()
        self.last = dt.datetime.min.replace(tzinfo=dt.UTC)

    def put(self, at: dt.datetime, deed: Deed) -> None:
        """Write down what is to be done; of two at one time the first written is done first."""
        heapq.heappush(self._deeds, (at, next(self._turn), deed))

    def run(self, until: dt.datetime | None = None) -> None:
        """Do what is due until a time, also what is written down meanwhile; without a time everything."""
        while self._deeds and (until is None or self._deeds[0][0] <= until):
            at, _, deed = heapq.heappop(self._deeds)
            self.last = at
            with clock.frozen(at):
                deed(at)
