"""What an uploaded picture may be, and how it is written anew (BAD-13).

Decoding runs in a limited child only: see `catalog/providers/pictures`.
"""

from __future__ import annotations

import io
import re
import warnings

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_SIDE = 12_000
STORED_SIDE = 2_400  # larger pictures are scaled down to this before they are stored
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
WIDTHS = (320, 640, 960)
_SVG = re.compile(rb"<\s*(?:svg|!doctype\s+svg|\?xml)", re.IGNORECASE)


REFUSALS: dict[str, Promise] = {
    "too_many_bytes": _("The file is larger than 20 MB."),
    "svg": _("SVG pictures are not taken, because they can carry scripts."),
    "too_many_pixels": _("The picture has too many pixels."),
    "unreadable": _("The file is not a readable picture."),
    "too_costly": _("The picture takes more memory or time to read than an honest one."),
}


class BadPicture(ValueError):
    """Why a file is refused; ``code`` is stable, ``message`` is for people."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def message(self) -> str:
        """Say it in the language of whoever reads."""
        return str(REFUSALS[self.code])


def clean_picture(content: bytes) -> tuple[bytes, str, int, int]:
    """The picture written anew: ``(bytes, extension, width, height)``.

    Only its pixels survive, so neither position and other metadata nor a second file hidden behind
    the first does. It is turned upright, an animation keeps its first frame, and a very large one
    is scaled down. Raises :class:`BadPicture`; a picture too large to decode is refused by its
    header alone.
    """
    if len(content) > MAX_BYTES:
        raise BadPicture("too_many_bytes")
    if _SVG.search(content[:1024]):
        raise BadPicture("svg")
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            return _rewrite(content)
        except (BadPicture, MemoryError):
            raise
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise BadPicture("too_many_pixels") from None
        except Exception:  # noqa: BLE001 - a decoder may raise anything on a broken file
            raise BadPicture("unreadable") from None


def _rewrite(content: bytes) -> tuple[bytes, str, int, int]:
    with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
        width, height = picture.size
        if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
            raise BadPicture("too_many_pixels")
        picture.seek(0)
        picture.draft("RGB", (STORED_SIDE, STORED_SIDE))
        upright = ImageOps.exif_transpose(picture) or picture
        see_through = upright.has_transparency_data
        plain = upright.convert("RGBA" if see_through else "RGB")
    plain.thumbnail((STORED_SIDE, STORED_SIDE), Image.Resampling.LANCZOS)
    plain.info = {}
    out = io.BytesIO()
    if see_through:
        plain.save(out, "PNG", compress_level=6)
        return out.getvalue(), "png", plain.width, plain.height
    plain.save(out, "JPEG", quality=88, progressive=True)
    return out.getvalue(), "jpg", plain.width, plain.height


def rendition(content: bytes, width: int, format_name: str) -> tuple[bytes, int, int]:
    """The picture at most ``width`` wide, as ``webp`` or ``avif``: ``(bytes, width, height)``."""
    with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
        # A JPEG is decoded at a fraction of its size when that is enough.
        picture.draft(picture.mode, (width * 2, width * 2))
        small = picture.copy()
    if small.width > width:
        height = max(1, round(small.height * width / small.width))
        small = small.resize((width, height), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    if format_name == "avif":
        small.save(out, "AVIF", quality=60, speed=8)
    else:
        small.save(out, "WEBP", quality=78, method=3)
    return out.getvalue(), small.width, small.height
