"""Read the declarations of the installed distributions, in name order, and judge them.

Runs while settings are read: no app is there yet, and nothing of ours but the declaration is imported.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType

from django.apps import AppConfig
from django.utils.module_loading import module_has_submodule

from storecrew.config.extending import guarding
from storecrew.kernel.extensions import Extension, contract, standing
from storecrew.kernel.extensions.standing import BROKEN, INCOMPATIBLE, OFF, Row

GROUP = "storecrew.extensions"
NAME = re.compile(r"[a-z][a-z0-9]{0,20}(-[a-z0-9]{1,20}){1,4}")
KEY = re.compile(r"[a-z0-9_]{1,80}\.[a-z_]{1,40}")


class Unfit(Exception):
    """A declaration that is refused; the sentence says what is wrong with it."""


def load(*, off: Sequence[str]) -> list[str]:
    """Return the apps of those that run, for INSTALLED_APPS; note what became of each.

    ``off`` names those to leave out without importing them.
    """
    rows: list[Row] = []
    apps: list[str] = []
    for point in sorted(entry_points(group=GROUP), key=lambda one: (one.name, _distribution(one))):
        row = Row(point.name, _distribution(point))
        earlier = next((other for other in rows if other.name == row.name), None)
        rows.append(row)
        if point.name in off:
            row.leave_out(OFF, "off")
        elif earlier is not None:
            row.leave_out(BROKEN, "twice", other=earlier.distribution)
        else:
            apps += _taken(row, point)
    standing.write(rows)
    return apps


def template_folders() -> list[Path]:
    """Return the folders whose files replace templates of the shop; the first of two wins."""
    return [
        Path(row.folder) / declared.templates for row, declared in standing.running() if declared.templates
    ]


def _taken(row: Row, point: EntryPoint) -> list[str]:
    """Return its app when it can be started, else nothing."""
    try:
        with standing.reading():
            declared = point.load()
    except (Exception, SystemExit) as error:  # noqa: BLE001 - it is noted, logged and told
        row.leave_out(BROKEN, "import", reason=guarding.reason_of(error))
        return []
    if not isinstance(declared, Extension):
        row.leave_out(BROKEN, "kind")
        return []
    row.declared = declared
    try:
        fits = contract.fits(declared.contract)
    except (ValueError, AttributeError) as error:
        row.leave_out(BROKEN, "unreadable", reason=str(error))
        return []
    if not fits:
        row.leave_out(INCOMPATIBLE, "contract", wanted=declared.contract, ours=contract.number())
        return []
    try:
        with standing.reading():
            return [_judged(row, declared, point)]
    except Unfit as error:
        row.leave_out(BROKEN, "refused", reason=str(error))
    except (Exception, SystemExit) as error:  # noqa: BLE001 - it is noted, logged and told
        row.leave_out(BROKEN, "import", reason=guarding.reason_of(error))
    return []


def _judged(row: Row, declared: Extension, point: EntryPoint) -> str:
    """Return the name of its guarded app. Raises Unfit, and what its app raises when it is imported."""
    if declared.name != row.name:
        raise Unfit(f"the entry point is called {row.name}, the extension {declared.name}")
    if not NAME.fullmatch(declared.name):
        raise Unfit("a name has at least two words in lower case with hyphens, such as acme-stars")
    _rights(declared)
    made = AppConfig.create(declared.app or point.module.rpartition(".")[0] or point.module)
    if made.label != declared.label and made.label != made.name.rpartition(".")[2]:
        raise Unfit(f"the label of its app is {made.label}; name it {declared.label}")
    if made.name.partition(".")[0] != point.module.partition(".")[0]:
        raise Unfit(f"the app {made.name} is not its own")
    if isinstance(made.module, ModuleType) and module_has_submodule(made.module, "wagtail_hooks"):
        raise Unfit("it has wagtail_hooks, which no contract covers: use pages and menu")
    row.folder = made.path
    if declared.templates and not (Path(made.path) / declared.templates).is_dir():
        raise Unfit(f"it has no folder {declared.templates}")
    return guarding.guarded(made, row, declared.label)


def _rights(declared: Extension) -> None:
    keys = [right.key for right in declared.permissions]
    for key in keys:
        if not KEY.fullmatch(key) or key.partition(".")[0] != declared.label:
            raise Unfit(f"the right {key} is not its own; its rights begin with {declared.label}.")
        if keys.count(key) > 1:
            raise Unfit(f"the right {key} is there twice")


def _distribution(point: EntryPoint) -> str:
    return f"{point.dist.name} {point.dist.version}" if point.dist else ""
