"""Read every text of the product that is translated, and keep one language's catalogue in step with them.

Babel alone does it: no gettext tools are needed. Texts come from Python, Jinja2 templates and Django
templates (pages and mails), and from data that is shown through ``_()`` although no source file marks it:
the teams and roles an installation starts with, and the titles of the map of who does what.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation import templatize

from storecrew.contexts.people import public as people
from storecrew.surfaces.ui.fragments import Keep

PACKAGE = Path(__file__).resolve().parents[2]
LOCALE = PACKAGE / "locale"
SHELL = PACKAGE / "surfaces" / "ui" / "backoffice" / "locale"
"""Texts of Wagtail that Wagtail does not bring in a language (decision 0067)."""
RESPONSIBILITIES = PACKAGE.parents[1] / "docs" / "responsibilities.toml"
STAMP = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
METHODS = [("**/tests/**", "ignore"), ("**.py", "python"), ("**.jinja", "jinja2.ext:babel_extract")]
OPTIONS = {
    "**.jinja": {
        "encoding": "utf-8",
        "trimmed": "true",
        "silent": "false",
        "newstyle_gettext": "true",
        "extensions": f"{Keep.__module__}.{Keep.__qualname__}",
    }
}
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
    "say": None,
    "say_many": (1, 2),
}


def collect() -> Catalog:
    """Return every text of the package and of the data that is shown translated."""
    catalog = Catalog(project="Storecrew", charset="utf-8")
    for path, line, message, _comments, context in extract_from_dir(
        str(PACKAGE), METHODS, OPTIONS, keywords=KEYWORDS
    ):
        catalog.add(message, locations=[(path, line)], context=context)
    for file in _django_templates():
        for line, message, context in _from_django(file):
            catalog.add(message, locations=[(file.relative_to(PACKAGE).as_posix(), line)], context=context)
    for where, text in _from_data():
        catalog.add(text, locations=[(where, 1)])
    return catalog


def _django_templates() -> Iterator[Path]:
    """Yield pages, and the two forms of each mail."""
    yield from sorted(PACKAGE.rglob("*.html"))
    yield from (file for file in sorted(PACKAGE.rglob("*.txt")) if "templates" in file.parts)


def _from_django(file: Path) -> Iterator[tuple[int, Any, str | None]]:
    """Yield (line, text, context): the template turned into something like Python, as makemessages does."""
    # How a page is indented says nothing, and would be wrong as Python.
    lines = templatize(file.read_text(encoding="utf-8"), origin=str(file)).splitlines()
    source = "\n".join(line.lstrip() for line in lines)
    for line, function, message, _comments in extract_python(BytesIO(source.encode()), KEYWORDS, (), {}):
        texts = tuple(message) if isinstance(message, (tuple, list)) else (message,)
        context = texts[0] if function in {"pgettext", "npgettext"} else None
        texts = texts[1:] if context is not None else texts
        if function in {"ngettext", "npgettext"}:
            yield line, texts[:2], context
        elif isinstance(texts[0], str):
            yield line, texts[0], context


def _from_data() -> Iterator[tuple[str, str]]:
    """Yield (where, text). A percent sign is doubled, as ``{% trans variable %}`` looks it up."""
    seeds = "contexts/people/organization.py"
    for team in people.TEAMS:
        yield seeds, team.name
    for role in (*people.ROLES, *people.HANDS, *people.OUTSIDERS):
        yield seeds, role.name
        yield seeds, role.description
    for entry in tomllib.loads(RESPONSIBILITIES.read_text(encoding="utf-8"))["responsibility"]:
        yield "docs/responsibilities.toml", entry["title"].replace("%", "%%")


def po_file(code: str) -> Path:
    """Return where the texts of a language lie."""
    return LOCALE / code / "LC_MESSAGES" / "django.po"


def stored(code: str) -> Catalog:
    """Return the catalogue of a language as it is; an empty one for a new language."""
    file = po_file(code)
    if not file.exists():
        return Catalog(locale=code, charset="utf-8", project="Storecrew", fuzzy=False)
    with file.open("rb") as opened:
        return read_po(opened, locale=code)


def merged(code: str, template: Catalog) -> Catalog:
    """Return the language's catalogue with today's texts; texts that are gone are dropped."""
    catalog = stored(code)
    catalog.update(template, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.fuzzy = False
    catalog.header_comment = f"# {code} texts of Storecrew. Updated by `manage translate`."
    # A fixed date, so that the files change only when texts do.
    catalog.creation_date = catalog.revision_date = STAMP
    return catalog


def compiled(catalog: Catalog) -> bytes:
    """Return what the ``.mo`` file of a catalogue has to hold."""
    target = BytesIO()
    write_mo(target, catalog)
    return target.getvalue()


def write(code: str, catalog: Catalog) -> None:
    """Store the texts of a language, readable and compiled."""
    file = po_file(code)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as opened:
        write_po(opened, catalog, width=110, sort_output=True, omit_header=False, include_lineno=False)
    file.with_suffix(".mo").write_bytes(compiled(catalog))


def compile_shell(code: str) -> None:
    """Compile our texts of Wagtail, which people edit by hand, for a language."""
    for file in sorted((SHELL / code / "LC_MESSAGES").glob("*.po")):
        with file.open("rb") as opened:
            file.with_suffix(".mo").write_bytes(compiled(read_po(opened, locale=code)))


def untranslated(catalog: Catalog, under: str = "") -> list[str]:
    """Return the texts without a translation, in files below a folder."""
    found = []
    for message in catalog:
        if not message.id or not any(path.startswith(under) for path, _line in message.locations):
            continue
        strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        if not all(strings):
            found.append(message.id if isinstance(message.id, str) else message.id[0])
    return found
