"""What an exchange costs, and when the goods that came back let it leave; no database."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from storecrew.contexts.aftersales.rules.returns import Found

OURS = ("damaged", "wrong", "defective", "not_as_shown", "late")
"""Reasons for which we answer: the state of the goods does not keep the exchange back."""
FINE = ("shelf", "missing")


class Instead(NamedTuple):
    """The variant that is wanted instead of a line's units."""

    line_id: int
    variant_id: int


def extra_for(*, returned: int, wanted: int) -> int:
    """Return what is asked for one unit, as displayed: what the wanted article costs more now."""
    return max(wanted - returned, 0)


def back_for(*, returned: int, wanted: int, paid: int, quantity: int, net: bool, rate_ppm: int) -> int:
    """Return what goes back for one unit, tax included; 0 where the wanted variant costs more.

    Compared is what both cost now, as displayed, so that a discount of then stays with the customer. Never
    more goes back than was paid for a unit (``paid`` for ``quantity`` of them).
    """
    if wanted >= returned:
        return 0
    back = returned - wanted
    if net:
        back += back * rate_ppm // 1_000_000
    return min(back, paid // quantity)


def leaves_by_itself(found: Iterable[Found], reasons: dict[int, str]) -> bool:
    """Say whether what was found lets the exchange leave without anybody deciding.

    It does where each unit is as good as new, or came back for a reason for which we answer.
    """
    return all(each.decision in FINE or reasons.get(each.line_id) in OURS for each in found)
