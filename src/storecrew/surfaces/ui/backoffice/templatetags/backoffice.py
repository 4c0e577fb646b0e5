"""Tags and filters of the back office's templates."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from unicodedata import east_asian_width

from babel.dates import format_date, format_datetime, format_skeleton, format_time, format_timedelta
from django import template
from django.forms import BaseForm, BoundField
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from storecrew.contexts.work import public as work
from storecrew.kernel import clock
from storecrew.kernel.money import MINUS, Money
from storecrew.surfaces.ui.backoffice import entrance, parts
from storecrew.surfaces.ui.backoffice.days import day_words
from storecrew.surfaces.ui.backoffice.listing import Status
from storecrew.surfaces.ui.backoffice.outside_signin import service_links
from storecrew.surfaces.ui.backoffice.record import readable
from storecrew.surfaces.ui.backoffice.staff_signin import staff_link
from storecrew.surfaces.ui.backoffice.words import field_words, value_words
from storecrew.surfaces.ui.numbers import number, signed

register = template.Library()
LONG = 46
"""Letters that fit on one line of the widest cell of a list (22rem); more take two lines, not dots."""
DAY = re.compile(r"\d{4}-\d\d-\d\d")
BELOW_ZERO = re.compile(r"-\d+(\.\d+)?")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")
EMPTY = mark_safe('<span class="sc-none" aria-hidden="true">–</span>')  # reviewed: a constant


@register.filter
def cell(value: Any, kind: str = "text") -> SafeString | str:
    """Write a value the way its kind asks for; everything is escaped."""
    if value is None or value in ("", "–", [], ()):
        return EMPTY
    if isinstance(value, Status):
        return format_html('<span class="sc-status sc-{}">{}</span>', value.tone, value.label)
    if isinstance(value, Money):
        return value.format(_locale())
    if kind in ("datetime", "date") and isinstance(value, dt.datetime):
        return _instant(value, kind)
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return day_words(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if kind == "number" and isinstance(value, int | float):
        return number(value)
    if kind == "signed" and isinstance(value, int):
        return signed(value)
    if kind == "image":
        return format_html('<img src="{}" alt="" loading="lazy" width="40" height="40">', value)
    if isinstance(value, list | tuple):
        return _tags(value)
    return str(value)


@register.filter
def long(value: Any) -> bool:
    """Say whether a value is text that needs the whole width."""
    if not isinstance(value, str):
        return False
    # letters of Korean are twice as wide as others
    return len(value) + sum(east_asian_width(letter) in "WF" for letter in value) > LONG


@register.filter
def marked(form: BaseForm) -> list[BoundField]:
    """Return the fields that were refused, in the order of the form."""
    return [field for field in form.visible_fields() if field.errors]


@register.filter
def ago(value: dt.datetime | None) -> str:
    """Return "3 hours ago", by the store clock."""
    if value is None:
        return ""
    return format_timedelta(value - clock.now(), add_direction=True, locale=_locale())


@register.filter
def audit_value(value: Any) -> str:
    """Return a value of the audit trail in few words."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(audit_value(item) for item in value[:8]) + (" …" if len(value) > 8 else "")
    if isinstance(value, dict):
        said = (f"{field_words(key)}: {audit_value(readable(key, value))}" for key in value)
        return "; ".join(said) or "–"
    if isinstance(value, str) and MOMENT.fullmatch(value):
        return date_format(timezone.localtime(dt.datetime.fromisoformat(value)), "SHORT_DATETIME_FORMAT")
    if isinstance(value, str) and DAY.fullmatch(value):
        return _day_of(value)
    text = value_words(str(value))
    if BELOW_ZERO.fullmatch(text):
        return MINUS + text[1:]
    return text if len(text) <= 120 else f"{text[:117]}…"


@register.filter
def called(body: str) -> SafeString:
    """Set the names that a comment calls apart from its text; everything is escaped."""
    shown = []
    for text, name in work.parted(body):
        shown.append(format_html('<b class="sc-called">{}</b>', text) if name else conditional_escape(text))
    return mark_safe("".join(shown))  # reviewed: every part was escaped above


@register.filter
def full_time(value: dt.datetime | None) -> str:
    """Return day, time and zone in full, for titles."""
    if value is None:
        return ""
    return format_datetime(timezone.localtime(value), "full", locale=_locale())


@register.filter
def calendar_month(day: dt.date) -> str:
    """Return "November 2026"."""
    return format_skeleton("yMMMM", day, locale=_locale())


@register.filter
def calendar_day(day: dt.date) -> str:
    """Return "Mon, 23 Nov"."""
    if _locale() == "en":
        return format_date(day, "EEE, d MMM", locale="en")
    return format_skeleton("MMMEd", day, locale=_locale())


@register.filter
def many(count: int) -> str:
    """Write a count that may have been cut off."""
    return parts.many(count)


@register.filter
def last_line(text: str) -> str:
    """Return the last line of an error, which names it."""
    lines = text.strip().splitlines()
    return lines[-1] if lines else ""


@register.filter
def numeric(kind: str) -> bool:
    """Say whether cells of this kind are set to the right."""
    return kind in ("number", "signed", "money")


def _instant(value: dt.datetime, kind: str) -> SafeString:
    """Write an instant in few words ("23 Nov 20:41", the year only when it is another); in full on hover."""
    local = timezone.localtime(value)
    this_year = local.year == timezone.localtime(clock.now()).year
    words = day_words(local.date(), with_year=kind == "date" or not this_year)
    if kind == "datetime" and this_year:
        words = f"{words} {format_time(local.time(), 'HH:mm', locale=_locale())}"
    return format_html('<time datetime="{}" title="{}">{}</time>', value.isoformat(), full_time(value), words)


def _day_of(text: str) -> str:
    """Write a stored day; what only looks like one stays as it is."""
    try:
        return day_words(dt.date.fromisoformat(text))
    except ValueError:
        return text


def _tags(values: list[Any] | tuple[Any, ...]) -> SafeString:
    shown = [format_html('<span class="sc-tag">{}</span>', item) for item in values[:4]]
    if len(values) > 4:
        shown.append(format_html('<span class="sc-tag">+{}</span>', len(values) - 4))
    return mark_safe(" ".join(shown))  # reviewed: every part was escaped above


def _locale() -> str:
    return (get_language() or "en").replace("-", "_").split("_")[0]


@register.simple_tag(takes_context=True)
def sign_in_services(context: template.Context) -> list[dict[str, str]]:
    """Return the outside services to sign in with, each leading back to where this page leads."""
    return service_links(str(context.get("redirect_field_value") or ""))


@register.simple_tag(takes_context=True)
def staff_sign_in(context: template.Context) -> dict[str, str] | None:
    """Return the provider of staff, on the sign-in page that leads to the back office."""
    request = context.get("request")
    if request is None or not entrance.is_for_staff(request):
        return None
    return staff_link(str(context.get("redirect_field_value") or ""))


@register.simple_tag(takes_context=True)
def entrance_brand(context: template.Context) -> entrance.Brand:
    """Return whose name and logo stand above the pages of accounts."""
    return entrance.brand_of(context.get("request"))


@register.simple_tag(takes_context=True)
def entrance_languages(context: template.Context) -> tuple[entrance.Choice, ...]:
    """Return the languages that a page of accounts can be read in."""
    return entrance.choices_of(context.get("request"))
