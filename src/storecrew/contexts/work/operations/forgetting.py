"""Taking a person out of the words of tasks."""

from __future__ import annotations

import re

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
    return Task.objects.bulk_update(rows, ["detail", "answer"])
