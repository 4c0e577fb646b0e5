"""Words that the software stores are sentences, which each reader gets in their own language."""

from __future__ import annotations

import ast
import re
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
    for node in source.nodes:
        if not isinstance(node, ast.Call) or dotted(node.func).rpartition(".")[2] not in TELLING:
            continue
        for given in node.keywords:
            if given.arg in WORDED and (wrong := _ready(given.value)):
                yield source.violation(
                    given.value, f"stores {given.arg} as {wrong}; use say() of kernel.sentence"
                )


PLAIN = {
    *("AssertionError", "ImportError", "KeyError", "OSError", "RuntimeError", "TimeoutError", "TypeError"),
    *(
        "ValueError",
        "CommandError",
        "ImproperlyConfigured",
        "Refused",
        "WaitedTooLong",
        "UnknownLimit",
        "Unusable",
        "OAuth2Error",
    ),
    # What programs tell each other: files of benchmarks, answers of networks, amounts of a gateway.
    *("UnreadableProblem", "PlannerMissing", "NoAnswer", "RefusedPost", "NotExpressible", "OAuth2Error"),
}
"""Faults that developers read, in English; whoever shows one to a person says it in words of their own."""
WORDED_TEXT = re.compile("[A-Za-z]{2}.* | .*[A-Za-z]{2}")
GIVEN = {"reason", "cause", "because", "held_because", "block_reason"}
SAYING = {"say", "say_many", "told_by"}
KEPT = {"update", "create", "update_or_create"}
TOLD = {"message", "error", "because", "reason", "problem", "held_because", "block_reason"}


def refusals_are_sentences(source: Source) -> Iterator[Violation]:
    """Why something is refused or was done is made by ``_`` or ``say``; what is stored of it by ``say``."""
    if not source.is_python or source.is_test or source.path.startswith(("demo/", "config/")):
        return
    for node in source.nodes:
        if not isinstance(node, ast.Call) or "/gallery/" in source.path:
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else dotted(node.func)
        raised = isinstance(node.parent, ast.Raise) and name not in PLAIN  # type: ignore[attr-defined]
        given = [each for each in node.keywords if raised or each.arg in GIVEN]
        for value in [*(node.args if raised else []), *(each.value for each in given)]:
            if any(_reads_as_words(part) for part in (value, *_branches(value))):
                yield source.violation(value, "is a sentence in one language; use _() or say()")
        for each in node.keywords if not raised and name not in SAYING else ():
            if each.arg == "reason" and _in_one_language(each.value):
                yield source.violation(each.value, "is kept in the language of whoever acts; use say()")
        if source.context and name in KEPT:
            for each in node.keywords:
                if each.arg in TOLD and (wrong := _ready(each.value)) and not _is_code(each.value):
                    yield source.violation(each.value, f"stores {each.arg} as {wrong}; use say()")


def _in_one_language(value: ast.expr) -> bool:
    """Tell a text that is translated where somebody acts, or an error turned into one."""
    return isinstance(value, ast.Call) and dotted(value.func) in {"_", "gettext", "ngettext", "str"}


def _branches(value: ast.expr) -> tuple[ast.expr, ...]:
    if isinstance(value, ast.IfExp):
        return (value.body, value.orelse)
    return tuple(value.values) if isinstance(value, ast.BoolOp) else ()


def _reads_as_words(value: ast.expr) -> bool:
    """Tell a text of several words from a code."""
    if isinstance(value, ast.JoinedStr):
        return any(
            isinstance(part, ast.Constant) and WORDED_TEXT.search(str(part.value)) for part in value.values
        )
    return isinstance(value, ast.Constant) and isinstance(value.value, str) and " " in value.value.strip()


def _is_code(value: ast.expr) -> bool:
    """Tell whether no branch is a text: a code, nothing, or what somebody wrote, cut to its column."""
    return all(
        isinstance(part, ast.Constant) and " " not in str(part.value)
        for part in (_branches(value) or (value,))
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


SAID_TWICE = re.compile(r"\{ ?(\w+) ?\}+ ?\{+ ?\1\.next_step\b")


def steps_are_said_once(source: Source) -> Iterator[Violation]:
    """An error in words has its next step already; ``error.message`` is the sentence alone."""
    if source.is_test:
        return
    for number, line in enumerate(source.lines, start=1):
        if SAID_TWICE.search(line):
            yield source.violation(number, "says the next step a second time; write the error alone")
