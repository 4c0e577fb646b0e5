"""The columns of Magento 1's product CSV."""

from __future__ import annotations

import re

from storecrew.contexts.imports.providers.formats import magento_columns
from storecrew.contexts.imports.providers.formats.protocol import Column
from storecrew.contexts.imports.rules import names

# Our names, which are those of Magento 2, as the older one spells them.
_SPELLINGS = {
    "store_view_code": ("_store", "store"),
    "attribute_set_code": ("_attribute_set", "attribute_set"),
    "product_type": ("_type", "type"),
    "product_websites": ("_product_websites", "websites"),
    "product_online": ("status",),
    "tax_class_name": ("tax_class_id",),
    "special_price_from_date": ("special_from_date",),
    "special_price_to_date": ("special_to_date",),
    "base_image": ("image",),
    "base_image_label": ("image_label",),
    "additional_images": ("gallery",),
    "allow_backorders": ("backorders",),
    "related_skus": ("_links_related_sku", "_related_sku"),
    "crosssell_skus": ("_links_crosssell_sku", "_crosssell_sku"),
    "upsell_skus": ("_links_upsell_sku", "_upsell_sku"),
    "associated_skus": ("_associated_sku",),
    "custom_options": ("_custom_option_title",),
}
_UNKNOWN_THERE = {"additional_attributes", "configurable_variations", "configurable_variation_labels"}
COLUMNS = (
    *(
        Column(column.name, column.label, _SPELLINGS.get(column.name, column.spellings))
        for column in magento_columns.COLUMNS
        if column.name not in _UNKNOWN_THERE
    ),
    Column("category", "_category"),
    Column("child_sku", "_super_products_sku"),
    Column("children", "simples_skus"),
    Column("option_codes", "configurable_attributes"),
    Column("option_code", "_super_attribute_code"),
    Column("option_value", "_super_attribute_option"),
    Column("option_adds", "_super_attribute_price_corr"),
    Column("gallery_image", "_media_image"),
    Column("gallery_label", "_media_lable", ("_media_label",)),
    Column("gallery_hidden", "_media_is_disabled"),
)
_SILENT = re.compile(
    r"_root_category|created_at|updated_at|custom_.{1,30}|gift_.{1,40}|has_options|required_options|image_label"
    r"|(?:small_image|thumbnail)(?:_label)?|media_gallery|meta_keywords?|minimal_price|msrp.{0,40}|news_.{1,10}"
    r"|options_container|page_layout|url_path|enable_googlecheckout|is_recurring|recurring_profile|store_id"
    r"|product_(?:name|type_id|status_changed|changed_websites)|quantity_and_stock_status|website_id|is_returnable"
    r"|min_qty|use_config_.{1,40}|is_qty_decimal|(?:min|max)_sale_qty|notify_stock_qty|low_stock_date"
    r"|stock_status_changed_.{1,20}|(?:enable_)?qty_increments|is_decimal_divided|price_view|(?:sku|weight|price)_type"
    r"|shipment_type|links_.{1,40}|samples_title|_links_.{1,20}_position|_(?:related|crosssell|upsell)_position"
    r"|_associated_.{1,20}|_media_.{1,20}|_custom_option_.{1,30}|_super_attribute_price_website"
    r"|(?:related|upsell)_tgtr_.{1,40}|tax_class|url"
)
# What is told to be left out: no attributes, though they look like some.
_NOT_ATTRIBUTES = re.compile(
    r"_.*|category_ids|associated|config_attributes|gallery_labels|super_attribute_pricing|image_external_url"
)
_CODE = re.compile(r"[a-z][a-z0-9_]{0,59}")


def is_silent(header: str) -> bool:
    """Columns of the format that the shop has no use for."""
    return bool(_SILENT.fullmatch(names.header_name(header)))


def attribute(header: str) -> str | None:
    """Our name for the column of an attribute, which is any that is nothing else."""
    name = names.header_name(header)
    if not _CODE.fullmatch(name) or is_silent(header) or _NOT_ATTRIBUTES.fullmatch(name):
        return None
    return magento_columns.ATTRIBUTE + name
