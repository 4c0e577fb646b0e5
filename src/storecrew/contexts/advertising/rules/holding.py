"""What keeps an article out of a feed: stock, returns, money, missing parts; plain Python."""

from __future__ import annotations

from dataclasses import dataclass

from storecrew.contexts.advertising.facts import FeedItem, Reason

CODES = (
    "by_hand", "sold_out", "low_stock", "return_rate", "loses_money", "no_image", "no_text", "no_identifier",
    "bad_gtin", "page_differs",
)  # fmt: skip
"""Every reason, the most pressing first."""
FEWEST_SOLD = 10
"""Below so many sold units a return rate says nothing."""
SHORTEST_TEXT = 10


@dataclass(frozen=True, slots=True)
class Limits:
    """What a feed allows: units, basis points, minor units."""

    low_stock: int
    max_return_bp: int
    min_earned: int


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of an article beside its page: sold and given back units, earned per unit."""

    sold: int = 0
    returned: int = 0
    earned: int | None = None
    held_by_hand: str = ""
    differs: str = ""


def reasons(item: FeedItem, seen: Seen, limits: Limits) -> tuple[Reason, ...]:
    """Return why an article may not be advertised; empty when it may."""
    found = []
    if seen.held_by_hand:
        found.append(Reason("by_hand", text=seen.held_by_hand))
    stock = stock_reason(item.available, limits.low_stock)
    if stock is not None:
        found.append(stock)
    if seen.sold >= FEWEST_SOLD:
        rate = seen.returned * 10_000 // seen.sold
        if rate > limits.max_return_bp:
            found.append(Reason("return_rate", rate, limits.max_return_bp))
    if seen.earned is not None and seen.earned < limits.min_earned:
        found.append(Reason("loses_money", seen.earned, limits.min_earned))
    if not item.image:
        found.append(Reason("no_image"))
    if len(item.text) < SHORTEST_TEXT:
        found.append(Reason("no_text", len(item.text), SHORTEST_TEXT))
    if not item.gtin and not item.brand:
        found.append(Reason("no_identifier"))
    elif item.gtin and not valid_gtin(item.gtin):
        found.append(Reason("bad_gtin", text=item.gtin))
    if seen.differs:
        found.append(Reason("page_differs", text=seen.differs))
    return tuple(sorted(found, key=lambda reason: CODES.index(reason.code)))


def stock_reason(available: int, low_stock: int) -> Reason | None:
    """Return why stock keeps an article out, or None."""
    if available <= 0:
        return Reason("sold_out", max(available, 0))
    return Reason("low_stock", available, low_stock) if available <= low_stock else None


def valid_gtin(text: str) -> bool:
    """Say whether digits are a GTIN-8, 12, 13 or 14 with its right check digit."""
    if not text.isascii() or not text.isdigit() or len(text) not in (8, 12, 13, 14):
        return False
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(text)))
    return total % 10 == 0
