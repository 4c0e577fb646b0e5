"""The command line of an installation: ``./dev manage COMMAND``."""

import os
import sys

from django.core.management import execute_from_command_line

from storecrew.config.environment import LOCK_WAIT_BEHIND, SettingsError


def main() -> None:
    """Run a management command; print a settings error as one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storecrew.config.settings.dev")
    os.environ.setdefault("STORECREW_LOCK_WAIT", str(LOCK_WAIT_BEHIND))
    try:
        execute_from_command_line(["manage", *sys.argv[1:]])
    except SettingsError as error:
        sys.exit(f"Storecrew cannot start: {error}")


if __name__ == "__main__":
    main()
