"""Walls between contexts, and between contexts and the web."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.architecture.house import Source, Violation, imported

PREFIX = "storecrew.contexts."
WEB = (
    "django.http",
    "django.shortcuts",
    "django.views",
    "django.urls",
    "django.test",
    "ninja",
    "django_htmx",
    "django.contrib.messages",
)
SIGNALS = ("django.dispatch", "django.db.models.signals", "django.core.signals")
# Pages are the tables of content, and Wagtail's pages answer requests (an ADR says so).
WEB_ALLOWED = {"content": ("django.http", "django.urls", "django.shortcuts")}
PLAIN_LAYERS = {"rules", "facts", "errors", "events"}
PLAIN_ALLOWED = ("django.utils.translation", "django.utils.functional", "django.utils.text")
LOOKUPS = ("get_model", "get_registered_model")


def crossings_end_in_public(source: Source) -> Iterator[Violation]:
    """Contexts meet at ``public``; surfaces may also import ``models`` to list them."""
    if not source.is_python or source.is_test or source.parts[0] == "kernel":
        return
    for node in source.nodes:
        for name in imported(node):
            if not name.startswith(PREFIX):
                continue
            context, _, rest = name.removeprefix(PREFIX).partition(".")
            if context == source.context:
                continue
            door = rest.split(".")[0]
            allowed = {"public", "models"} if source.in_surface else {"public"}
            if door not in allowed:
                yield source.violation(
                    node, f"imports {name}; use `from {PREFIX}{context} import public as {context}`"
                )


def contexts_know_no_http(source: Source) -> Iterator[Violation]:
    """Business code knows neither requests nor signals: it is called, and it publishes events."""
    if not source.is_python or source.is_test or not source.context:
        return
    allowed = WEB_ALLOWED.get(source.context, ())
    for node in source.nodes:
        for name in imported(node):
            if _under(name, WEB) and not _under(name, allowed):
                yield source.violation(node, f"imports {name}; a surface parses requests and renders")
            if _under(name, SIGNALS):
                yield source.violation(node, f"imports {name}; publish an event instead of a signal")


def values_are_plain_python(source: Source) -> Iterator[Violation]:
    """Rules, facts, errors and events need no Django, so that they are tested without a database."""
    if not source.is_python or source.is_test or source.layer not in PLAIN_LAYERS:
        return
    for node in source.nodes:
        for name in imported(node):
            if _under(name, ("django", "wagtail")) and not _under(name, PLAIN_ALLOWED):
                yield source.violation(node, f"imports {name}; {source.layer} are plain Python")


def models_are_imported_not_looked_up(source: Source) -> Iterator[Violation]:
    """A class found by its name crosses walls that no linter sees."""
    if not source.is_python or source.is_test:
        return
    for node in source.nodes:
        if isinstance(node, ast.Attribute) and node.attr in LOOKUPS:
            yield source.violation(node, f"uses {node.attr}; import the class or call the context's doorway")


def _under(name: str, roots: tuple[str, ...]) -> bool:
    return any(name == root or name.startswith(f"{root}.") for root in roots)
