"""What some buyers have before everybody else: for the pages of the shop and for what is written to them."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from storecrew.contexts.promotions.facts import Request
from storecrew.contexts.promotions.queries import active, asking, sentences
from storecrew.contexts.promotions.queries.standing import Standing
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
    """A promotion that a buyer has early: its sentence, and in words when everybody has it."""

    promotion_id: int
    sentence: str
    note: str


def early_phase(channel: str, at: dt.datetime) -> EarlyPhase:
    """Return how a shop stands. No query while promotions stay the same."""
    plans = _plans()
    moments = [moment for terms, _said in plans for moment in _phase(terms, channel)]
    is_on = any(_is_early(terms, channel, at) for terms, _said in plans)
    return EarlyPhase(is_on, min((moment for moment in moments if moment > at), default=None))


def early_offers(buyer: Buyer, at: dt.datetime) -> tuple[EarlyOffer, ...]:
    """Return the promotions that a buyer has now and everybody has later, without those that need a code."""
    found = [(terms, said) for terms, said in _plans() if _is_early(terms, buyer.channel, at)]
    wanted = frozenset(code for terms, _said in found if terms.early for code in terms.early.groups)
    groups = _groups(buyer, wanted, at) if found else frozenset()
    return tuple(
        EarlyOffer(
            terms.id,
            sentences.in_locale(said, buyer.locale),
            _note(terms.early.opens[buyer.channel], buyer),
        )
        for terms, said in found
        if terms.early and terms.early.includes(groups)
    )


def is_let_in_early(found: Standing, buyer: Buyer, at: dt.datetime) -> bool:
    """Say whether a buyer has a promotion now that others have later."""
    return found.is_early_in(buyer.channel, at) and found.holds_for(
        buyer.channel, _groups(buyer, found.early_groups, at), at
    )


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
        if terms.early and not terms.paused and not terms.by_code
    )


def _phase(terms: Terms, channel: str) -> tuple[dt.datetime, ...]:
    """Return from when until when only some have a promotion in a shop."""
    begins, _until = terms.windows.get(channel, (None, None))
    opens = terms.early.opens.get(channel) if terms.early else None
    return (begins, opens) if begins is not None and opens is not None else ()


def _is_early(terms: Terms, channel: str, at: dt.datetime) -> bool:
    phase = _phase(terms, channel)
    return bool(phase) and phase[0] <= at < phase[1]


def _groups(buyer: Buyer, wanted: frozenset[str], at: dt.datetime) -> frozenset[str]:
    asked = Request((), buyer.channel, "", buyer.locale, at, customer_id=buyer.customer_id, email=buyer.email)
    return asking.groups_of(asked, wanted)


def _note(opens: dt.datetime, buyer: Buyer) -> str:
    with override(buyer.locale):
        day = date_format(opens.astimezone(ZoneInfo(buyer.timezone)), "DATETIME_FORMAT")
        return _("Early for you: everybody has it from %(day)s.") % {"day": day}
