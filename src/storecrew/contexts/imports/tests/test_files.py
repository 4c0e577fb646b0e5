"""Whatever people upload: encodings, separators, archives, bombs, halves."""

from __future__ import annotations

import gzip
import io
import resource
import stat
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook

from storecrew.contexts.imports.errors import FileTooLarge, MissingColumns, UnknownFormat, UnreadableFile
from storecrew.contexts.imports.providers.files import limits, opening
from storecrew.contexts.imports.tests.factories import read

HEADER = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price\n"
ROWS = "shirt,{title},,,S-1,20\n"


def write(tmp_path: Path, content: bytes, name: str = "file.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("title", "encoding", "found"),
    [
        ("Plain", "ascii", "utf-8"),
        ("Größe – 한글", "utf-8", "utf-8"),
        ("Größe", "utf-8-sig", "utf-8-sig"),
        ("여성 반지", "cp949", "cp949"),
        ("뷁 똠방각하", "cp949", "cp949"),
        ("Größe", "latin-1", "cp1252"),
        ("Crème brûlée, señor", "latin-1", "cp1252"),
        ("Preis 5 €", "cp1252", "cp1252"),
    ],
)
def test_encodings_are_found(tmp_path: Path, title: str, encoding: str, found: str) -> None:
    path = write(tmp_path, (HEADER + ROWS.format(title=f'"{title}"')).encode(encoding))
    (built,), reading = read(path)
    assert (built.draft.title, reading.table.encoding) == (title, found)


def test_korean_in_the_last_row_only_is_found(tmp_path: Path) -> None:
    lines = [HEADER, *(f"p{number},Name {number} is called so,,,S{number},1\n" for number in range(6_000))]
    path = write(tmp_path, "".join([*lines, "last,반지,,,LAST,1\n"]).encode("cp949"))
    built, _ = read(path)
    assert built[-1].draft.title == "반지"


def test_a_file_with_some_damaged_bytes_is_read_and_told(tmp_path: Path) -> None:
    good = ROWS.format(title="한국어 상품 이름은 길다").encode()
    path = write(tmp_path, HEADER.encode() + good + b"cap,Br\xffken,,,C-1,5\n")
    built, reading = read(path)
    assert built[1].draft.title == "Br\ufffdken"
    assert [problem.code for problem in reading.warnings if problem.code == "bytes_replaced"] == [
        "bytes_replaced"
    ]


@pytest.mark.parametrize(
    "content",
    [
        "Handle,Title\nx,y\n".encode("utf-32"),
        "Handle,Title\nx,y\n".encode("utf-16")[:-1] + b"\x00\xd8\x00",
        b"",
        b"%PDF-1.7 ...",
        b"\x89PNG\r\n\x1a\n",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"\n\n\n",
        b"Handle,Ti\x00tle\nx,y\n",
    ],
)
def test_bad_11_files_that_are_no_text_tables_are_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(write(tmp_path, content))
    assert str(caught.value)


def test_japanese_of_windows_is_read(tmp_path: Path) -> None:
    text = HEADER + ROWS.format(title="リネンのシャツ（白）")
    (built,), reading = read(write(tmp_path, text.encode("cp932")))
    assert (built.draft.title, reading.table.encoding) == ("リネンのシャツ（白）", "cp932")


def test_a_file_without_rows_says_so(tmp_path: Path) -> None:
    built, reading = read(write(tmp_path, HEADER.encode()))
    assert (built, [problem.code for problem in reading.warnings]) == ([], ["no_rows"])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_the_unicode_text_of_spreadsheets_is_read(tmp_path: Path, encoding: str) -> None:
    text = (HEADER + ROWS.format(title="가는 셔츠 “été”")).replace(",", "\t").replace("\n", "\r\n")
    (built,), reading = read(write(tmp_path, text.encode(encoding)))
    assert built.draft.title == "가는 셔츠 “été”"
    assert built.draft.variants[0].prices[0].amount == 2000
    assert not reading.table.replaced_bytes


