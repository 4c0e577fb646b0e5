"""Migrations with a quarter of the work: what changes is rebuilt, and not what hangs together with it.

For each step of a migration Django rebuilds the models of its state that the step touches, what refers to
them, and their neighbors: pages, people, pictures, nearly everything. A change of a table looks at that
table's own model and, by the names in the registry, at who refers to it; a step of Python asks for a complete
state of its own, which is what Django's ``delay`` stands for. So a change that no reference sees rebuilds one
model and its heirs, and any other also those that refer to it (decision 0219).

Steps of Python are mostly those of other packages, and each rebuilds all models there are. So the migrations
of others run first, before our three hundred tables are there (decision 0227).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, wraps
from typing import Any

from django.apps import apps as installed
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.state import AppConfigStub, ModelState, ProjectState, StateApps
from django.db.migrations.utils import field_is_referenced
from django.db.models import Field, Model
from django.utils.functional import cached_property

COPIED = ("django.db.models.", "storecrew.")
"""Where classes of fields come from that are as good copied as taken apart and made anew."""

OURS = "storecrew."

Key = tuple[str, str]


def rebuild_what_changes_only() -> None:
    """Let this process rebuild only models that change. For ``manage migrate``."""
    made: dict[tuple[type, str], Callable[..., Any]] = {
        (ProjectState, "_find_reload_model"): _changed_only(vars(ProjectState)["_find_reload_model"]),
        (ProjectState, "rename_model"): _whole(ProjectState.rename_model),
        (ProjectState, "add_model"): _alone(ProjectState.add_model, _always),
        (ProjectState, "add_field"): _alone(ProjectState.add_field, _always),
        (ProjectState, "alter_field"): _alone(ProjectState.alter_field, _nobody_refers),
        (ModelState, "clone"): _same_model,
        (StateApps, "clone"): _same_registry,
        (Field, "clone"): _copied(Field.clone),
        (MigrationGraph, "leaf_nodes"): _others_first(MigrationGraph.leaf_nodes),
    }
    for (owner, name), method in made.items():
        setattr(owner, name, method)


def _others_first(leaf_nodes: Callable[..., list[Key]]) -> Callable[..., list[Key]]:
    """Return how to find where migrations lead to: first where those of others do."""

    @wraps(leaf_nodes)
    def found(graph: MigrationGraph, app: str | None = None) -> list[Key]:
        return sorted(leaf_nodes(graph, app), key=lambda node: (_is_ours(node[0]), node))

    return found


def _is_ours(app_label: str) -> bool:
    config = installed.app_configs.get(app_label)
    return config is not None and config.name.startswith(OURS)


def _changed_only(find: Callable[..., set[Key]]) -> Callable[..., set[Key]]:
    """Return how to find the models that a change of one makes stale: its heirs, and those that refer to it.

    With ``delay`` the change is none that others see in a reference to it, so only its heirs go with it.
    """

    @wraps(find)
    def found(state: Any, app_label: str, model_name: str, delay: bool = False) -> set[Key]:
        if getattr(state, "is_whole", False):
            return find(state, app_label, model_name, delay)
        state.is_delayed = True
        alone = delay or getattr(state, "is_alone", False)
        keys: set[Key] = set()
        todo = [(app_label, model_name)]
        while todo:
            key = todo.pop()
            model = state.apps.all_models[key[0]].get(key[1])
            if key not in keys and model is not None:
                todo += [_key(heir) for heir in model.__subclasses__() if heir._meta.apps is model._meta.apps]
                todo += [] if alone else [_key(other) for other in _referring(model)]
            keys.add(key)
        return keys

    return found


def _referring(model: type[Model]) -> Iterator[type[Model]]:
    for field in model._meta.get_fields(include_hidden=True):
        if field.auto_created and not field.concrete and isinstance(field.related_model, type):
            yield field.related_model


def _key(model: type[Model]) -> Key:
    return model._meta.app_label, str(model._meta.model_name)


def _alone(change: Callable[..., None], may_be: Callable[..., bool]) -> Callable[..., None]:
    """Return a change of the state that rebuilds its own model alone where it may."""

    @wraps(change)
    def changed(state: Any, *args: Any, **kwargs: Any) -> None:
        state.is_alone = may_be(state, *args, **kwargs)
        try:
            change(state, *args, **kwargs)
        finally:
            state.is_alone = False

    return changed


def _whole(change: Callable[..., None]) -> Callable[..., None]:
    """Return a change of the state as Django makes it: a renamed model asks its old self who refers to it."""

    @wraps(change)
    def changed(state: Any, *args: Any, **kwargs: Any) -> None:
        state.is_whole = True
        try:
            change(state, *args, **kwargs)
        finally:
            state.is_whole = False

    return changed


def _always(*_args: Any, **_kwargs: Any) -> bool:
    return True


def _nobody_refers(state: Any, app_label: str, model_name: str, name: str, field: Any, *_rest: Any) -> bool:
    """Tell whether no reference reads this column, and no table of pairs hangs on it."""
    key = (app_label, model_name)
    if any(each.many_to_many for each in (state.models[key].fields[name], field)):
        return False
    return not field_is_referenced(state, key, (name, field))


def _same_model(state: Any) -> Any:
    """Return a copy of a model's state, without checking again what was checked when it was made."""
    clone = _without_kept(state)
    clone.fields = dict(state.fields)
    clone.options = dict(state.options)
    clone.managers = list(state.managers)
    return clone


def _same_registry(apps: Any) -> Any:
    """Return a copy of a registry: dictionaries of its own, the same classes."""
    clone = StateApps([], {})
    clone.real_models = apps.real_models
    for label, models in apps.all_models.items():
        clone.all_models[label] = dict(models)
    for label in apps.app_configs:
        config = AppConfigStub(label)
        config.apps = clone
        config.import_models()
        clone.app_configs[label] = config
    return clone


def _copied(clone: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return a way to clone fields that copies those which no model has taken yet."""

    @wraps(clone)
    def copied(field: Any) -> Any:
        if hasattr(field, "model") or not type(field).__module__.startswith(COPIED):
            return clone(field)
        made = _without_kept(field)
        made.creation_counter = Field.creation_counter
        Field.creation_counter += 1
        if field.remote_field:
            made.remote_field = _without_kept(field.remote_field)
            made.remote_field.field = made
        return made

    return copied


def _without_kept(thing: Any) -> Any:
    """Return a copy of a thing without what it worked out once and kept."""
    kind: Any = type(thing)
    made = kind.__new__(kind)
    kept = _kept_names(kind)
    made.__dict__.update({name: value for name, value in thing.__dict__.items() if name not in kept})
    return made


@cache
def _kept_names(kind: type) -> frozenset[str]:
    """Return the names of what the things of a class work out once and keep."""
    return frozenset(
        name
        for each in kind.__mro__
        for name, value in vars(each).items()
        if isinstance(value, cached_property)
    )
