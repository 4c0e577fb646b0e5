"""What a customer who takes a replacement gets back."""

from __future__ import annotations


def difference(*, paid: int, quantity: int, units: int, price: int) -> int:
    """Return what goes back for ``units`` of a line of ``quantity`` for which ``paid`` was paid.

    ``price`` is what those units of the replacement cost now, tax included. Nobody pays more than before: a
    dearer replacement costs nothing extra. Rounded down to whole units of money on the customer's side.
    """
    return max(0, -(-paid * units // quantity) - price)
