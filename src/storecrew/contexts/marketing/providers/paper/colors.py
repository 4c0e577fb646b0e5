"""Pictures in the inks of a printing press: cyan, magenta, yellow and black (CMYK).

With the profile of the printer's paper and press the colors are converted by it (littlecms, perceptually,
with black point compensation); a setting names it, ``STORECREW_PRINT_PROFILE``. None is shipped with the
product, so without one a plain separation is used: gray is moved from the three colors into black, which
keeps the ink on the paper below what presses take.
"""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

from PIL import Image, ImageChops, ImageCms, ImageOps

LONGEST = 2400
"""Pixels of the longer side: 20 cm at the 300 dots per inch of print."""
MOST_INK = 300
"""Percent of ink on one spot, of all four together; more does not dry."""
_STARTS = 40
"""Below this gray, of 255, nothing is moved: light tones stay smooth without black dots."""
_MOVED = 0.8  # not money: how much of the gray that is moved leaves the three colors


class NotForPrint(ValueError):
    """The named profile cannot be read, or it is not one of four inks."""


def to_cmyk(picture: bytes, *, profile: str = "") -> bytes:
    """Return a picture as a JPEG file in CMYK, on white where it was transparent.

    :raises NotForPrint: ``profile``, the path of an ICC file, is none of four inks
    """
    with Image.open(io.BytesIO(picture)) as opened:
        image = _plain(ImageOps.exif_transpose(opened) or opened)
    image.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    inks = _by_profile(image, profile) if profile else _separated(image)
    out = io.BytesIO()
    # No profile goes into the file: what is in it are inks already.
    inks.save(out, "JPEG", quality=92, subsampling=0, icc_profile=None)
    return out.getvalue()


def _plain(image: Image.Image) -> Image.Image:
    """Return a picture in sRGB without transparency."""
    profile = image.info.get("icc_profile")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layered = image.convert("RGBA")
        white = Image.new("RGBA", layered.size, "white")
        image = Image.alpha_composite(white, layered).convert("RGB")
    image = image.convert("RGB")
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            image = ImageCms.profileToProfile(image, source, _srgb(), outputMode="RGB") or image
        except ImageCms.PyCMSError:
            pass  # a profile that is broken, or of another kind of picture: its numbers are taken as they are
    return image


def _by_profile(image: Image.Image, path: str) -> Image.Image:
    try:
        made = ImageCms.applyTransform(image, _transform(path, Path(path).stat().st_mtime_ns))
    except (ImageCms.PyCMSError, OSError, ValueError) as error:
        raise NotForPrint(path) from error
    if made is None:
        raise NotForPrint(path)
    return made


@cache
def _transform(path: str, _changed: int) -> ImageCms.ImageCmsTransform:
    return ImageCms.buildTransform(
        _srgb(),
        ImageCms.getOpenProfile(path),
        "RGB",
        "CMYK",
        renderingIntent=ImageCms.Intent.PERCEPTUAL,
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )


@cache
def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def _separated(image: Image.Image) -> Image.Image:
    """Return the plain separation: gray that the three colors share becomes black, from a threshold on."""
    colors = ImageOps.invert(image).split()
    gray = ImageChops.darker(ImageChops.darker(colors[0], colors[1]), colors[2])
    black = gray.point([max(0, round((level - _STARTS) * 255 / (255 - _STARTS))) for level in range(256)])
    less = black.point([round(level * _MOVED) for level in range(256)])
    return Image.merge("CMYK", [*(ImageChops.subtract(color, less) for color in colors), black])
