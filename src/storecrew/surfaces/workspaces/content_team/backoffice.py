"""What the content team's workspace adds to the homes."""

from storecrew.surfaces.workspaces.content_team import home as _home  # noqa: F401
