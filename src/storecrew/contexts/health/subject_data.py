"""Reports of barriers that name an address: handed out on request, the address struck out when they leave."""

from __future__ import annotations

import datetime as dt
from typing import Any

from storecrew.contexts.health.operations.barriers import CODE
from storecrew.contexts.work import public as work
from storecrew.kernel.actor import Actor


class BarrierData:
    """What a person reported under their address."""

    name = "barriers"

    def export(self, *, customer_id: int, email: str) -> list[dict[str, Any]]:
        """Return the reports with what was answered."""
        return [
            {"report": task.detail, "reported_at": task.opened_at.isoformat(), "answer": task.answer}
            for task in work.tasks_saying(email, code=CODE)
        ]

    def erase(self, *, customer_id: int, email: str, actor: Actor, at: dt.datetime) -> None:
        """Keep the barrier, forget who met it."""
        work.forget_in_tasks(email, code=CODE)
