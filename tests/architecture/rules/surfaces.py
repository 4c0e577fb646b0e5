"""Surfaces: they read forms, make one call and render."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.architecture.house import Source, Violation, dotted

WRITES = {
    "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create",
    "acreate", "aupdate", "adelete",
}  # fmt: skip
WRITE_MARK = "# surface write:"
REVIEW_MARK = "reviewed:"
UNSAFE_CALLS = {"mark_safe", "format_html", "format_html_join", "SafeString", "Markup"}
UNSAFE_TEMPLATE = re.compile(r"\|\s*safe\b|autoescape\s+(?:off|false)|safeseq\b")


def surfaces_do_not_write(source: Source) -> Iterator[Violation]:
    """Only operations write: there are the rights check, the audit line and the event."""
    if not source.is_python or source.is_test or not source.in_surface:
        return
    for node in source.nodes:
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        method = node.func.attr
        managers = {part.attr for part in ast.walk(node.func) if isinstance(part, ast.Attribute)}
        on_manager = bool({"objects", "_default_manager"} & managers)
        writes = (
            (method == "save" and not dotted(node.func).startswith("super"))
            or (method == "delete" and not node.args and not node.keywords)
            or (method in WRITES and on_manager)
        )
        if writes and not source.marked(node.lineno, WRITE_MARK):
            yield source.violation(node, f"calls .{method}(); call an operation, or mark `{WRITE_MARK} why`")


def markup_is_reviewed(source: Source) -> Iterator[Violation]:
    """Text that skips escaping is looked at by a person, who leaves a reason.

    Markup written out in the code is inert, and ``format_html`` escapes what it puts into such a text. Plain
    text files are no markup.
    """
    if source.is_test or source.path.endswith(".txt"):
        return
    if not source.is_python:
        for number, line in enumerate(source.lines, start=1):
            if UNSAFE_TEMPLATE.search(line) and not source.marked(number, REVIEW_MARK):
                yield source.violation(number, f"skips escaping; add a comment `{REVIEW_MARK} why`")
        return
    for node in source.nodes:
        if not isinstance(node, ast.Call) or dotted(node.func).rpartition(".")[2] not in UNSAFE_CALLS:
            continue
        first = 2 if dotted(node.func).endswith("format_html_join") else 1
        written_out = bool(node.args) and all(isinstance(arg, ast.Constant) for arg in node.args[:first])
        if not written_out and not source.marked(node.lineno, f"# {REVIEW_MARK}"):
            yield source.violation(node, f"builds markup; add a comment `# {REVIEW_MARK} why`")


def refused_forms_say_so(source: Source) -> Iterator[Violation]:
    """A page with a form that was refused is answered 422: scripts, caches and screen readers see it too."""
    if not source.is_python or source.is_test or not source.in_surface or "/storefront/" in source.path:
        return
    for function in source.nodes:
        if not isinstance(function, ast.FunctionDef):
            continue
        calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
        reads = any(
            isinstance(node, ast.Attribute) and dotted(node) == "request.POST" for node in ast.walk(function)
        )
        if not reads or not any(dotted(call.func).endswith(".is_valid") for call in calls):
            continue
        for call in calls:
            named = {keyword.arg for keyword in call.keywords}
            if dotted(call.func) in {"render", "render_record"} and "status" not in named:
                yield source.violation(call, "shows a refused form as 200; give the page its status")
