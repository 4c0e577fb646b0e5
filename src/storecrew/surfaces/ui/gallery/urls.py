"""Addresses of the gallery."""

from __future__ import annotations

from django.urls import path

from storecrew.surfaces.ui.gallery import views

urlpatterns = [
    path("", views.index, name="gallery"),
    path("components/", views.components, name="gallery_components"),
    path("components.css", views.stylesheet, name="gallery_css"),
    path("<slug:name>/", views.page, name="gallery_page"),
]
