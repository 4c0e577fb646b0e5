"""Reading WooCommerce's files."""

from __future__ import annotations

from pathlib import Path

import pytest

from storecrew.contexts.imports.facts import Setting
from storecrew.contexts.imports.tests.factories import AT, read, table

SIMPLE = {
    "ID": "10",
    "Type": "simple",
    "SKU": "MUG",
    "Name": "Mug &amp; saucer",
    "Published": "1",
    "Visibility in catalog": "visible",
    "Short description": "Short",
    "Description": "Long\\ntext",
    "In stock?": "1",
    "Stock": "7",
    "Weight (kg)": "0.4",
    "Length (cm)": "10",
    "Regular price": "12",
    "Sale price": "9.50",
    "Categories": "Home > Kitchen\\, dining, Gifts",
    "Tags": "a, b",
    "Images": "https://x.example.com/a,b.jpg, https://x.example.com/c.jpg",
    "Attribute 1 name": "Material",
    "Attribute 1 value(s)": "Clay, Glaze",
    "Parent": "",
    "Position": "0",
}
PARENT = {
    "ID": "20",
    "Type": "variable",
    "SKU": "TEE",
    "Name": "Tee",
    "Published": "1",
    "Categories": "Clothing",
    "Images": "https://x.example.com/t.jpg",
    "Attribute 1 name": "Color",
    "Attribute 1 value(s)": "Red, Blue",
    "Attribute 2 name": "Size",
    "Attribute 2 value(s)": "S, M",
    "Attribute 3 name": "Care",
    "Attribute 3 value(s)": "Cold",
}


def variation(parent: str, color: str, size: str, **more: str) -> dict[str, str]:
    return {
        "Type": "variation",
        "Name": "Tee",
        "Published": "1",
        "Parent": parent,
        "Regular price": "20",
        "Attribute 1 name": "Color",
        "Attribute 1 value(s)": color,
        "Attribute 2 name": "Size",
        "Attribute 2 value(s)": size,
        **more,
    }


def write(tmp_path: Path, *rows: dict, **more: object) -> Path:
    path = tmp_path / "products.csv"
    path.write_text(table(rows, **more), encoding="utf-8", newline="")
    return path


def test_a_simple_product(tmp_path: Path) -> None:
    (built,), reading = read(write(tmp_path, SIMPLE))
    draft = built.draft
    assert reading.layout.format.code == "woocommerce"
    assert (draft.title, draft.slug, draft.description) == ("Mug & saucer", "mug-saucer", "Long\ntext")
    assert draft.categories == (("Home", "Kitchen, dining"), ("Gifts",))
    assert [image.source for image in draft.images] == [
        "https://x.example.com/a,b.jpg",
        "https://x.example.com/c.jpg",
    ]
    assert draft.attributes == {"material": ["Clay", "Glaze"]}
    variant = draft.variants[0]
    assert (variant.sku, variant.weight_g, variant.length_mm, variant.stock) == ("MUG", 400, 100, {"": 7})
    assert (variant.prices[0].amount, variant.prices[0].compare_at) == (950, 1200)


def test_variations_find_their_parent_by_sku_or_number_before_or_after_it(tmp_path: Path) -> None:
    rows = [variation("id:20", "Red", "S"), PARENT, variation("TEE", "Blue", "M", SKU="TEE-BM")]
    (built,), _ = read(write(tmp_path, *rows))
    draft = built.draft
    assert [(variant.sku, variant.options) for variant in draft.variants] == [
        ("TEE-red-s", {"Color": "Red", "Size": "S"}),
        ("TEE-BM", {"Color": "Blue", "Size": "M"}),
    ]
    assert draft.attributes == {"care": ["Cold"]}


def test_a_variation_without_value_means_any(tmp_path: Path) -> None:
    (built,), _ = read(
        write(tmp_path, PARENT, variation("TEE", "Red", "", SKU="TEE-R"), variation("TEE", "Blue", "M"))
    )
    assert built.draft.variants[0].options == {"Color": "Red", "Size": "Any"}
    assert [(problem.code, problem.row) for problem in built.warnings] == [("option_any", 3)]


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("grouped", "kind_grouped"),
        ("external", "kind_external"),
        ("bundle", "kind_bundle"),
        ("gift-card", "kind_gift_card"),
        ("subscription", "kind_unknown"),
    ],
)
def test_kinds_that_are_not_sold_are_reported(tmp_path: Path, kind: str, code: str) -> None:
    (built,), _ = read(write(tmp_path, {**SIMPLE, "Type": kind}))
    assert built.draft is None
    assert [(problem.code, problem.row, problem.column) for problem in built.rejections] == [
        (code, 2, "Type")
    ]


