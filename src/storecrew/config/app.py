"""The installation as a Django application: what is checked at start beyond single values."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import Warning as Doubt
from django.core.checks import register

from storecrew.config.environment import PREFIX, Environment


class Config(AppConfig):
    """Registers the checks."""

    name = "storecrew.config"

    def ready(self) -> None:
        """Look at the names of the environment with all other checks."""
        register(misspelled)


def misspelled(**_kwargs: Any) -> list[Doubt]:
    """Name variables with our prefix that no setting reads, and what was most likely meant."""
    environment: Environment = settings.ENV
    return [_doubt(name, environment.asked) for name in environment.unknown()]


def _doubt(name: str, known: set[str]) -> Doubt:
    bare = [each.removeprefix(PREFIX) for each in sorted(known) if each.startswith(PREFIX)]
    meant = get_close_matches(name.removeprefix(PREFIX), bare, n=1)
    hint = f"Do you mean {PREFIX}{meant[0]}?" if meant else "docs/reference/settings.md names them all."
    return Doubt(f"{name} is set, but no setting reads it.", hint=hint, id="storecrew.W001")
