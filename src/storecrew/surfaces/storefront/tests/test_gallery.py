"""The gallery shows every template in every state: a template and its fixture fit each other."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from storecrew.surfaces.ui.gallery.views import PAGES, page


@pytest.mark.parametrize("locale", ["en", "ko"])
@pytest.mark.parametrize("name", PAGES)
def test_every_state_of_every_template_is_shown(name, locale):
    response = page(RequestFactory().get(f"/gallery/{name}/?lang={locale}"), name)
    assert response.status_code == 200
    assert f'<html lang="{locale}"' in response.content.decode()
