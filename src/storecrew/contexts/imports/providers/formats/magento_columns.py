"""The columns of Magento 2's product CSV."""

from __future__ import annotations

import re

from storecrew.contexts.imports.providers.formats.protocol import Column
from storecrew.contexts.imports.rules import names

COLUMNS = tuple(
    Column(name, name, spellings)
    for name, spellings in (
        ("sku", ()),
        ("store_view_code", ("store_view", "store")),
        ("attribute_set_code", ("attribute_set",)),
        ("product_type", ("type_id", "type")),
        ("categories", ()),
        ("name", ()),
        ("description", ()),
        ("short_description", ()),
        ("weight", ()),
        ("product_online", ("status",)),
        ("tax_class_name", ("tax_class_id",)),
        ("visibility", ()),
        ("price", ()),
        ("special_price", ()),
        ("special_price_from_date", ("special_from_date",)),
        ("special_price_to_date", ("special_to_date",)),
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
        ("allow_backorders", ("backorders",)),
        ("use_config_manage_stock", ()),
        ("use_config_backorders", ()),
        ("related_skus", ()),
        ("crosssell_skus", ()),
        ("upsell_skus", ()),
        ("associated_skus", ()),
    )
)

SIGNATURE = frozenset(
    {
        "product_type",
        "attribute_set_code",
        "product_websites",
        "store_view_code",
        "additional_attributes",
        "configurable_variations",
        "url_key",
        "base_image",
        "product_online",
        "visibility",
        "special_price",
        "additional_images",
        "tax_class_name",
    }
)
# Kinds of products that are not sold here, with what is said of them.
NOT_SOLD = {
    "grouped": "kind_grouped",
    "bundle": "kind_bundle",
    "giftcard": "kind_gift_card",
    "gift_card": "kind_gift_card",
}

_SILENT = re.compile(
    r"(?:small|thumbnail|swatch)_image(?:_label)?|created_at|updated_at|new_(?:from|to)_date|display_product_options_in"
    r"|map_(?:price|enabled)|msrp_.{1,40}|gift_.{1,40}|custom_(?:design|layout).{0,30}|page_layout"
    r"|product_options_container|use_config_.{1,40}|out_of_stock_qty|is_qty_decimal|min_cart_qty"
    r"|max_cart_qty|notify_on_stock_below|qty_increments|enable_qty_increments"
    r"|is_decimal_divided|website_id|deferred_stock_update|(?:related|crosssell|upsell)_position"
    r"|bundle_.{1,40}|meta_keywords?|configurable_variations?.{0,20}|website_code"
    r"|msrp|thumbnail(?:_label)?|custom_theme.{0,20}|min_qty|(?:min|max)_sale_qty|notify_stock_qty|low_stock_date"
    r"|has_options|required_options|options_container|(?:image|video)_label|url_path|(?:created|updated)_in"
    r"|(?:entity|row|store|attribute_set)_id|(?:min|max|minimal|final)_price|stock_status"
    r"|quantity_and_stock_status|(?:price|sku|weight)_type|price_view|shipment_type|is_recurring|recurring_profile"
    r"|links_(?:exist|title|purchased_separately)|samples_title|is_returnable|news_(?:from|to)_date"
    r"|(?:related|upsell|crosssell)_tgtr_.{1,40}|use_config_.{1,40}|ts_packaging_.{1,20}"
)
# What is told to be left out: no attributes, though they look like some.
_NOT_ATTRIBUTES = re.compile(
    r"_.*|tier_.*|.*_ids?|giftcard_.*|downloadable_.*|custom_options?_.*|parent(?:_sku)?|(?:simples|child)_skus?"
    r"|configurable_attributes|super_attribute.*|allow_(?:message|open_amount)|is_redeemable|lifetime|product_url"
    r"|(?:open_amount|email_template).*|action|position|small_image|stock|category|websites?|(?:base|media)_.*|gallery"
)
ATTRIBUTE = "attribute:"  # begins the names of columns that each hold an attribute
_CODE = re.compile(r"[a-z][a-z0-9_]{0,59}")


def is_silent(header: str) -> bool:
    """Columns of the format that the shop has no use for."""
    return bool(_SILENT.fullmatch(names.header_name(header)))


def attribute(header: str) -> str | None:
    """Our name for the column of an attribute, which is any that is nothing else."""
    name = names.header_name(header)
    if not _CODE.fullmatch(name) or is_silent(header) or _NOT_ATTRIBUTES.fullmatch(name):
        return None
    return ATTRIBUTE + name