@pytest.mark.parametrize(
    ("above", "row"), [("sep=;\r\n", 2), ('"sep=;"\n', 2), ("SEP=;;;\n", 2), ("\n", 3), ("sep=;\n;;\n\n", 4)]
)
def test_what_spreadsheets_put_above_the_header_is_passed_over(tmp_path: Path, above: str, row: int) -> None:
    text = above + (HEADER + ROWS.format(title="Shirt")).replace(",", ";")
    (built,), _reading = read(write(tmp_path, text.encode("utf-8-sig")))
    assert (built.draft.title, built.draft.row) == ("Shirt", row)


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_another_separator_is_found_and_told(tmp_path: Path, delimiter: str) -> None:
    text = (HEADER + ROWS.format(title="Shirt")).replace(",", delimiter)
    (built,), reading = read(write(tmp_path, text.encode()))
    assert built.draft.variants[0].prices[0].amount == 2000
    first = reading.warnings[0]
    assert (first.code, first.value) == ("other_separator", delimiter)


def test_bad_12_a_header_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat) as caught:
        read(write(tmp_path, b"a,b,c\n1,2,3\n"))
    assert "a, b, c" in str(caught.value)


def test_bad_12_a_missing_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingColumns) as caught:
        read(write(tmp_path, b"Vendor,Option1 Name,Option1 Value,Variant Price,Image Src\nx,,,5,\n"))
    assert (caught.value.details["columns"], caught.value.details["row"]) == (["Handle"], 1)


def test_bad_12_a_column_that_stands_twice_is_refused(tmp_path: Path) -> None:
    content = b"Handle,Title,Variant Price,Variant SKU,Option1 Name,Handle\nx,y,5,S,,x\n"
    with pytest.raises(UnreadableFile, match="twice"):
        read(write(tmp_path, content))


def test_bad_12_a_row_with_too_many_cells_is_rejected(tmp_path: Path) -> None:
    _, reading = read(write(tmp_path, (HEADER + ROWS.format(title="Shirt, blue")).encode()))
    assert [(problem.code, problem.row) for problem in reading.rejections] == [("row_too_wide", 2)]


@pytest.mark.parametrize(
    "end", ["cap,Cap,,,C-", 'cap,"Cap with a ', "cap,Cap,,,C-1,5\nhat,"], ids=["cell", "quote", "row"]
)
def test_bad_12_half_a_file_names_the_row_in_which_it_ends(tmp_path: Path, end: str) -> None:
    built, reading = read(write(tmp_path, (HEADER + ROWS.format(title="Shirt") + end).encode()))
    row = 4 if end.endswith("hat,") else 3
    assert [(problem.code, problem.row) for problem in reading.rejections] == [("file_cut_off", row)]
    assert len(built) == row - 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_bad_12_a_file_that_ends_in_the_middle_of_a_letter_is_read_up_to_there(
    tmp_path: Path, encoding: str
) -> None:
    content = (HEADER + ROWS.format(title="셔츠") + 'cap,"모자').encode(encoding)
    built, reading = read(write(tmp_path, content[:-1]))
    assert [each.draft.title for each in built] == ["셔츠"]
    assert [(problem.code, problem.row) for problem in reading.rejections] == [("file_cut_off", 3)]


def test_blanks_after_the_last_row_are_no_row(tmp_path: Path) -> None:
    built, reading = read(write(tmp_path, (HEADER + ROWS.format(title="Shirt") + "   ").encode()))
    assert (len(built), reading.rejections) == (1, [])


def test_a_last_row_without_line_break_is_whole(tmp_path: Path) -> None:
    built, reading = read(write(tmp_path, (HEADER + ROWS.format(title='"Shirt"')).strip().encode()))
    assert len(built) == 1
    assert reading.rejections == []


def test_line_breaks_inside_cells_and_crlf(tmp_path: Path) -> None:
    text = (HEADER + 'shirt,"Two\nlines",,,S-1,20\n' + "cap,Cap,,,C-1,5\n").replace("\n", "\r\n")
    built, _ = read(write(tmp_path, text.encode()))
    assert [each.draft.row for each in built] == [2, 3]


def test_gzip_is_read_and_a_cut_one_is_refused(tmp_path: Path) -> None:
    packed = gzip.compress((HEADER + ROWS.format(title="Shirt")).encode())
    built, _ = read(write(tmp_path, packed, "file.csv.gz"))
    assert len(built) == 1
    with pytest.raises(UnreadableFile):
        read(write(tmp_path, packed[:-10], "cut.csv.gz"))


