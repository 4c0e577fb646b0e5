"""``manage pack_boxes FILE``: pack the problems of a file and say how full the boxes are."""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from storecrew.contexts.fulfillment.rules.packing3d.choosing import choose_boxes
from storecrew.contexts.fulfillment.rules.packing3d.files import Problem, UnreadableProblem, read_problems
from storecrew.contexts.fulfillment.rules.packing3d.filling import load_box
from storecrew.contexts.fulfillment.rules.packing3d.shapes import Packing
from storecrew.kernel.commands import ReportingCommand, Unusable, text_of


class Command(ReportingCommand):
    """Exit status 0 when all was packed, 1 when a unit of an order fits no box, 2 for an unreadable file.

    A container of ``br`` takes what fits; what it leaves over is no fault.
    """

    help = "Pack the orders or containers of a benchmark file: boxes used, fill rate and time."

    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, its format, the effort and --json."""
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, help="text, plain or packed with gzip")
        parser.add_argument(
            "--format", choices=["br", "bedbpp"], required=True,
            help="br: as much as fits into one container; bedbpp: whole orders onto pallets",
        )  # fmt: skip
        parser.add_argument("--effort", type=int, choices=range(8), default=4, help="0 fast to 7 thorough")
        parser.add_argument("--limit", type=int, help="only so many problems of the file")

    def handle(self, *args: Any, **options: Any) -> None:
        """Pack each problem and print a line, or one document."""
        problems = _read(options)
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
        if any(row["unpacked"] for row in rows):
            raise SystemExit(1)


def _read(options: dict[str, Any]) -> list[Problem]:
    if options["limit"] is not None and options["limit"] < 1:
        reason = f"--limit is {options['limit']}."
        raise Unusable(reason, suggestion="Give 1 or more.", code="unusable_options")
    try:
        return read_problems(text_of(options["file"]), options["format"])[: options["limit"]]
    except UnreadableProblem as error:
        suggestion = f"The file should be of the format {options['format']}, and whole."
        raise Unusable(str(error), suggestion=suggestion, code="unreadable_problem") from error


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
        "unpacked": dict(packing.unpacked),
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
