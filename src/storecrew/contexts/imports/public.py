"""The doorway of the imports context."""

from storecrew.contexts.imports.errors import (
    FileTooLarge,
    MissingColumns,
    RunNotFound,
    UnknownFormat,
    UnreadableFile,
    WrongState,
)
from storecrew.contexts.imports.operations.exporting import export_catalog
from storecrew.contexts.imports.operations.jobs import preview_run, take_run, undo_run
from storecrew.contexts.imports.operations.runs import begin_preview, confirm, remove, set_mapping, upload
from storecrew.contexts.imports.operations.undoing import begin_undo
from storecrew.contexts.imports.providers.files.encoding import decoded
from storecrew.contexts.imports.providers.formats.detection import FORMATS
from storecrew.contexts.imports.queries import (
    PictureCounts,
    can_be_undone,
    columns_of,
    failed_pictures,
    find_run,
    picture_counts,
    rejected_rows,
    template_csv,
)
from storecrew.contexts.imports.rules.cells import plain_cell, safe_cell

__all__ = [
    "FORMATS",
    "FileTooLarge",
    "MissingColumns",
    "PictureCounts",
    "RunNotFound",
    "UnknownFormat",
    "UnreadableFile",
    "WrongState",
    "begin_preview",
    "begin_undo",
    "can_be_undone",
    "columns_of",
    "confirm",
    "decoded",
    "export_catalog",
    "failed_pictures",
    "find_run",
    "picture_counts",
    "plain_cell",
    "preview_run",
    "rejected_rows",
    "remove",
    "safe_cell",
    "set_mapping",
    "take_run",
    "template_csv",
    "undo_run",
    "upload",
]
