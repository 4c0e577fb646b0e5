"""Typed attribute values: what each kind accepts and how a value is written for people."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from django.utils.translation import gettext as _

from storecrew.contexts.catalog.rules.text import clean_line

KINDS = frozenset({"text", "number", "choice", "color", "boolean", "date", "file"})
MAX_TEXT = 2_000
MAX_VALUES = 50
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,9})?")
_TRUE = frozenset({"true", "yes", "1", "y", "on", "예"})
_FALSE = frozenset({"false", "no", "0", "n", "off", "아니요"})


class Schema(Protocol):
    """What is needed of an attribute; the model and the facts both have it."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def choices(self) -> Sequence[Mapping[str, Any]]: ...
    @property
    def translations(self) -> Mapping[str, Any]: ...


class InvalidValue(ValueError):
    """A value that the attribute does not allow. ``code`` is stable, ``str()`` is for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def clean_value(attribute: Schema, value: Any) -> Any:
    """The value in its stored JSON form, or ``None`` when it is empty.

    text: str; number: int or float; choice: str, or a list of several; color: a choice's value or
    ``#rrggbb``; boolean: bool; date: ``YYYY-MM-DD``; file: ``{"name", "url"}``.
    Raises :class:`InvalidValue`.
    """
    if value is None or value in ("", []):
        return None
    cleaner = _CLEANERS.get(attribute.kind)
    if cleaner is None:
        raise InvalidValue("unknown_kind", _("This kind of attribute is not known."))
    return cleaner(attribute, value)


def clean_values(
    schema: Mapping[str, Schema], values: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, InvalidValue]]:
    """All values that are right, and the problem of each that is not, both by code."""
    right: dict[str, Any] = {}
    wrong: dict[str, InvalidValue] = {}
    for code, value in values.items():
        attribute = schema.get(code)
        if attribute is None:
            wrong[code] = InvalidValue("unknown_attribute", _("The product type has no such attribute."))
            continue
        try:
            cleaned = clean_value(attribute, value)
        except InvalidValue as problem:
            wrong[code] = problem
        else:
            if cleaned is not None:
                right[code] = cleaned
    return right, wrong


def _text(attribute: Schema, value: Any) -> str | None:
    if isinstance(value, (dict, list)):
        raise InvalidValue("not_text", _("This must be a text."))
    text = clean_line(value)
    if len(text) > MAX_TEXT:
        raise InvalidValue("too_long", _("This text is too long."))
    return text or None


def _number(attribute: Schema, value: Any) -> int | float:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise InvalidValue("not_a_number", _("This must be a number."))
    text = clean_line(value)
    if attribute.unit and text.casefold().endswith(attribute.unit.casefold()):
        text = text[: -len(attribute.unit)].rstrip()
    if isinstance(value, float) and abs(value) < 1e15:
        return int(value) if value.is_integer() else value
    if not text.isascii() or not _NUMBER.fullmatch(text):
        raise InvalidValue("not_a_number", _("This must be a number."))
    number = float(text.replace(",", "."))
    return int(number) if number.is_integer() else number


def _choice(attribute: Schema, value: Any) -> str | list[str]:
    if isinstance(value, (list, tuple)):
        if len(value) > MAX_VALUES:
            raise InvalidValue("too_many", _("These are too many values."))
        several = list(dict.fromkeys(_one_choice(attribute, item) for item in value))
        return several[0] if len(several) == 1 else several
    return _one_choice(attribute, value)


def _one_choice(attribute: Schema, value: Any) -> str:
    text = _text(attribute, value)
    if not text:
        raise InvalidValue("empty", _("A value in the list is empty."))
    if len(text) > 200:
        raise InvalidValue("too_long", _("This text is too long."))
    if not attribute.choices:
        return text
    for choice in attribute.choices:
        if text == choice["value"]:
            return text
    folded = text.casefold()
    for choice in attribute.choices:
        if folded in {str(choice["value"]).casefold(), str(choice.get("label", "")).casefold()}:
            return str(choice["value"])
    raise InvalidValue("not_a_choice", _("This is not one of the values to choose from."))


def _color(attribute: Schema, value: Any) -> str | list[str]:
    if isinstance(value, str) and _HEX.fullmatch(value):
        return value.lower()
    return _choice(attribute, value)


def _boolean(attribute: Schema, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    text = clean_line(value).casefold()
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    raise InvalidValue("not_yes_or_no", _("This must be yes or no."))


def _date(attribute: Schema, value: Any) -> str:
    if isinstance(value, dt.datetime):
        value = value.date()
    if isinstance(value, dt.date):
        return value.isoformat()
    try:
        return dt.date.fromisoformat(clean_line(value)).isoformat()
    except ValueError:
        raise InvalidValue("not_a_date", _("This must be a date such as 2026-03-31.")) from None


def _file(attribute: Schema, value: Any) -> dict[str, str]:
    if isinstance(value, str):
        value = {"url": value, "name": value.rsplit("/", 1)[-1]}
    if not isinstance(value, Mapping) or not isinstance(value.get("url"), str):
        raise InvalidValue("not_a_file", _("This must be the address of a file."))
    url = clean_line(value["url"])
    inside = url.startswith("/") and not url.startswith("//") and ".." not in url
    if "\\" in url or len(url) > 1000 or not (inside or url.startswith("https://")):
        raise InvalidValue("not_a_file", _("This must be the address of a file."))
    return {"name": clean_line(value.get("name") or url.rsplit("/", 1)[-1])[:200], "url": url}


_CLEANERS = {
    "text": _text,
    "number": _number,
    "choice": _choice,
    "color": _color,
    "boolean": _boolean,
    "date": _date,
    "file": _file,
}


def as_list(value: Any) -> list[Any]:
    """A value as the list of its single values (facets count each of several choices)."""
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def label_of(attribute: Schema, locale: str) -> str:
    """The name of the attribute in the locale, else in the source language."""
    return str((attribute.translations.get(locale) or {}).get("name") or attribute.name)


def choice_label(attribute: Schema, value: str, locale: str) -> str:
    """The label of one choice in the locale; the value itself in an open vocabulary."""
    for choice in attribute.choices:
        if choice["value"] == value:
            translated = (choice.get("translations") or {}).get(locale)
            return str(translated or choice.get("label") or value)
    words = (attribute.translations.get(locale) or {}).get("values") or {}
    return str(words.get(value, value))


def swatch_of(attribute: Schema, value: Any) -> str:
    """``#rrggbb`` of a color value, or ``""`` when it has none."""
    if attribute.kind != "color" or not isinstance(value, str):
        return ""
    if _HEX.fullmatch(value):
        return value
    for choice in attribute.choices:
        if choice["value"] == value:
            return str(choice.get("swatch") or "")
    return COLOR_WORDS.get(value.casefold(), "")


