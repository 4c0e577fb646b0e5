"""The command line of an installation: ``./dev manage COMMAND``."""

import os
import sys
from pathlib import Path

from django.core.management import execute_from_command_line
from django.db import DatabaseError, connection

from storecrew.config.environment import LOCK_WAIT_BEHIND, SettingsError
from storecrew.config.migrating import rebuild_what_changes_only
from storecrew.kernel import garbage


def main() -> None:
    """Run a management command; print a settings error as one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storecrew.config.settings.dev")
    os.environ.setdefault("STORECREW_LOCK_WAIT", str(LOCK_WAIT_BEHIND))
    garbage.look_seldom()
    _make_data_folder()
    if sys.argv[1:2] == ["migrate"]:
        rebuild_what_changes_only()
    try:
        execute_from_command_line(["manage", *sys.argv[1:]])
    except SettingsError as error:
        sys.exit(f"Storecrew cannot start: {error}")
    except DatabaseError:
        if _has_tables():
            raise
        sys.stderr.write(
            f"There is no shop in {os.environ.get('STORECREW_DATA') or 'the data folder'} yet. "
            "Open one with ./dev up --data DIR (--no-demo for an empty one), "
            "or with ./dev manage --data DIR migrate and then bootstrap_shop.\n"
        )
        sys.exit(2)


def _has_tables() -> bool:
    """Whether the database was ever migrated; one that cannot be asked is not our case."""
    try:
        return bool(connection.introspection.table_names())
    except DatabaseError:
        return True


def _make_data_folder() -> None:
    """Make the folder of a new installation, so that its first command finds a place for the database."""
    data = os.environ.get("STORECREW_DATA")
    if not data:
        return
    try:
        Path(data).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        sys.exit(f"The data folder {data} cannot be made: {error.strerror}. Choose another with --data DIR.")


if __name__ == "__main__":
    main()
