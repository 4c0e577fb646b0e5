"""Keep the translation catalogues in step with the code, with Babel alone: no gettext tools are needed.

``manage translate`` collects all texts into ``locale/<code>/LC_MESSAGES/django.po`` (translations that exist
stay) and compiles the ``.mo`` files; ``--check`` only says what is missing and exits 1 if anything is.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from storecrew.surfaces.ui import catalogs


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
        template = catalogs.collect()
        for code, _name in settings.LANGUAGES:
            if code == settings.LANGUAGE_CODE:
                continue
            catalog = catalogs.merged(code, template)
            missing = catalogs.untranslated(catalog, options["under"])
            self.stdout.write(f"{code}: {len(catalog)} texts, {len(missing)} untranslated")
            if not options["check"]:
                catalogs.write(code, catalog)
                catalogs.compile_shell(code)
                continue
            for text in missing:
                self.stdout.write(f"  {text}")
            if missing:
                raise SystemExit(1)
