"""Addresses of the pretended bank."""

from django.urls import path

from storecrew.surfaces.storefront.simulator.views import confirmation

urlpatterns = [path("<slug:reference>/", confirmation, name="simulator_confirmation")]
