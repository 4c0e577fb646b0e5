"""What the business analyst's workspace adds to the homes."""

from storecrew.surfaces.workspaces.business_analyst import home as _home  # noqa: F401
