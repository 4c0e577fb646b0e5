"""What extensions may rely on: these modules, and a number that says how they changed.

The second number grows when names are added, the first when deprecated ones go. What it has is recorded in
`docs/reference/contract.txt`; a test fails when a recorded name is gone.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CONTRACT = (1, 0)
PUBLIC: tuple[str, ...] = (
    "storecrew.contexts.*.public",
    "storecrew.contexts.*.events",
    "storecrew.kernel.actor",
    "storecrew.kernel.audit",
    "storecrew.kernel.clock",
    "storecrew.kernel.errors",
    "storecrew.kernel.extensions",
    "storecrew.kernel.money",
    "storecrew.kernel.outbox",
    "storecrew.kernel.quantity",
    "storecrew.kernel.ratelimit",
    "storecrew.kernel.schedule",
    "storecrew.kernel.secrets",
    "storecrew.kernel.sentence",
    "storecrew.surfaces.rest.staff.keys",
    "storecrew.surfaces.ui.backoffice.access",
    "storecrew.surfaces.ui.backoffice.filters",
    "storecrew.surfaces.ui.backoffice.listing",
    "storecrew.surfaces.ui.backoffice.registry",
)
"""The doorways; ``*`` is one context."""

_DOORS = re.compile("|".join(re.escape(one).replace(r"\*", "[a-z_]+") for one in PUBLIC))
_SPEC = re.compile(r"(\d{1,4})\.(\d{1,4}|x)")


def number(contract: tuple[int, int] = CONTRACT) -> str:
    """Return a contract as people write it."""
    return f"{contract[0]}.{contract[1]}"


def parsed(text: str) -> tuple[int, int]:
    """Return ``1.2`` as numbers. Raises ValueError for anything else."""
    found = _SPEC.fullmatch(text.strip())
    if found is None or found[2] == "x":
        raise ValueError(f"{text!r} is no contract such as 1.2")
    return int(found[1]), int(found[2])


def fits(wanted: str, contract: tuple[int, int] = CONTRACT) -> bool:
    """Say whether ours is one of those an extension was made for. Raises ValueError when unreadable."""
    answers = []
    for part in wanted.split(","):
        found = _SPEC.fullmatch(part.strip())
        if found is None:
            raise ValueError(f"{wanted!r} is no contract such as 1.x or 1.2")
        least = 0 if found[2] == "x" else int(found[2])
        answers.append(contract[0] == int(found[1]) and contract[1] >= least)
    return any(answers)


def is_public(module: str) -> bool:
    """Say whether a module of ours is one of the doorways."""
    return _DOORS.fullmatch(module) is not None


@dataclass(frozen=True)
class Use:
    """Where a file of an extension takes something of ours. ``name`` is dotted and complete."""

    path: Path
    line: int
    name: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.name}"


def uses(package: Path) -> Iterator[Use]:
    """Yield what the files of a package take of ours; reads them, imports nothing."""
    for path in sorted(package.rglob("*.py")):
        try:
            tree = ast.parse(path.read_text("utf-8"))
        except (SyntaxError, UnicodeError, ValueError, OSError):
            # told elsewhere, as what keeps the extension from running
            continue
        yield from _uses_of(path, tree)


def outside(package: Path) -> list[Use]:
    """Return what a package takes of ours that no contract promises."""
    return [use for use in uses(package) if not _promised(use.name)]


def _promised(name: str) -> bool:
    parts = name.split(".")
    return any(is_public(".".join(parts[:length])) for length in range(len(parts), 2, -1))


def _uses_of(path: Path, tree: ast.Module) -> Iterator[Use]:
    known: dict[str, str] = {}
    for node in ast.walk(tree):
        for alias, name in _imports(node):
            known[alias] = name
            yield Use(path, node.lineno, name)  # type: ignore[attr-defined]
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in known:
            yield Use(path, node.lineno, f"{known[node.value.id]}.{node.attr}")


def _imports(node: ast.AST) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        names = [(alias.asname or alias.name, f"{node.module}.{alias.name}") for alias in node.names]
    elif isinstance(node, ast.Import):
        names = [(alias.asname or alias.name, alias.name) for alias in node.names]
    else:
        return
    yield from ((alias, name) for alias, name in names if name.startswith("storecrew."))
