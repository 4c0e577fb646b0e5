"""The demo's assortment: every form in every series, with colors, sizes, prices and stock to start with."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from storecrew.contexts.catalog.public import ProductRow, VariantRow
from storecrew.demo.ranges import glow, hearth, loom
from storecrew.demo.ranges.words import SHADES, Form, Series, Shade, Words
from storecrew.kernel.money import round_half_up

BRAND = "Hearth & Loom"
RANGES = {"hearth": hearth, "loom": loom, "glow": glow}
PRODUCT_TYPES = {"hearth": "stoneware", "loom": "textile", "glow": "light"}
CHANNELS = ("europe", "korea")
WON_PER_CENT = 15

CATEGORY_WORDS = {
    "tableware": Words("Tableware", "식기"),
    "tableware/cups": Words("Cups & mugs", "컵과 머그"),
    "tableware/bowls": Words("Bowls", "볼"),
    "tableware/plates": Words("Plates", "접시"),
    "tableware/serving": Words("Serving", "서빙"),
    "vases": Words("Vases & planters", "화병과 화분"),
    "vases/small-vases": Words("Small vases", "작은 화병"),
    "vases/large-vases": Words("Large vases", "큰 화병"),
    "vases/planters": Words("Planters", "화분"),
    "textiles": Words("Textiles", "패브릭"),
    "textiles/cushions": Words("Cushions", "쿠션"),
    "textiles/throws": Words("Throws & blankets", "담요"),
    "textiles/towels": Words("Towels", "수건"),
    "textiles/rugs": Words("Rugs", "러그"),
    "textiles/table-linen": Words("Table linen", "테이블 린넨"),
    "lighting": Words("Lighting", "조명"),
    "lighting/table-lamps": Words("Table lamps", "테이블 램프"),
    "lighting/floor-lamps": Words("Floor lamps", "플로어 램프"),
    "lighting/pendants": Words("Pendants", "펜던트"),
    "candles": Words("Candles", "양초"),
    "candles/pillar-candles": Words("Pillar candles", "필라 양초"),
    "candles/scented-candles": Words("Scented candles", "향초"),
    "candles/lanterns": Words("Lanterns", "랜턴"),
    "candles/holders": Words("Candle holders", "촛대"),
    "gift-vouchers": Words("Gift vouchers", "상품권"),
}
FINISHES = {
    "dipped": Words("Dipped", "담금 유약"), "glossy": Words("Glossy", "유광"), "speckled": Words("Speckled", "점박이"),
    "matte": Words("Matte", "무광"), "banded": Words("Banded", "띠 장식"), "herringbone": Words("Herringbone", "헤링본"),
    "stripes": Words("Stripes", "줄무늬"), "checks": Words("Checks", "체크"), "pinstripes": Words("Pinstripes", "핀스트라이프"),
    "diamonds": Words("Diamonds", "마름모"), "waves": Words("Waves", "물결"), "plain": Words("Plain", "무지"),
    "border": Words("Border", "테두리"), "cone": Words("Cone shade", "원뿔 갓"), "drum": Words("Drum shade", "원통 갓"),
    "round": Words("Round shade", "둥근 갓"),
}  # fmt: skip


@dataclass(frozen=True)
class Picture:
    """What to draw for one color of a product."""

    sku: str
    form: str
    manner: str
    code: str
    accent: str
    alt: str


@dataclass(frozen=True)
class Item:
    """One product of the assortment with everything the demo sets up for it.

    ``prices`` and ``costs`` are in euro cents by SKU; ``stock`` is pieces by SKU; ``strike`` is the old price in
    cents by SKU for products that are reduced.
    """

    row: ProductRow
    prices: dict[str, int]
    costs: dict[str, int]
    strike: dict[str, int]
    stock: dict[str, int]
    pictures: tuple[Picture, ...]


def assortment() -> Iterator[Item]:
    """Yield every product, the same on every machine."""
    number = 0
    for range_key, words in RANGES.items():
        for series in words.SERIES:
            for form in words.FORMS:
                number += 1
                yield _item(range_key, series, form, number)


def won(cents: int) -> int:
    """Return the Korean price for a euro price: rounded to a hundred won."""
    return round_half_up(cents * WON_PER_CENT, 100) * 100


def gtin(number: int) -> str:
    """Return a 13-digit in-store code (prefix 20) with its check digit."""
    body = f"20{number:010d}"
    check = -sum(int(digit) * (3 if index % 2 else 1) for index, digit in enumerate(body)) % 10
    return f"{body}{check}"


def _charm(cents: int) -> int:
    """Round up to a price that ends in .00 or .50."""
    return -(-cents // 50) * 50


def _item(range_key: str, series: Series, form: Form, number: int) -> Item:
    chance = random.Random(number)  # noqa: S311 - the same shop on every machine, not a secret
    base = form.price * series.premium // 100
    reduced = number % 11 == 0
    variants: list[VariantRow] = []
    prices: dict[str, int] = {}
    strike: dict[str, int] = {}
    stock: dict[str, int] = {}
    pictures: list[Picture] = []
    for shade in (SHADES[key] for key in series.shades):
        sizes = form.sizes or ((Words("", ""), 100),)
        for index, (size, percent) in enumerate(sizes):
            sku = _sku(range_key, series, form, shade, index if form.sizes else None)
            price = _charm(base * percent // 100)
            if reduced:
                strike[sku], price = price, _charm(price * 80 // 100)
            prices[sku] = price
            stock[sku] = _opening_stock(chance, number)
            variants.append(_variant(sku, form, shade, size.en, percent, number * 10 + len(variants)))
        pictures.append(_picture(variants[-len(sizes)].sku, series, form, shade))
    return Item(
        row=_row(range_key, series, form, tuple(variants)),
        prices=prices,
        costs={
            sku: (strike.get(sku, price)) * (34 + chance.randrange(14)) // 100
            for sku, price in prices.items()
        },
        strike=strike,
        stock=stock,
        pictures=tuple(pictures),
    )


def _opening_stock(chance: random.Random, number: int) -> int:
    """Most things are well stocked; some will run low, and a few are low or sold out."""
    if number % 29 == 0:
        return 0
    if number % 39 == 0:
        return 4
    if number % 13 == 0:
        return 12 + chance.randrange(9)
    return 40 + chance.randrange(160)


def _sku(range_key: str, series: Series, form: Form, shade: Shade, size: int | None) -> str:
    parts = [range_key[:2], series.key[:4], form.key.replace("-", "")[:8], shade.key]
    if size is not None:
        parts.append("SML"[size])
    return "-".join(parts).upper()


def _variant(sku: str, form: Form, shade: Shade, size: str, percent: int, number: int) -> VariantRow:
    options = {"Color": shade.name.en}
    if size:
        options["Size"] = size
    side = 60 + form.weight_g // 12
    return VariantRow(
        sku=sku,
        options=options,
        barcode=gtin(number),
        weight_g=form.weight_g * percent // 100,
        length_mm=side,
        width_mm=side,
        height_mm=side * 4 // 5,
        tax_class="standard",
    )


def _picture(sku: str, series: Series, form: Form, shade: Shade) -> Picture:
    accent = "#8d8578" if shade.key in {"chalk", "stone"} else "#efe3cd"
    alt = f"{series.name.en} {form.name.en} in {shade.name.en.lower()}"
    return Picture(sku, form.key, series.manner, shade.code, accent, alt)


def _row(range_key: str, series: Series, form: Form, variants: tuple[VariantRow, ...]) -> ProductRow:
    parent, _, _leaf = form.category.partition("/")
    path = (CATEGORY_WORDS[parent].en, CATEGORY_WORDS[form.category].en)
    return ProductRow(
        slug=f"{series.key}-{form.key}" if series.key != "ember" else f"hearthside-{form.key}",
        source_key=f"demo:{range_key}:{series.key}:{form.key}",
        title=f"{series.name.en} {form.name.en}",
        subtitle=form.use.en,
        description=f"<p>{form.use.en} {series.story.en}</p>",
        brand=BRAND,
        product_type=PRODUCT_TYPES[range_key],
        status="live",
        variants=variants,
        attributes={"finish": series.manner, "made_in": series.made_in, "series": series.name.en},
        categories=(path,),
        channels=CHANNELS,
        seo_description=f"{series.name.en} {form.name.en}: {form.use.en} {series.story.en}"[:155],
        translations={
            "ko": {
                "title": f"{series.name.ko} {form.name.ko}",
                "subtitle": form.use.ko,
                "description": f"<p>{form.use.ko} {series.story.ko}</p>",
            }
        },
    )
