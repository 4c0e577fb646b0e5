"""A form with a file, as HTTP sends it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

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
