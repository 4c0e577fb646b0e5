"""Sentences that the software stores and people read later, each in their own language.

A :class:`Sentence` is a string, as it reads in the language of the moment, that also knows what it was made
of: the text of the catalog with its values, or the name of a function that writes it from facts. Whoever
stores it keeps ``words`` beside the string; whoever shows it calls :func:`said`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.conf import settings
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.timezone import is_aware, localtime
from django.utils.translation import get_language, gettext, ngettext, override

from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money

Words = Mapping[str, Any] | str
"""Plain JSON: a string stands for itself, ``say``, ``by`` and ``join`` are written when shown."""
Value = str | int | Money | dt.date | dt.datetime | Promise

_writers: dict[str, Callable[[Mapping[str, Any]], str]] = {}


class Sentence(str):
    """A sentence in the language of the moment, and what it is made of."""

    words: Words

    def __new__(cls, words: Words) -> Sentence:
        """Write the words in the language of the moment."""
        made = super().__new__(cls, write(words))
        made.words = words
        return made

    def strip(self, chars: str | None = None, /) -> str:
        """Return the sentence itself, which has no space around it: what it was made of stays with it."""
        return self


def say(text: str, /, **values: Value) -> Sentence:
    """Return a text of the catalog with its values: amounts, days and numbers are written when shown."""
    return Sentence({"say": text, "with": {name: _plain(value) for name, value in values.items()}})


def say_many(one: str, many: str, n: int, /, **values: Value) -> Sentence:
    """Return a text that has a plural; ``%(n)s`` is the number."""
    plain = {name: _plain(value) for name, value in values.items()}
    return Sentence({"say": one, "many": many, "n": n, "with": {"n": n, **plain}})


def told_by(name: str, facts: Mapping[str, Any]) -> Sentence:
    """Return what the function registered under a name writes of facts, which are plain JSON."""
    return Sentence({"by": name, "with": dict(facts)})


def joined(parts: Iterable[str], between: str = " ") -> Sentence:
    """Return several sentences as one; empty ones are left out."""
    return Sentence({"join": [words_of(part) for part in parts if part], "between": between})


def refused(refusal: DomainError) -> Sentence:
    """Return the sentence and the next step of an error."""
    return joined([Sentence(words_of(refusal.message)), Sentence(words_of(refusal.next_step))])


def register_writer(name: str, writer: Callable[[Mapping[str, Any]], str]) -> None:
    """Let a function write sentences from facts; one of the same name replaces it."""
    _writers[name] = writer


def words_of(text: str | Promise) -> Words:
    """Return what is to be stored of a text; of one that was marked lazily, its message of the catalog."""
    if isinstance(text, Sentence):
        return text.words
    if isinstance(text, Promise):
        # what a lazy text is made of is public in the form in which it is pickled
        pickled: Any = text.__reduce__()
        args = pickled[1][1]
        return {"say": args[0], "with": {}} if len(args) == 1 and isinstance(args[0], str) else str(text)
    return text


def short(text: str, most: int) -> str:
    """Return what people wrote, cut where a column or a line ends; a sentence stays whole."""
    return text if isinstance(text, Sentence) else text[:most]


def in_source(text: str) -> str:
    """Return a sentence as the source has it, for what keeps one form, such as the audit trail."""
    return _in("en", text.words) if isinstance(text, Sentence) else text


def retold(text: str) -> str:
    """Return what ``in_source`` kept in the reader's language; what people wrote is what it was."""
    return gettext(text) if text else ""


def beyond_source(text: str) -> dict[str, Any] | None:
    """Return the words of a sentence with values or several parts, which ``retold`` could not find again."""
    words = text.words if isinstance(text, Sentence) else ""
    if isinstance(words, str) or not (words.get("with") or "join" in words or "by" in words):
        return None
    return dict(words)


def stored(**texts: str | Promise) -> dict[str, Any]:
    """Return the words of some columns as they are stored, and under ``find`` how they read elsewhere.

    Columns whose text people wrote themselves have no words.
    """
    kept = {name: words for name, text in texts.items() if not isinstance(words := words_of(text), str)}
    if not kept:
        return {}
    others = [code for code, _name in settings.LANGUAGES if code != get_language()]
    return {**kept, "find": " ".join(_in(code, words) for code in others for words in kept.values())}


def said(words: Words | None, otherwise: str) -> str:
    """Return stored words in the reader's language; the text beside them when they cannot be written."""
    if not words:
        return otherwise
    try:
        return write(words)
    except (KeyError, TypeError, ValueError, AttributeError):
        return otherwise


def write(words: Words) -> str:
    """Return words in the language of the moment. Raises KeyError for a writer that is gone."""
    if isinstance(words, str):
        return words
    if "join" in words:
        return str(words["between"]).join(filter(None, map(write, words["join"])))
    if "by" in words:
        return _writers[words["by"]](words["with"])
    one, values = words["say"], words["with"]
    many = words.get("many")
    text = ngettext(one, many, words.get("n", 1)) if many else gettext(one)
    return text % {name: _shown(value) for name, value in values.items()} if values else text


def _in(language: str, words: Words) -> str:
    with override(language):
        return write(words)


def _plain(value: Value) -> Any:
    if isinstance(value, Money):
        return {"money": [value.amount, value.currency]}
    if isinstance(value, dt.date):
        return {"at" if isinstance(value, dt.datetime) else "day": value.isoformat()}
    return value if isinstance(value, int) else words_of(value)


def _shown(value: Any) -> str:
    if isinstance(value, int):
        return number_format(value, force_grouping=True)
    if not isinstance(value, Mapping):
        return str(value)
    if "money" in value:
        amount, currency = value["money"]
        return Money(amount, currency).format(get_language() or "en")
    if "day" in value:
        return date_format(dt.date.fromisoformat(value["day"]), "DATE_FORMAT")
    if "at" in value:
        at = dt.datetime.fromisoformat(value["at"])
        return date_format(localtime(at) if is_aware(at) else at, "DATETIME_FORMAT")
    return write(value)
