"""What happens to a return stands in the trail of the return and in that of its order."""

from __future__ import annotations

import datetime as dt
from typing import Any

from storecrew.kernel import audit
from storecrew.kernel.actor import Actor

RECORD = "aftersales.return"


def record_for_both(
    return_id: int, order_id: int, *, action: str, actor: Actor, at: dt.datetime, **more: Any
) -> None:
    """Write one line for the return and the same for its order; ``more`` as in ``audit.record``."""
    for record, record_id in ((RECORD, return_id), ("orders.order", order_id)):
        audit.record(actor=actor, action=action, record=record, record_id=record_id, at=at, **more)
