"""Paper: bars that scanners read, and files that name their own fonts."""

from __future__ import annotations

import os
import random
import string
from pathlib import Path

import pytest

from storecrew.kernel import printing
from storecrew.kernel.printing.barcodes import _WIDTHS, FNC1

VALUES = {_WIDTHS[value * 6 : value * 6 + 6]: value for value in range(106)}


def read(widths: tuple[int, ...]) -> tuple[bool, str]:
    """Read a symbol as a scanner does; return whether FNC1 leads, and the text."""
    assert widths[-7:] == (2, 3, 3, 1, 1, 1, 2)
    signs = ["".join(map(str, widths[place : place + 6])) for place in range(0, len(widths) - 7, 6)]
    values = [VALUES[sign] for sign in signs]
    *body, check = values
    assert (body[0] + sum(place * value for place, value in enumerate(body[1:], start=1))) % 103 == check
    code_c, text, gs1 = body[0] == 105, "", False
    for value in body[1:]:
        if value == FNC1:
            gs1 = True
        elif code_c and value == 100:
            code_c = False
        elif not code_c and value == 99:
            code_c = True
        else:
            text += f"{value:02d}" if code_c else chr(value + 32)
    return gs1, text


def test_every_sign_of_the_table_has_eleven_modules_and_is_its_own():
    assert len(VALUES) == 106
    assert all(sum(map(int, sign)) == 11 for sign in VALUES)


@pytest.mark.parametrize("text", ["A", "12", "123", "1234", "00340434161094021501", "SC-1001", "AB123456C1"])
def test_a_symbol_reads_back(text):
    assert read(printing.code128(text)) == (False, text)


def test_any_text_reads_back():
    chance = random.Random(7)
    for _ in range(400):
        pool = chance.choice([string.digits, string.digits + "AB", string.printable[:94]])
        text = "".join(chance.choices(pool, k=chance.randint(1, 30)))
        assert read(printing.code128(text)) == (False, text)


def test_gs1_128_of_an_sscc_starts_with_fnc1_and_packs_digits():
    widths = printing.gs1_128([("00", "340123450000000014")])
    assert read(widths) == (True, "00340123450000000014")
    assert sum(widths) == 11 * 13 + 13, "start, FNC1, ten pairs, check, stop"


@pytest.mark.parametrize("text", ["", "Straße", "a\n"])
def test_what_code_128_cannot_say_is_refused(text):
    with pytest.raises(ValueError, match="printable ASCII"):
        printing.code128(text)


def test_the_drawing_has_quiet_zones_and_one_bar_for_every_second_width():
    widths = printing.code128("A")
    drawn = printing.bars_svg(widths, height=20)
    assert f'viewBox="0 0 {sum(widths) + 20} 20"' in drawn
    assert drawn.count("M") == (len(widths) + 1) // 2
    assert "M10 0h" in drawn


def test_a_process_that_was_forked_after_printing_prints_too(tmp_path: Path):
    sheet = tmp_path / "sheet.typ"
    sheet.write_text("#json(bytes(sys.inputs.data)).name")
    here = printing.pdf(sheet, {"name": "서울"})
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        with os.fdopen(writer, "wb") as out:
            out.write(printing.pdf(sheet, {"name": "서울"}))
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as found:
        assert found.read() == here
    os.waitpid(child, 0)


def test_a_sheet_carries_hangul_and_never_reads_text_as_a_template(tmp_path: Path):
    sheet = tmp_path / "sheet.typ"
    sheet.write_text(
        "#let d = json(bytes(sys.inputs.data))\n"
        '#set text(font: ("DejaVu Sans", "NanumSquare"), fallback: false)\n'
        '#d.name #image(bytes(d.bars), format: "svg")\n'
    )
    bars = printing.bars_svg(printing.code128("SC-1"))
    made = printing.pdf(sheet, {"name": "김서연 #panic() Ærø", "bars": bars})
    assert made.startswith(b"%PDF-")
    assert b"NanumSquare" in made
    assert b"DejaVuSans" in made
    assert made == printing.pdf(sheet, {"name": "김서연 #panic() Ærø", "bars": bars})
