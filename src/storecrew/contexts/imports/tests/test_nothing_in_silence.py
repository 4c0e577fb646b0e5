"""What a file says and the shop does not take over is told: nothing is dropped in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from storecrew.contexts.imports.errors import UnknownFormat
from storecrew.contexts.imports.facts import Built, Problem
from storecrew.contexts.imports.messages import render
from storecrew.contexts.imports.providers.reading import Reading
from storecrew.contexts.imports.tests.factories import read, table
from storecrew.contexts.imports.tests.test_magento import BAG, child, tee
from storecrew.contexts.imports.tests.test_woocommerce import PARENT, SIMPLE, variation

SHIRT = {
    "Handle": "shirt",
    "Title": "Shirt",
    "Option1 Name": "Size",
    "Option1 Value": "S",
    "Variant SKU": "S-1",
    "Variant Price": "20",
    "Variant Inventory Tracker": "shopify",
    "Variant Inventory Qty": "3",
    "Variant Inventory Policy": "deny",
    "Variant Taxable": "true",
}


def parsed(tmp_path: Path, *rows: dict[str, str], delimiter: str = ",") -> tuple[list[Built], Reading]:
    path = tmp_path / "file.csv"
    path.write_text(table(rows, delimiter=delimiter), encoding="utf-8", newline="")
    return read(path)


def told(problems: list[Problem]) -> dict[str, tuple[int, str]]:
    return {problem.code: (problem.row, problem.column) for problem in problems}


def test_shopify_rows_sold_without_stock_or_without_tax_are_told_once(tmp_path: Path) -> None:
    rows = [
        SHIRT,
        {**SHIRT, "Option1 Value": "M", "Variant SKU": "S-2", "Variant Inventory Policy": "continue"},
        {**SHIRT, "Option1 Value": "L", "Variant SKU": "S-3", "Variant Inventory Tracker": ""},
        {**SHIRT, "Option1 Value": "XL", "Variant SKU": "S-4", "Variant Taxable": "false"},
    ]
    _built, reading = parsed(tmp_path, *rows)
    assert told(reading.warnings) == {
        "sells_without_stock": (3, "Variant Inventory Policy"),
        "rows_without_tax": (5, "Variant Taxable"),
    }
    words = {problem.code: render(problem)["reason"] for problem in reading.warnings}
    assert words["sells_without_stock"].startswith("Rows that the other shop sells without stock: 2.")


def test_unknown_columns_are_named_where_they_hold_something(tmp_path: Path) -> None:
    extra = {"Price / International": "25", "Unit Price Total Measure": "250", "Season": ""}
    _built, reading = parsed(tmp_path, {**SHIRT, **extra})
    assert [(problem.code, problem.value) for problem in reading.warnings] == [
        ("columns_market", "Price / International"),
        ("columns_ignored", "Unit Price Total Measure"),
    ]


def test_a_shopify_product_without_a_variant_is_told(tmp_path: Path) -> None:
    built, _ = parsed(tmp_path, SHIRT, {"Handle": "cap", "Title": "Cap"})
    assert [told(each.warnings) for each in built] == [{}, {"no_variants": (3, "Variant Price")}]


def test_a_shopify_file_of_texts_alone_has_no_word_about_variants(tmp_path: Path) -> None:
    built, _ = parsed(tmp_path, {"Handle": "cap", "Title": "Cap", "Body (HTML)": "New", "Vendor": "Acme"})
    assert [told(each.warnings) for each in built] == [{}]


def test_woocommerce_rows_sold_without_stock_or_without_tax_are_told_once(tmp_path: Path) -> None:
    rows = [
        {**SIMPLE, "Backorders allowed?": "notify"},
        {**SIMPLE, "ID": "11", "SKU": "B", "Name": "B", "Tax status": "none"},
        {**SIMPLE, "ID": "12", "SKU": "C", "Name": "C", "Stock": ""},
    ]
    _built, reading = parsed(tmp_path, *rows)
    assert told(reading.warnings) == {
        "sells_without_stock": (2, "Backorders allowed?"),
        "rows_without_tax": (3, "Tax status"),
        "stock_uncounted": (4, "Stock"),
    }


def test_pieces_that_are_counted_for_all_variations_together_are_told(tmp_path: Path) -> None:
    (built,), _ = parsed(tmp_path, {**PARENT, "Stock": "30"}, {**variation("TEE", "Red", "S"), "Stock": ""})
    found = next(problem for problem in built.warnings if problem.code == "stock_of_parent")
    assert (found.row, found.column, found.value, found.rows) == (2, "Stock", "30", (3,))


def test_a_sale_price_above_the_price_does_not_become_the_price(tmp_path: Path) -> None:
    (built,), _ = parsed(tmp_path, {**SIMPLE, "Regular price": "5", "Sale price": "7"})
    (price,) = built.draft.variants[0].prices
    assert (price.amount, price.compare_at) == (500, None)
    assert told(built.warnings) == {"sale_not_lower": (2, "Sale price")}


def test_stock_that_is_switched_off_is_told(tmp_path: Path) -> None:
    (built,), _ = parsed(tmp_path, {**SIMPLE, "In stock?": "0"})
    assert told(built.warnings) == {"stock_switched_off": (2, "In stock?")}
    (built,), _ = parsed(tmp_path, {**BAG, "is_in_stock": "0"})
    assert told(built.warnings) == {"stock_switched_off": (2, "is_in_stock")}


def test_bad_12_two_products_under_one_sku_are_told_apart_in_woocommerce(tmp_path: Path) -> None:
    built, _ = parsed(tmp_path, SIMPLE, {**SIMPLE, "ID": "11", "Name": "Other"})
    assert [each.draft.title for each in built] == ["Mug & saucer", "Other"]
    assert [each.draft.variants[0].sku for each in built] == ["MUG", "MUG-other"]
    assert told(built[1].warnings) == {"sku_repeated": (3, "")}


def test_a_short_text_becomes_the_subtitle_and_a_long_one_goes_before_the_description(tmp_path: Path) -> None:
    words = "A bag for each day. " * 20
    built, _ = parsed(
        tmp_path,
        {**BAG, "short_description": "<p>For each day</p>"},
        {**BAG, "sku": "B", "name": "B", "short_description": words},
    )
    assert (built[0].draft.subtitle, built[0].draft.description) == ("For each day", "<p>Roomy</p>")
    assert (built[1].draft.subtitle, built[1].draft.description) == (None, f"{words.strip()}\n<p>Roomy</p>")


def test_magento_rows_of_a_store_view_without_sku_belong_to_the_row_above(tmp_path: Path) -> None:
    rows = [BAG, {"sku": "", "store_view_code": "de", "name": "Tasche"}, {"sku": "", "name": "Nobody's"}]
    (built,), reading = parsed(tmp_path, *rows)
    assert built.draft.translations == {"de": {"title": "Tasche"}}
    assert [(problem.code, problem.row) for problem in reading.rejections] == [("sku_missing", 4)]


def test_magento_backorders_count_where_the_product_itself_allows_them(tmp_path: Path) -> None:
    usual = {"allow_backorders": "1", "use_config_backorders": "1"}
    own = {"sku": "B", "name": "B", "manage_stock": "0", "use_config_manage_stock": "0"}
    _built, reading = parsed(tmp_path, {**BAG, **usual}, {**BAG, **own})
    assert told(reading.warnings) == {
        "weights_without_unit": (1, "weight"),
        "sells_without_stock": (3, "manage_stock"),
    }


def test_bad_12_a_quantity_that_reads_in_two_ways_is_refused(tmp_path: Path) -> None:
    (built,), _ = parsed(tmp_path, {**SHIRT, "Variant Inventory Qty": "1.000"}, delimiter=";")
    assert told(built.rejections) == {"quantity_two_readings": (2, "Variant Inventory Qty")}
    (built,), _ = parsed(tmp_path, {**SHIRT, "Variant Inventory Qty": "1,200"})
    assert built.draft.variants[0].stock == {"": 1200}


@pytest.mark.parametrize(
    ("header", "what"),
    [
        ("store_view_code,attribute_set_code,path,name,is_active", "categories"),
        ("increment_id,email,_website,_store,firstname,lastname", "customers"),
        ("First Name,Last Name,Email,Accepts Email Marketing", "customers"),
        ("Name,Email,Financial Status,Paid at,Lineitem name", "orders"),
        ("sku,tier_price_website,tier_price_qty,tier_price", "tier prices"),
        ("attribute_code,frontend_input,frontend_label", "attributes"),
    ],
)
def test_other_files_of_the_platforms_are_called_by_their_name(
    tmp_path: Path, header: str, what: str
) -> None:
    path = tmp_path / "other.csv"
    path.write_text(header + "\nx\n")
    with pytest.raises(UnknownFormat, match=f"This file holds {what}, not products"):
        read(path)


def test_a_file_of_an_extension_of_woocommerce_is_called_so(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text(
        "post_title,post_name,ID,post_status,sku,stock,tax:product_type\nMug,mug,1,publish,M,3,simple\n"
    )
    with pytest.raises(UnknownFormat, match="extension of WooCommerce"):
        read(path)


@pytest.mark.parametrize(
    "header",
    [
        "Handle,Title,Option1 Name,Option1 Value,SKU,Location,On hand (current),On hand (new)",
        "sku,source_code,status,quantity",
    ],
)
def test_files_of_stock_by_place_are_sent_to_the_sheets(tmp_path: Path, header: str) -> None:
    path = tmp_path / "stock.csv"
    path.write_text(header + "\n" + ",".join("x" for _ in header.split(",")) + "\n")
    with pytest.raises(UnknownFormat, match="stock by place") as caught:
        read(path)
    assert "import_stock" in str(caught.value.next_step)


def test_a_child_that_a_magento_product_names_twice_comes_in_once(tmp_path: Path) -> None:
    rows = [tee("sku=TEE-S-Red,size=S|sku=tee-s-red,size=S"), child("S", "Red")]
    (built,), _ = parsed(tmp_path, *rows)
    assert [variant.sku for variant in built.draft.variants] == ["TEE-S-Red"]
    assert "options_repeated" not in told(built.warnings)


@pytest.mark.parametrize(
    ("name", "value", "visible"),
    [
        ("Nome dell'attributo 1", "Valore/i dell'attributo 1", "Attributo 1 visible"),
        ("Nom de l’attribut 1", "Valeur(s) de l’attribut 1 ", "Attribut 1 global"),
        ("Nombre del atributo 1", "Valor(es) del atributo 1", "Atributo visible 1"),
    ],
)
def test_translated_attributes_of_woocommerce_are_read(
    tmp_path: Path, name: str, value: str, visible: str
) -> None:
    row = {key: text for key, text in SIMPLE.items() if not key.startswith("Attribute")}
    (built,), reading = parsed(tmp_path, {**row, name: "Roast", value: "Light, Dark", visible: "1"})
    assert built.draft.attributes == {"roast": ["Light", "Dark"]}
    assert "columns_ignored" not in told(reading.warnings)


def test_what_the_catalog_refuses_is_told_in_its_own_words() -> None:
    facts = {"reason": "This appears twice; the first one was taken.", "catalog_code": "sku_repeated"}
    told = render(Problem("catalog", 3, "sku", "A", params=facts))
    assert (told["code"], told["reason"]) == ("sku_repeated", facts["reason"])


@pytest.mark.parametrize("word", ["N/A", "n/a", "-", "–", "none", "TBD", "?", "없음", "abc", "-5", "12 KRW"])
def test_a_strike_price_that_is_no_amount_is_told_and_its_row_taken(tmp_path: Path, word: str) -> None:
    (built,), _ = parsed(tmp_path, {**SHIRT, "Variant Compare At Price": word, "Cost per item": word})
    assert built.draft is not None
    (variant,) = built.draft.variants
    assert [(price.amount, price.compare_at) for price in variant.prices] == [(2000, None)]
    assert variant.cost is None
    assert not built.rejections
    assert [(problem.code, problem.column, problem.value) for problem in built.warnings] == [
        ("amount_left_out", "Variant Compare At Price", word),
        ("amount_left_out", "Cost per item", word),
    ]


def test_price_and_pieces_that_say_nothing_keep_their_row_and_are_told(tmp_path: Path) -> None:
    (built,), _ = parsed(tmp_path, {**SHIRT, "Variant Price": "TBD", "Variant Inventory Qty": "N/A"})
    assert built.draft is not None
    assert [(one.prices, one.stock) for one in built.draft.variants] == [([], {})]
    assert not built.rejections
    assert [(problem.code, problem.column) for problem in built.warnings] == [
        ("amount_left_out", "Variant Price"),
        ("amount_left_out", "Variant Inventory Qty"),
        ("price_missing", "Variant Price"),
    ]


def test_a_sale_price_that_is_no_amount_leaves_the_regular_one(tmp_path: Path) -> None:
    row = {**SIMPLE, "Regular price": "20", "Sale price": "soon"}
    (built,), _ = parsed(tmp_path, row)
    assert built.draft is not None
    (variant,) = built.draft.variants
    assert [(price.amount, price.compare_at) for price in variant.prices] == [(2000, None)]
    assert "amount_left_out" in told(built.warnings)
    (alone,), _ = parsed(tmp_path, {**row, "Regular price": ""})
    assert "price_not_a_number" in told(alone.rejections)


@pytest.mark.parametrize(
    "header",
    [
        "slug,sku,name,price,status,description,tax_category,product_type,option1_name,option1_value,weight",
        "name,slug,description,assets,facets,optionGroups,optionValues,sku,price,taxCategory,stockOnHand",
    ],
)
def test_variants_of_a_layout_that_is_not_known_do_not_become_products(tmp_path: Path, header: str) -> None:
    path = tmp_path / "file.csv"
    path.write_text(f"{header}\nmug,MUG,Mug,5{',' * (header.count(',') - 3)}\n", encoding="utf-8")
    with pytest.raises(UnknownFormat, match="would become products of their own"):
        read(path)
