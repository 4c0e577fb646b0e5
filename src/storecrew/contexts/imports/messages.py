"""The sentences of a report: what is wrong with a row, and what to do about it."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.imports.facts import Problem

_NUMBER = _("Write a plain number such as 12.50.")
_PIECES = _("Write a whole number of pieces, such as 12.")
_ALONE = _("Sell the parts as single products for now, or leave this row out.")
SENTENCES: dict[str, tuple[str | Promise, str | Promise]] = {
    # rejections
    "price_negative": (_("The price is negative."), _NUMBER),
    "price_not_a_number": (_("The price is not a number."), _NUMBER),
    "price_too_large": (_("The price is too large to be one."), _NUMBER),
    "price_two_readings": (
        _("The price can be read in two ways, as a thousand or as a decimal."),
        _("Write it without grouping, such as 1050 or 1.05."),
    ),
    "price_currency": (
        _("The price is not in the currency of the channel, %(wanted)s."),
        _("Import into a channel of that currency, or convert the price."),
    ),
    "quantity_not_whole": (_("The quantity is not a whole number."), _PIECES),
    "quantity_too_large": (_("The quantity is too large to be one."), _PIECES),
    "quantity_two_readings": (
        _("The quantity can be read in two ways, as a thousand or as a decimal."),
        _("Write it without grouping, such as 1050."),
    ),
    "kind_grouped": (
        _("Grouped products are not sold here yet."),
        _("Its parts come in as products of their own and show each other as accessories; nothing is lost."),
    ),
    "kind_bundle": (_("Bundles are not sold here yet."), _ALONE),
    "kind_gift_card": (_("Gift cards are not sold here yet."), _("Leave the rows of this product out.")),
    "kind_external": (
        _("Products that another shop sells cannot be bought here."),
        _("Make a content page with the link instead."),
    ),
    "kind_unknown": (
        _("This kind of product is not known here."),
        _("Change its type to simple or variable."),
    ),
    "handle_missing": (_("The row has no handle, so it belongs to no product."), _("Fill in the handle.")),
    "slug_missing": (_("The row has no slug, title or SKU."), _("Fill in one of them.")),
    "sku_missing": (_("The row has no SKU."), _("Give it a SKU of its own.")),
    "title_missing": (_("The product has no title."), _("Fill in the title on the product's first row.")),
    "variant_unknown": (
        _("No variant of the shop has this SKU, and the row has no title for a new product."),
        _("Correct the SKU, or fill in a title."),
    ),
    "parent_missing": (_("The variation names no parent."), _("Fill in the SKU of its parent or id:number.")),
    "parent_unknown": (
        _("The product that this row belongs to is not in the file."),
        _("Add the row of the parent product to the file."),
    ),
    "child_unknown": (
        _("These variations are neither in the file nor in the shop: %(skus)s."),
        _("Import the file with their rows first, then this file again; or take them out of the list."),
    ),
    "child_elsewhere": (
        _("The variation %(value)s is sold in “%(other)s” already, and stays there."),
        _("Leave it out here; or undo the import that brought it in and import both rows in one file."),
    ),
    "base_row_missing": (
        _("The row changes a product for one store view, but it is neither in the shop nor in the file."),
        _("Add the row without store view."),
    ),
    "product_repeated": (
        _("The same product stands in row %(other_row)s already; that one was taken."),
        _("Remove one of the two rows, or give this one another SKU."),
    ),
    "row_too_wide": (
        _("The row has %(cells)s cells, the header %(columns)s."),
        _("Look for a quote or separator too many in this row."),
    ),
    "file_cut_off": (
        _("The file ends in the middle of this row; what follows is missing."),
        _("Download the file again, or look for a quote that is opened in this row and never closed."),
    ),
    "catalog": (_("%(reason)s"), _("Correct the cell.")),
    "not_ready_for_sale": (_("%(reason)s"), _("Fill in what is missing, then set it live.")),
    # warnings
    "price_rounded": (_("The price has more decimals than %(currency)s and was rounded."), ""),
    "price_missing": (_("The row has no price: the variant cannot be bought yet."), _("Add a price.")),
    "amount_left_out": (
        _("There is no usable number here: the cell was left out, its row was taken."),
        _NUMBER,
    ),
    "price_waits": (
        _("The price would fall from %(old)s to %(new)s; it waits for a second person."),
        _("Ask a colleague to look under Approvals."),
    ),
    "price_zero": (_("The price is 0: it would be given away."), _("Check the price.")),
    "strike_below_price": (
        _("The former price is below the price, so it will not be shown."),
        _("Check which of the two is meant."),
    ),
    "quantity_negative": (_("The quantity is negative and was taken as 0."), _("Count the stock.")),
    "no_quantities": (
        _("The file states no quantities: new variants start without stock."),
        _("Add the stock."),
    ),
    "sells_without_stock": (
        _("Rows that the other shop sells without stock: %(count)s. Here they are sold out at 0 pieces."),
        _("Fill in the pieces that can be sold."),
    ),
    "stock_uncounted": (
        _("Rows that are in stock without a number: %(count)s. New ones start without stock."),
        _("Count their stock."),
    ),
    "stock_of_parent": (
        _("%(value)s pieces are counted for all variations together; they were left out."),
        _("Divide them among the variations."),
    ),
    "stock_switched_off": (
        _("The file says that it is out of stock, and that %(value)s pieces are there; they were taken."),
        _("Count the stock, or take the variant out of the range."),
    ),
    "rows_without_tax": (
        _("Rows without tax: %(count)s. Here tax is charged on them."),
        _("Choose the tax class of these products."),
    ),
    "link_unknown": (
        _("Products that it names are not in the shop and do not come in: %(value)s. They were left out."),
        _("Import them too, then import this file again."),
    ),
    "sale_not_lower": (
        _("The sale price is above the price and was left out."),
        _("Check which of the two is meant."),
    ),
    "no_rows": (_("The file has no rows below its header."), _("Export it again.")),
    "no_prices": (_("The file states no prices."), _("Add the prices before you sell.")),
    "measure_unread": (_("The weight or size cannot be read and was left out."), _NUMBER),
    "weights_without_unit": (_("The file states weights without a unit; they were taken as kilograms."), ""),
    "sku_rounded": (
        _("A spreadsheet has rounded the SKU to %(value)s; it came in like this."),
        _("Format the column as text, or export again and do not save the file in a spreadsheet."),
    ),
    "barcode_rounded": (
        _("A spreadsheet has rounded the barcode to %(value)s; it was left out."),
        _("Format the column as text, or export again and do not save the file in a spreadsheet."),
    ),
    "places_joined": (
        _("Rows with stock at places that are not known here: %(count)s. It went to the default location."),
        _("Give a location the name that it has in the file, then import it again."),
    ),
    "tax_class_unknown": (
        _("The tax class %(value)s is not known here; the standard class was taken."),
        _("Make the class under Taxes and import again, or choose another at the product."),
    ),
    "options_repeated": (
        _("The variant has the same options as that of row %(other_row)s."),
        _("Give one of them another option, or remove it."),
    ),
    "option_any": (
        _("The variation fits any %(option)s; shoppers will see “Any”."),
        _("Make one variation for each value if they are kept apart in stock."),
    ),
    "sku_repeated": (
        _("Row %(other_row)s has the SKU %(value)s already; this variant became %(new)s."),
        _("Give each variant a SKU of its own."),
    ),
    "sku_taken": (
        _("Another product of the shop has the SKU %(value)s; this variant became %(new)s."),
        _("Give each variant a SKU of its own."),
    ),
    "slug_repeated": (_("Another product has the address %(value)s; this one became %(new)s."), ""),
    "no_variants": (_("The product has nothing to buy; it came in as a draft."), _("Add its variations.")),
    "gathered": (
        _("Variants that came in as products of their own belong to this product now: %(value)s."),
        _("Those products have ended; an undo of this import brings them back."),
    ),
    "not_visible": (
        _("The product is not visible on its own and came in as a draft."),
        _("If it is a variation, import its configurable product too, which finds it by its SKU."),
    ),
    "kind_virtual": (
        _("The product is virtual; here it will ask for a delivery address."),
        _("Check whether it should be sold here."),
    ),
    "kind_digital": (
        _("The product needs no parcel: it comes in as a digital one, whose stock are its codes."),
        _("Import its codes under Stock, Codes: until then it is sold out."),
    ),
    "pieces_of_codes": (
        _("%(value)s pieces of a digital product were left out: its stock are its codes."),
        _("Import as many codes as there are pieces."),
    ),
    "digital_as_it_is": (
        _("The file says that it needs no parcel; here it is shipped, and stays so."),
        _("Sell its pieces first, then open its codes under Stock, Codes."),
    ),
    "stock_at_parent": (_("The stock is counted for all variations together; this one starts at none."), ""),
    "sale_not_now": (_("The sale price does not run today and was left out."), _("Plan it as a price list.")),
    "sale_ends": (_("The sale price ends on %(value)s; plan the change back."), ""),
    "view_not_taken": (_("The store view %(value)s names no language and was left out."), ""),
    "view_price": (_("Prices by store view were left out."), _("Import them into a channel of their own.")),
    "price_of_parent": (
        _("Magento 1 sells it at the price of its configurable product: %(taken)s instead of %(value)s."),
        _("Check which of the two is meant."),
    ),
    "title_from_sku": (_("The product has no name; its SKU was taken."), _("Give it a name.")),
    "custom_options": (_("Options that buyers fill in are not offered here yet; they were left out."), ""),
    "tax_class_none": (_("The product is without tax in the file; here it has the standard class."), ""),
    "status_unknown": (_("The status %(value)s is not known and was left as it is."), ""),
    "field_unknown": (
        _("There is no custom field %(value)s; its values were left out."),
        _("Define it under Custom fields, then import the file again."),
    ),
    "field_value": (_("%(value)s was left out of the custom field: %(reason)s"), ""),
    "field_needed": (_("A required custom field cannot be emptied; its value stays."), ""),
    "price_list_unknown": (_("There is no price list %(value)s; its prices were left out."), ""),
    "location_unknown": (_("There is no location %(value)s; its stock was left out."), ""),
    "stock_committed": (
        _("The stock stays: %(committed)s pieces are promised, held or set aside, more than the file says."),
        _("Count the stock."),
    ),
    "columns_ignored": (_("These columns were not taken over: %(value)s"), _("Map them if they matter.")),
    "columns_market": (
        _("Prices of single markets were left out: %(value)s"),
        _("Import them into the channel of the market, in a file where they stand under Price."),
    ),
    "columns_tiers": (
        _("Prices by quantity and customer group were left out: %(value)s"),
        _("Write them into a price list."),
    ),
    "columns_unused": (
        _("Columns of this format that the shop has no use for were left out: %(value)s"),
        "",
    ),
    "other_separator": (
        _("The file is separated by “%(separator)s” instead of a comma; it was read so."),
        "",
    ),
    "bytes_replaced": (
        _("Some letters of the file are damaged and were replaced."),
        _("Export it as UTF-8."),
    ),
    "image_plain_http": (_("The picture's address is not secure; it was asked for over https."), ""),
    "image_failed": (_("The picture %(value)s could not be fetched: %(reason)s"), _("Upload it by hand.")),
    "images_later": (
        _("%(count)s pictures were not fetched in the time given; they follow in the background."),
        "",
    ),
}


def render(problem: Problem) -> dict[str, Any]:
    """A problem as a report shows it, in the language that is active."""
    code, said = problem.code, problem.code
    if code == "catalog":  # it brings its own reason; codes of both mean different things
        code = str(problem.params.get("catalog_code", code))
        said = code if code == "not_ready_for_sale" else said
    reason, suggestion = SENTENCES.get(said, (said, ""))
    separator = {"\t": "tab"}.get(problem.value, problem.value)
    facts = {"value": problem.value, "separator": separator, "wanted": "", **problem.params}
    return {
        "row": problem.row,
        "column": problem.column,
        "value": problem.value,
        "sku": problem.sku,
        "product": problem.product,
        "code": code,
        "reason": str(reason) % facts,
        "suggestion": str(suggestion),
        "rows": list(problem.rows) or [problem.row],
    }
