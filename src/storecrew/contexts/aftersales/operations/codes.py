"""Codes that were sold end when their money goes back: unseen ones are for sale again, others are burned."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping

from storecrew.contexts.inventory import public as inventory
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.sentence import joined, short

SYSTEM = "aftersales.codes"


def end_codes(
    order_id: int, lines: Mapping[int, int] | None, *, reason: str, actor: Actor, at: dt.datetime
) -> None:
    """End the codes of refunded units; without ``lines`` all of the order. Units that have none yet are left.

    Who refunds need not hold the right to move stock: that the money goes back is the reason, and the audit
    names both.
    """
    given = Counter(code.order_line_id for code in inventory.codes_of(order_id) if code.state == "given")
    wanted = given if lines is None else lines
    for line_id, units in sorted(wanted.items()):
        ending = min(units, given[line_id])
        if ending:
            inventory.take_back_codes(
                line_id,
                ending,
                reason=short(joined([f"{actor.label}:", reason]), 300),
                actor=system_actor(SYSTEM),
                at=at,
            )
