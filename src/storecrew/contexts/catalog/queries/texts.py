"""Texts in the language that was asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings

SOURCE = settings.LANGUAGE_CODE


def text(row: Mapping[str, Any], name: str, locale: str) -> str:
    """A field of a row in the locale, else in the source language."""
    translated = row["translations"].get(locale) if locale != SOURCE else None
    return str((translated or {}).get(name) or row[name])
