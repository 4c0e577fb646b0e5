"""What the logistics manager's workspace adds to the homes."""

from storecrew.surfaces.workspaces.logistics_manager import home as _home  # noqa: F401
