"""What some buyers have before everybody else: for the pages of the shop and for what is written to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from storecrew.contexts.customers import public as customers
from storecrew.contexts.promotions.facts import Request
from storecrew.contexts.promotions.queries import active, asking, sentences
from storecrew.contexts.promotions.queries.shown_codes import shown_codes
from storecrew.contexts.promotions.queries.standing import Standing
from storecrew.contexts.promotions.rules import conditions
from storecrew.contexts.promotions.rules.index import Index
from storecrew.contexts.promotions.rules.terms import Terms
from storecrew.kernel.kept import kept


class Buyer(NamedTuple):
    """Who may come early: a customer of a shop, with the shop's clock and the language they read."""

    customer_id: int | None
    email: str
    channel: str
    timezone: str
    locale: str


class EarlyPhase(NamedTuple):
    """Whether a shop has something now that only some may have, and when the clock alone changes that."""

    is_on: bool
    until: dt.datetime | None


class EarlyOffer(NamedTuple):
    """A promotion that a buyer has early: its sentence, when everybody has it in words, its code or ""."""

    promotion_id: int
    sentence: str
    note: str
    code: str = ""


def early_phase(channel: str, at: dt.datetime) -> EarlyPhase:
    """Return how a shop stands. No query while promotions stay the same."""
    plans = _plans()
    moments = [moment for terms, _said in plans for moment in _phase(terms, channel)]
    is_on = any(_is_early(terms, channel, at) for terms, _said in plans)
    return EarlyPhase(is_on, min((moment for moment in moments if moment > at), default=None))


def early_offers(buyer: Buyer, at: dt.datetime) -> tuple[EarlyOffer, ...]:
    """Return the promotions that a buyer has now and everybody has later.

    One that needs a code is told with it, and is left out where no code is for everybody.
    """
    found = [(terms, said) for terms, said in _plans() if _is_early(terms, buyer.channel, at)]
    mine = _had_by([terms for terms, _said in found], buyer, at)
    codes = shown_codes([terms.id for terms, _said in found if terms.by_code], at) if mine else {}
    return tuple(
        EarlyOffer(
            terms.id,
            sentences.in_locale(said, buyer.locale),
            _note(terms.early.opens[buyer.channel], buyer),
            codes.get(terms.id, ""),
        )
        for terms, said in found
        if terms.early and terms.id in mine and (terms.id in codes or not terms.by_code)
    )


def is_let_in_early(found: Standing, buyer: Buyer, at: dt.datetime) -> bool:
    """Say whether a buyer has a promotion now that others have later, by what decides in their cart."""
    if not found.is_early_in(buyer.channel, at):
        return False
    terms = active.active().index.by_id.get(found.id)
    return terms is not None and bool(_had_by([terms], buyer, at))


def told_from(found: Standing, buyer: Buyer, at: dt.datetime) -> dt.datetime | None:
    """Return from when on a promotion may be told of to a buyer; None while it runs for nobody.

    That is ``at`` for who has it, and for the others, while some have it early, when it opens to everybody.
    """
    if found.holds_in(buyer.channel, at) or is_let_in_early(found, buyer, at):
        return at
    opens, _until = found.windows.get(buyer.channel, (None, None))
    return opens if found.is_early_in(buyer.channel, at) else None


def early_note(found: Standing, buyer: Buyer) -> str:
    """Say when a promotion that a buyer has early opens to everybody, by the clock of their shop."""
    opens, _until = found.windows.get(buyer.channel, (None, None))
    return _note(opens, buyer) if opens is not None else ""


@kept("promotions", "channels", in_transactions=True)
def _plans() -> tuple[tuple[Terms, dict[str, str]], ...]:
    """Return the running promotions that some have early, with their sentences."""
    found = active.active()
    return tuple(
        (terms, dict(found.sentences[terms.id]))
        for terms in found.index.by_id.values()
        if terms.early and not terms.paused
    )


def _phase(terms: Terms, channel: str) -> tuple[dt.datetime, ...]:
    """Return from when until when only some have a promotion in a shop."""
    begins, _until = terms.windows.get(channel, (None, None))
    opens = terms.early.opens.get(channel) if terms.early else None
    return (begins, opens) if begins is not None and opens is not None else ()


def _is_early(terms: Terms, channel: str, at: dt.datetime) -> bool:
    phase = _phase(terms, channel)
    return bool(phase) and phase[0] <= at < phase[1]


def _had_by(plans: Collection[Terms], buyer: Buyer, at: dt.datetime) -> frozenset[int]:
    """Return which of these promotions a buyer may have now, whatever is in the cart."""
    if not plans:
        return frozenset()
    asked = Request((), buyer.channel, "", buyer.locale, at, customer_id=_account(buyer), email=buyer.email)
    basket = asking.basket(asked, Index(plans))
    return frozenset(terms.id for terms in plans if conditions.is_for(terms, basket))


def _account(buyer: Buyer) -> int | None:
    """Return whose account it is, also of an address that agreed to mails before it had one."""
    if buyer.customer_id is not None:
        return buyer.customer_id
    found = customers.customer_by_email(buyer.email)
    return found.id if found and found.has_account else None


def _note(opens: dt.datetime, buyer: Buyer) -> str:
    with override(buyer.locale):
        day = date_format(opens.astimezone(ZoneInfo(buyer.timezone)), "DATETIME_FORMAT")
        return _("Early for you: everybody has it from %(day)s.") % {"day": day}
