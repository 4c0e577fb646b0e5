"""The Jinja2 environment of the storefront.

Everything is escaped, a misspelt name is an error and not an empty hole, and text is translated with the
same catalogues as the rest (`_()` and `{% trans %}`). Templates come from our packages and from the
folders that those who run the installation fill (``overrides``), never from the database (R13).
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton, format_time
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext, pgettext
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from storecrew.kernel.money import Money
from storecrew.surfaces.ui.fragments import Keep
from storecrew.surfaces.ui.numbers import number, signed

_JSON_ESCAPES = {
    ord("<"): "\\u003C",
    ord(">"): "\\u003E",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}


def environment(**options: Any) -> Environment:
    """Build the environment that ``TEMPLATES`` names."""
    options.update(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    env = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do", Keep], **options)  # noqa: S701
    env.install_gettext_callables(gettext, ngettext, newstyle=True, pgettext=pgettext)  # type: ignore[attr-defined]
    env.policies["ext.i18n.trimmed"] = True
    env.globals.update(url=address, static=static, language=language)
    env.filters.update(
        money=money,
        day=day,
        day_short=day_short,
        clock=clock_time,
        jsonld=jsonld,
        query=query,
        number=number,
        signed=signed,
    )
    return env


def language() -> str:
    """Return the active language code, ``en`` when none is."""
    return get_language() or "en"


def address(name: str, *args: Any, **kwargs: Any) -> str:
    """Return the address of a named page in the active language."""
    return reverse(name, args=args, kwargs=kwargs)


def money(value: Money) -> str:
    """Write an amount as readers of the active language do."""
    return value.format(language())


def day(value: dt.date | dt.datetime, style: str = "long") -> str:
    """Write a date in words: ``12 October 2026``."""
    return format_date(value, style, locale=language().replace("-", "_"))


def day_short(value: dt.date | dt.datetime) -> str:
    """Write a day where its year is known: ``Oct 12``."""
    return format_skeleton("MMMd", value, locale=language().replace("-", "_"))


def clock_time(value: dt.datetime, zone: str) -> str:
    """Write the time of day in a time zone: ``14:05``."""
    # Koreans write the half of the day in words, which the short style of their locale does not.
    style = "aaaa h:mm" if language() == "ko" else "short"
    return format_time(value, style, tzinfo=ZoneInfo(zone), locale=language().replace("-", "_"))


def query(pairs: Any) -> str:
    """Write pairs as a query string with a leading ``?``, or nothing for no pairs."""
    text = urlencode(list(pairs))
    return f"?{text}" if text else ""


def jsonld(value: Any) -> Markup:
    """Write structured data so that nothing in it can end the script element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # reviewed: every character that could end the element is escaped right here
    return Markup(text.translate(_JSON_ESCAPES))  # noqa: S704
