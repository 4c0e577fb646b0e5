"""Words that editors put in the place of the product's texts, in every process at once (ADR 0168).

A text is named by what it is in the source, as gettext names it. ``read_from`` says where the words come
from; ``refresh`` looks whether they changed, which is a comparison of numbers in memory, so each request may
ask for it. They lie as one more dictionary in front of gettext's own: looking a text up costs no query, and a
shop without any word of its own pays nothing at all.

A word stands everywhere (scope ``""``) or in one mail: ``spoken("checkout.confirmation", …)`` puts the words
of those scopes in front for as long as it lasts, the last scope first.
"""

from __future__ import annotations

import copy
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.translation import get_language, override, trans_real

from storecrew.kernel.revisions import Stamp, revisions

TAG = "wording"
"""What the page cache and kept answers call the words of editors."""
CONTEXT = "\x04"
"""What parts a text's context from the text, as gettext has it."""
SECONDS = 60.0
SECONDS_DEAF = 5.0


class Word(NamedTuple):
    """What stands in the place of one text; ``forms`` are the plural's where the text has one."""

    locale: str
    scope: str
    original: str
    forms: tuple[str, ...]
    plural: bool = False

    def entries(self) -> dict[Any, str]:
        """Return it as gettext's dictionaries have texts."""
        if self.plural:
            return {(self.original, number): form for number, form in enumerate(self.forms)}
        return {self.original: self.forms[0]}


class _Own(dict[Any, str]):
    """The dictionary of ours among gettext's."""


Texts = dict[tuple[str, str], dict[Any, str]]
"""Entries by (language, scope)."""


class _State:
    """What this process speaks with."""

    def __init__(self) -> None:
        self.texts: Texts = {}
        self.stamps: tuple[Stamp, ...] = ()
        self.read_at = float("-inf")
        self.edition = 0
        self.lock = threading.Lock()

    def is_fresh(self) -> bool:
        here = revisions()
        patience = SECONDS if here.healthy() else SECONDS_DEAF
        return (
            bool(self.stamps) and here.is_current(self.stamps) and time.monotonic() < self.read_at + patience
        )


_state = _State()
_drafts: ContextVar[Mapping[str, Mapping[Any, str]]] = ContextVar("drafts", default=MappingProxyType({}))
_source: list[Callable[[], Iterable[Word]]] = []


def read_from(source: Callable[[], Iterable[Word]]) -> None:
    """Name the one place where the words lie; it returns only those that fit their texts."""
    _source[:] = [source]


def edition() -> int:
    """Return a number that changes whenever the words of this process do."""
    return _state.edition


def refresh() -> None:
    """Read the words again if they changed anywhere, or were not looked at for a minute."""
    if _state.is_fresh() or not _source:
        return
    with _state.lock:
        if not _state.is_fresh():
            # The numbers before the read: what changes while it runs makes the answer old at once.
            stamps = revisions().current([TAG])
            suppose(_source[0](), stamps)


def suppose(words: Iterable[Word], stamps: tuple[Stamp, ...] | None = None) -> None:
    """Speak with these words from now on; tests begin with none, which costs them no query."""
    texts: Texts = {}
    for word in words:
        texts.setdefault((word.locale, word.scope), {}).update(word.entries())
    if texts != _state.texts:
        for language in {key[0] for key in (*texts, *_state.texts)}:
            _put_in_front(language, texts.get((language, ""), {}))
        _state.texts = texts
        _state.edition += 1
    _state.stamps = revisions().current([TAG]) if stamps is None else stamps
    _state.read_at = time.monotonic()


def _put_in_front(language: str, texts: dict[Any, str]) -> None:
    catalog: Any = trans_real.translation(language)._catalog  # type: ignore[attr-defined]
    if isinstance(catalog._catalogs[0], _Own):
        catalog._catalogs[0] = _Own(texts)
    elif texts:
        # First the rule of plurals, the same once more: a reader in between pairs it with the old texts.
        catalog._plurals.insert(0, catalog._plurals[0])
        catalog._catalogs.insert(0, _Own(texts))


@contextmanager
def spoken(*scopes: str) -> Iterator[None]:
    """Speak with the words of some scopes, in the language of the moment; the last scope counts most."""
    refresh()
    language, drafts = get_language() or settings.LANGUAGE_CODE, _drafts.get()
    own: dict[Any, str] = {}
    for scope in scopes:
        own.update(_state.texts.get((language, scope), {}))
        own.update(drafts.get(scope, {}))
    if not own:
        yield
        return
    with override(language):
        trans_real._active.value = _with(own, language)  # type: ignore[attr-defined]
        yield


def _with(own: dict[Any, str], language: str) -> Any:
    found: Any = copy.copy(trans_real.translation(language))
    known = found._catalog
    found._catalog = trans_real.TranslationCatalog()
    found._catalog._catalogs = [own, *known._catalogs]
    found._catalog._plurals = [known._plurals[0], *known._plurals]
    return found


@contextmanager
def tried(scope: str, words: Iterable[Word]) -> Iterator[None]:
    """Let `spoken` use words that nobody published, in this thread, for a preview."""
    entries: dict[Any, str] = {}
    for word in words:
        entries.update(word.entries())
    token = _drafts.set({**_drafts.get(), scope: entries})
    try:
        yield
    finally:
        _drafts.reset(token)


def original(language: str, key: str, plural: str = "") -> tuple[str, ...]:
    """Return a text in a language as the product has it, all forms; without one, as the source has it."""
    translation: Any = trans_real.translation(language)
    source = (key.rpartition(CONTEXT)[2], plural)
    for known in translation._catalog._catalogs:
        if isinstance(known, _Own):
            continue
        if plural:
            forms = [text for number in range(6) if (text := known.get((key, number)))]
        else:
            forms = [known[key]] if known.get(key) else []
        if forms:
            return tuple(forms)
    return source if plural else source[:1]


def forms_of(language: str) -> int:
    """Return how many forms the plural of a language has."""
    plural = (trans_real.translation(language)._catalog)._plurals[0]  # type: ignore[attr-defined]
    return max(plural(number) for number in range(200)) + 1