def work_done() -> float:
    """Seconds of processor time of this process and its children: a busy machine does not count."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def timed(path: Path, kind: type[Exception] = UnreadableFile) -> UnreadableFile:
    start = work_done()
    with pytest.raises(kind) as caught:
        read(path)
    assert work_done() - start < 2
    return caught.value  # type: ignore[return-value]


def test_bad_11_a_gzip_bomb_is_refused(tmp_path: Path) -> None:
    block = gzip.compress(b"a" * (1 << 20) + b"\n", 9)
    timed(write(tmp_path, gzip.compress(HEADER.encode()) + block * 200, "bomb.csv.gz"))


def test_bad_11_an_endless_line_is_refused(tmp_path: Path) -> None:
    timed(write(tmp_path, HEADER.encode() + b'x,"' + b"a" * (40 << 20)), FileTooLarge)


def test_bad_11_an_endless_header_and_a_million_columns_are_refused(tmp_path: Path) -> None:
    timed(write(tmp_path, b"a" * (2 << 20)), FileTooLarge)
    timed(write(tmp_path, b"," * 1_000_000 + b"\nx\n"), UnreadableFile)
    timed(write(tmp_path, b"a," * 5_000 + b"\nx\n"), FileTooLarge)


MEASURED = """
import sys
from pathlib import Path
from django.conf import settings
settings.configure(USE_I18N=False)
from storecrew.contexts.imports.errors import UnreadableFile
from storecrew.contexts.imports.providers.files.opening import open_source
from storecrew.contexts.imports.providers.files.table import Table, read_header
try:
    with open_source(Path(sys.argv[1])) as source:
        line, encoding, replaced = read_header(source)
        list(Table(source, ["Handle"], encoding, ",").records())
except UnreadableFile:
    print(next(row.split()[1] for row in open("/proc/self/status") if row.startswith("VmHWM")))
