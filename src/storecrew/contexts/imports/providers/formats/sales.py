"""A price beside a sale price with its days, as WooCommerce and Magento write them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from storecrew.contexts.imports.facts import Built, PriceDraft, Row, VariantDraft
from storecrew.contexts.imports.providers.formats.protocol import Format


@dataclass(frozen=True, slots=True)
class SaleColumns:
    """Our names of the columns, and how the format writes a day."""

    regular: str
    sale: str
    starts: str
    ends: str
    day: Callable[[str], dt.date | None]


def read_price(form: Format, built: Built, row: Row, variant: VariantDraft, columns: SaleColumns) -> bool:
    """Give the variant its price and cost; says whether the row is still good.

    While a sale runs its price is the price and the regular one is struck.
    """
    regular, currency, good = form.amount(built, row, columns.regular, variant.sku)
    sale: int | None = None
    if good:
        # A sale price that cannot be read leaves the regular one, which is never too low.
        sale, _, good = form.amount(built, row, columns.sale, variant.sku, needed=regular is None)
    if not good:
        return False
    cost, cost_currency, _ = form.amount(built, row, "cost", variant.sku, needed=False)
    variant.cost = (cost, cost_currency) if cost is not None else None
    if sale is not None and not _runs(form, built, row, variant.sku, columns):
        sale = None
    if sale is not None and regular is not None and sale > regular:
        built.warn(
            "sale_not_lower", row.number, form.head(columns.sale), row.get(columns.sale), sku=variant.sku
        )
        sale = None
    amount = regular if sale is None else sale
    if amount is not None:
        strike = regular if sale is not None and regular != sale else None
        variant.prices.append(PriceDraft(amount, strike, currency))
    form.check_prices(built, row, columns.regular, variant)
    return True


def _runs(form: Format, built: Built, row: Row, sku: str, columns: SaleColumns) -> bool:
    start, end = columns.day(row.get(columns.starts)), columns.day(row.get(columns.ends))
    today = form.setting.today
    if (start and start > today) or (end and end < today):
        built.warn("sale_not_now", row.number, form.head(columns.sale), row.get(columns.sale), sku=sku)
        return False
    if end:
        built.warn("sale_ends", row.number, form.head(columns.ends), end.isoformat(), sku=sku)
    return True
