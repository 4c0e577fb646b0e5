"""What happened to promotions."""

from dataclasses import dataclass

from storecrew.kernel.outbox import Event


@dataclass(frozen=True)
class PromotionScheduled(Event):
    """A promotion passed its checks and will start; warehouse and service hear of it first."""

    promotion_id: int
    revision: int


@dataclass(frozen=True)
class PromotionLaunched(Event):
    """A promotion runs."""

    promotion_id: int


@dataclass(frozen=True)
class PromotionPaused(Event):
    """A promotion takes nothing more off new carts. ``reason`` is "stock" or "hand"."""

    promotion_id: int
    reason: str


@dataclass(frozen=True)
class PromotionResumed(Event):
    """A paused promotion runs again."""

    promotion_id: int


@dataclass(frozen=True)
class PromotionEnded(Event):
    """A promotion is over."""

    promotion_id: int
