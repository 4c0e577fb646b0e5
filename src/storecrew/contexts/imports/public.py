"""The doorway of the imports context."""

from storecrew.contexts.imports.errors import (
    FileTooLarge,
    GatheredSince,
    MissingColumns,
    RunNotFound,
    UnknownFormat,
    UnreadableFile,
    WrongState,
)
from storecrew.contexts.imports.facts import Row
from storecrew.contexts.imports.operations.exporting import export_catalog
from storecrew.contexts.imports.operations.jobs import preview_run, take_run, undo_run
from storecrew.contexts.imports.operations.runs import begin_preview, confirm, remove, set_mapping, upload
from storecrew.contexts.imports.operations.sheet_runs import (
    SheetPreview,
    look_at_sheet,
    map_sheet,
    remove_sheet,
    take_sheet,
    undo_sheet,
    upload_sheet,
)
from storecrew.contexts.imports.operations.undoing import begin_undo
from storecrew.contexts.imports.providers.files.encoding import decoded
from storecrew.contexts.imports.providers.files.opening import table_text
from storecrew.contexts.imports.providers.formats.detection import FORMATS
from storecrew.contexts.imports.providers.sheet_file import columns_used
from storecrew.contexts.imports.queries import (
    PictureCounts,
    can_be_undone,
    columns_of,
    failed_pictures,
    find_run,
    find_sheet,
    picture_counts,
    rejected_rows,
    rows_with_reasons,
    sheet_template,
    template_csv,
)
from storecrew.contexts.imports.rules.cells import plain_cell, safe_cell
from storecrew.contexts.imports.rules.sheet_cells import (
    BadCell,
    amount_text,
    read_amount,
    read_day,
    read_units,
)
from storecrew.contexts.imports.sheet_messages import rendered as rendered_problem
from storecrew.contexts.imports.sheets import (
    CHANGED,
    CREATED,
    UNCHANGED,
    Judged,
    Look,
    SheetColumn,
    SheetKind,
    register_sheet,
    rejected,
    sheet_kind,
    sheet_kinds,
)

__all__ = [
    "CHANGED",
    "CREATED",
    "FORMATS",
    "UNCHANGED",
    "BadCell",
    "FileTooLarge",
    "GatheredSince",
    "Judged",
    "Look",
    "MissingColumns",
    "PictureCounts",
    "Row",
    "RunNotFound",
    "SheetColumn",
    "SheetKind",
    "SheetPreview",
    "UnknownFormat",
    "UnreadableFile",
    "WrongState",
    "amount_text",
    "begin_preview",
    "begin_undo",
    "can_be_undone",
    "columns_of",
    "columns_used",
    "confirm",
    "decoded",
    "export_catalog",
    "failed_pictures",
    "find_run",
    "find_sheet",
    "look_at_sheet",
    "map_sheet",
    "picture_counts",
    "plain_cell",
    "preview_run",
    "read_amount",
    "read_day",
    "read_units",
    "register_sheet",
    "rejected",
    "rejected_rows",
    "remove",
    "remove_sheet",
    "rendered_problem",
    "rows_with_reasons",
    "safe_cell",
    "set_mapping",
    "sheet_kind",
    "sheet_kinds",
    "sheet_template",
    "table_text",
    "take_run",
    "take_sheet",
    "template_csv",
    "undo_run",
    "undo_sheet",
    "upload",
    "upload_sheet",
]
