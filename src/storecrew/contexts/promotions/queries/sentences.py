"""What the engine's conditions mean, in sentences: for the shopper who typed a code, and for the agent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext_lazy, ngettext, override
from django.utils.translation import gettext as _

from storecrew.contexts.customers import public as customers
from storecrew.contexts.promotions.facts import Check
from storecrew.kernel.money import Money
from storecrew.kernel.sentence import register_writer

GROUPS: Mapping[str, Promise] = {
    "account": gettext_lazy("customers with an account"),
    "new": gettext_lazy("new customers"),
    "returning": gettext_lazy("customers who have bought before"),
    "regular": gettext_lazy("regular customers (three orders in a year)"),
    "lapsed": gettext_lazy("customers who have not bought for half a year"),
}


def group_names() -> dict[str, str | Promise]:
    """Return what all groups of buyers are called, also those of contexts above."""
    return {**GROUPS, **customers.group_names()}


def names_for_shoppers(codes: Iterable[str]) -> str:
    """Return groups in words that a customer may read: colleagues' own names stay inside."""
    known = {**GROUPS, **customers.group_names(for_shoppers=True)}
    return ", ".join(dict.fromkeys(str(known.get(each) or _("chosen customers")) for each in codes))


def in_locale(texts: Mapping[str, str], locale: str) -> str:
    """Return a text in a language, else in English, else in any."""
    return texts.get(locale) or texts.get("en") or next(iter(texts.values()), "")


register_writer("promotions.sentence", lambda texts: in_locale(texts, get_language() or "en"))


def for_shopper(check: Check, *, currency: str, locale: str, by_code: bool = True) -> str:
    """Say why a code does not count, and what would help, in the cart's language.

    Of a promotion that needs no code (``by_code`` False) the sentence speaks of the promotion.
    """
    told, otherwise = (_SENTENCES, _plain) if by_code else (_BY_ITSELF, _plain_by_itself)
    with override(locale):
        return told.get(check.code, otherwise)(check, currency, locale)


def _money(amount: Any, currency: str, locale: str) -> str:
    return Money(int(amount), currency).format(locale)


def _plain(check: Check, currency: str, locale: str) -> str:
    return _("This code does not save anything on what is in your cart.")


def _unknown(check: Check, currency: str, locale: str) -> str:
    return _("We do not know this code. Please check how it is written.")


def _min_spend(check: Check, currency: str, locale: str) -> str:
    if check.needed is None:
        return _("This code is not for this currency.")
    missing = _money(check.needed - check.actual, currency, locale)
    return _("This code needs goods for %(least)s; %(missing)s are missing.") % {
        "least": _money(check.needed, currency, locale),
        "missing": missing,
    }


def _min_quantity(check: Check, currency: str, locale: str) -> str:
    missing = check.needed - check.actual
    words = ngettext(
        "This code needs %(needed)s of the articles it is for; %(missing)s is missing.",
        "This code needs %(needed)s of the articles it is for; %(missing)s are missing.",
        missing,
    )
    return words % {"needed": check.needed, "missing": missing}


def _plain_by_itself(check: Check, currency: str, locale: str) -> str:
    return _("This promotion does not save anything on what is in the cart.")


def _min_spend_by_itself(check: Check, currency: str, locale: str) -> str:
    if check.needed is None:
        return _("This promotion is not for this currency.")
    missing = _money(check.needed - check.actual, currency, locale)
    return _("This promotion needs goods for %(least)s; %(missing)s are missing.") % {
        "least": _money(check.needed, currency, locale),
        "missing": missing,
    }


def _min_quantity_by_itself(check: Check, currency: str, locale: str) -> str:
    missing = check.needed - check.actual
    words = ngettext(
        "This promotion needs %(needed)s of the articles it is for; %(missing)s is missing.",
        "This promotion needs %(needed)s of the articles it is for; %(missing)s are missing.",
        missing,
    )
    return words % {"needed": check.needed, "missing": missing}


def _day(moment: dt.datetime) -> str:
    return date_format(localtime(moment), "DATETIME_FORMAT")


def _first_for(check: Check) -> dict[str, str]:
    """Return who is let in early and when it opens to the others."""
    until = dt.datetime.fromisoformat(check.needed["until"])
    return {"group": names_for_shoppers(check.needed["groups"]), "day": _day(until)}


def _said(text: Promise) -> Callable[[Check, str, str], str]:
    return lambda check, currency, locale: str(text)


