"""The shape of files."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.architecture.house import Source, Violation

LIMIT = 400
TEST_LIMIT = 800
LATER = re.compile(r"\b(?:TODO|FIXME|HACK)\b")


def doorways_only_open(source: Source) -> Iterator[Violation]:
    """``public.py`` re-exports by name and says so in ``__all__``; nothing is made there."""
    if not source.is_python or source.parts[2:] != ("public",) or not source.context:
        return
    names: set[str] = set()
    promised: set[str] | None = None
    for node in source.tree.body:
        if isinstance(node, ast.ImportFrom):
            names |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
            promised = set(ast.literal_eval(node.value))
        elif not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
            yield source.violation(node, "makes something in a doorway; move it to queries or operations")
    if promised is None:
        yield source.violation(1, "has no __all__")
    elif promised != names - {"annotations"}:
        different = sorted(promised ^ (names - {"annotations"}))
        yield source.violation(1, f"__all__ and imports differ: {', '.join(different)}")


def files_stay_small(source: Source) -> Iterator[Violation]:
    """A file that grows is split by verb before it becomes the place where everything is."""
    limit = TEST_LIMIT if source.is_test else LIMIT
    if source.is_python and len(source.lines) > limit:
        yield source.violation(limit, f"has {len(source.lines)} lines; split it by verb (at most {limit})")


def nothing_is_left_for_later(source: Source) -> Iterator[Violation]:
    """What is not done is an issue, not a note in the code."""
    for number, line in enumerate(source.lines, start=1):
        if LATER.search(line):
            yield source.violation(number, "leaves a note for later")
