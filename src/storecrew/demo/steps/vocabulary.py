"""The schemas of the demo's products, and the words of its tree in Korean."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.catalog import public as catalog
from storecrew.demo.assortment import CATEGORY_WORDS, FINISHES, PRODUCT_TYPES, RANGES
from storecrew.demo.ranges.words import SHADES, Words
from storecrew.kernel.actor import Actor

TYPE_WORDS = {
    "stoneware": Words("Stoneware", "도자기"),
    "textile": Words("Textile", "패브릭"),
    "light": Words("Light", "조명과 양초"),
}
COUNTRIES = {
    "PT": Words("Portugal", "포르투갈"), "DK": Words("Denmark", "덴마크"), "KR": Words("Korea", "대한민국"),
    "IT": Words("Italy", "이탈리아"), "DE": Words("Germany", "독일"), "GB": Words("United Kingdom", "영국"),
    "IN": Words("India", "인도"), "MA": Words("Morocco", "모로코"), "LT": Words("Lithuania", "리투아니아"),
    "NO": Words("Norway", "노르웨이"), "PL": Words("Poland", "폴란드"),
}  # fmt: skip


def build(*, actor: Actor, at: dt.datetime) -> None:
    """Make the product types with their filters."""
    for range_key, code in PRODUCT_TYPES.items():
        words = TYPE_WORDS[code]
        catalog.save_product_type(
            code=code,
            name=words.en,
            translations={"ko": {"name": words.ko}},
            attributes=_attributes(range_key),
            actor=actor,
            at=at,
        )


def translate_categories(*, actor: Actor, at: dt.datetime) -> None:
    """Give every category its Korean name and the assortment's order."""
    for position, (key, words) in enumerate(CATEGORY_WORDS.items()):
        parent = CATEGORY_WORDS[key.partition("/")[0]].en
        names = (parent,) if "/" not in key else (parent, words.en)
        category_id = catalog.ensure_category(names=names, actor=actor, at=at)
        catalog.save_category(
            category_id=category_id,
            position=position,
            translations={"ko": {"name": words.ko}},
            actor=actor,
            at=at,
        )


def _attributes(range_key: str) -> list[catalog.AttributeSpec]:
    series = RANGES[range_key].SERIES
    manners = sorted({line.manner for line in series})
    return [
        catalog.AttributeSpec(
            "color",
            "Color",
            "color",
            choices=[
                {
                    "value": shade.name.en,
                    "label": shade.name.en,
                    "swatch": shade.code,
                    "translations": {"ko": shade.name.ko},
                }
                for shade in SHADES.values()
                if any(shade.key in line.shades for line in series)
            ],
            is_facet=True,
            is_variant_level=True,
            translations={"ko": {"name": "색상"}},
        ),
        catalog.AttributeSpec(
            "size",
            "Size",
            "choice",
            is_facet=True,
            is_variant_level=True,
            translations={"ko": {"name": "크기"}},
        ),
        catalog.AttributeSpec(
            "finish",
            "Finish",
            "choice",
            choices=[_choice(key, FINISHES[key]) for key in manners],
            is_facet=True,
            is_required=True,
            translations={"ko": {"name": "마감"}},
        ),
        catalog.AttributeSpec(
            "made_in",
            "Made in",
            "choice",
            choices=[_choice(key, COUNTRIES[key]) for key in sorted({line.made_in for line in series})],
            is_facet=True,
            translations={"ko": {"name": "제조국"}},
        ),
        catalog.AttributeSpec(
            "series",
            "Series",
            "choice",
            choices=[_choice(line.name.en, line.name) for line in series],
            is_facet=True,
            translations={"ko": {"name": "시리즈"}},
        ),
    ]


def _choice(value: str, words: Words) -> dict[str, object]:
    return {"value": value, "label": words.en, "translations": {"ko": words.ko}}
