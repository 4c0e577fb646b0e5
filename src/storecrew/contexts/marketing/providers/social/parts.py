"""A form with a file, as HTTP sends it; the text of what networks send as HTML."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from html.parser import HTMLParser

KINDS = ((b"\x89PNG", "image/png"), (b"RIFF", "image/webp"))


def picture_kind(content: bytes) -> str:
    """Return the content type of a picture that was drawn anew."""
    return next((kind for start, kind in KINDS if content.startswith(start)), "image/jpeg")


def multipart(fields: Mapping[str, str], files: Mapping[str, bytes]) -> tuple[bytes, str]:
    """Return (body, content type); the border is made from the content, which cannot hold it."""
    border = hashlib.sha256(
        b"".join([*(text.encode() for text in fields.values()), *files.values()])
    ).hexdigest()
    parts = []
    for name, text in fields.items():
        head = f'--{border}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
        parts.append(head.encode() + text.encode() + b"\r\n")
    for name, content in files.items():
        kind = picture_kind(content)
        head = (
            f'--{border}\r\nContent-Disposition: form-data; name="{name}"; filename="picture"\r\n'
            f"Content-Type: {kind}\r\n\r\n"
        )
        parts.append(head.encode() + content + b"\r\n")
    parts.append(f"--{border}--\r\n".encode())
    return b"".join(parts), f"multipart/form-data; boundary={border}"


def plain(html: str) -> str:
    """Return the text of a small page as somebody reads it, a line for each of its lines."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = "".join(reader.parts).replace("\xa0", " ").split("\n")
    return "\n".join(" ".join(each.split()) for each in lines).strip()


class _Reader(HTMLParser):
    """Keeps texts and ends of lines, and nothing of scripts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line, or what nobody reads."""
        if tag == "br":
            self.parts.append("\n")
        self.silent += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        """End a paragraph, or what nobody reads."""
        if tag in ("p", "li", "div"):
            self.parts.append("\n")
        self.silent = max(0, self.silent - (tag in ("script", "style")))

    def handle_data(self, data: str) -> None:
        """Keep a text; the breaks of its source are no lines."""
        if not self.silent:
            self.parts.append(data.replace("\n", " "))
