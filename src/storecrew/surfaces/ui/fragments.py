"""Parts of templates that are rendered once for the same values.

    {% keep item, level %}<h3>{{ item.title }}</h3>{% endkeep %}

The part is a function of what stands behind ``keep``, of the language and of the editors' words: with equal
values its text is taken from memory, with any other it is rendered. So nothing in it is ever old, a new
price is a new text; but whatever the part shows has to be named there, as values that can be compared:
frozen facts, tuples, texts. With others the part is rendered each time. Parts may stand within parts: when
one card of a list changes, the list is rendered anew, and the other cards are not.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from django.utils.translation import get_language
from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.parser import Parser

from storecrew.kernel import wording

MOST_CHARACTERS = 32_000_000
OVERHEAD = 1_000
"""What an entry's values cost besides its text, roughly."""


class Fragments:
    """Texts by what they show, the oldest leave first."""

    def __init__(self, most: int = MOST_CHARACTERS) -> None:
        self.most, self.size = most, 0
        self._texts: dict[Any, str] = {}
        self._lock = threading.Lock()

    def find(self, key: Any) -> str | None:
        """Return the text of a key if it is there; TypeError for a key that cannot be compared."""
        return self._texts.get(key)

    def keep(self, key: Any, text: str) -> None:
        """Keep a text, and let the oldest go until all fit."""
        with self._lock:
            if key in self._texts:
                return
            self._texts[key] = text
            self.size += len(text) + OVERHEAD
            while self.size > self.most:
                self.size -= len(self._texts.pop(next(iter(self._texts)))) + OVERHEAD

    def forget(self) -> None:
        """Forget everything."""
        with self._lock:
            self._texts.clear()
            self.size = 0


fragments = Fragments()


class Keep(Extension):
    """The tag ``keep`` (see the module)."""

    tags = {"keep"}

    def parse(self, parser: Parser) -> nodes.Node:
        """Read the tag: the values, then the part up to ``endkeep``."""
        line = next(parser.stream).lineno
        values = parser.parse_tuple()
        part = parser.parse_statements(("name:endkeep",), drop_needle=True)
        place = nodes.Const(f"{parser.name}:{line}")
        call = self.call_method("kept", [place, values])
        return nodes.CallBlock(call, [], [], part).set_lineno(line)

    def kept(self, place: str, values: Any, caller: Callable[[], str]) -> str:
        """Return the text of a part; while templates are being written each is rendered."""
        taken = getattr(self.environment, "storecrew_taken", None)
        key = (place, get_language(), wording.edition(), values, taken)
        if self.environment.auto_reload:
            return caller()
        try:
            found = fragments.find(key)
        except TypeError:
            return caller()
        if found is None:
            found = caller()
            fragments.keep(key, found)
        return found
