"""Paper: PDF files by typst from a template and data, and the bars that are printed on them.

A template is a ``.typ`` file beside the code that prints it. It reads what it shows by
``#let d = json(bytes(sys.inputs.data))``, so that no text of a person is ever read as a template. Pictures
come along as SVG text: ``image(bytes(d.bars), format: "svg")``. The fonts are our own and have Latin, Greek,
Cyrillic and Hangul; nothing is looked up on the machine.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst

from storecrew.kernel.printing.barcodes import QUIET, bars_svg, code128, gs1_128

__all__ = ["FONTS", "QUIET", "bars_svg", "code128", "gs1_128", "pdf"]

FOLDER = Path(__file__).parent / "fonts"
_compiled_in = 0
FONTS = ("DejaVu Sans", "NanumSquare")
"""What a template names in ``#set text(font: ...)``."""


def pdf(template: Path, data: Mapping[str, Any], *, at: dt.datetime | None = None) -> bytes:
    """Return a PDF file of a template filled with data (plain JSON values).

    ``at`` is the time written into the file; without it the same data gives the same bytes, so that a sheet
    that is printed again can be compared.
    """
    stamp = int(at.timestamp()) if at else 0
    text = json.dumps(data, ensure_ascii=False)
    if _threads_are_lost():
        return _apart(template, text, stamp)
    return compiled(template, text, stamp)


def compiled(template: Path, data: str, stamp: int) -> bytes:
    """Compile in this process. ``data`` is JSON, ``stamp`` seconds since 1970."""
    global _compiled_in  # noqa: PLW0603
    _compiled_in = _compiled_in or os.getpid()
    made: bytes = typst.compile(
        template,
        root=template.parent,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": data},
        format="pdf",
        timestamp=stamp,
    )
    return made


def _threads_are_lost() -> bool:
    """A process that was forked from one that had compiled lacks typst's threads and would wait for ever."""
    return _compiled_in not in (0, os.getpid())


def _apart(template: Path, data: str, stamp: int) -> bytes:
    """Compile in a fresh process."""
    command = [sys.executable, "-m", "storecrew.kernel.printing.apart", str(template), str(stamp)]
    source = str(Path(__file__).parents[3])
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([source, os.environ.get("PYTHONPATH", "")])}
    done = subprocess.run(  # noqa: S603 our own program with our own arguments
        command, input=data.encode(), capture_output=True, check=True, timeout=60, env=environment
    )
    return done.stdout


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[FOLDER])