def test_con_12_downloads_come_in_as_codes_and_their_pieces_are_told(tmp_path: Path) -> None:
    (built,), _ = read(write(tmp_path, {**SIMPLE, "Type": "simple, downloadable, virtual", "Stock": "12"}))
    [variant] = built.draft.variants
    assert (variant.digital, variant.stock) == (True, {})
    assert variant.prices
    assert [(problem.code, problem.value) for problem in built.warnings] == [
        ("kind_digital", "simple, downloadable, virtual"),
        ("pieces_of_codes", "12"),
    ]
    assert not built.rejections


def test_con_12_one_variation_may_be_a_download_beside_one_that_is_shipped(tmp_path: Path) -> None:
    rows = [variation("TEE", "Red", "S"), variation("TEE", "Blue", "M", Type="variation, downloadable")]
    (built,), _ = read(write(tmp_path, PARENT, *rows))
    assert [variant.digital for variant in built.draft.variants] == [False, True]


def test_a_variation_whose_parent_is_missing_is_rejected(tmp_path: Path) -> None:
    rows = [SIMPLE, variation("NOBODY", "Red", "S"), variation("", "Red", "M")]
    built, reading = read(write(tmp_path, *rows))
    assert [problem.code for each in built for problem in each.rejections] == ["parent_unknown"]
    assert [problem.code for problem in reading.rejections] == ["parent_missing"]


def test_two_rows_with_one_sku_do_not_become_one_product(tmp_path: Path) -> None:
    (built,), _ = read(write(tmp_path, SIMPLE, {**SIMPLE, "Name": "Other"}))
    assert built.draft.title == "Mug & saucer"
    assert [(problem.code, problem.row) for problem in built.rejections] == [("product_repeated", 3)]


def test_products_of_one_name_get_addresses_of_their_own(tmp_path: Path) -> None:
    built, _ = read(write(tmp_path, SIMPLE, {**SIMPLE, "SKU": "MUG2", "ID": "11"}))
    assert [each.draft.slug for each in built] == ["mug-saucer", "mug-saucer-mug2"]


def test_a_sale_counts_only_while_it_runs(tmp_path: Path) -> None:
    rows = [
        {**SIMPLE, "Date sale price starts": "2026-02-01", "Date sale price ends": "2026-03-15 0:00:00"},
        {**SIMPLE, "SKU": "B", "ID": "11", "Date sale price starts": "2027-01-01"},
    ]
    first, second = read(write(tmp_path, *rows))[0]
    assert first.draft.variants[0].prices[0].amount == 950
    assert [(problem.code, problem.value) for problem in first.warnings] == [("sale_ends", "2026-03-15")]
    assert second.draft.variants[0].prices[0].amount == 1200
    assert "sale_not_now" in [problem.code for problem in second.warnings]


def test_stock_words(tmp_path: Path) -> None:
    rows = [
        {**SIMPLE, "Stock": "", "In stock?": "0"},
        {**SIMPLE, "SKU": "B", "ID": "2", "Stock": "parent"},
        {**SIMPLE, "SKU": "C", "ID": "3", "Stock": ""},
    ]
    built, _ = read(write(tmp_path, *rows))
    assert [each.draft.variants[0].stock for each in built] == [{"": 0}, {}, {}]


def test_an_export_in_german(tmp_path: Path) -> None:
    row = {
        "ID": "1",
        "Typ": "simple",
        "Artikelnummer": "TASSE",
        "Name": "Tasse",
        "Veröffentlicht": "1",
        "Vorrätig?": "1",
        "Lager": "3",
        "Gewicht (kg)": "0,4",
        "Regulärer Preis": "1.299,50",
        "Kategorien": "Küche",
        "Attribut 1 Name": "Farbe",
        "Attribut 1 Wert(e)": "Blau",
        "Attribut 1 Sichtbar": "1",
    }
    (built,), reading = read(write(tmp_path, row, delimiter=";"))
    variant = built.draft.variants[0]
    assert (reading.layout.format.code, reading.layout.delimiter) == ("woocommerce", ";")
    assert (variant.prices[0].amount, variant.weight_g, variant.stock) == (129950, 400, {"": 3})
    assert built.draft.attributes == {"farbe": ["Blau"]}
    assert reading.warnings[0].code == "other_separator"


