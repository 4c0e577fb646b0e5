"""Words that the software stores are sentences, which each reader gets in their own language."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.architecture.house import Source, Violation, dotted

TELLING = {"raise_finding", "open_task", "raise_not_started"}
WORDED = {"title", "detail"}
BUILT = (ast.JoinedStr, ast.BinOp)
TRANSLATED = {"_", "gettext", "ngettext", "pgettext", "npgettext", "str", "join", "format"}


def stored_words_are_sentences(source: Source) -> Iterator[Violation]:
    """Title and detail of an alert or a task are made by ``kernel.sentence.say``, not written down ready."""
    if not source.is_python or source.is_test or source.path.startswith("demo/"):
        return
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Call) or dotted(node.func).rpartition(".")[2] not in TELLING:
            continue
        for given in node.keywords:
            if given.arg in WORDED and (wrong := _ready(given.value)):
                yield source.violation(
                    given.value, f"stores {given.arg} as {wrong}; use say() of kernel.sentence"
                )


def _ready(value: ast.expr) -> str:
    """Return why a value reads the same for everybody; "" for sentences and for what people wrote."""
    if isinstance(value, ast.IfExp):
        return _ready(value.body) or _ready(value.orelse)
    if isinstance(value, ast.Constant):
        return "a text in one language" if value.value else ""
    if isinstance(value, BUILT):
        return "a text put together in one language"
    if isinstance(value, ast.Call):
        name = value.func.attr if isinstance(value.func, ast.Attribute) else dotted(value.func)
        if name in TRANSLATED:
            return "a text in the language of whoever acts"
    return ""
