"""What an approved product lacks to go live, as far as prices and taxes know."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.pricing.models import TaxClass
from storecrew.contexts.pricing.queries.prices import offers_for


def register() -> None:
    """Tell the catalog what prices and taxes ask of a product that is to go live."""
    catalog.register_sale_check(
        catalog.SaleCheck("price", _("A price of each variant"), lacks_price, without_price)
    )
    catalog.register_sale_check(
        catalog.SaleCheck("tax", _("A tax class that exists"), lacks_tax, without_tax)
    )


def lacks_price(variant_ids: Collection[int], channel_codes: Collection[str], at: dt.datetime) -> bool:
    """Whether a variant has neither a price nor one on request in one of the channels."""
    return not channel_codes or bool(without_price(variant_ids, channel_codes, at))


def without_price(variant_ids: Collection[int], channel_codes: Collection[str], at: dt.datetime) -> set[int]:
    """Return the variants that have neither a price nor one on request in one of the channels."""
    lacking: set[int] = set()
    for code in channel_codes:
        offers = offers_for(variant_ids, channel=channels.facts(code), at=at, with_strike=False)
        lacking |= set(variant_ids) - set(offers.prices) - offers.on_request
    return lacking


def lacks_tax(variant_ids: Collection[int], channel_codes: Collection[str], at: dt.datetime) -> bool:
    """Whether a variant names a tax class that nobody has made."""
    return bool(without_tax(variant_ids, channel_codes, at))


def without_tax(variant_ids: Collection[int], _channel_codes: Collection[str], _at: dt.datetime) -> set[int]:
    """Return the variants that name a tax class that nobody has made."""
    named = catalog.tax_classes_of(variant_ids)
    known = set(TaxClass.objects.filter(code__in=set(named.values())).values_list("code", flat=True))
    return {key for key, code in named.items() if code not in known}
