"""What services cost for parcels on a way, asked of every carrier; never inside a transaction."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence

from django.utils.translation import gettext as _

from storecrew.contexts.customers.public import AddressFacts
from storecrew.contexts.shipping.facts import ParcelSpec, RateQuote
from storecrew.contexts.shipping.models import CarrierService
from storecrew.contexts.shipping.providers import carrier
from storecrew.contexts.shipping.providers.protocol import Account, Quote, RateAnswer, RateCall
from storecrew.contexts.shipping.providers.rate_sheet import tables
from storecrew.contexts.shipping.queries.accounts import opened, service_of, services_by_account
from storecrew.contexts.shipping.queries.outside import outside_transaction
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money

log = logging.getLogger(__name__)


def rates(
    *,
    from_address: AddressFacts,
    to_address: AddressFacts,
    parcels: Sequence[ParcelSpec],
    value: Money,
    at: dt.datetime,
    insured: Money | None = None,
    services: Sequence[str] | None = None,
) -> tuple[RateQuote, ...]:
    """Return a price or a refusal for every active service, or for those named.

    A carrier that does not answer is priced by the table of its contract and marked ``fallback`` (FLT-11);
    without a table it has no price and says so.

    :raises RuntimeError: called inside a transaction
    """
    outside_transaction()
    found: list[RateQuote] = []
    for rows in services_by_account(services).values():
        call = RateCall(
            tuple(service_of(row) for row in rows), from_address, to_address, parcels, value, insured, at
        )
        found += _of_account(rows, call)
    return tuple(found)


def _of_account(rows: Sequence[CarrierService], call: RateCall) -> list[RateQuote]:
    account_row = rows[0].account
    try:
        account = opened(account_row)
    except DomainError as error:
        return [_quote(row, None, refusal=str(error)) for row in rows]
    answer = _ask(account_row.kind, account, call)
    fallback = answer.result == "unknown"
    if fallback:
        answer = tables.quotes(account, call)
    quotes = {quote.service_code: quote for quote in answer.quotes}
    silent = _("The carrier did not answer, and the contract has no table.")
    refusal = silent if fallback else answer.message or _("The carrier does not offer this service here.")
    return [
        _quote(row, quotes.get(row.code), fallback=fallback, refusal="" if row.code in quotes else refusal)
        for row in rows
    ]


def _ask(kind: str, account: Account, call: RateCall) -> RateAnswer:
    try:
        return carrier(kind).rates(account, call)
    except Exception:
        log.exception("carrier %s broke while asked for rates", account.code)
        return RateAnswer("unknown", code="carrier_error")


def _quote(
    row: CarrierService, quote: Quote | None, *, fallback: bool = False, refusal: str = ""
) -> RateQuote:
    days = quote.days if quote else None
    return RateQuote(
        carrier=row.account.name,
        carrier_code=row.account.code,
        service=row.name,
        service_code=row.code,
        price=quote.price if quote else None,
        min_days=row.min_days if days is None else days,
        max_days=row.max_days if days is None else days,
        fallback=fallback and quote is not None,
        refusal=refusal,
    )
