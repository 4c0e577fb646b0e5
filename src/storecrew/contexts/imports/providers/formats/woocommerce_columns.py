"""The columns of WooCommerce's CSV. Its export translates them into the language of the shop."""

from __future__ import annotations

import re

from storecrew.contexts.imports.providers.formats.protocol import Column
from storecrew.contexts.imports.rules import names

COLUMNS = (
    Column("id", "ID"),
    Column("type", "Type", ("typ", "tipo", "유형", "종류")),
    Column("sku", "SKU", ("artikelnummer", "ugs", "codice", "상품코드", "재고 관리 코드")),
    Column(
        "barcode",
        "GTIN, UPC, EAN, or ISBN",
        (
            "gtin, upc, ean oder isbn",
            "gtin, upc, ean ou isbn",
            "gtin, upc, ean o isbn",
            "gtin",
            "ean",
            "barcode",
        ),
    ),
    Column("name", "Name", ("nom", "nombre", "nome", "naam", "이름", "상품명")),
    Column(
        "published", "Published", ("veröffentlicht", "publié", "publicado", "pubblicato", "공개됨", "발행됨")
    ),
    Column(
        "visibility",
        "Visibility in catalog",
        (
            "sichtbarkeit im katalog",
            "visibilité dans le catalog",
            "visibilidad en el catálogo",
            "visibilità nel catalogo",
            "카탈로그 노출",
        ),
    ),
    Column(
        "short_description",
        "Short description",
        (
            "kurzbeschreibung",
            "description courte",
            "descripción corta",
            "breve descrizione",
            "짧은 설명",
        ),
    ),
    Column("description", "Description", ("beschreibung", "descripción", "descrizione", "설명")),
    Column(
        "sale_from",
        "Date sale price starts",
        (
            "datum, an dem angebotspreis beginnt",
            "date de début de promo",
            "día en que empieza el precio rebajado",
            "data di inizio del prezzo in offerta",
        ),
    ),
    Column(
        "sale_to",
        "Date sale price ends",
        (
            "datum, an dem angebotspreis endet",
            "date de fin de promo",
            "día en que termina el precio rebajado",
            "data di fine del prezzo in offerta",
        ),
    ),
    Column("tax_status", "Tax status", ("steuerstatus", "état de la tva", "estado del impuesto")),
    Column("tax_class", "Tax class", ("steuerklasse", "classe de tva", "clase de impuesto")),
    Column(
        "in_stock",
        "In stock?",
        ("vorrätig?", "en stock ?", "en stock?", "¿existencias?", "in stock ?", "재고 있음?"),
    ),
    Column(
        "stock",
        "Stock",
        ("lager", "bestand", "lagerbestand", "stock quantity", "inventario", "magazzino", "재고"),
    ),
    Column("weight", "Weight", ("gewicht", "poids", "peso", "무게")),
    Column("length", "Length", ("länge", "longueur", "longitud", "lunghezza", "길이")),
    Column("width", "Width", ("breite", "largeur", "anchura", "larghezza", "너비")),
    Column("height", "Height", ("höhe", "hauteur", "altura", "altezza", "높이")),
    Column(
        "sale_price",
        "Sale price",
        (
            "angebotspreis",
            "tarif promo",
            "precio rebajado",
            "prezzo in offerta",
            "할인가",
            "할인 가격",
        ),
    ),
    Column(
        "regular_price",
        "Regular price",
        (
            "regulärer preis",
            "tarif régulier",
            "precio normal",
            "prezzo di listino",
            "정상가",
            "정가",
            "일반 가격",
            "price",
        ),
    ),
    Column("categories", "Categories", ("kategorien", "catégories", "categorías", "categorie", "카테고리")),
    Column("tags", "Tags", ("schlagwörter", "étiquettes", "etiquetas", "tag", "태그")),
    Column("images", "Images", ("bilder", "imágenes", "immagini", "이미지")),
    Column(
        "parent", "Parent", ("übergeordnetes produkt", "parent sku", "superior", "genitore", "상위", "부모")
    ),
    Column("position", "Position", ("posición", "posizione", "위치")),
    Column("brands", "Brands", ("brand", "marken", "marke", "marques", "marcas", "브랜드")),
    Column("cost", "Cost of goods", ("cost of goods sold", "cost")),
)

_ATTRIBUTE = re.compile(
    r"(?:attribute?|atributo|attributo|attribut|속성) ?(?:no? ?)?([0-9]{1,3}) ?"
    r"(name|nom|nombre|nome|이름|value\(s\)|values?|wert\(e\)|werte|valeur\(s "
    r"?\)|valor\(es\)|valore/i|값|default|standard"
    r"|visible|sichtbar|global|globale)"
)
_ATTRIBUTE_FRENCH = re.compile(r"(nom|valeur\(s\)) de l[’']attribut ([0-9]{1,3})")
_ATTRIBUTE_SPANISH = re.compile(r"(nombre|valor\(es\)|valores) del atributo ([0-9]{1,3})")
_MEASURE = re.compile(r"(.{2,20}?) ?\(([a-z]{1,4})\)")
_NAMES = {"name", "nom", "nombre", "nome", "이름"}
_IGNORED = {"default", "standard", "visible", "sichtbar", "global", "globale"}
_SILENT = re.compile(
    r"is featured\??|sold individually\??|backorders allowed\??|allow customer reviews\??|purchase note|low "
    r"stock amount"
    r"|shipping class|download(?:s| .{1,40})|upsells|cross-sells|grouped products|external url|button "
    r"text|meta: _.{0,200}"
    r"|download limit|download expiry days|tax status|attribute [0-9]+ (?:visible|global|default)|swatches "
    r"attributes"
)


def column_name(header: str, table: dict[str, str]) -> str | None:
    """Our name for a header: ``attribute:2:name``, ``weight@kg``, or one of :data:`COLUMNS`."""
    text = names.header_name(header)
    if text in table:
        return table[text]
    match = _ATTRIBUTE.fullmatch(text)
    if match:
        if match[2] in _IGNORED:
            return None
        return f"attribute:{int(match[1])}:{'name' if match[2] in _NAMES else 'values'}"
    for pattern in (_ATTRIBUTE_FRENCH, _ATTRIBUTE_SPANISH):
        match = pattern.fullmatch(text)
        if match:
            return f"attribute:{int(match[2])}:{'name' if match[1] in _NAMES else 'values'}"
    match = _MEASURE.fullmatch(text)
    if match and table.get(match[1]) in {"weight", "length", "width", "height"}:
        return f"{table[match[1]]}@{match[2]}"
    return None


def is_silent(header: str) -> bool:
    """Columns of the format that the shop has no use for."""
    return bool(_SILENT.fullmatch(names.header_name(header)))
