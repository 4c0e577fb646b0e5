"""Who sees which variant: the same browser the same one, without a list of browsers."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

_PARTS = 1 << 53


def assign(salt: str, visitor: int, weights: Sequence[int]) -> int:
    """Return the place of the variant that a browser sees; ``weights`` are shares of any sum.

    The salt is the experiment's own, so what somebody sees in one says nothing about another.

    >>> assign("a", 7, (1, 1)) == assign("a", 7, (1, 1))
    True
    """
    digest = blake2b(f"{salt}:{visitor}".encode(), digest_size=8).digest()
    point = (int.from_bytes(digest, "big") >> 11) * sum(weights)
    reached = 0
    for place, weight in enumerate(weights):
        reached += weight * _PARTS
        if point < reached:
            return place
    return len(weights) - 1
