"""Sentences of the trend board: what is wrong, and what a task asks."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from storecrew.kernel.sentence import Sentence, say

_WORDS = {
    "missing": _("Please fill this in."),
    "no_article": _("There is no article with this SKU."),
    "no_rival": _("Name the competitor, in at most 80 letters."),
    "no_price": _("Write an amount such as 12.50, with its currency."),
    "no_day": _("Write the day as 2026-03-31."),
    "later": _("This day is still to come."),
    "no_link": _("Write an address that begins with https:// or http://."),
    "empty_table": _("There is no row with a price."),
    "no_columns": _("The first row names the columns: sku, competitor, price, currency, date, url."),
    "too_long": _("The table is too long: 2,000 rows at once."),
    "no_feed_address": _("Write a public address that begins with https://."),
    "feed_there": _("This feed is there already."),
}
_TASKS = {
    "term": (
        gettext_noop("Sought more and more: “%(what)s”"),
        gettext_noop("Find out what people mean: a synonym, a page, or an article that we do not have."),
        "ecommerce_sme",
    ),
    "vain": (
        gettext_noop("Sought in vain: “%(what)s”"),
        gettext_noop("Find out what people mean: a synonym, a page, or an article that we do not have."),
        "ecommerce_sme",
    ),
    "category": (
        gettext_noop("Demand changes: %(what)s"),
        gettext_noop("Look at the stock, the order of the category and the next campaign."),
        "ecommerce_sme",
    ),
    "price": (
        gettext_noop("Price of a competitor: %(what)s"),
        gettext_noop("Decide whether our price stays."),
        "ecommerce_sme",
    ),
    "clip": (
        gettext_noop("News: %(what)s"),
        gettext_noop("Read it and say what it means for us."),
        "marketing_manager",
    ),
    "note": (gettext_noop("Noted: %(what)s"), gettext_noop("Say what it means for us."), "marketing_manager"),
}


def problem_words(code: str) -> str:
    """Return the sentence of a problem."""
    return str(_WORDS[code])


def task_words(kind: str, what: str) -> tuple[Sentence, Sentence, str]:
    """Return title, detail and owner role of the task that a trend becomes."""
    title, detail, role = _TASKS[kind]
    return say(title, what=what), say(detail), role
