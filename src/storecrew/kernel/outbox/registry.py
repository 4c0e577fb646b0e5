"""Which handlers listen to which event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from storecrew.kernel.outbox.events import Event

E = TypeVar("E", bound=Event)
Handler = Callable[[Any], None]

_handlers: dict[str, dict[str, Handler]] = defaultdict(dict)


def subscribe(event_class: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Register a function for an event; it must be harmless when repeated."""

    def register(function: Callable[[E], None]) -> Callable[[E], None]:
        _handlers[event_class.name][f"{function.__module__}.{function.__qualname__}"] = function
        return function

    return register


def handlers_of(event_name: str) -> dict[str, Handler]:
    """Return the handlers of an event by their dotted name, in a stable order."""
    return dict(sorted(_handlers.get(event_name, {}).items()))


def forget(package: str) -> None:
    """Drop the handlers of a package: an extension that failed while it was started hears nothing."""
    for handlers in _handlers.values():
        for name in [name for name in handlers if name.startswith(f"{package}.")]:
            del handlers[name]