def test_hidden_and_private_products_are_not_offered(tmp_path: Path) -> None:
    rows = [
        {**SIMPLE, "Visibility in catalog": "hidden"},
        {**SIMPLE, "SKU": "B", "ID": "2", "Published": "-1"},
    ]
    first, second = read(write(tmp_path, *rows))[0]
    assert (first.draft.status, first.draft.published) == ("live", False)
    assert second.draft.status == "draft"


# As shops in these languages export: type, SKU, name, published, visibility, short description, description,
# in stock?, stock, weight, sale price, regular price, categories, images, parent, upsells, cross-sells,
# name and value of the first attribute, whether it is global.
HEADERS = {
    "nl": "Type|Artikelnummer|Naam|Gepubliceerd|Zichtbaarheid in catalogus|Korte beschrijving|Beschrijving|"
    "Op voorraad?|Voorraad|Gewicht (kg)|Actieprijs|Reguliere prijs|Categorieën|Afbeeldingen|Hoofd|Upsells|"
    "Cross-sells|Naam eigenschap 1|Waarde(n) eigenschap 1|Globale eigenschap 1",
    "ja": "タイプ|SKU|名前|公開済み|カタログでの表示|簡単な説明|説明|"
    "在庫の有無|在庫|重量 (kg)|セール価格|標準価格|"
    "カテゴリー|画像|親|アップセル|クロスセル|属性 1 の名前|属性 1 の値|属性 1 のグローバル",
    "pl": "Typ|SKU|Nazwa|Opublikowano|Widoczność w katalogu|Krótki opis|Opis|W magazynie?|Stan magazynowy|"
    'Waga (kg)|Cena promocyjna|Cena|Kategorie|Obrazki|Element nadrzędny|Produkty "up-sell"|'
    'Produkty "Cross-sell"|Nazwa atrybutu 1|Wartości atrybutu 1|Atrybut 1: globalny',
    "pt": "Tipo|SKU|Nome|Publicado|Visibilidade no catálogo|Descrição curta|Descrição|Em estoque?|Estoque|"
    "Peso (kg)|Preço promocional|Preço|Categorias|Imagens|Ascendente|Upsells|Venda cruzada|"
    "Nome do atributo 1|Valores do atributo 1|Atributo global 1",
    "sv": "Typ|Artikelnummer|Namn|Publicerad|Synlighet i katalog|Kort beskrivning|Beskrivning|I lager?|Lager|"
    "Vikt (kg)|Reapris|Ordinarie pris|Kategorier|Bilder|Överordnad|Merförsäljning|Korsförsäljning|"
    "Attribut 1 namn|Attribut 1 värde(n)|Attribut 1 global",
    "ru": "Тип|Артикул|Имя|Опубликован|Видимость в каталоге|Краткое описание|Описание|В наличии?|Запасы|"
    "Вес (kg)|Цена распродажи|Базовая цена|Категории|Изображения|Родительский|Апсейлы|Кросселы|"
    "Имя атрибута 1|Значение(-я) аттрибута(-ов) 1|Глобальный атрибут 1",
    "fr": "Type|UGS|Nom|Publié|Visibilité dans le catalogue|Description courte|Description|En stock ?|Stock|"
    "Poids (kg)|Tarif promo|Tarif régulier|Catégories|Images|Parent|Produits suggérés|Ventes croisées|"
    "Nom de l’attribut 1|Valeur(s) de l’attribut 1|Attribut 1 global",
    "de": "Typ|Artikelnummer|Name|Veröffentlicht|Sichtbarkeit im Katalog|Kurzbeschreibung|Beschreibung|"
    "Vorrätig?|Bestand|Gewicht (kg)|Angebotspreis|Regulärer Preis|Kategorien|Bilder|Übergeordnetes Produkt|"
    "Zusatzverkäufe|Cross-Sells (Querverkäufe)|Attribut 1 Name|Attribut 1 Wert(e)|Attribut 1 Global",
    "ko": "유형|SKU|이름|공개됨|카탈로그 노출|짧은 설명|설명|재고 있음?|"
    "재고|무게 (kg)|할인가|정상가|카테고리|이미지|상위|"
    "업셀|교차 판매|속성 1 이름|속성 1 값|속성 1 글로벌",
}


