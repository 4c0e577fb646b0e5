"""The gallery shows every template in every state: a template and its fixture fit each other."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import RequestFactory

from storecrew.surfaces import storefront, ui
from storecrew.surfaces.ui.gallery.pages import PAGES
from storecrew.surfaces.ui.gallery.views import components, page, stylesheet


@pytest.mark.parametrize("locale", ["en", "ko"])
@pytest.mark.parametrize("name", PAGES)
def test_every_state_of_every_template_is_shown(name, locale):
    response = page(RequestFactory().get(f"/gallery/{name}/?lang={locale}"), name)
    assert response.status_code == 200
    assert f'<html lang="{locale}"' in response.content.decode()


def test_u040_no_page_of_the_shop_is_missing_where_every_state_is_checked():
    shop = Path(str(storefront.__file__)).parent
    pages = {
        str(file.relative_to(shop))
        for file in shop.rglob("*.jinja")
        if "<html" in file.read_text("utf-8") or file.read_text("utf-8").startswith("{% extends")
    }
    frames = {"account/frame.jinja", "checkout/frame.jinja"}
    assert pages - frames == {template for template, _context in PAGES.values()} - {"ui/busy.jinja"}
    assert (Path(str(ui.__file__)).parent / "templates/ui/busy.jinja").exists()


@pytest.mark.parametrize("locale", ["en", "ko"])
def test_it_2_components_are_shown_in_every_state_in_light_and_dark(locale):
    shown = components(RequestFactory().get(f"/gallery/components/?lang={locale}")).content.decode()
    assert f'<html lang="{locale}"' in shown
    for part in (
        'scheme-light"',
        'scheme-dark"',
        "is-hover",
        "is-focus",
        " disabled>",
        'aria-invalid="true"',
    ):
        assert part in shown
    assert ("한 가지만" if locale == "ko" else "handmade") in shown


def test_the_sheet_of_the_gallery_says_of_classes_what_ours_says_of_states():
    css = stylesheet(RequestFactory().get("/gallery/components.css")).content.decode()
    assert ".button:hover, .button.is-hover" in css
    assert ".scheme-dark{color-scheme:dark;" in css
    assert css.count("{") == css.count("}")
