"""Lines of inboxes in words; the back office says them, since it knows the pages and who may open them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from storecrew.contexts.notices.facts import Said
from storecrew.kernel.actor import Actor

Writer = Callable[[Sequence[Any], Actor], Mapping[int, Said]]
_writers: list[Writer] = []


def register_writer(writer: Writer) -> None:
    """Say who puts lines into words: {id of a line: its words} of those whose record somebody may see."""
    _writers[:] = [writer]


def said(lines: Sequence[Any], actor: Actor) -> dict[int, Said]:
    """Return the words of lines in the language that is active; without what the person may not see."""
    return {key: words for writer in _writers for key, words in writer(lines, actor).items()}
