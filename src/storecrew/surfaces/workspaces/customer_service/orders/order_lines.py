"""The lines of an order, each with the price list that its price came from."""

from __future__ import annotations

from django.utils.translation import gettext as _

from storecrew.contexts.orders import public as orders
from storecrew.contexts.pricing import public as pricing
from storecrew.surfaces.ui.backoffice.record import Table


def lines(order: orders.OrderFacts) -> Table:
    """Return what was ordered, at which price and why, and what of it left."""
    price_lists = pricing.list_names({line.price_list for line in order.lines})
    rows = [
        (
            line.sku,
            " · ".join([line.title, *line.options.values()]),
            line.quantity,
            line.unit_price,
            price_lists.get(line.price_list, line.price_list) or "–",
            line.total,
            line.tax,
            line.fulfilled_quantity,
        )
        for line in order.lines
    ]
    headers = (
        _("SKU"),
        _("Article"),
        _("Units"),
        _("Each"),
        _("Price from"),
        _("Total"),
        _("Tax"),
        _("Shipped"),
    )
    kinds = ("text", "text", "number", "money", "text", "money", "money", "number")
    return Table(_("Lines"), headers, rows, kinds=kinds)
