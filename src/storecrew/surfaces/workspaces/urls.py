"""Addresses of the workspaces, all under /admin/: the frame, then each role's own pages."""

from importlib.util import find_spec

from django.urls import include, path

from storecrew.surfaces.ui.backoffice.home import WORKSPACES

urlpatterns = [
    path("", include("storecrew.surfaces.ui.backoffice.urls")),
    *(
        path("", include(f"storecrew.surfaces.workspaces.{role}.urls"))
        for role in WORKSPACES
        if find_spec(f"storecrew.surfaces.workspaces.{role}") is not None
        and find_spec(f"storecrew.surfaces.workspaces.{role}.urls") is not None
    ),
]