_SENTENCES: Mapping[str, Callable[[Check, str, str], str]] = {
    "code": _said(gettext_lazy("This promotion counts when its code is entered.")),
    "code_unknown": _unknown,
    "code_expired": _said(gettext_lazy("This code has expired.")),
    "code_used_up": _said(gettext_lazy("This code has been used already.")),
    "code_not_yours": _said(
        gettext_lazy("This code is for another customer. Sign in or enter the e-mail address it was sent to.")
    ),
    "code_later": _said(gettext_lazy("This code was made after the order was placed.")),
    "code_unnamed": _said(
        gettext_lazy(
            "This code was sent to one person. It counts once you enter that e-mail address or sign in."
        )
    ),
    "not_running": _said(gettext_lazy("The promotion of this code is not running.")),
    "paused": _said(gettext_lazy("The promotion of this code is paused: there are too few of the goods.")),
    "channel": _said(gettext_lazy("This code is not for this shop.")),
    "country": _said(gettext_lazy("This code is not for deliveries to your country.")),
    "currency": _said(gettext_lazy("This code is not for this currency.")),
    "started": lambda check, currency, locale: (
        _("This code counts from %(day)s.") % {"day": _day(check.needed)}
    ),
    "opens": lambda check, currency, locale: (
        _("This code opens for you on %(day)s.") % {"day": _day(check.needed)}
    ),
    "early": lambda check, currency, locale: (
        _("This code is for %(group)s first. It opens for you on %(day)s.") % _first_for(check)
    ),
    "not_ended": lambda check, currency, locale: (
        _("This code was valid until %(day)s.") % {"day": _day(check.needed)}
    ),
    "weekday": _said(gettext_lazy("This code does not count today.")),
    "group": lambda check, currency, locale: (
        _("This code is for %(group)s.") % {"group": names_for_shoppers(check.needed)}
    ),
    "not_group": lambda check, currency, locale: (
        _("This code is not for %(group)s.") % {"group": names_for_shoppers(check.needed)}
    ),
    "customer_cap": _said(gettext_lazy("You have used this code as often as each customer can.")),
    "uses_cap": _said(gettext_lazy("This code has been used as often as it could be.")),
    "budget_cap": _said(gettext_lazy("What was set aside for this code is used up.")),
    "units_cap": _said(gettext_lazy("There are not enough of the goods of this code left.")),
    "articles": _said(gettext_lazy("None of the articles this code is for is in your cart.")),
    "min_spend": _min_spend,
    "min_quantity": _min_quantity,
    "complete": _said(gettext_lazy("Some of the articles that this code needs together are missing.")),
    "not_with": _said(gettext_lazy("This code cannot be combined with another discount in your cart.")),
    "exclusive": _said(gettext_lazy("This code cannot be combined with another discount in your cart.")),
    "margin_floor": _said(gettext_lazy("The prices of these articles cannot be lowered further.")),
    "nothing_left": _said(gettext_lazy("These articles cost nothing already.")),
}

_BY_ITSELF: Mapping[str, Callable[[Check, str, str], str]] = {
    "not_running": _said(gettext_lazy("This promotion is not running.")),
    "paused": _said(gettext_lazy("This promotion is paused: there are too few of the goods.")),
    "channel": _said(gettext_lazy("This promotion is not for this shop.")),
    "country": _said(gettext_lazy("This promotion is not for deliveries to this country.")),
    "currency": _said(gettext_lazy("This promotion is not for this currency.")),
    "started": lambda check, currency, locale: (
        _("This promotion counts from %(day)s.") % {"day": _day(check.needed)}
    ),
    "opens": lambda check, currency, locale: (
        _("This promotion opens for this customer on %(day)s.") % {"day": _day(check.needed)}
    ),
    "early": lambda check, currency, locale: (
        _("This promotion is for %(group)s first. It opens for this customer on %(day)s.") % _first_for(check)
    ),
    "not_ended": lambda check, currency, locale: (
        _("This promotion ran until %(day)s.") % {"day": _day(check.needed)}
    ),
    "weekday": _said(gettext_lazy("This promotion does not count today.")),
    "group": lambda check, currency, locale: (
        _("This promotion is for %(group)s.") % {"group": names_for_shoppers(check.needed)}
    ),
    "not_group": lambda check, currency, locale: (
        _("This promotion is not for %(group)s.") % {"group": names_for_shoppers(check.needed)}
    ),
    "customer_cap": _said(gettext_lazy("This promotion was used as often as each customer can.")),
    "uses_cap": _said(gettext_lazy("This promotion has been used as often as it could be.")),
    "budget_cap": _said(gettext_lazy("What was set aside for this promotion is used up.")),
    "units_cap": _said(gettext_lazy("There are not enough of the goods of this promotion left.")),
    "articles": _said(gettext_lazy("None of the articles this promotion is for is in the cart.")),
    "min_spend": _min_spend_by_itself,
    "min_quantity": _min_quantity_by_itself,
    "complete": _said(gettext_lazy("Some of the articles that this promotion needs together are missing.")),
    "not_with": _said(gettext_lazy("This promotion cannot be combined with another discount in the cart.")),
    "exclusive": _said(gettext_lazy("This promotion cannot be combined with another discount in the cart.")),
    "margin_floor": _said(gettext_lazy("The prices of these articles cannot be lowered further.")),
    "nothing_left": _said(gettext_lazy("These articles cost nothing already.")),
}
