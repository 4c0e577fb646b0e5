"""Migrations with a third less of the work: a new table rebuilds its neighbours' models, not everybody's.

For each step of a migration Django rebuilds the models of its state that the step touches, and with a new
table or a new reference it also rebuilds all that hang together with them over any number of steps: pages,
people, pictures. A schema change looks at direct neighbours only, and a step of Python asks for a complete
state itself, which is what Django's own ``delay`` stands for. Here new tables and columns are delayed as
well; what alters or renames is left as Django does it (decision 0103).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.migrations.state import ProjectState

ADDING = ("add_model", "add_field")


def rebuild_neighbours_only() -> None:
    """Let this process rebuild only neighbours where something is added. For ``manage migrate``."""
    rebuild = ProjectState.reload_model

    @wraps(rebuild)
    def reload_model(state: Any, app_label: str, model_name: str, delay: bool = False) -> None:
        rebuild(state, app_label, model_name, delay=delay or getattr(state, "is_adding", False))

    changed = {name: _adding(getattr(ProjectState, name)) for name in ADDING}
    for name, method in {"reload_model": reload_model, **changed}.items():
        setattr(ProjectState, name, method)


def _adding(add: Callable[..., None]) -> Callable[..., None]:
    @wraps(add)
    def added(state: Any, *args: Any, **kwargs: Any) -> None:
        state.is_adding = True
        try:
            add(state, *args, **kwargs)
        finally:
            state.is_adding = False

    return added
