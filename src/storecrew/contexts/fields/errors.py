"""What can go wrong with custom fields."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Conflict, Invalid, NotFound


class UnknownField(NotFound):
    """There is no such field."""

    code = "unknown_field"
    message = _("There is no such custom field.")
    next_step = _("Go back to the list; somebody may have deleted it.")


class InvalidField(Invalid):
    """What was entered makes no field; ``details["fields"]`` maps inputs to sentences."""

    code = "invalid_field"
    message = _("This is not a field that could be filled in.")
    next_step = _("Correct the fields that are marked.")


class FieldChanged(Conflict):
    """Somebody else saved it in between; ``details["version"]`` is the present one."""

    code = "field_changed"
    message = _("Somebody changed this field while you were editing it.")
    next_step = _("Reload it and enter your changes again.")


class FieldHasValues(Conflict):
    """Deleting it would delete ``details["values"]`` values, or another number than was confirmed."""

    code = "field_has_values"
    message = _("Records have values in this field; they would be gone with it.")
    next_step = _("Look at how many there are, then confirm that they may go.")


class InvalidValues(Invalid):
    """Values do not fit their fields; ``details["fields"]`` maps keys to sentences. Nothing was saved."""

    code = "invalid_values"
    message = _("Some values do not fit their fields, so nothing was saved.")
    next_step = _("Correct the fields that are marked.")
