"""What can go wrong with shipping."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Conflict, Invalid, NotFound


class InvalidAddress(Invalid):
    """Parts of an address are missing or wrong; ``details`` maps each field to what to do about it."""

    code = "invalid_address"
    message = _("The address is not complete or has a mistake.")
    next_step = _("Correct the fields that are marked.")


class UnknownMethod(NotFound):
    """There is no such shipping method."""

    code = "unknown_shipping_method"
    message = _("There is no such shipping method.")
    next_step = _("Choose one of the methods that are offered.")


class MethodNotOffered(Conflict):
    """The method exists but does not fit this order; the message says why."""

    code = "shipping_method_not_offered"
    message = _("This shipping method is not offered for this order.")
    next_step = _("Choose one of the methods that are offered.")


class InvalidMethod(Invalid):
    """A field of a shipping method is wrong; ``details`` maps each field to its sentence."""

    code = "invalid_shipping_method"
    message = _("The shipping method cannot be saved like this.")
    next_step = _("Correct the fields that are marked.")


class MethodChanged(Conflict):
    """Somebody saved the method after this form was opened."""

    code = "shipping_method_changed"
    message = _("Somebody else changed this shipping method in the meantime.")
    next_step = _("Open it again, look at their change, then repeat yours.")
