"""Which prices a shop writes: on a step, with an ending, in one direction. Exact integers only."""

from __future__ import annotations

from dataclasses import dataclass

NEAREST, UP, DOWN = "nearest", "up", "down"
DIRECTIONS = (NEAREST, UP, DOWN)
LARGEST_STEP = 10**12


@dataclass(frozen=True, slots=True)
class RoundingRule:
    """Prices are ``ending`` plus a multiple of ``step``, both in minor units, 0 <= ending < step.

    Step 100 and ending 99 are prices in .99; step 1000 and ending 900 are won prices in 900; step 5 and
    ending 0 is Swiss rounding. A step of 0 leaves prices as they are.
    """

    step: int = 0
    ending: int = 0
    direction: str = NEAREST

    def __post_init__(self) -> None:
        """Raise ValueError for a rule that no price can follow."""
        if self.direction not in DIRECTIONS:
            raise ValueError(f"unknown direction {self.direction!r}")
        if not 0 <= self.step <= LARGEST_STEP:
            raise ValueError("a step is not negative")
        if not 0 <= self.ending < max(self.step, 1):
            raise ValueError("an ending is smaller than its step")

    def apply(self, amount: int) -> int:
        """Return the price for an amount; of two that are equally near the higher.

        A price above zero stays above zero, so downwards it may be the lowest price of the rule although
        that is more; nothing stays nothing.
        """
        if self.step == 0 or amount <= 0:
            return max(0, amount)
        below = self.ending + (amount - self.ending) // self.step * self.step
        above = below if below == amount else below + self.step
        if self.direction == UP:
            price = above
        elif self.direction == DOWN:
            price = below
        else:
            price = above if above - amount <= amount - below else below
        return price if price > 0 else self.ending or self.step


NONE = RoundingRule()


def named(name: str, exponent: int) -> RoundingRule:
    """Return a rule by its short name: "none", "99", "10" or "100" whole units.

    Raises ValueError for other names, and where the currency has no decimals for .99.
    """
    unit = 10**exponent
    if name == "none":
        return NONE
    if name == "99":
        if exponent == 0:
            raise ValueError("a currency without decimals has no price that ends in .99")
        # Prices that end in .99 are the whole units less one hundredth.
        return RoundingRule(unit, unit - unit // 100)
    if name in ("10", "100"):
        return RoundingRule(int(name) * unit)
    raise ValueError(f"unknown rounding {name!r}")
