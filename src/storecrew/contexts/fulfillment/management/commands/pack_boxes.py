"""``manage pack_boxes FILE``: pack the problems of a file and say how full the boxes are."""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from storecrew.contexts.fulfillment.rules.packing3d.choosing import choose_boxes
from storecrew.contexts.fulfillment.rules.packing3d.files import Problem, UnreadableProblem, read_problems
from storecrew.contexts.fulfillment.rules.packing3d.filling import load_box
from storecrew.contexts.fulfillment.rules.packing3d.shapes import Packing


class Command(BaseCommand):
    """Exit status 0 when every problem was packed, 2 when the file could not be read."""

    help = "Pack the orders or containers of a benchmark file: boxes used, fill rate and time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, its format, the effort and --json."""
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--format", choices=["br", "bedbpp"], required=True,
            help="br: as much as fits into one container; bedbpp: whole orders onto pallets",
        )  # fmt: skip
        parser.add_argument("--effort", type=int, choices=range(8), default=4, help="0 fast to 7 thorough")
        parser.add_argument("--limit", type=int, help="only so many problems of the file")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        """Pack each problem and print a line, or one document."""
        try:
            text = options["file"].read_text(encoding="utf-8", errors="replace")
            problems = read_problems(text, options["format"])[: options["limit"]]
        except (OSError, UnreadableProblem) as error:
            raise CommandError(str(error), returncode=2) from error
        rows = []
        for problem in problems:
            row = _packed(problem, options["format"], options["effort"])
            rows.append(row)
            if not options["json"]:
                self.stdout.write(
                    f"{row['name']:>10}  {row['boxes']} boxes  {row['fill_rate']:.1%} full  "
                    f"{row['packed']} of {row['units']} units  {row['seconds']:.2f} s"
                )
        summary = _summary(rows)
        if options["json"]:
            document = {"format": options["format"], "effort": options["effort"], **summary, "problems": rows}
            self.stdout.write(json.dumps(document))
        else:
            self.stdout.write(
                f"{len(rows)} problems, {summary['boxes']} boxes, {summary['mean_fill_rate']:.2%} full on "
                f"average, {summary['seconds']:.1f} s"
            )


def _packed(problem: Problem, kind: str, effort: int) -> dict[str, Any]:
    """Pack one problem; a container takes what fits, an order takes as many boxes as it needs."""
    started = time.perf_counter()
    if kind == "br":
        packing = Packing((load_box(problem.box, problem.pieces, effort=effort),))
    else:
        packing = choose_boxes(problem.pieces, [problem.box], effort=effort)
    boxes = packing.boxes
    return {
        "name": problem.name,
        "boxes": len(boxes),
        "fill_rate": sum(box.filled for box in boxes) / sum(box.box.volume for box in boxes)
        if boxes
        else 0.0,
        "units": sum(piece.quantity for piece in problem.pieces),
        "packed": sum(len(box.placements) for box in boxes),
        "seconds": round(time.perf_counter() - started, 3),
        "loads": [
            {
                "box": [box.box.length, box.box.width, box.box.height],
                "fill_rate": box.fill_rate,
                "placements": [list(place) for place in box.placements],
            }
            for box in boxes
        ],
    }


def _summary(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "count": len(rows),
        "boxes": sum(row["boxes"] for row in rows),
        "mean_fill_rate": sum(row["fill_rate"] for row in rows) / len(rows) if rows else 0.0,
        "seconds": round(sum(row["seconds"] for row in rows), 3),
    }
