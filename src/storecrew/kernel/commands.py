"""Commands whose answer a program reads: with ``--json`` a refusal, too, is a document on standard output.

Exit status 2 says that the options or the file could not be used, 3 that the command itself failed; what 0
and 1 mean, each command says. The document of a refusal is
``{"error": code, "reason": sentence, "suggestion": what to do, ...}``.
"""

from __future__ import annotations

import gzip
import json
import sys
import traceback
import zlib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser

from storecrew.kernel.errors import DomainError

UNUSABLE = 2
FAILED = 3
LARGEST_BYTES = 256 * 2**20


class Unusable(CommandError):
    """What a command was given cannot be used: why, what to do, and what a program wants to know of it."""

    def __init__(self, reason: str, *, suggestion: str = "", code: str = "unusable", **details: Any) -> None:
        super().__init__(f"{reason} {suggestion}".rstrip(), returncode=UNUSABLE)
        self.document = {"error": code, "reason": reason, "suggestion": suggestion, **details}


class ReportingCommand(BaseCommand):
    """A command with ``--json``; ``handle`` raises `Unusable` or a `DomainError` for what it cannot use."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --json."""
        parser.add_argument("--json", action="store_true", help="print one JSON document, refusals too")

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Return a parser that raises what it refuses when a program is to read it."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        if getattr(self, "_told_as_json", False):
            parser.called_from_command_line = False
        return parser

    def run_from_argv(self, argv: list[str]) -> None:
        """Run as the command line does; options that cannot be used are told as asked for."""
        self._told_as_json = "--json" in argv[2:]
        try:
            super().run_from_argv(argv)
        except CommandError as error:
            reason = str(error).removeprefix("Error: ")
            self._tell(Unusable(reason, suggestion="See --help.", code="unusable_options").document)
            sys.exit(UNUSABLE)

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Run; what is refused leaves with its status, with --json as a document."""
        try:
            return super().execute(*args, **options)
        except DomainError as error:
            if not options["json"]:
                raise CommandError(str(error), returncode=UNUSABLE) from error
            words = {"reason": str(error.message), "suggestion": str(error.next_step)}
            self._leave({"error": error.code, **words, **error.details}, UNUSABLE)
        except CommandError as error:
            if not options["json"]:
                raise
            document = error.document if isinstance(error, Unusable) else Unusable(str(error)).document
            self._leave(document, error.returncode)
        except Exception as error:
            if not options["json"]:
                raise
            traceback.print_exc()
            reason = f"The command failed: {type(error).__name__}: {error}"
            suggestion = "This is a fault of the program; what it wrote to standard error helps to find it."
            self._leave(Unusable(reason, suggestion=suggestion, code="failed").document, FAILED)

    def _tell(self, document: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(document, default=str))

    def _leave(self, document: dict[str, Any], status: int) -> NoReturn:
        self._tell(document)
        raise SystemExit(status)


def text_of(path: Path) -> str:
    """Return the text of a file, plain or packed with gzip, with lines that end in a newline alone.

    UTF-8, UTF-16 when the file says so, else the one-byte code of western Windows: files of others.

    :raises Unusable: there is no such file, it may not be read, is too large, damaged, or no text
    """
    data = _bytes_of(path)
    if data.startswith(b"PK\x03\x04"):
        raise Unusable(
            f"{path.name} is an archive.", suggestion="Unpack it and name one file of it.", code="no_text"
        )
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
    if "\0" in text:
        raise Unusable(f"{path.name} is no text.", suggestion="Name a text file.", code="no_text")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as raw:
            packed = raw.read(2) == b"\x1f\x8b"
        with gzip.open(path, "rb") if packed else path.open("rb") as opened:
            data = opened.read(LARGEST_BYTES + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        reason = f"{path.name} is damaged or was cut off: {error}."
        raise Unusable(reason, suggestion="Bring or pack it again.", code="damaged_file") from error
    except OSError as error:
        reason = f"{path} cannot be read: {error.strerror or error}."
        raise Unusable(reason, suggestion="Check the path and its rights.", code="no_file") from error
    if len(data) > LARGEST_BYTES:
        limit = LARGEST_BYTES // 2**20
        raise Unusable(f"{path.name} is larger than {limit} MB.", suggestion="Split it.", code="too_large")
    return data
