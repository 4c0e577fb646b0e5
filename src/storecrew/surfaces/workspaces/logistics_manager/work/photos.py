"""Photos from the benches: decoded and written anew in a limited child, without what cameras add."""

from __future__ import annotations

from django.core.files.base import ContentFile, File
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from storecrew.contexts.catalog import public as catalog
from storecrew.kernel.errors import Invalid

LARGEST = 12 * 1024 * 1024


def photo_of(upload: UploadedFile | None) -> File | None:
    """Return an uploaded photo as a file of our own, None without one. Raises Invalid for anything else."""
    if upload is None:
        return None
    try:
        if upload.size is None or upload.size > LARGEST:
            raise _broken()
        clean = catalog.clean_picture(upload.read())
    except catalog.InvalidImage:
        raise _broken() from None
    return ContentFile(clean.content, name=f"photo.{clean.extension}")


def _broken() -> Invalid:
    return Invalid(_("This is not a photo."), next_step=_("Take it again as JPEG or PNG, below 12 MB."))
