"""Pictures that staff upload to the library: decoded in a limited child and written anew (R14, BAD-13)."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from wagtail.images.fields import ImageFileExtensionValidator, WagtailImageField
from wagtail.images.forms import BaseImageForm

from storecrew.contexts.catalog import public as catalog


class PictureField(WagtailImageField):
    """Wagtail's field, which sees only what the limited child wrote."""

    def to_python(self, data: Any) -> Any:
        """Return the cleaned file; its name gets the ending of what it now is."""
        if not isinstance(data, UploadedFile):
            return super().to_python(data)
        self.check_image_file_size(data)
        ImageFileExtensionValidator(data)
        try:
            clean = catalog.clean_picture(data.read())
        except catalog.InvalidImage as error:
            raise ValidationError(str(error), code="invalid_image") from error
        name = f"{PurePath(data.name or 'picture').stem}.{clean.extension}"
        return super().to_python(SimpleUploadedFile(name, clean.content))


class PictureForm(BaseImageForm):
    """The form of every way in which Wagtail takes a picture."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = self.fields.get("file")
        if known is not None:
            self.fields["file"] = PictureField(
                label=known.label, required=known.required, widget=known.widget, initial=known.initial
            )
