"""Paper as it is set: pictures, struck prices, Hangul, a name that begs to be read as a template (MKT-9)."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Any

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


def crowded(kind: str, locale: str) -> bytes:
    """As much as the form takes, with words that are longer than their column."""
    sentence = "20% off everything for the kitchen from three articles until the end of September. "
    article = PrintedArticle(
        "A-1",
        "Donaudampfschifffahrtsgesellschaftskapitänsmütze with a raised rim, hand-thrown and glazed",
        "색상: 파랑, extra large, brushed stainless steel",
        "₩1,290,000",
        "₩1,590,000",
        picture("JPEG"),
    )
    return paper.draw(
        PAPERS[kind], labels=kind == "labels", shop="Storecrew Europe", headline="Made for every day " * 4,
        text=("정직한 재료로 오래 쓰도록 만들었습니다. " * 26)[:600], promise=sentence * 4,
        code="AUTUMN-2026-TWENTY", address="https://shop.storecrew.example/go/season-of-long-words-12/",
        articles=[article] * min(PAPERS[kind].most, 24), locale=locale, day=dt.date(2026, 3, 2),
    )  # fmt: skip


@pytest.mark.parametrize("kind", sorted(PAPERS))
@pytest.mark.parametrize("locale", ["en", "ko"])
def test_mkt_9_however_much_is_said_it_stands_on_one_page(kind, locale):
    assert len(re.findall(rb"/Type ?/Page\b", crowded(kind, locale))) == 1


@pytest.mark.parametrize("kind", sorted(set(PAPERS) - {"labels"}))
def test_mkt_9_the_file_says_where_the_paper_is_cut(kind):
    found = re.search(
        rb"/TrimBox ?\[([\d. ]+)\]", draw(kind, PrintedArticle("A-1", "Mug", "", "€9.00", "", b""))
    )
    assert found is not None
    left, bottom, right, top = (float(each) * 25.4 / 72 for each in found[1].split())
    assert (right - left, top - bottom) == pytest.approx((PAPERS[kind].width, PAPERS[kind].height), abs=0.1)
    assert (left, bottom) == pytest.approx((9, 9), abs=0.1), "bleed and room for the marks"


@pytest.mark.parametrize("sku", ["A-1", "SKU-0000-LONG-CODE-BLUE", "벽-1"])
def test_mkt_9_bars_of_a_label_are_as_wide_as_scanners_need_or_there_are_none(sku, monkeypatch):
    told: dict[str, Any] = {}
    monkeypatch.setattr(paper.printing, "pdf", lambda _template, data: told.update(data) or b"")
    draw("labels", PrintedArticle(sku, "Mug", "", "€9.00", "", b""))
    (article,) = told["articles"]
    if not sku.isascii():
        assert article["bars"] == ""
        return
    assert f'viewBox="0 0 {article["modules"]} ' in article["bars"]
    # A module of a fifth of a millimeter is read from a hand's width away; a label has 62 of them.
    assert min(article["modules"] * 0.33, 62) / article["modules"] >= 0.19
