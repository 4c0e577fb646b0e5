"""Which extensions are installed in this process, what became of each, and why.

Written once at start by `config.extending`; everybody else reads.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.extensions.declaring import Extension, Right

if TYPE_CHECKING:
    from storecrew.kernel.sentence import Sentence

logger = logging.getLogger(__name__)
RUNNING, OFF, INCOMPATIBLE, BROKEN = "running", "off", "incompatible", "broken"

WHY: Mapping[str, Promise] = {
    "off": _("STORECREW_EXTENSIONS_OFF names it."),
    "contract": _(
        "It is made for contract %(wanted)s, this is %(ours)s: install a version of it for this one."
    ),
    "unreadable": _("Its contract cannot be read: %(reason)s"),
    "import": _("It cannot be imported: %(reason)s"),
    "kind": _("Its entry point names no Extension."),
    "refused": _("It is refused: %(reason)s"),
    "twice": _("Its name is taken by %(other)s: uninstall one of them."),
    "failed": _("It failed while it was started: %(reason)s"),
}


def _message(text: Promise) -> str:
    # lazily marked texts cannot be translated while settings are being read
    plain: Any = text.__reduce__()
    return str(plain[1][1][0])


@dataclass
class Row:
    """One installed extension. ``distribution`` is the name and version under which it was installed."""

    name: str
    distribution: str
    declared: Extension | None = None
    state: str = RUNNING
    code: str = ""
    values: dict[str, str] = field(default_factory=dict)
    folder: str = ""

    def leave_out(self, state: str, code: str, **values: str) -> None:
        """Note that it does not run, and why; the log has it at once."""
        self.state, self.code = state, code
        self.values = {name: value[:600] for name, value in values.items()}
        level = logging.INFO if state == OFF else logging.ERROR
        logger.log(level, "extension %s is left out: %s", self.name, self.in_english)

    @property
    def version(self) -> str:
        """Return its version, that of the distribution when it could not be read."""
        return self.declared.version if self.declared else self.distribution.partition(" ")[2]

    @property
    def in_english(self) -> str:
        """Return why it is left out, for logs and the command line."""
        return _message(WHY[self.code]) % self.values if self.code else ""

    @property
    def why(self) -> Sentence | str:
        """Return why it is left out, in the language of the moment; empty when it runs."""
        from storecrew.kernel.sentence import Sentence

        if not self.code:
            return ""
        return Sentence({"say": _message(WHY[self.code]), "with": dict(self.values)})


_rows: list[Row] = []
_reading: list[bool] = []


@contextmanager
def reading() -> Iterator[None]:
    """While declarations are read, the catalog of rights is not complete, so nobody may take it."""
    _reading.append(True)
    try:
        yield
    finally:
        _reading.pop()


def write(rows: list[Row]) -> None:
    """Take what the start found."""
    _rows[:] = rows


def standing() -> tuple[Row, ...]:
    """Return every installed extension in name order."""
    return tuple(_rows)


def running() -> tuple[tuple[Row, Extension], ...]:
    """Return those that run."""
    return tuple((row, row.declared) for row in _rows if row.state == RUNNING and row.declared)


def rights() -> tuple[tuple[Extension, Right], ...]:
    """Return the rights that extensions add. Raises ImportError while declarations are read."""
    if _reading:
        raise ImportError("its declaration imports more than storecrew.kernel.extensions; name that as text")
    return tuple((declared, right) for _row, declared in running() for right in declared.permissions)
