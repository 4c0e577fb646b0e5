"""The base of all events: frozen dataclasses of ids and plain values, named in the past tense."""

from __future__ import annotations

import datetime as dt
from contextvars import ContextVar
from dataclasses import asdict, dataclass, fields
from typing import Any, ClassVar, NamedTuple, Self, get_type_hints

_known: dict[str, type[Event]] = {}


class Handling(NamedTuple):
    """Which event a handler is at: its id in the outbox, the same each time it is tried, and since when."""

    event_id: int
    published_at: dt.datetime


handling: ContextVar[Handling | None] = ContextVar("storecrew_outbox_handling", default=None)


@dataclass(frozen=True)
class Event:
    """A fact. Its name is ``<context>.<Class>``, taken from where the class is defined.

    ``look_again`` is for facts that only say what to look at anew: of several that wait and say the same
    words, the last one is handled, which sees all that the earlier ones would have seen.
    """

    name: ClassVar[str] = ""
    look_again: ClassVar[bool] = False

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        parts = cls.__module__.split(".")
        context = parts[parts.index("contexts") + 1] if "contexts" in parts else parts[-2]
        cls.name = f"{context}.{cls.__name__}"
        _known[cls.name] = cls

    def payload(self) -> dict[str, Any]:
        """Return the event's values for JSON."""
        return asdict(self)

    @classmethod
    def read(cls, payload: dict[str, Any]) -> Self:
        """Build the event from its JSON; lists become tuples again, unknown keys are dropped."""
        hints = get_type_hints(cls)
        values = {}
        for item in fields(cls):
            if item.name in payload:
                values[item.name] = _restore(payload[item.name], hints[item.name])
        return cls(**values)


def _restore(value: Any, hint: Any) -> Any:
    """Give a JSON list back the tuple shape its field declares."""
    if isinstance(value, list) and str(hint).startswith("tuple"):
        return tuple(tuple(item) if isinstance(item, list) else item for item in value)
    return value


def event_class(name: str) -> type[Event] | None:
    """Return the class of a stored event's name, or None when no code knows it any more."""
    return _known.get(name)