@pytest.mark.parametrize("language", HEADERS)
def test_the_header_may_be_in_the_language_of_the_shop(tmp_path: Path, language: str) -> None:
    header = HEADERS[language].split("|")
    parent = [
        "variable",
        "T",
        "Tee",
        "1",
        "visible",
        "short",
        "long",
        "1",
        "",
        "",
        "",
        "",
        "A > B",
        "",
        "",
        "U",
    ]
    child = ["variation", "T-1", "Tee", "1", "visible", "", "", "1", "7", "0.4", "9", "12", "", "", "T", ""]
    rows = [
        dict(zip(header, [*parent, "C", "Color", "Red, Blue", "1"], strict=True)),
        dict(zip(header, [*child, "", "Color", "Red", "1"], strict=True)),
    ]
    (built,), reading = read(write(tmp_path, *rows))
    assert (reading.layout.format.code, reading.layout.ignored) == ("woocommerce", ())
    draft = built.draft
    (variant,) = draft.variants
    assert (draft.title, draft.subtitle, draft.description, draft.status) == ("Tee", "short", "long", "live")
    assert (variant.sku, variant.options, variant.stock) == ("T-1", {"Color": "Red"}, {"": 7})
    assert (variant.weight_g, variant.prices[0].amount, variant.prices[0].compare_at) == (400, 900, 1200)
    assert {kind: [link.said for link in links] for kind, links in draft.links.items()} == {
        "substitute": ["U"],
        "accessory": ["C"],
    }


def test_search_texts_costs_and_barcodes_of_extensions_are_read(tmp_path: Path) -> None:
    extra = {
        "Meta: _yoast_wpseo_title": "Mugs", "Meta: rank_math_description": "%excerpt%",
        "Meta: _wc_cog_cost": "4", "Meta: _alg_ean": "4006381333931", "Meta: _x": "x", "Meta: fabric": "y",
    }  # fmt: skip
    (built,), reading = read(write(tmp_path, {**SIMPLE, **extra}))
    draft = built.draft
    assert (draft.seo_title, draft.seo_description) == ("Mugs", None)
    assert (draft.variants[0].cost, draft.variants[0].barcode) == ((400, "EUR"), "4006381333931")
    assert reading.layout.ignored == ("Meta: fabric",)


def test_an_unknown_tax_class_is_told_once(tmp_path: Path) -> None:
    rows = [{**SIMPLE, "SKU": sku, "ID": sku, "Name": sku, "Tax class": kind} for sku, kind in (
        ("A", "books"), ("B", "Books"), ("C", "reduced-rate"), ("D", "standard"), ("E", "Meals"),
    )]  # fmt: skip
    built, _ = read(
        write(tmp_path, *rows), setting=Setting("EUR", 2, AT.date(), tax_classes={"meals": "food"})
    )
    told = [
        problem.value for each in built for problem in each.warnings if problem.code == "tax_class_unknown"
    ]
    assert told == ["books"]
    found = [each.draft.variants[0].tax_class for each in built]
    assert found == [None, None, "reduced", None, "food"]


def test_a_column_under_its_own_name_goes_before_one_that_may_mean_the_same(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("Name,Type,SKU,Price,Regular Price,Catalog visibility\nMug,simple,MUG,,7.50,hidden\n")
    (built,), reading = read(path)
    assert built.draft.variants[0].prices[0].amount == 750 and built.draft.published is False
    assert [problem.value for problem in reading.warnings if problem.code == "columns_ignored"] == []


def test_korean_headers_of_prices_are_read(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    text = "ID,유형,SKU,이름,공개됨,정상 가격,세일 가격\n1,simple,MUG,머그,1,50,40\n"
    path.write_text(text, encoding="utf-8")
    (built,), _ = read(path)
    (price,) = built.draft.variants[0].prices
    assert (price.amount, price.compare_at) == (4000, 5000)
