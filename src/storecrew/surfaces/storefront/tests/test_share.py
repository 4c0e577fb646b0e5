"""Pictures for people who share a page, and what the page says about itself elsewhere."""

from __future__ import annotations

import io
import re
from html import unescape

import pytest
from django.core.cache import cache
from PIL import Image

from storecrew.contexts.catalog import public as catalog
from storecrew.kernel import clock
from storecrew.surfaces.storefront.share import drawing
from storecrew.surfaces.storefront.tests.factories import ACTOR, TestShop, set_price, settle

PAGE = "/en/p/enamel-mug/"


def text(response) -> str:
    return response.content.decode()


def properties(response) -> dict[str, str]:
    found = re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)"', text(response))
    return {name: unescape(value) for name, value in found}


def opened(response) -> Image.Image:
    assert response["Content-Type"] == "image/png"
    return Image.open(io.BytesIO(response.content))


def a_picture(color: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (900, 700), color).save(out, "PNG")
    return out.getvalue()


@pytest.fixture(autouse=True)
def _no_cards():
    cache.clear()


@pytest.fixture
def pictured(shop: TestShop, settings, tmp_path) -> TestShop:
    settings.MEDIA_ROOT = str(tmp_path)
    product = catalog.product_page("enamel-mug", "en", shop.channel.id)
    catalog.attach_image(
        product_id=product.id, content=a_picture("#00ff00"), alt="", actor=ACTOR, at=clock.now()
    )
    settle()
    return shop


@pytest.mark.django_db
def test_the_picture_of_a_product_shows_its_picture_and_is_named_by_what_it_shows(pictured, client):
    page = properties(client.get(f"{PAGE}?variant=MUG-RED"))
    address = page["og:image"]
    assert address.startswith("http://testserver/en/p/enamel-mug/share.png?variant=MUG-RED&v=")
    assert page["twitter:card"] == "summary_large_image"
    assert (page["og:image:width"], page["og:image:height"]) == ("1200", "630")
    price = page["product:price:amount"]
    assert page["og:image:alt"] == f"Enamel mug, €{price}, Storecrew EU"
    response = client.get(address.removeprefix("http://testserver"))
    picture = opened(response).convert("RGB")
    assert picture.size == (1200, 630)
    red, green, blue = picture.getpixel((300, 300))  # type: ignore[misc]
    assert green > 200
    assert red < 60 > blue
    assert "immutable" in response["Cache-Control"]
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert len(response.content) < 300_000


@pytest.mark.django_db
def test_a_new_price_is_a_new_picture(pictured, client):
    before = properties(client.get(f"{PAGE}?variant=MUG-RED"))["og:image"]
    old = client.get(before.removeprefix("http://testserver")).content
    set_price(pictured, "MUG-RED", 123456)
    now = properties(client.get(f"{PAGE}?variant=MUG-RED"))
    assert now["product:price:amount"] == "1234.56"
    assert now["og:image"] != before
    assert client.get(now["og:image"].removeprefix("http://testserver")).content != old
    stale = client.get(before.removeprefix("http://testserver"))
    assert "immutable" not in stale["Cache-Control"], "an old address shows today's price for a while only"


@pytest.mark.django_db
def test_a_card_is_drawn_once_while_nothing_on_it_changes(pictured, client, monkeypatch):
    address = properties(client.get(PAGE))["og:image"].removeprefix("http://testserver")
    first = client.get(address).content
    monkeypatch.setattr(drawing, "draw", lambda **_: pytest.fail("it is in the cache"))
    assert client.get(address).content == first


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["", "c/kitchen/", "p/oak-stool/"])
@pytest.mark.parametrize("locale", ["en", "ko"])
def test_every_kind_of_page_that_is_shared_has_a_picture(shop, client, path, locale):
    page = properties(client.get(f"/{locale}/{path}"))
    response = client.get(page["og:image"].removeprefix("http://testserver"))
    assert opened(response).size == drawing.SIZE
    assert "immutable" in response["Cache-Control"]
    assert response.cache_tags >= {"catalog", f"channel:{shop.channel.id}"}
    assert not response.cookies


@pytest.mark.django_db
def test_pages_that_nobody_indexes_have_none_and_unknown_ones_neither(shop, client):
    assert "og:image" not in properties(client.get("/en/search/?q=mug"))
    for path in ("p/nothing", "c/nothing", "collections/nothing"):
        assert client.get(f"/en/{path}/share.png").status_code == 404


@pytest.mark.parametrize(
    "title",
    [
        "Mug",
        "손으로 빚은 물레 항아리와 아주 긴 이름을 가진 상품의 제목",
        "Café – Łódź Ω Ж " * 12,
        "W" * 400,
        "🙂",
        "",
        "日本の茶碗",
    ],
)
def test_any_title_fits_on_the_card(title):
    drawn = drawing.draw(picture=None, shop="Hearth & Loom 코리아", title=title, price="₩33,000", before="€9")
    card = Image.open(io.BytesIO(drawn)).convert("RGB")
    assert card.size == drawing.SIZE
    edges = [card.getpixel((x, 625)) for x in range(0, 1200, 7)]
    edges += [card.getpixel((1195, y)) for y in range(0, 630, 7)]
    assert min(min(edge) for edge in edges) == 255, "nothing runs over the edge"


@pytest.mark.parametrize("picture", [b"", b"not a picture", a_picture("red")[:200]])
def test_a_broken_picture_leaves_a_card_of_words(picture):
    drawn = Image.open(io.BytesIO(drawing.draw(picture=picture, shop="S", title="T"))).convert("RGB")
    assert min(drawn.getpixel((10, 300))) == 255


def test_a_grainy_photograph_stays_small_enough_for_messengers():
    grain = Image.effect_noise((630, 630), 90).convert("RGB")
    out = io.BytesIO()
    grain.save(out, "PNG")
    assert len(drawing.draw(picture=out.getvalue(), shop="S", title="T")) < drawing.MOST_BYTES


@pytest.mark.django_db
def test_it_10_a_product_is_shared_by_plain_links_and_no_script_of_others(client, shop: TestShop):
    page = text(client.get(PAGE))
    assert 'href="https://www.facebook.com/sharer/sharer.php?u=' in page
    assert "%2Fen%2Fp%2Fenamel-mug%2F" in page
    assert 'href="mailto:?subject=' in page
    assert not re.findall(r"<(?:script|img|iframe|link)[^>]+(?:facebook|pinterest|x\.com|line\.me)", page)
