"""What counts as proof that a parcel arrived, and the code by which its recipient is known."""

from __future__ import annotations

import hashlib
import hmac
import io

from PIL import Image, ImageOps, UnidentifiedImageError

# Who took it, or where it lies.
PLACES = ("recipient", "household", "reception", "neighbor", "safe_place")
# Somebody took it: who that was is worth a name.
TO_SOMEBODY_ELSE = frozenset({"household", "reception", "neighbor"})
LARGEST_PICTURE = 2 << 20
LONGEST_SIDE = 1600
CODE_DIGITS = 4


def delivery_code(label_id: int, secret: str) -> str:
    """Return the digits that the recipient of a label tells the driver; nobody can work them out without
    the secret.
    """
    digest = hmac.new(secret.encode(), f"delivery/{label_id}".encode(), hashlib.sha256).digest()
    return str(int.from_bytes(digest[:8], "big") % 10**CODE_DIGITS).zfill(CODE_DIGITS)


def missing(*, place: str, received_by: str, code: str, photo: bytes, signature: bytes) -> str:
    """Return the name of what a proof lacks, or "".

    A parcel that nobody took needs a photo; one that somebody else took needs a name; one for the recipient
    needs a signature, a code or a photo.
    """
    if place == "safe_place":
        return "" if photo else "photo"
    if place in TO_SOMEBODY_ELSE and not received_by:
        return "received_by"
    return "" if code or photo or signature else "signature"


def clean_picture(content: bytes, *, largest: int = LARGEST_PICTURE) -> bytes:
    """Return a photo or signature drawn anew as JPEG or PNG, upright, without what cameras add.


    :raises ValueError: this is no picture, or it is too large
    """
    if not content:
        return b""
    if len(content) > largest:
        raise ValueError("too large")
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as picture:
            kind = "PNG" if picture.format == "PNG" else "JPEG"
            if max(picture.size) > 8 * LONGEST_SIDE:
                raise ValueError("too large")
            plain = ImageOps.exif_transpose(picture).convert("L" if kind == "PNG" else "RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError("no picture") from error
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    written = io.BytesIO()
    plain.save(written, kind, quality=80, optimize=True)
    return written.getvalue()
