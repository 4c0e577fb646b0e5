"""The gallery shows every template in every state: a template and its fixture fit each other."""

from __future__ import annotations

import re
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


START = re.compile(r"<[a-zA-Z][\w-]*")
ATTRIBUTE = re.compile(r"""\s+([^\s"'<>/=]+)(?:="[^"]*"|='[^']*')?""")
NAMES = frozenset(
    "accept accept-charset action alt async autocapitalize autocomplete autofocus charset checked cite class"
    " cols colspan content controls cx cy d datetime decoding defer dir disabled download draggable enctype"
    " enterkeyhint fetchpriority fill focusable for form formaction formnovalidate headers height hidden href"
    " hreflang http-equiv id inputmode integrity kind label lang list loading loop max maxlength media method"
    " min minlength multiple muted name nonce novalidate open pattern placeholder playsinline"
    " points poster preserveAspectRatio"
    " preload property r rel readonly required role rows rowspan rx ry scope selected sizes slot span"
    " spellcheck src srclang srcset start step stroke stroke-width tabindex target title transform translate"
    " type value viewBox width wrap x x1 x2 xmlns y y1 y2 imagesizes imagesrcset as".split()
)


def badly_written(html: str) -> set[str]:
    """Return the tags of a page whose attributes run into each other or have names that HTML does not know.

    Browsers guess what is meant and say nothing: a field loses its label or its script, and looks right.
    """
    found = set()
    html = re.sub(r"(<(script|style)\b[^>]*>).*?</\2>", r"\1", html, flags=re.DOTALL)
    for tag in START.finditer(html):
        at = tag.end()
        while attribute := ATTRIBUTE.match(html, at):
            at = attribute.end()
            name = attribute[1]
            if name not in NAMES and not re.fullmatch(r"(data|aria|hx)-[a-z0-9:-]+", name):
                found.add(f"{name}: {html[tag.start() : tag.start() + 160]}")
        if not re.match(r"\s*/?>", html[at:]):
            found.add(html[tag.start() : at + 60])
    return found


@pytest.mark.parametrize("name", PAGES)
def test_every_attribute_of_every_page_is_one_that_html_knows(name):
    shown = page(RequestFactory().get(f"/gallery/{name}/"), name).content.decode()
    assert not badly_written(shown)


@pytest.mark.parametrize(
    ("html", "bad"),
    [
        ('<a href="/" hx-get="/x" disabled>', False),
        ('<img src="a.png" alt="" />', False),
        ('<select name="a" requiredautocomplete="b">', True),
        ('<input name="a"type="text">', True),
        ('<select hx-include=""closest form"">', True),
    ],
)
def test_what_counts_as_badly_written(html, bad):
    assert bool(badly_written(html)) is bad
