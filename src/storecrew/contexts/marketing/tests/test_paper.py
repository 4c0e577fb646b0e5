"""Paper as it is set: pictures, struck prices, Hangul, a name that begs to be read as a template (MKT-9)."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
from PIL import Image

from storecrew.contexts.marketing.facts import PrintedArticle
from storecrew.contexts.marketing.providers import paper
from storecrew.contexts.marketing.rules.paper import PAPERS


def picture(form: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "#4a7").save(out, form)
    return out.getvalue()


def draw(kind: str, *articles: PrintedArticle) -> bytes:
    return paper.draw(
        PAPERS[kind], labels=kind == "labels", shop="Shop", headline="#panic() [*", text="",
        promise="Ten % off",
        code="TEN", address="https://shop.example/go/spring/", articles=articles, locale="ko",
        day=dt.date(2026, 3, 2),
    )  # fmt: skip


@pytest.mark.parametrize("kind", sorted(PAPERS))
@pytest.mark.parametrize("form", ["WEBP", "PNG", "JPEG", ""])
def test_mkt_9_every_paper_takes_pictures_or_none_and_struck_prices(kind, form):
    made = picture(form) if form else b""
    articles = [
        PrintedArticle("A-1", "머그 #eval [x]", "파랑", "€9.00", "€12.00", made),
        PrintedArticle("벽-1", "$ _ * `", "", "₩9,000", "", made),
    ]
    found = draw(kind, *articles)
    assert found.startswith(b"%PDF-")
    assert found == draw(kind, *articles)
    assert found != draw(kind, articles[0])


def images_of(made: bytes) -> list[bytes]:
    """The dictionaries of the pictures in a PDF file."""
    return [each for each in re.findall(rb"<<[^<>]*>>", made) if b"/Subtype/Image" in each.replace(b" ", b"")]


@pytest.mark.parametrize("kind", sorted(set(PAPERS) - {"labels"}))
@pytest.mark.parametrize("form", ["WEBP", "PNG", "JPEG"])
def test_mkt_9_pictures_are_in_the_inks_of_the_press(kind, form):
    found = images_of(draw(kind, PrintedArticle("A-1", "Mug", "", "€9.00", "", picture(form))))
    assert found and all(b"/ColorSpace/DeviceCMYK" in each.replace(b" ", b"") for each in found)
