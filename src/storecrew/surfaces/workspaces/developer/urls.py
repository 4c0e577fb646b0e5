"""Addresses of developers' own pages."""

from django.urls import path

from storecrew.surfaces.workspaces.developer import background, speed

urlpatterns = [
    path("background/", background.background, name="background"),
    path("speed/", speed.speed, name="speed"),
    path("background/try-again/", background.try_again, name="background_try_again"),
]
