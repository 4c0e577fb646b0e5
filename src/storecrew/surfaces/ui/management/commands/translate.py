"""Keep the translation catalogues in step with the code, with Babel alone: no gettext tools are needed.

``manage translate`` collects all texts into ``locale/<code>/LC_MESSAGES/django.po`` (translations that exist
stay) and compiles the ``.mo`` files; ``--check`` only says what is missing and exits 1 if anything is.
"""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import templatize

PACKAGE = Path(__file__).resolve().parents[4]
STAMP = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
METHODS = [("**/tests/**", "ignore"), ("**.py", "python"), ("**.jinja", "jinja2.ext:babel_extract")]
OPTIONS = {
    "**.jinja": {"encoding": "utf-8", "trimmed": "true", "silent": "false", "newstyle_gettext": "true"}
}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
}


class Command(BaseCommand):
    """See the module's docstring."""

    help = "Collect all texts, update the catalogues, compile them."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the options."""
        parser.add_argument(
            "--check", action="store_true", help="write nothing; exit 1 if a text is untranslated"
        )
        parser.add_argument("--under", default="", help="with --check: only texts of files below this folder")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it for every language but the source."""
        template = collect()
        for code, _name in settings.LANGUAGES:
            if code == settings.LANGUAGE_CODE:
                continue
            folder = PACKAGE / "locale" / code / "LC_MESSAGES"
            catalog = merged(folder / "django.po", template, code)
            missing = untranslated(catalog, options["under"])
            self.stdout.write(f"{code}: {len(catalog)} texts, {len(missing)} untranslated")
            if options["check"]:
                for text in missing:
                    self.stdout.write(f"  {text}")
                if missing:
                    raise SystemExit(1)
                continue
            folder.mkdir(parents=True, exist_ok=True)
            with (folder / "django.po").open("wb") as file:
                write_po(file, catalog, width=110, sort_output=True, omit_header=False, include_lineno=False)
            with (folder / "django.mo").open("wb") as file:
                write_mo(file, catalog)


def collect() -> Catalog:
    """Return every text of the package: Python, Jinja2 and Django templates."""
    catalog = Catalog(project="Storecrew", charset="utf-8")
    found = extract_from_dir(str(PACKAGE), METHODS, OPTIONS, keywords=KEYWORDS)
    for path, line, message, _comments, context in found:
        catalog.add(message, locations=[(path, line)], context=context)
    for file in sorted(PACKAGE.rglob("*.html")):
        for line, message in _from_django(file):
            catalog.add(message, locations=[(str(file.relative_to(PACKAGE)), line)])
    return catalog


def _from_django(file: Path) -> list[tuple[int, Any]]:
    """Read a Django template as Django's own makemessages does: turned into something like Python."""
    from babel.messages.extract import extract_python

    source = templatize(file.read_text(encoding="utf-8"), origin=str(file))
    rows = extract_python(BytesIO(source.encode()), KEYWORDS, (), {})
    found = []
    for line, function, message, _comments in rows:
        if function in ("gettext", "_") and isinstance(message, str):
            found.append((line, message))
        elif function == "ngettext":
            found.append((line, tuple(message[:2])))
    return found


def merged(file: Path, template: Catalog, code: str) -> Catalog:
    """Return the language's catalogue with today's texts; texts that are gone are dropped."""
    if file.exists():
        with file.open("rb") as opened:
            catalog = read_po(opened, locale=code)
    else:
        catalog = Catalog(locale=code, charset="utf-8", project="Storecrew")
    catalog.update(template, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.header_comment = f"# {code} texts of Storecrew. Updated by `manage translate`."
    # A fixed date, so that the files change only when texts do.
    catalog.creation_date = catalog.revision_date = STAMP
    return catalog


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
