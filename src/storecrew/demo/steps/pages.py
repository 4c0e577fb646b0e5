"""The demo's pages: home with its picture, and the starter's help and legal pages."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.files.base import ContentFile
from wagtail.images import get_image_model

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.content import public as content
from storecrew.demo.pictures.album import HERO
from storecrew.kernel.actor import Actor

SHOP = "Hearth & Loom"


def build(*, actor: Actor, at: dt.datetime) -> None:
    """Write the pages in both languages."""
    content.install_starter(shop_name=SHOP, actor=actor, at=at)
    hero = get_image_model()(title="Still life of the collection", width=HERO_SIZE[0], height=HERO_SIZE[1])
    hero.file.save("still-life.webp", ContentFile(HERO.read_bytes()), save=False)
    hero.width, hero.height = HERO_SIZE
    hero.focal_point_x, hero.focal_point_y, hero.focal_point_width, hero.focal_point_height = FOCUS
    hero.file_size = HERO.stat().st_size
    hero.save()
    for locale, words in WORDS.items():
        content.save_home(
            locale=locale, body=_body(hero.pk, words), seo_description=words["text"], actor=actor, at=at
        )
    content.prepare_pictures([hero.pk])
    _set_categories(hero.pk, actor, at)
    content.save_theme("europe", WINTER, note="Winter: pine and cream", actor=actor, at=at)


def _set_categories(picture: int, actor: Actor, at: dt.datetime) -> None:
    """Let one category tell a story and one be read as a list; all others are grids."""
    known = {node.url_path: node.id for node in catalog.category_tree()}
    for path, layout, lead in (("tableware", "editorial", picture), ("candles", "list", None)):
        if path in known:
            catalog.save_category(
                category_id=known[path], layout=layout, lead_image_id=lead, actor=actor, at=at
            )


WINTER = content.ThemeChoices(
    brand=SHOP, accent="#1f6f54", ink="#22201b", paper="#fbf7ef", radius=12, font="serif"
)
HERO_SIZE = (1600, 700)
FOCUS = (1150, 380, 900, 600)
WORDS = {
    "en": {
        "heading": "Things that stay",
        "text": "Stoneware, woven goods and warm light, made to be used every day.",
        "alt": "Vases, a mug and a lit lamp on a pale table",
        "button": "See the tableware",
        "tableware": "For the table",
        "textiles": "For sofa and floor",
        "lighting": "For the evening",
        "banner": "Ordered by two, sent today",
        "banner_text": "What delivery costs, and when it is free, stands with each product and in the cart.",
    },
    "ko": {
        "heading": "오래 곁에 둘 것들",
        "text": "매일 쓰기 위해 만든 도자기와 패브릭, 따뜻한 빛.",
        "alt": "밝은 식탁 위의 화병과 머그, 켜진 램프",
        "button": "식기 보기",
        "tableware": "식탁을 위해",
        "textiles": "소파와 바닥을 위해",
        "lighting": "저녁을 위해",
        "banner": "오후 2시 이전 주문은 당일 출고",
        "banner_text": "배송비와 무료 배송 기준은 상품 페이지와 장바구니에서 바로 확인하실 수 있습니다.",
    },
}


def _body(image_id: int, words: dict[str, str]) -> list[dict[str, Any]]:
    hero = {
        "image": image_id,
        "alt": words["alt"],
        "heading": words["heading"],
        "text": words["text"],
        "link": {"text": words["button"], "url": "/c/tableware/"},
    }
    banner = {"heading": words["banner"], "text": words["banner_text"], "link": {"text": "", "url": ""}}
    return [
        {"type": "hero", "value": hero},
        _grid(words["tableware"], "tableware"),
        _grid(words["textiles"], "textiles"),
        {"type": "banner", "value": banner},
        _grid(words["lighting"], "lighting"),
    ]


def _grid(heading: str, category: str) -> dict[str, Any]:
    value = {"heading": heading, "category": category, "collection": "", "count": 4}
    return {"type": "product_grid", "value": value}
