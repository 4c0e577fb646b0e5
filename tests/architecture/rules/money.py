"""Money: integers in minor units, from the file to the gateway."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.architecture.house import Source, Violation, dotted

NEAR_MONEY = {"pricing", "payments", "orders", "checkout", "aftersales", "shipping"}
MARK = "# not money:"
WHOLE_FILE = "# not money in this file:"
INEXACT_FIELDS = {"FloatField", "DecimalField"}


def money_is_never_a_float(source: Source) -> Iterator[Violation]:
    """No float and no decimal column in the contexts that handle money (SQLite stores decimals as REAL)."""
    if not source.is_python or source.is_test:
        return
    near = source.context in NEAR_MONEY or source.path == "kernel/money.py"
    near = near and not any(line.startswith(WHOLE_FILE) for line in source.lines)
    for node in source.nodes:
        if not hasattr(node, "lineno") or source.marked(node.lineno, MARK):
            continue
        name = dotted(node.func) if isinstance(node, ast.Call) else ""
        if name.startswith("models.") and name.removeprefix("models.") in INEXACT_FIELDS:
            yield source.violation(node, "is an inexact column; use BigIntegerField in minor units")
        if not near:
            continue
        if isinstance(node, ast.Name) and node.id == "float":
            yield source.violation(node, f"uses float near money; if it is none, mark `{MARK} what it is`")
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield source.violation(node, f"has a float near money; if it is none, mark `{MARK} what it is`")
