"""Paper: PDF files by typst from a template and data, and the bars that are printed on them.

A template is a ``.typ`` file beside the code that prints it. It reads what it shows by
``#let d = json(bytes(sys.inputs.data))``, so that no text of a person is ever read as a template. Pictures
come along as SVG text: ``image(bytes(d.bars), format: "svg")``. The fonts are our own and have Latin, Greek,
Cyrillic and Hangul; nothing is looked up on the machine.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst

from storecrew.kernel.printing.barcodes import bars_svg, code128, gs1_128

__all__ = ["FONTS", "bars_svg", "code128", "gs1_128", "pdf"]

FOLDER = Path(__file__).parent / "fonts"
FONTS = ("DejaVu Sans", "NanumSquare")
"""What a template names in ``#set text(font: ...)``."""


def pdf(template: Path, data: Mapping[str, Any], *, at: dt.datetime | None = None) -> bytes:
    """Return a PDF file of a template filled with data (plain JSON values).

    ``at`` is the time written into the file; without it the same data gives the same bytes, so that a sheet
    that is printed again can be compared.
    """
    made: bytes = typst.compile(
        template,
        root=template.parent,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        format="pdf",
        timestamp=int(at.timestamp()) if at else 0,
    )
    return made


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[FOLDER])
