"""Every page of the gallery is made; what a template was given last is given by its fixture too."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from storecrew.surfaces.ui.gallery import views
from storecrew.surfaces.ui.gallery.pages import PAGES


@pytest.mark.django_db
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_page_of_the_gallery_is_made(name: str, language: str) -> None:
    request = RequestFactory().get(f"/gallery/{name}/", {"lang": language})
    assert views.page(request, name).status_code == 200


@pytest.mark.django_db
def test_the_components_are_shown() -> None:
    assert views.components(RequestFactory().get("/gallery/components/")).status_code == 200
