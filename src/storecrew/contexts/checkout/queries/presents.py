"""Whom the gift vouchers of a cart are for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from storecrew.contexts.checkout.models import Cart
from storecrew.contexts.checkout.queries.quoting import QuoteLine
from storecrew.contexts.loyalty import public as loyalty


def presents_of(cart: Cart) -> dict[int, loyalty.Present]:
    """Return what was said about the gift vouchers of a cart, by variant."""
    return {int(variant): _present(**fields) for variant, fields in cart.presents.items()}


def _present(*, deliver_on: str, **texts: str) -> loyalty.Present:
    return loyalty.Present(deliver_on=dt.date.fromisoformat(deliver_on) if deliver_on else None, **texts)


def presents_on(cart: Cart, lines: Iterable[QuoteLine]) -> dict[int, loyalty.Present]:
    """Return whom each gift voucher is for; only goods without a parcel are asked about."""
    ids = [line.variant_id for line in lines if not line.in_parcel]
    vouchers = loyalty.vouchers_for_sale(ids) if ids else set()
    known = presents_of(cart) if vouchers else {}
    return {variant_id: known.get(variant_id, loyalty.Present()) for variant_id in vouchers}
