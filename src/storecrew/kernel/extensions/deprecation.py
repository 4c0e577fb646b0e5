"""Names that go: who still calls them is told where, and for how long they stay."""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from storecrew.kernel.extensions.contract import CONTRACT, parsed

Thing = TypeVar("Thing", bound=Callable[..., Any])


class ContractWarning(FutureWarning):
    """Something of the contract was called that will go.

    Python hides a DeprecationWarning outside of the main module; this concerns whoever runs the installation.
    """


@dataclass(frozen=True)
class Deprecation:
    """One name that goes with contract ``until``; ``instead`` says what takes its place."""

    name: str
    since: tuple[int, int]
    until: tuple[int, int]
    instead: str

    @property
    def is_over(self) -> bool:
        """Say whether the name outlived its window."""
        return self.until <= CONTRACT

    def __str__(self) -> str:
        since, until = (f"{one[0]}.{one[1]}" for one in (self.since, self.until))
        return f"{self.name} is deprecated since contract {since} and goes with {until}: {self.instead}"


_known: dict[str, Deprecation] = {}


def deprecated(*, since: str, until: str, instead: str) -> Callable[[Thing], Thing]:
    """Mark a function or class of a doorway as one that goes.

    Callers get a :class:`ContractWarning` with their own file and line. Names go only with a new first
    number, so ``until`` is a contract such as ``2.0`` that comes after ``since``. Raises ValueError else, and
    without ``instead``.
    """
    first, last = parsed(since), parsed(until)
    if last[0] <= first[0] or last[1]:
        raise ValueError(f"a name of contract {since} goes with {first[0] + 1}.0 or later, not with {until}")
    if not instead.strip():
        raise ValueError("say what takes its place")

    def mark(thing: Thing) -> Thing:
        name = f"{thing.__module__}.{thing.__qualname__}"
        row = _known[name] = Deprecation(name, first, last, instead)
        if isinstance(thing, type):
            thing.__init__ = _warning(thing.__init__, row)  # type: ignore[misc]
            return thing
        return _warning(thing, row)

    return mark


def deprecations() -> list[Deprecation]:
    """Return every deprecated name of the modules that were imported."""
    return [_known[name] for name in sorted(_known)]


def _warning(function: Any, row: Deprecation) -> Any:
    @functools.wraps(function)
    def told(*args: Any, **kwargs: Any) -> Any:
        warnings.warn(str(row), ContractWarning, stacklevel=2)
        return function(*args, **kwargs)

    return told
