"""Pictures are decoded in a limited child: a file that breaks a decoder breaks nothing of the shop (R14)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from storecrew.contexts.catalog.rules.pictures import MAX_BYTES, BadPicture
from storecrew.kernel import limited

# 40 megapixels with transparency are 160 MB, and there are up to three copies of them for a moment.
LIMITS = limited.Limits(memory=900 << 20, seconds=20, written=0, patience=60)
_WORK = "storecrew.contexts.catalog.providers.pictures.work"


class Made(NamedTuple):
    """A file of one width and format; ``asked`` is the width it was made for."""

    format: str
    asked: int
    width: int
    height: int
    content: bytes


class Clean(NamedTuple):
    """A picture written anew, with its renditions."""

    content: bytes
    extension: str
    width: int
    height: int
    made: tuple[Made, ...] = ()


def clean(content: bytes, formats: Iterable[str] = ()) -> Clean:
    """Return the picture written anew and its renditions in the formats; raise BadPicture."""
    if len(content) > MAX_BYTES:
        raise BadPicture("too_many_bytes")
    answer = _run("clean", content, formats)
    data, *files = answer.files
    facts = answer.values
    return Clean(data, facts["extension"], facts["width"], facts["height"], _made(facts, files))


def renditions(content: bytes, formats: Iterable[str]) -> tuple[Made, ...]:
    """Return a stored picture's renditions in the formats; raise BadPicture."""
    answer = _run("renditions", content, formats)
    return _made(answer.values, answer.files)


def _run(job: str, content: bytes, formats: Iterable[str]) -> limited.Answer:
    try:
        answer = limited.run(f"{_WORK}:{job}", *formats, content=content, limits=LIMITS)
    except limited.Stopped as stopped:
        raise BadPicture("unreadable" if stopped.reason == "crash" else "too_costly") from stopped
    if "refused" in answer.values:
        raise BadPicture(answer.values["refused"])
    return answer


def _made(facts: dict[str, Any], files: Sequence[bytes]) -> tuple[Made, ...]:
    pairs = zip(facts["made"], files, strict=True)
    return tuple(Made(each[0], each[1], each[2], each[3], content) for each, content in pairs)
