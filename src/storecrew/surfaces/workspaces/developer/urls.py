"""Addresses of developers' own pages."""

from django.urls import path

from storecrew.surfaces.workspaces.developer import background

urlpatterns = [
    path("background/", background.background, name="background"),
    path("background/try-again/", background.try_again, name="background_try_again"),
]
