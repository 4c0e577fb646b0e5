"""A table that people bring as a file or paste, in whatever encoding their spreadsheet writes."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.imports import public as imports
from storecrew.kernel.errors import DomainError


class TableForm(forms.Form):
    """A file, or a pasted table. When it is valid, ``cleaned_data["table"]`` is the text of either.

    A subclass says which columns there are (``columns``), how a row looks (``sample``) and how many bytes are
    read (``most``).
    """

    columns: ClassVar[str | Promise] = ""
    sample: ClassVar[str] = ""
    most: ClassVar[int] = 2_000_000

    file = forms.FileField(
        label=gettext_lazy("File (CSV or XLSX)"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
    table = forms.CharField(
        label=gettext_lazy("or a pasted table"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["table"]
        field.help_text = self.columns  # type: ignore[assignment]
        if self.sample:
            field.widget.attrs["placeholder"] = self.sample

    def clean(self) -> dict[str, Any]:
        """Read the file into the table, so that what is confirmed is what was shown."""
        values = dict(super().clean() or {})
        file = values.get("file")
        size = file.size if file is not None else len(values.get("table", "").encode())
        if size > self.most:
            self.add_error("file" if file is not None else "table", _("The table is too long; split it."))
        elif file is not None:
            try:
                values["table"] = imports.table_text(file.read())
            except DomainError as error:
                self.add_error("file", str(error))
        # One kind of line end, so that no reader of tables stumbles over a lone carriage return.
        text = values.get("table", "").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
        values["table"] = text
        if len(text) > self.most and not self.errors:
            self.add_error("file", _("The table is too long; split it."))
        if not self.errors and not text.strip():
            self.add_error("table", _("Choose a file, or paste a table."))
        return values
