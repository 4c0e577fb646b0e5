"""What can go wrong with customers and their addresses."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Conflict, Invalid, NotFound


class UnknownCustomer(NotFound):
    """There is no such customer, or not for this actor."""

    code = "unknown_customer"
    message = _("There is no such customer.")
    next_step = _("Search for the customer by name or e-mail address.")


class UnknownAddress(NotFound):
    """There is no such address in this customer's book."""

    code = "unknown_address"
    message = _("There is no such address.")
    next_step = _("Choose one of the saved addresses.")


class InvalidEmail(Invalid):
    """The e-mail address cannot receive mail as written."""

    code = "invalid_email"
    message = _("This is not an e-mail address.")
    next_step = _("Write it like name@example.com.")


class InvalidCustomer(Invalid):
    """A field of the customer is wrong; ``details`` maps each field to its sentence."""

    code = "invalid_customer"
    message = _("The details cannot be saved like this.")
    next_step = _("Correct the fields that are marked.")


class TooManyAddresses(Conflict):
    """The address book is full."""

    code = "too_many_addresses"
    message = _("The address book is full.")
    next_step = _("Delete an address that is no longer needed.")


class CustomerChanged(Conflict):
    """Somebody saved the customer after this form was opened."""

    code = "customer_changed"
    message = _("These details were changed in the meantime.")
    next_step = _("Open them again, look at the change, then repeat yours.")


class AlreadyErased(Conflict):
    """The customer's data was erased before."""

    code = "already_erased"
    message = _("This customer's data was erased already.")
    next_step = _("Nothing needs to be done.")


class UnknownContact(NotFound):
    """Nobody has this link; also after the address was deleted."""

    code = "unknown_contact"
    message = _("This link is not known, or the address is deleted already.")
    next_step = _("You get no mails from us by it. You can sign up again at any time.")
