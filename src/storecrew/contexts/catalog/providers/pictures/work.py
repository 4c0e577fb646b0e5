"""What runs in the limited child."""

from __future__ import annotations

from collections.abc import Iterable

from storecrew.contexts.catalog.rules.pictures import WIDTHS, BadPicture, clean_picture, rendition
from storecrew.kernel.limited import Answer


def clean(*formats: str, content: bytes) -> Answer:
    """Write the picture anew and make its renditions."""
    try:
        data, extension, width, height = clean_picture(content)
    except BadPicture as refused:
        return Answer({"refused": refused.code})
    facts, files = _renditions(data, formats)
    return Answer({"extension": extension, "width": width, "height": height, "made": facts}, (data, *files))


def renditions(*formats: str, content: bytes) -> Answer:
    """Make the renditions of a picture that was written anew before."""
    try:
        facts, files = _renditions(content, formats)
    except (OSError, ValueError):
        return Answer({"refused": "unreadable"})
    return Answer({"made": facts}, tuple(files))


def _renditions(data: bytes, formats: Iterable[str]) -> tuple[list[list[str | int]], list[bytes]]:
    """Files of each width and format; a picture narrower than a width gets no larger copy."""
    facts: list[list[str | int]] = []
    files = []
    for format_name in formats:
        for asked in WIDTHS:
            content, width, height = rendition(data, asked, format_name)
            facts.append([format_name, asked, width, height])
            files.append(content)
            if width < asked:
                break
    return facts, files
