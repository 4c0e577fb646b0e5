"""Taking a person out of the words of tasks."""

from __future__ import annotations

import re
from typing import Any

from storecrew.contexts.work.models import Task


def forget_in_tasks(text: str, *, code: str) -> int:
    """Strike a text out of the words of all tasks of one kind; return how many had it.

    For contexts that must erase a person; the rights are theirs to check.
    """
    pattern = re.compile(re.escape(text), re.IGNORECASE)
    rows = list(Task.objects.filter(code=code, detail__icontains=text))
    for row in rows:
        row.detail = pattern.sub("…", row.detail)
        row.answer = pattern.sub("…", row.answer)
        row.words = _without(pattern, row.words)
    return Task.objects.bulk_update(rows, ["detail", "answer", "words"])


def _without(pattern: re.Pattern[str], words: Any) -> Any:
    """Return stored words without a text, however deep it stands."""
    if isinstance(words, str):
        return pattern.sub("…", words)
    if isinstance(words, list):
        return [_without(pattern, each) for each in words]
    if isinstance(words, dict):
        return {name: _without(pattern, each) for name, each in words.items()}
    return words
