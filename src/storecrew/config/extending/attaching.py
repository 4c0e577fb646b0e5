"""Put what a declaration names into the shop: pages, REST addresses, menu, checks. All of it or nothing."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from django.conf import settings
from django.urls import URLPattern
from django.utils.module_loading import import_string
from ninja import Router

from storecrew.kernel.extensions import Extension
from storecrew.kernel.extensions.standing import Row
from storecrew.kernel.outbox import registry as handlers
from storecrew.kernel.permissions import ALL_KEYS
from storecrew.kernel.schedule import registry as jobs
from storecrew.surfaces.rest import extending as rest
from storecrew.surfaces.ui.backoffice import extending as pages
from storecrew.surfaces.ui.backoffice.registry import register_menu

HELD = ("handlers", "tasks", "backoffice")
"""Modules of an app that are imported when they are there."""
FOLDERS = ("migrations", "templatetags")
"""Packages whose modules Django imports later, where a broken one would stop more than the extension."""


def attach(row: Row, package: str) -> None:
    """Import and mount everything. Raises what its code raises, ValueError for what is refused."""
    declared = row.declared
    assert declared is not None
    root = import_module(package)
    inside = {found.name for found in iter_modules(root.__path__)}
    for name in (*HELD, *FOLDERS):
        if name in inside:
            found = import_module(f"{package}.{name}")
            if name in FOLDERS:
                for one in iter_modules(found.__path__):
                    import_module(f"{package}.{name}.{one.name}")
    if declared.pages:
        pages.mount(declared.name, _pages(import_string(declared.pages)))
    if declared.rest:
        rest.mount(declared, _router(import_string(declared.rest)))
    for check in declared.checks:
        if not callable(import_string(check)):
            raise ValueError(f"the check {check} is no function")
    _menu(declared)


def detach(row: Row, package: str) -> None:
    """Take away what it registered before it failed."""
    handlers.forget(package)
    jobs.forget(package)
    pages.unmount(row.name)
    rest.unmount(row.name)
    if row.declared and row.declared.templates:
        folder = Path(row.folder) / row.declared.templates
        engines: list[dict[str, Any]] = settings.TEMPLATES
        for engine in engines:
            overrides: list[Any] = engine.get("OPTIONS", {}).get("overrides", [])
            overrides[:] = [one for one in overrides if one != folder]


def _pages(patterns: Any) -> list[URLPattern]:
    """Return its addresses when each asks for a right: a page that forgot must not be open."""
    for pattern in patterns:
        if not isinstance(pattern, URLPattern):
            raise ValueError("pages is a flat list of path(...)")
        if not getattr(pattern.callback, "storecrew_permission", None):
            raise ValueError(f"the page {pattern.pattern} has no @workspace_page, so nobody knows its right")
    return list(patterns)


def _router(router: Any) -> Router:
    """Return its router when each address says who may call it: `KeyWith("…")`, or None for everybody."""
    if not isinstance(router, Router):
        raise ValueError("rest names no ninja Router")
    for address, view in router.path_operations.items():
        for operation in view.operations:
            if not hasattr(operation, "auth_param") or "NOT_SET" in repr(operation.auth_param):
                raise ValueError(f"the REST address {address or '/'} has no auth: say KeyWith(…), or None")
    return router


def _menu(declared: Extension) -> None:
    names = {pattern.name for pattern in pages.patterns(declared.name)}
    for item in declared.menu:
        if item.url not in names:
            raise ValueError(f"the menu leads to {item.url}, which is none of its pages")
        if item.permission not in ALL_KEYS:
            raise ValueError(f"the menu asks for {item.permission}, which is no right")
    for item in declared.menu:
        register_menu(
            item.label,
            f"{declared.label}:{item.url}",
            item.icon,
            item.permission,
            item.group,
            order=item.order,
            keywords=item.keywords,
        )
