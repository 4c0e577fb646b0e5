"""Tables: which way foreign keys point, and how rows are locked."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.architecture.house import Source, Violation, dotted, parents, tier_of

RELATIONS = {"ForeignKey", "OneToOneField", "ManyToManyField", "ParentalKey", "ParentalManyToManyField"}
KERNEL_APPS = {"audit", "outbox", "idempotency", "sequence", "mail", "schedule"}
ENDS_ON_ONE = {"get", "first", "last", "earliest", "latest"}
ENDS_ON_MANY = {"in_bulk"}
CONSUMERS = {"list", "tuple", "set", "dict", "sorted", "bool", "len", "sum", "any", "all", "max", "min"}


def foreign_keys_point_down(source: Source) -> Iterator[Violation]:
    """A key names its table as text, points to the same or a lower tier, and opens no way back up."""
    if not source.is_python or source.is_test or not source.context:
        return
    for node in source.nodes:
        if not isinstance(node, ast.Call) or dotted(node.func).rpartition(".")[2] not in RELATIONS:
            continue
        target = _target(node)
        if target is None or target == source.context or target in KERNEL_APPS:
            continue
        own, other = tier_of(source.context), tier_of(target)
        if other is None:
            if _related_name(node) == "+" or not _is_text(node):
                continue
            yield source.violation(node, f'points to {target}; say related_name="+"')
            continue
        if own is not None and other >= own:
            yield source.violation(node, f"points to {target}, which is not in a lower tier")
        if _related_name(node) != "+":
            yield source.violation(node, f'opens a way back from {target}; say related_name="+"')


def row_locks_are_ordered_and_taken(source: Source) -> Iterator[Violation]:
    """``select_for_update`` locks nothing until the rows are read, and in any order it may deadlock."""
    if not source.is_python or source.is_test:
        return
    for node in source.nodes:
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if node.func.attr != "select_for_update":
            continue
        methods, end = _chain(node)
        if ENDS_ON_ONE & set(methods):
            continue
        name = _assigned_to(end)
        later: set[str] = set()
        if name:
            later = _later_methods(source, end, name)
            if ENDS_ON_ONE & later:
                continue
            taken = bool(later & (ENDS_ON_MANY | CONSUMERS))
        else:
            taken = bool(ENDS_ON_MANY & set(methods)) or _consumed(end)
        if not taken:
            yield source.violation(node, "locks nothing: the queryset is never read")
        if "order_by" not in _whole_chain(end) | later:
            yield source.violation(node, "locks many rows without order_by, so two of these can deadlock")


def _target(node: ast.Call) -> str | None:
    """Return the app label a relation points to, or None when it stays in its own file."""
    given = node.args[0] if node.args else None
    for keyword in node.keywords:
        if keyword.arg == "to":
            given = keyword.value
    if isinstance(given, ast.Constant) and isinstance(given.value, str):
        label, dot, _ = given.value.partition(".")
        return label if dot else None
    if given is not None and dotted(given) == "settings.AUTH_USER_MODEL":
        return "people"
    return None


def _is_text(node: ast.Call) -> bool:
    return bool(node.args) and isinstance(node.args[0], ast.Constant)


def _related_name(node: ast.Call) -> str:
    for keyword in node.keywords:
        if keyword.arg == "related_name" and isinstance(keyword.value, ast.Constant):
            return str(keyword.value.value)
    return ""


def _chain(node: ast.AST) -> tuple[list[str], ast.AST]:
    """Return the methods called after a call in one chain, and the chain's outermost node."""
    methods: list[str] = []
    end = node
    for parent in parents(node):
        if isinstance(parent, ast.Attribute) and parent.value is end:
            methods.append(parent.attr)
        elif not (isinstance(parent, ast.Call) and parent.func is end):
            break
        end = parent
    return methods, end


def _whole_chain(end: ast.AST) -> set[str]:
    return {part.attr for part in ast.walk(end) if isinstance(part, ast.Attribute)}


def _assigned_to(end: ast.AST) -> str:
    parent = getattr(end, "parent", None)
    if isinstance(parent, ast.IfExp):
        parent = getattr(parent, "parent", None)
    if isinstance(parent, ast.Assign) and isinstance(parent.targets[0], ast.Name):
        return parent.targets[0].id
    return ""


def _consumed(end: ast.AST) -> bool:
    """Tell whether a queryset is read where it stands."""
    parent = getattr(end, "parent", None)
    if isinstance(parent, ast.Subscript):
        parent = getattr(parent, "parent", None)
        return _consumed(parent) if isinstance(parent, ast.Subscript) else True
    if isinstance(parent, ast.Call):
        return dotted(parent.func).rpartition(".")[2] in CONSUMERS
    return isinstance(parent, ast.For | ast.comprehension | ast.Starred | ast.If | ast.Return)


def _later_methods(source: Source, end: ast.AST, name: str) -> set[str]:
    """Return how a name is used in its function: methods called on it, functions it is given to."""
    scope = next((node for node in parents(end) if isinstance(node, ast.FunctionDef)), source.tree)
    found: set[str] = set()
    for node in ast.walk(scope):
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load):
            methods, outer = _chain(node)
            found |= set(methods)
            if _consumed(outer):
                found.add("list")
    return found
