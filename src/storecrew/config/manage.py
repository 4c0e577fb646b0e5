"""The command line of an installation: ``./dev manage COMMAND``."""

import os
import sys
from pathlib import Path

from django.core.management import execute_from_command_line

from storecrew.config.environment import LOCK_WAIT_BEHIND, SettingsError
from storecrew.config.migrating import rebuild_neighbours_only


def main() -> None:
    """Run a management command; print a settings error as one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storecrew.config.settings.dev")
    os.environ.setdefault("STORECREW_LOCK_WAIT", str(LOCK_WAIT_BEHIND))
    _make_data_folder()
    if sys.argv[1:2] == ["migrate"]:
        rebuild_neighbours_only()
    try:
        execute_from_command_line(["manage", *sys.argv[1:]])
    except SettingsError as error:
        sys.exit(f"Storecrew cannot start: {error}")


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
