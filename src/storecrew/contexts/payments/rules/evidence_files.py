"""Which files a bank may get; plain Python."""

from __future__ import annotations

MOST_BYTES = 4_500_000
"""What all files of an answer may have together, in bytes; banks take no more."""
MIMETYPES = {"jpg": "image/jpeg", "png": "image/png", "pdf": "application/pdf"}
# A paper that does something when it is opened is no evidence.
ACTIVE = (b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/OpenAction", b"/RichMedia", b"/XFA")


def is_pdf(content: bytes) -> bool:
    """Say whether bytes claim to be a PDF."""
    return content[:1024].lstrip().startswith(b"%PDF-")


def is_plain_pdf(content: bytes) -> bool:
    """Say whether a PDF has an end and names nothing that acts by itself."""
    return b"%%EOF" in content[-2048:] and not any(word in content for word in ACTIVE)