def display(attribute: Schema, value: Any, locale: str) -> str:
    """The value as a shopper reads it."""
    if attribute.kind in {"choice", "color"}:
        return ", ".join(choice_label(attribute, str(item), locale) for item in as_list(value))
    if attribute.kind == "boolean":
        return _("Yes") if value else _("No")
    if attribute.kind == "number":
        return (
            f"{value:g} {attribute.unit}".rstrip()
            if abs(value) < 1e6
            else f"{value} {attribute.unit}".rstrip()
        )
    if attribute.kind == "file":
        return str(value.get("name", ""))
    return str(value)


def clean_choices(kind: str, choices: Any) -> list[dict[str, Any]]:
    """The choices of an attribute in stored form. Raises :class:`InvalidValue`."""
    if choices and kind not in {"choice", "color"}:
        raise InvalidValue("no_choices", _("Only choices and colors have a list of values."))
    cleaned: dict[str, dict[str, Any]] = {}
    for choice in choices or []:
        if isinstance(choice, str):
            choice = {"value": choice}
        value = clean_line(choice.get("value", ""))
        if not value or len(value) > 200:
            raise InvalidValue("bad_choice", _("A choice has no value, or one that is too long."))
        if value in cleaned:
            raise InvalidValue("choice_twice", _("A choice is in the list twice."))
        entry: dict[str, Any] = {"value": value, "label": clean_line(choice.get("label") or value)}
        swatch = choice.get("swatch") or ""
        if swatch:
            if not _HEX.fullmatch(swatch):
                raise InvalidValue("bad_swatch", _("A swatch must be a color such as #cc0000."))
            entry["swatch"] = swatch.lower()
        if choice.get("translations"):
            entry["translations"] = {
                str(locale): clean_line(text) for locale, text in choice["translations"].items()
            }
        cleaned[value] = entry
    return list(cleaned.values())


# Names of colors that imported catalogs use, so that a swatch shows before anyone sets one.
COLOR_WORDS: dict[str, str] = {
    "black": "#1a1a1a", "white": "#ffffff", "gray": "#808080", "grey": "#808080",
    "silver": "#c0c0c0", "red": "#c62828", "maroon": "#7b1e1e", "burgundy": "#6d1a36",
    "orange": "#ef6c00", "yellow": "#fdd835", "gold": "#c9a227", "green": "#2e7d32",
    "olive": "#6b6b2f", "mint": "#98d8b9", "teal": "#00796b", "turquoise": "#26c6da",
    "blue": "#1565c0", "navy": "#14284b", "sky blue": "#7ec8e3", "indigo": "#303f9f",
    "purple": "#6a1b9a", "violet": "#7e57c2", "lavender": "#b39ddb", "pink": "#ec407a",
    "rose": "#e8a0a8", "brown": "#6d4c41", "tan": "#d2b48c", "beige": "#e8dcc4",
    "cream": "#fbf3dc", "ivory": "#fffff0", "khaki": "#a89968", "charcoal": "#36454f",
    "검정": "#1a1a1a", "흰색": "#ffffff", "빨강": "#c62828", "파랑": "#1565c0",
    "초록": "#2e7d32", "노랑": "#fdd835", "회색": "#808080", "분홍": "#ec407a",
}  # fmt: skip
