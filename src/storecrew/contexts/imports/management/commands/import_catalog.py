"""``import_catalog FILE``: take a catalog file of another platform, or our own, into the shop."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from storecrew.contexts.channels import public as channels
from storecrew.contexts.imports.facts import Problem
from storecrew.contexts.imports.models import ImportRun
from storecrew.contexts.imports.operations.applying import Outcome, Plan, apply
from storecrew.contexts.imports.operations.fetching import fetch_pictures
from storecrew.contexts.imports.operations.settings_of import setting_for
from storecrew.contexts.imports.providers.files.opening import unpack_images
from storecrew.contexts.imports.providers.reading import FORMATS, Reading
from storecrew.contexts.imports.report import json_of, report_of
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor
from storecrew.kernel.commands import UNUSABLE, ReportingCommand

REJECTED = 1


class Command(ReportingCommand):
    """Exit status: 0 when nothing was rejected, 1 when rows were, 2 when the file could not be read."""

    help = "Import products from a Shopify, WooCommerce or Magento CSV, or from our own."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """File, format, channel and pictures."""
        super().add_arguments(parser)
        parser.add_argument(
            "file", type=Path, help="CSV, TSV, CSV.GZ, XLSX, or a ZIP with one of these and pictures"
        )
        parser.add_argument(
            "--format", default="auto", choices=["auto", *FORMATS], help="default: by the header"
        )
        parser.add_argument(
            "--channel", default=None, help="code of the channel; default: the default channel"
        )
        parser.add_argument(
            "--images", default="fetch", help="none, fetch (default), a folder, or a ZIP of pictures"
        )
        parser.add_argument(
            "--image-seconds", type=float, default=60, help="time for pictures; the rest follows later"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import and report."""
        outcome = self._import(options)
        if options["json"]:
            self._print_json(json_of(outcome))
        else:
            self._print(outcome, options["dry_run"])
        if outcome.rejections:
            sys.exit(REJECTED)

    def _import(self, options: dict[str, Any]) -> Outcome:
        at = clock.now()
        actor = system_actor("import_catalog")
        channel = channels.facts(options["channel"])
        mode, dry_run = options["images"], options["dry_run"]
        with ExitStack() as stack:
            folder = self._pictures(mode, stack)
            reading = stack.enter_context(
                Reading(options["file"], setting_for(channel, at), format_code=options["format"])
            )
            run = None if dry_run else self._run(options["file"], channel, reading, actor.label)
            bar = _Bar(self.stderr.isatty() and not options["json"])
            plan = Plan(channel, actor, at, run, dry_run, mode != "none", bar)
            try:
                outcome = apply(reading, plan)
            except BaseException:
                ImportRun.objects.filter(pk=run.pk if run else 0).update(state=ImportRun.State.FAILED)
                raise
            bar.close()
            if run is not None:
                folder = folder or reading.images
                if mode != "none":
                    self._fetch(run, folder, options["image_seconds"], outcome)
                ImportRun.objects.filter(pk=run.pk).update(
                    state=ImportRun.State.DONE,
                    counts=outcome.counts(),
                    report=report_of(outcome),
                    total=outcome.total,
                    done=outcome.total,
                    finished_at=clock.now(),
                )
        return outcome

    def _pictures(self, mode: str, stack: ExitStack) -> Path | None:
        if mode in {"none", "fetch"}:
            return None
        path = Path(mode)
        if path.is_dir():
            return path
        if path.is_file():
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="storecrew-pictures-"))
            return unpack_images(path, Path(folder))
        raise CommandError(f"--images: {mode} is neither a folder nor an archive.", returncode=UNUSABLE)

    def _run(self, file: Path, channel: channels.ChannelFacts, reading: Reading, label: str) -> ImportRun:
        layout = reading.layout
        return ImportRun.objects.create(
            name=file.name[:200],
            channel_id=channel.id,
            format=layout.format.code,
            header=list(layout.header),
            encoding=reading.table.encoding,
            delimiter=layout.delimiter,
            state=ImportRun.State.IMPORTING,
            actor_label=label,
            created_at=clock.now(),
        )

    def _fetch(self, run: ImportRun, folder: Path | None, seconds: float, outcome: Outcome) -> None:
        result = fetch_pictures(
            actor=system_actor("import_catalog"), at=clock.now(), run=run, folder=folder, seconds=seconds
        )
        outcome.warnings += result.warnings
        if result.left:
            outcome.warnings.append(Problem("images_later", 0, params={"count": result.left}))

    def _print_json(self, body: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(body, ensure_ascii=False, indent=1))

    def _print(self, outcome: Outcome, dry_run: bool) -> None:
        report = json_of(outcome)
        rejections, warnings = report.pop("rejections"), report.pop("warnings")
        if dry_run:
            self.stdout.write("Nothing was written (--dry-run).")
        self.stdout.write(", ".join(f"{name} {count}" for name, count in report.items()))
        for title, problems in (("Rejected", rejections), ("To look at", warnings)):
            if problems:
                self.stdout.write(f"\n{title}:")
            for problem in problems[:200]:
                place = f"row {problem['row']}" if problem["row"] else problem["product"]
                column = f", {problem['column']}" if problem["column"] else ""
                self.stdout.write(f"  {place}{column}: {problem['reason']} {problem['suggestion']}".rstrip())
            if len(problems) > 200:
                self.stdout.write(f"  … and {len(problems) - 200} more (all of them with --json)")


class _Bar:
    """A line on the terminal that shows how far the import is."""

    def __init__(self, shown: bool) -> None:
        self._shown, self._last = shown, 0.0

    def __call__(self, done: int, total: int) -> None:
        if self._shown and (time.monotonic() - self._last > 0.2 or done == total):
            self._last = time.monotonic()
            filled = 30 * done // max(total, 1)
            sys.stderr.write(f"\r[{'#' * filled}{'.' * (30 - filled)}] {done:,} of {total:,} products")
            sys.stderr.flush()

    def close(self) -> None:
        """End the line."""
        if self._shown:
            sys.stderr.write("\n")
