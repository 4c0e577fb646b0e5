"""What the commands that bring sheets share: the same words, report and exit status."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files.base import File

from storecrew.contexts.imports.errors import MissingColumns, UnreadableFile
from storecrew.contexts.imports.facts import Problem
from storecrew.contexts.imports.operations import sheet_runs
from storecrew.contexts.imports.sheet_messages import rendered
from storecrew.contexts.imports.sheets import sheet_kind
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor
from storecrew.kernel.commands import ReportingCommand

REJECTED = 1


class SheetCommand(ReportingCommand):
    """Exit status: 0 when nothing was rejected, 1 when rows were, 2 when the file could not be taken."""

    kind = ""
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a file, --dry-run and --json."""
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, help="CSV, TSV, CSV.GZ or XLSX")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take the file and report."""
        report = self._take(options["file"], dry_run=options["dry_run"])
        rejected = bool(report["rejections"])
        if options["json"]:
            self._print_json(report)
        else:
            self._print(report, dry_run=options["dry_run"])
        if rejected:
            sys.exit(REJECTED)

    def _take(self, path: Path, *, dry_run: bool) -> dict[str, Any]:
        kind = sheet_kind(self.kind)
        if kind is None:
            raise UnreadableFile
        actor, at = system_actor(f"import_{self.kind}"), clock.now()
        seen = sheet_runs.look_at_sheet(path, self.kind, actor=actor, at=at)
        if dry_run:
            counts, problems, notes = seen.counts(), [row.problem for row in seen.rows], seen.notes
            return {
                **counts,
                "rejections": [rendered(kind, _plain(each)) for each in problems if each is not None],
                "warnings": [rendered(kind, _plain(each)) for each in notes],
            }
        with path.open("rb") as raw:
            run = sheet_runs.upload_sheet(
                kind_code=self.kind, file=File(raw, path.name), name=path.name, actor=actor, at=at
            )
        if run.state != run.State.PREVIEWED:
            raise MissingColumns
        run = sheet_runs.take_sheet(run.pk, actor=actor, at=at)
        return {
            **run.counts,
            **run.changes.get("states", {}),
            "rejections": [rendered(kind, each) for each in run.report["rejections"]],
            "warnings": [rendered(kind, each) for each in run.report["notes"]],
        }

    def _print_json(self, body: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(body, ensure_ascii=False, indent=1))

    def _print(self, report: dict[str, Any], *, dry_run: bool) -> None:
        rejections, warnings = report.pop("rejections"), report.pop("warnings")
        if dry_run:
            self.stdout.write("Nothing was written (--dry-run).")
        self.stdout.write(", ".join(f"{name} {count}" for name, count in report.items()))
        for title, problems in (("Rejected", rejections), ("To look at", warnings)):
            if problems:
                self.stdout.write(f"\n{title}:")
            for problem in problems[:200]:
                column = f", {problem['column']}" if problem["column"] else ""
                words = f"{problem['reason']} {problem['suggestion']}".rstrip()
                self.stdout.write(f"  row {problem['row']}{column}: {words}")
            if len(problems) > 200:
                self.stdout.write(f"  … and {len(problems) - 200} more (all of them with --json)")


def _plain(problem: Problem) -> dict[str, Any]:
    return sheet_runs.stored(problem)
