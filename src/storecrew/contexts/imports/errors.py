"""Why a file, or a step of an import, is refused. ``details`` carries the facts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Conflict, Invalid, NotFound


class UnreadableFile(Invalid):
    """The file as a whole cannot be taken; nothing of it was read into the shop."""

    code = "unreadable_file"
    message = _("The file could not be read.")
    next_step = _("Save it as CSV in UTF-8 and try again.")


class FileTooLarge(UnreadableFile):
    """A limit on size, cells or time was reached."""

    code = "file_too_large"
    message = _("The file is larger than an import may be.")
    next_step = _("Split it into several files.")


class UnknownFormat(UnreadableFile):
    """The header belongs to none of the formats."""

    code = "unknown_format"
    message = _("The header of the file belongs to no format that is known here.")
    next_step = _("Choose the format, or say on the mapping step what each column holds.")


class NotProducts(UnknownFormat):
    """The file is known, and holds something else than products: naming its columns does not help."""


class MissingColumns(UnreadableFile):
    """``details["columns"]`` lists the columns that the format cannot do without."""

    code = "missing_columns"
    message = _("The file lacks a column that its format cannot do without.")
    next_step = _("Export the file again with all columns, or map a column to the missing one.")


class RunNotFound(NotFound):
    """No import has this number."""

    code = "import_not_found"
    message = _("This import does not exist.")
    next_step = _("Choose one from the list of imports.")


class WrongState(Conflict):
    """The step does not fit the state of the import."""

    code = "import_wrong_state"
    message = _("The import is not at this step any more.")
    next_step = _("Reload the page to see where it stands.")


class GatheredSince(Conflict):
    """Another import sells variants of this one in products of its own; ``details["name"]`` is its file."""

    code = "import_gathered_since"
    message = _("Another import gathered products of this one as variants.")
    next_step = _("Undo that import first, then this one.")
