"""From an uploaded file, whatever its wrapping, to a stream of plain text bytes and a folder of pictures."""

from __future__ import annotations

import gzip
import io
import shutil
import tempfile
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from storecrew.contexts.imports.errors import FileTooLarge, UnreadableFile
from storecrew.contexts.imports.providers.files import limits
from storecrew.contexts.imports.providers.files.encoding import decoded
from storecrew.kernel import limited

_ZIP = b"PK\x03\x04"
UNPACK = "storecrew.contexts.imports.providers.files.sandbox:unpack"

_REFUSALS = {
    "archive_entries": gettext_noop("The archive holds too many files."),
    "archive_path": gettext_noop("The archive holds a file whose path leaves its folder."),
    "archive_link": gettext_noop("The archive holds a link to another file."),
    "archive_locked": gettext_noop("The archive is protected by a password."),
    "archive_nested": gettext_noop("The archive holds another archive."),
    "archive_bomb": gettext_noop("The archive unpacks to far more than it may."),
    "archive_broken": gettext_noop("The archive or workbook is damaged."),
    "too_many_rows": gettext_noop("The workbook has too many rows."),
    "too_many_columns": gettext_noop("The workbook has too many columns."),
}


@dataclass
class Source:
    """A file that is ready to be read; close it to remove what was unpacked."""

    path: Path
    name: str
    packed: bool = False
    images: Path | None = None
    _folder: Path | None = field(default=None, repr=False)

    def open(self) -> BinaryIO:
        """The bytes of the table from the start, held to the limits."""
        raw = self.path.open("rb")
        if not self.packed:
            return raw
        return io.BufferedReader(_Guarded(raw), 1 << 16)

    def close(self) -> None:
        """Remove unpacked files."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Guarded(io.RawIOBase):
    """A gzip stream that stops when more comes out than can be honest."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self._unpacked = gzip.GzipFile(fileobj=raw)
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            chunk = self._unpacked.read(min(len(buffer), 1 << 18))
        except (OSError, EOFError) as error:
            raise UnreadableFile(
                _("The .gz file is damaged or was cut off."), next_step=_("Pack or download it again.")
            ) from error
        self._count += len(chunk)
        if self._count > limits.RATIO_FROM and self._count > limits.MOST_RATIO * max(self._raw.tell(), 1):
            raise FileTooLarge(_("The archive unpacks to far more than it may."))
        if self._count > limits.MOST_UNPACKED:
            raise FileTooLarge(_("The archive unpacks to far more than it may."))
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def close(self) -> None:
        self._unpacked.close()
        self._raw.close()
        super().close()


def open_source(path: Path, name: str = "") -> Source:
    """Look at the first bytes, unpack what must be unpacked, and return the table.

    Raises UnreadableFile or FileTooLarge; then nothing is left behind.
    """
    name = name or path.name
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            head = stream.read(4)
    except OSError as error:
        raise UnreadableFile(_("The file %(name)s cannot be opened.") % {"name": name}) from error
    if not path.is_file():
        raise UnreadableFile(_("%(name)s is not a file.") % {"name": name})
    if size > limits.MOST_BYTES:
        raise FileTooLarge(_("The file is larger than %(size)d MB.") % {"size": limits.MOST_BYTES >> 20})
    if size == 0:
        raise UnreadableFile(_("The file is empty."), next_step=_("Export it again."))
    if head[:2] == b"\x1f\x8b":
        return Source(path, name, packed=True)
    if head == _ZIP:
        return _unpacked(path, name)
    return Source(path, name)


def table_text(data: bytes) -> str:
    """Return a small table as text: a text file whatever its encoding, or the sheet of a workbook as CSV.

    Raises UnreadableFile or FileTooLarge.
    """
    if not data.startswith(_ZIP):
        return decoded(data)
    with tempfile.NamedTemporaryFile(prefix="storecrew-table-") as file:
        file.write(data)
        file.flush()
        with open_source(Path(file.name)) as source, source.open() as table:
            return decoded(table.read())


def _unpacked(path: Path, name: str) -> Source:
    folder = Path(tempfile.mkdtemp(prefix="storecrew-import-"))
    try:
        answer = run_sandbox(_kind(path), path, folder)
        tables = answer["tables"]
        if len(tables) != 1:
            raise UnreadableFile(
                _("The archive holds %(count)d tables.") % {"count": len(tables)},
                next_step=_("Put exactly one CSV or XLSX into the archive, beside the pictures."),
            )
        images = folder / "images"
        return Source(
            folder / "tables" / tables[0], name, images=images if images.is_dir() else None, _folder=folder
        )
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def unpack_images(path: Path, folder: Path) -> Path:
    """Unpack the pictures of an archive below ``folder``, in the limited process; returns their folder."""
    run_sandbox("archive", path, folder)
    images = folder / "images"
    images.mkdir(exist_ok=True)
    return images


def _kind(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            is_book = any(name.startswith("xl/") for name in archive.namelist()[:200])
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise UnreadableFile(_("The archive or workbook is damaged.")) from error
    return "workbook" if is_book else "archive"


def run_sandbox(kind: str, path: Path, folder: Path) -> dict[str, list[str]]:
    """Run :mod:`.sandbox` on the file. Raises UnreadableFile with the reason it gives."""
    try:
        answer = limited.run(UNPACK, kind, str(path), str(folder), limits=limits.CHILD).values
    except limited.Stopped as stopped:
        # An archive that takes more memory or time than the largest honest one is a bomb.
        answer = {"error": "archive_broken" if stopped.reason == "crash" else "archive_bomb"}
    if "tables" not in answer:
        code = answer.get("error", "archive_broken")
        kind_of = FileTooLarge if code in {"archive_bomb", "archive_entries"} else UnreadableFile
        raise kind_of(
            _(_REFUSALS.get(code, _REFUSALS["archive_broken"])),
            next_step=_("Pack only one table and its pictures, or upload the plain CSV."),
            reason=code,
            detail=answer.get("detail", ""),
        )
    return answer
