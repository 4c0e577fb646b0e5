"""What the testers' workspace adds to the homes."""

from storecrew.surfaces.workspaces.tester import home as _home  # noqa: F401
