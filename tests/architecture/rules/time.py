"""Time: one clock, so that tests and the demo can move it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.architecture.house import Source, Violation, dotted, imported

CLOCK = "kernel/clock.py"
READERS = {
    "timezone.now", "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time",
    "time.time_ns",
}  # fmt: skip
READERS_WITHOUT_ARGUMENT = {"timezone.localtime", "timezone.localdate", "time.localtime", "time.gmtime"}
"""These convert what they are given, and read the time when given nothing."""


def the_store_clock_alone_reads_the_time(source: Source) -> Iterator[Violation]:
    """Nothing but ``kernel.clock`` reads the time, not even a field's default."""
    if not source.is_python or source.is_test or source.path == CLOCK:
        return
    for node in source.nodes:
        name = dotted(node.func if isinstance(node, ast.Call) else node)
        short = ".".join(name.split(".")[-2:])
        without_argument = isinstance(node, ast.Call) and not node.args and not node.keywords
        if (isinstance(node, ast.Attribute) and short in READERS) or (
            without_argument and short in READERS_WITHOUT_ARGUMENT
        ):
            yield source.violation(node, f"reads the time by {name}; use storecrew.kernel.clock")
        if isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"}:
            yield source.violation(node.value, f"{node.arg} reads the time; pass `at` from the operation")
        for name in imported(node):
            if name == "django.db.models.functions.Now" or name in {"time.time", "django.utils.timezone.now"}:
                yield source.violation(node, f"imports {name}; use storecrew.kernel.clock")
