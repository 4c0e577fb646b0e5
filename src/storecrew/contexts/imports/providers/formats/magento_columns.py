"""The columns of Magento 2's product CSV."""

from __future__ import annotations

import re

from storecrew.contexts.imports.providers.formats.protocol import Column
from storecrew.contexts.imports.rules import names

COLUMNS = tuple(
    Column(name, name, spellings)
    for name, spellings in (
        ("sku", ()),
        ("store_view_code", ("store_view",)),
        ("attribute_set_code", ("attribute_set",)),
        ("product_type", ("type_id", "type")),
        ("categories", ()),
        ("name", ()),
        ("description", ()),
        ("short_description", ()),
        ("weight", ()),
        ("product_online", ("status",)),
        ("tax_class_name", ()),
        ("visibility", ()),
        ("price", ()),
        ("special_price", ()),
        ("special_price_from_date", ()),
        ("special_price_to_date", ()),
        ("cost", ()),
        ("url_key", ()),
        ("meta_title", ()),
        ("meta_description", ()),
        ("base_image", ("image",)),
        ("base_image_label", ()),
        ("additional_images", ("media_gallery",)),
        ("additional_image_labels", ()),
        ("hide_from_product_page", ()),
        ("country_of_manufacture", ()),
        ("additional_attributes", ()),
        ("qty", ("quantity",)),
        ("barcode", ("gtin", "ean", "upc")),
        ("custom_options", ()),
        ("configurable_variations", ()),
        ("configurable_variation_labels", ()),
        ("product_websites", ()),
        ("is_in_stock", ()),
        ("manage_stock", ()),
        ("allow_backorders", ()),
        ("use_config_manage_stock", ()),
        ("use_config_backorders", ()),
        ("related_skus", ()),
        ("crosssell_skus", ()),
        ("upsell_skus", ()),
        ("associated_skus", ()),
    )
)

_SILENT = re.compile(
    r"(?:small|thumbnail|swatch)_image(?:_label)?|created_at|updated_at|new_(?:from|to)_date|display_product_options_in"
    r"|map_(?:price|enabled)|msrp_.{1,40}|gift_.{1,40}|custom_(?:design|layout).{0,30}|page_layout"
    r"|product_options_container|use_config_.{1,40}|out_of_stock_qty|is_qty_decimal|min_cart_qty"
    r"|max_cart_qty|notify_on_stock_below|qty_increments|enable_qty_increments"
    r"|is_decimal_divided|website_id|deferred_stock_update|(?:related|crosssell|upsell)_position"
    r"|bundle_.{1,40}|meta_keywords?|configurable_variations?.{0,20}|website_code"
)


def is_silent(header: str) -> bool:
    """Columns of the format that the shop has no use for."""
    return bool(_SILENT.fullmatch(names.header_name(header)))
