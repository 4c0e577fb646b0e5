"""Migrations rebuild neighbours only, and whoever needs everything gets it."""

from __future__ import annotations

import pytest
from django.db import models
from django.db.migrations.state import ModelState, ProjectState, StateApps

from storecrew.config.migrating import ADDING, rebuild_neighbours_only


def table(name: str, *above: str) -> ModelState:
    """A table that refers to others."""
    references = [(other, models.ForeignKey(f"shop.{other}", models.CASCADE)) for other in above]
    return ModelState("shop", name, [("id", models.BigAutoField(primary_key=True)), *references], options={})


@pytest.fixture
def rebuilt(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is rebuilt once a chain of three tables is there and its models are made."""
    for name in ("reload_model", *ADDING):
        monkeypatch.setattr(ProjectState, name, getattr(ProjectState, name))
    names: list[str] = []
    render = StateApps.render_multiple

    def noted(apps: StateApps, states: list[ModelState]) -> None:
        names.extend(state.name for state in states)
        render(apps, states)

    monkeypatch.setattr(StateApps, "render_multiple", noted)
    return names


def chain() -> ProjectState:
    state = ProjectState()
    for made in (table("first"), table("second", "first"), table("third", "second")):
        state.add_model(made)
    assert state.apps.get_models()
    return state


def test_django_itself_rebuilds_everything_that_hangs_together(rebuilt: list[str]) -> None:
    state = chain()
    rebuilt.clear()
    state.add_model(table("fourth", "third"))
    assert set(rebuilt) == {"first", "second", "third", "fourth"}


def test_a_new_table_rebuilds_its_neighbours(rebuilt: list[str]) -> None:
    rebuild_neighbours_only()
    state = chain()
    rebuilt.clear()
    state.add_model(table("fourth", "third"))
    assert "first" not in rebuilt
    fourth = state.apps.get_model("shop", "fourth")
    assert fourth._meta.get_field("third").related_model is state.apps.get_model("shop", "third")


def test_a_step_of_python_sees_one_complete_state(rebuilt: list[str]) -> None:
    rebuild_neighbours_only()
    state = chain()
    state.add_model(table("fourth", "third"))
    state.clear_delayed_apps_cache()  # as Django does before each step of Python
    model = state.apps.get_model("shop", "fourth")
    for above in ("third", "second", "first"):
        model = model._meta.get_field(above).related_model
        assert model is state.apps.get_model("shop", above)
        assert model._meta.related_objects


def test_changes_of_columns_are_left_to_django(rebuilt: list[str]) -> None:
    rebuild_neighbours_only()
    state = chain()
    rebuilt.clear()
    state.alter_field(
        "shop", "third", "second", models.ForeignKey("shop.second", models.SET_NULL, null=True), True
    )
    assert "first" in rebuilt
