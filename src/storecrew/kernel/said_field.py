"""A column for words that people write or the software says, such as why an order ended (ADR 0197)."""

from __future__ import annotations

import json
from typing import Any

from django.db import models
from django.utils.functional import Promise

from storecrew.kernel.sentence import Sentence, words_of

MARK = "\x02"
"""Begins what is stored of a sentence of the software. Nobody types it, and what is typed loses it."""


class SaidField(models.TextField):
    """A text. Given a `Sentence`, it keeps what that was made of and returns it in the reader's language."""

    def get_prep_value(self, value: Any) -> Any:
        """Return what is stored."""
        if isinstance(value, (Sentence, Promise)) and not isinstance(words := words_of(value), str):
            return MARK + json.dumps(words, ensure_ascii=False, sort_keys=True)
        value = super().get_prep_value(value)
        return value.lstrip(MARK) if isinstance(value, str) else value

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> Any:
        """Return what is read, sentences in the language of the moment."""
        return read(value) if isinstance(value, str) else value


def read(value: str) -> str:
    """Return what a row of such a column says, for statements of one's own."""
    if not value.startswith(MARK):
        return value
    try:
        words = json.loads(value[1:])
        return Sentence(words)
    except (KeyError, TypeError, ValueError, AttributeError):
        # A function that wrote it is gone: nothing is better than its facts in braces.
        return ""