"""


@pytest.mark.parametrize("kind", ["line", "gzip", "columns"])
def test_bad_11_a_bomb_takes_less_than_200_mb(tmp_path: Path, kind: str) -> None:
    if not Path("/proc/self/status").exists():
        pytest.skip("memory is measured on Linux")
    block = gzip.compress(b"a" * (1 << 20) + b"\n", 9)
    content = {
        "line": HEADER.encode() + b'x,"' + b"a\n" * (20 << 20),
        "gzip": block * 300,
        "columns": b"a," * 600_000,
    }
    path = write(tmp_path, content[kind])
    environment = {"PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(path)],
        capture_output=True,
        text=True,
        env=environment,
        check=True,
    )
    assert 0 < int(done.stdout) < 200 << 10


def archive(tmp_path: Path, entries: dict[str, bytes], **more: int) -> Path:
    path = tmp_path / "goods.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in entries.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = more.get(name, 0o644) << 16
            out.writestr(entry, content)
    return path


def test_a_table_with_pictures_in_one_archive(tmp_path: Path) -> None:
    path = archive(
        tmp_path,
        {
            "goods/list.csv": (HEADER + ROWS.format(title="Shirt")).encode(),
            "goods/pics/a.jpg": b"x",
            "__MACOSX/._a": b"",
            "notes.md": b"hello",
        },
    )
    with opening.open_source(path) as source:
        folder = source.images
        assert (folder / "goods" / "pics" / "a.jpg").read_bytes() == b"x"
    assert not folder.exists(), "nothing is left behind"
    built, _ = read(path)
    assert len(built) == 1


@pytest.mark.parametrize(
    ("entries", "modes", "reason"),
    [
        ({"inner.zip": b"PK\x03\x04"}, {}, "archive_nested"),
        ({"list.csv": b"PK\x03\x04 no text"}, {}, "archive_nested"),
        ({"../../outside.csv": b"a"}, {}, "archive_path"),
        ({"/etc/passwd.csv": b"a"}, {}, "archive_path"),
        ({"link.csv": b"/etc/passwd"}, {"link.csv": stat.S_IFLNK | 0o777}, "archive_link"),
        ({"list.csv": b"a" * (60 << 20)}, {}, "archive_bomb"),
    ],
)
def test_bad_11_archives_that_are_refused(
    tmp_path: Path, entries: dict[str, bytes], modes: dict[str, int], reason: str
) -> None:
    assert timed(archive(tmp_path, entries, **modes)).details["reason"] == reason


def test_bad_11_archives_without_or_with_two_tables_are_refused(tmp_path: Path) -> None:
    for entries in ({"a.jpg": b"x"}, {"a.csv": b"x", "b.csv": b"y"}):
        with pytest.raises(UnreadableFile, match="tables"):
            read(archive(tmp_path, entries))


def test_bad_11_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        read(write(tmp_path, b"PK\x03\x04 and nothing more", "x.zip"))


def test_a_workbook_is_read_like_its_csv(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(HEADER.strip().split(","))
    book.active.append(["shirt", "Größe", None, None, 1234, 20.5])
    path = tmp_path / "goods.xlsx"
    book.save(path)
    (built,), _ = read(path)
    variant = built.draft.variants[0]
    assert (built.draft.title, variant.sku, variant.prices[0].amount) == ("Größe", "1234", 2050)


def test_a_sheet_of_remarks_before_the_table_is_passed_over(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["How to fill in this table"])
    sheet = book.create_sheet("Products")
    sheet.append(HEADER.strip().split(","))
    sheet.append(["shirt", "Shirt", None, None, 1234, 20.5])
    path = tmp_path / "goods.xlsx"
    book.save(path)
    (built,), _ = read(path)
    assert built.draft.title == "Shirt"


def test_a_workbook_is_read_whatever_its_file_is_called(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(HEADER.strip().split(","))
    book.active.append(["shirt", "Shirt", None, None, 1234, 20.5])
    path = tmp_path / "k3j2h1.upload"
    book.save(path)
    (built,), _ = read(path)
    assert built.draft.title == "Shirt"


def test_bad_11_a_workbook_bomb_is_refused(tmp_path: Path) -> None:
    sheet = b"<worksheet><sheetData>" + b"<row/>" * 9_000_000
    path = archive(
        tmp_path,
        {"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": sheet},
    )
    timed(path)


@pytest.mark.parametrize(
    ("limit", "reason"), [({"patience": 0}, "archive_b"), ({"written": 1_000}, "archive_b")]
)
def test_bad_11_the_child_process_is_limited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: dict[str, int], reason: str
) -> None:
    rows = "".join(f"p{number},Name {number},,,S{number},1\n" for number in range(40_000))
    path = archive(tmp_path, {"list.csv": (HEADER + rows).encode()})
    with opening.open_source(path):
        pass
    monkeypatch.setattr(limits, "CHILD", replace(limits.CHILD, **limit))
    with pytest.raises(UnreadableFile) as refused, opening.open_source(path):
        pass
    assert refused.value.details["reason"].startswith(reason)


def test_a_folder_or_a_missing_file_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing.csv"):
        with pytest.raises(UnreadableFile):
            read(path)


def test_bad_04_identifiers_are_compared_as_text(tmp_path: Path) -> None:
    rows = "a,A,,,01234,1\nb,B,,,1234,1\nc,C,,,ＡＢ１,1\nd,D,,, AB1 ,1\ne,E,,,ab1,1\n"
    built, _ = read(write(tmp_path, (HEADER + rows).encode()))
    assert [each.draft.variants[0].sku for each in built] == ["01234", "1234", "AB1", "AB1-d", "ab1"]


def test_blank_rows_are_skipped_but_counted(tmp_path: Path) -> None:
    buffer = io.StringIO(HEADER + ",,,,,\n\n" + "cap,Cap,,,C-1,x\n")
    built, _ = read(write(tmp_path, buffer.getvalue().encode()))
    assert built[0].rejections[0].row == 4


def test_files_that_were_put_together_may_repeat_their_header(tmp_path: Path) -> None:
    text = "Handle,Title,Variant SKU,Variant Price,Vendor\ncup,Cup,C-1,5,Acme\n"
    (tmp_path / "both.csv").write_text(text + text.replace("cup,Cup,C-1", "mug,Mug,M-1"))
    built, reading = read(tmp_path / "both.csv")
    assert [each.draft.title for each in built] == ["Cup", "Mug"] and not reading.rejections
