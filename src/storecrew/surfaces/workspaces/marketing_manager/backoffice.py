"""What the marketing manager's workspace adds to the homes."""

from storecrew.surfaces.workspaces.marketing_manager import home as _home  # noqa: F401
