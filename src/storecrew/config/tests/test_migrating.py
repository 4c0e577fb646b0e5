"""Migrations rebuild what changes only, and whoever needs everything gets it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ModelState, ProjectState, StateApps

from storecrew.config.migrating import rebuild_what_changes_only

CHANGED = (ProjectState, ModelState, StateApps, models.Field, MigrationGraph)


def table(name: str, *above: str, bases: tuple[str, ...] = ()) -> ModelState:
    """A table that refers to others."""
    fields: list[tuple[str, models.Field]] = [
        (other, models.ForeignKey(f"shop.{other}", models.CASCADE)) for other in above
    ]
    if not bases:
        fields.insert(0, ("id", models.BigAutoField(primary_key=True)))
    return ModelState("shop", name, fields, options={}, bases=bases or (models.Model,))


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    """Give Django's own ways back after each test."""
    before = {owner: dict(vars(owner)) for owner in CHANGED}
    yield
    for owner, names in before.items():
        for name, value in names.items():
            if vars(owner)[name] is not value and name != "creation_counter":
                setattr(owner, name, value)


@pytest.fixture
def rebuilt(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of models that are rebuilt from here on."""
    names: list[str] = []
    render = ModelState.render

    def noted(state: ModelState, apps: StateApps) -> type[models.Model]:
        model = render(state, apps)  # an heir whose parent is not there yet is refused and comes again
        names.append(state.name)
        return model

    monkeypatch.setattr(ModelState, "render", noted)
    return names


def chain(rebuilt: list[str]) -> ProjectState:
    """Three tables, each of which refers to the one before, with their models made."""
    state = ProjectState()
    for made in (table("first"), table("second", "first"), table("third", "second")):
        state.add_model(made)
    assert state.apps.get_models()
    rebuilt.clear()
    return state


def number() -> models.Field:
    return models.IntegerField(default=0)


def test_django_itself_rebuilds_everything_that_hangs_together(rebuilt: list[str]) -> None:
    state = chain(rebuilt)
    state.add_model(table("fourth", "third"))
    assert set(rebuilt) == {"first", "second", "third", "fourth"}


def test_a_new_table_is_built_alone_and_known_to_what_it_refers_to(rebuilt: list[str]) -> None:
    rebuild_what_changes_only()
    state = chain(rebuilt)
    state.add_model(table("fourth", "third"))
    assert rebuilt == ["fourth"]
    third = state.apps.get_model("shop", "third")
    assert state.apps.get_model("shop", "fourth")._meta.get_field("third").related_model is third
    assert [each.related_model._meta.model_name for each in third._meta.related_objects] == ["fourth"]


def test_what_no_reference_reads_is_changed_alone(rebuilt: list[str]) -> None:
    rebuild_what_changes_only()
    state = chain(rebuilt)
    state.add_field("shop", "first", "size", number(), True)
    state.alter_field("shop", "first", "size", models.BigIntegerField(null=True), True)
    state.alter_field("shop", "third", "second", models.ForeignKey("shop.second", models.PROTECT), True)
    state.remove_field("shop", "first", "size")
    assert rebuilt == ["first", "first", "third", "first"]
    first = state.apps.get_model("shop", "first")
    assert [each.related_model._meta.model_name for each in first._meta.related_objects] == ["second"]


def test_what_references_read_rebuilds_all_that_refer_to_it(rebuilt: list[str]) -> None:
    rebuild_what_changes_only()
    state = chain(rebuilt)
    state.add_field("shop", "first", "size", number(), True)  # leaves the second with a model of before
    state.add_model(table("beside", "third"))
    rebuilt.clear()
    state.alter_field("shop", "first", "id", models.UUIDField(primary_key=True), True)
    assert set(rebuilt) == {"first", "second", "third", "beside"}
    second = state.apps.get_model("shop", "second")
    assert second._meta.get_field("first").target_field.get_internal_type() == "UUIDField"


def test_heirs_follow_their_parents(rebuilt: list[str]) -> None:
    rebuild_what_changes_only()
    state = chain(rebuilt)
    state.add_model(table("heir", bases=("shop.first",)))
    rebuilt.clear()
    state.add_field("shop", "first", "size", number(), True)
    assert rebuilt == ["first", "heir"]
    assert state.apps.get_model("shop", "heir")._meta.get_field("size")


def test_a_renamed_table_leaves_its_old_self_knowing_who_referred_to_it(rebuilt: list[str]) -> None:
    rebuild_what_changes_only()
    state = chain(rebuilt)
    before = state.clone()
    state.rename_model("shop", "first", "Beginning")
    old = before.apps.get_model("shop", "first")
    assert [each.related_model._meta.model_name for each in old._meta.related_objects] == ["second"]
    new = state.apps.get_model("shop", "beginning")
    assert state.apps.get_model("shop", "second")._meta.get_field("first").related_model is new
    assert state.models["shop", "beginning"].name_lower == "beginning"


def test_a_step_of_python_sees_one_complete_state(rebuilt: list[str]) -> None:
    rebuild_what_changes_only()
    state = chain(rebuilt)
    state.add_model(table("fourth", "third"))
    state.add_field("shop", "second", "size", number(), True)
    state.clear_delayed_apps_cache()  # as Django does before each step of Python
    model = state.apps.get_model("shop", "fourth")
    for above in ("third", "second", "first"):
        model = model._meta.get_field(above).related_model
        assert model is state.apps.get_model("shop", above)
        assert model._meta.related_objects


def test_columns_keep_their_order_and_states_their_own_fields(rebuilt: list[str]) -> None:
    rebuild_what_changes_only()
    written_first = number()
    state = chain(rebuilt)
    state.add_field("shop", "third", "later", number(), True)
    before = state.clone()
    state.add_field("shop", "third", "last", written_first, True)
    columns = [field.name for field in state.apps.get_model("shop", "third")._meta.local_fields]
    assert columns == ["id", "second", "later", "last"]
    assert "last" not in before.models["shop", "third"].fields
    assert not hasattr(written_first, "model")
    known = {field.name for field in before.apps.get_model("shop", "third")._meta.local_fields}
    assert "last" not in known


def test_the_migrations_of_other_packages_are_run_before_ours(settings) -> None:
    settings.MIGRATION_MODULES = {}
    rebuild_what_changes_only()
    labels = [label for label, _name in MigrationLoader(None).graph.leaf_nodes()]
    ours = [apps.get_app_config(label).name.startswith("storecrew.") for label in labels]
    assert ours == sorted(ours)
    assert {"wagtailcore", "catalog"} <= set(labels)


def test_one_migration_makes_the_tables_that_the_steps_it_replaces_made(settings, monkeypatch) -> None:
    settings.MIGRATION_MODULES = {}
    whole = MigrationLoader(None)
    first = {
        migration.replaces[0]: migration
        for (label, _name), migration in whole.replacements.items()
        if apps.get_app_config(label).name.startswith("storecrew.")
    }
    # A shop that ran the first step of each goes on with the second.
    monkeypatch.setattr(MigrationRecorder, "applied_migrations", lambda _self: dict(first))
    stepwise = MigrationLoader(connection)
    assert set(first) <= set(stepwise.graph.nodes)
    assert not set(first) & set(whole.graph.nodes)
    for before, after in ((stepwise, whole), (whole, stepwise)):
        found = MigrationAutodetector(before.project_state(), after.project_state()).changes(after.graph)
        assert found == {}
