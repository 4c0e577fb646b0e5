"""What the rules know about the house: tiers, surfaces, and how to read a source file once."""

from __future__ import annotations

import ast
import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "storecrew"
READ = (".py", ".html", ".jinja", ".txt")
"""The kinds of files that have rules."""

TIERS: tuple[frozenset[str], ...] = (
    frozenset({"people", "channels", "work", "approvals"}),
    frozenset({"catalog", "customers", "budgets", "notices"}),
    frozenset({"pricing", "content", "orders"}),
    frozenset({"inventory", "payments", "shipping", "fields", "reviews"}),
    frozenset({"discovery", "imports"}),
    frozenset({"promotions", "loyalty", "purchasing", "fleet", "receivables"}),
    frozenset({"checkout", "fulfillment", "aftersales"}),
    frozenset({"wishes"}),
    frozenset({"health", "marketing", "seo", "advertising", "affiliates", "webhooks", "assortment"}),
    frozenset({"insights"}),
)
"""The contexts, lowest tier first; two in one set are strangers. Also in ``.importlinter``."""


def tier_of(context: str) -> int | None:
    """Return the tier of a context, 1 for the lowest, or None for a name that is no context."""
    return next((number for number, tier in enumerate(TIERS, start=1) if context in tier), None)


@dataclass(frozen=True)
class Violation:
    """One place that breaks a rule, with the cure."""

    path: str
    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.sentence}"


@dataclass(frozen=True)
class Source:
    """One file. ``path`` is relative to ``src/storecrew`` with forward slashes."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """Return the parsed file."""
        return ast.parse(self.text, filename=self.path)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """Return every node of the tree, outer ones first, each knowing its parent."""
        found: list[ast.AST] = [self.tree]
        for node in found:
            for child in ast.iter_child_nodes(node):
                child.parent = node  # type: ignore[attr-defined]
                found.append(child)
        return found

    @cached_property
    def lines(self) -> list[str]:
        """Return the lines without line ends."""
        return self.text.splitlines()

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """Return the path's parts, the last without its suffix."""
        return Path(self.path).with_suffix("").parts

    @property
    def is_python(self) -> bool:
        """Tell Python from templates."""
        return self.path.endswith(".py")

    @property
    def is_test(self) -> bool:
        """Tell whether the file belongs to a test folder."""
        return "tests" in self.parts

    @property
    def is_migration(self) -> bool:
        """Tell whether the file is a migration."""
        return "migrations" in self.parts

    @property
    def context(self) -> str:
        """Return the name of the context the file belongs to, or an empty text."""
        return self.parts[1] if self.parts[0] == "contexts" and len(self.parts) > 2 else ""

    @property
    def layer(self) -> str:
        """Return the first folder or file name inside the context, such as ``operations``."""
        return self.parts[2] if self.context else ""

    @property
    def in_surface(self) -> bool:
        """Tell whether the file belongs to a surface."""
        return self.parts[0] == "surfaces"

    def marked(self, line: int, mark: str) -> bool:
        """Tell whether a line, or the one above it, carries a review mark with a reason."""
        for number in (line, line - 1):
            if 1 <= number <= len(self.lines):
                _, found, reason = self.lines[number - 1].partition(mark)
                if found and len(reason.strip(" -#}*/")) > 4:
                    return True
        return False

    def violation(self, node: ast.AST | int, sentence: str) -> Violation:
        """Return a violation at a node or line."""
        line = node if isinstance(node, int) else getattr(node, "lineno", 1)
        return Violation(f"src/storecrew/{self.path}", line, sentence)


Rule = Callable[[Source], Iterator[Violation]]


def sources(*suffixes: str) -> Iterator[Source]:
    """Return every file of the product with one of the suffixes, migrations left out."""
    return (source for source in _house() if source.path.endswith(suffixes))


@cache
def _house() -> list[Source]:
    """Return every file that some rule reads, parsed once for all of them.

    The collector is spared the two million nodes: looking through them took longer than parsing.
    """
    found = []
    gc.disable()
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix not in READ or not path.is_file():
            continue
        source = Source(path.relative_to(PACKAGE).as_posix(), path.read_text(encoding="utf-8"))
        if source.is_migration:
            continue
        found.append(source)
        if source.is_python:
            assert source.nodes
    gc.freeze()
    gc.enable()
    return found


def dotted(node: ast.AST) -> str:
    """Return ``a.b.c`` for a chain of names, an empty text for anything else."""
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    return ".".join([node.id, *reversed(names)])


def imported(node: ast.AST) -> Iterator[str]:
    """Return the dotted names an import statement brings in, ``from a import b`` as ``a.b``."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def parents(node: ast.AST) -> Iterator[ast.AST]:
    """Return the nodes around a node, nearest first."""
    while (node := getattr(node, "parent", None)) is not None:  # type: ignore[assignment]
        yield node
