"""What can go wrong with people, teams and roles."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Conflict, Denied, DomainError, Invalid, NotFound


class InvalidPerson(Invalid):
    """A field of a person, team or role is wrong; `details["fields"]` is {field: reason}."""

    code = "invalid_person"
    message = _("This cannot be saved like this.")
    next_step = _("Correct the fields that are marked.")


class EmailTaken(Conflict):
    """Another account has this e-mail address, in whatever case it was typed."""

    code = "email_taken"
    message = _("Another account already uses this e-mail address.")
    next_step = _("Open that account, or use another address.")


class UnknownPerson(NotFound):
    """No user has this id."""

    code = "unknown_person"
    message = _("There is no such person.")


class UnknownRole(NotFound):
    """No role has this code."""

    code = "unknown_role"
    message = _("There is no such role.")


class UnknownTeam(NotFound):
    """No team has this code."""

    code = "unknown_team"
    message = _("There is no such team.")


class UnknownMembership(NotFound):
    """No membership has this id."""

    code = "unknown_membership"
    message = _("This person does not hold this role.")


class StaleRole(Conflict):
    """Somebody saved the role after this form was opened."""

    code = "role_changed"
    message = _("Somebody else changed this role in the meantime.")
    next_step = _("Open it again, look at their change, then repeat yours.")


class RoleInUse(Conflict):
    """A role that people hold, or that comes with the product, cannot be deleted."""

    code = "role_in_use"
    message = _("This role is in use, or comes with the product.")
    next_step = _("Take it from everybody first, or remove its rights instead.")


class OwnerIsFixed(Conflict):
    """The owner's role always has every right."""

    code = "owner_is_fixed"
    message = _("The owner's role always has every right, so that nobody can lock the house.")


class LastOwner(Conflict):
    """The last active owner can neither be disabled nor lose the role."""

    code = "last_owner"
    message = _("This is the last active owner.")
    next_step = _("Make somebody else an owner first.")


class BeyondYourRights(Denied):
    """One can only grant rights that one holds."""

    code = "beyond_your_rights"
    message = _("You can only give rights that you have yourself.")
    next_step = _("Ask an owner to give this role.")


class NotYourself(Denied):
    """Nobody disables their own account or takes their own rights by mistake."""

    code = "not_yourself"
    message = _("You cannot switch off your own account.")
    next_step = _("Ask a colleague who may edit staff.")


class TeamLoop(Conflict):
    """A team cannot report to itself, directly or by way of others."""

    code = "team_loop"
    message = _("A team cannot report to itself, not even by way of another team.")
    next_step = _("Choose another team to report to.")


class UnknownShift(NotFound):
    """No shift has this id."""

    code = "unknown_shift"
    message = _("There is no such shift.")


class InvalidShift(Invalid):
    """The shift has no length, or a training ends before it begins."""

    code = "invalid_shift"
    message = _("The shift cannot be planned like this.")
    next_step = _("Check the days, the times and the break.")


class NotTrained(InvalidShift):
    """The person may not do this work on that day."""

    code = "not_trained"
    message = _("Nobody is planned for a work without a training that holds on that day.")
    next_step = _("Write down the training first, or choose another person or work.")


class ShiftOverlaps(Conflict):
    """The person works elsewhere at that time."""

    code = "shift_overlaps"
    message = _("This person already works at that time.")
    next_step = _("Change the other shift first.")


class InvalidApiKey(DomainError):
    """No key, one that does not exist, is revoked or over, or whose person no longer works here."""

    code = "invalid_api_key"
    status = 401
    message = _("This needs a valid key.")
    next_step = _("Send “Authorization: Bearer …” with a key from the page API keys of the back office.")


class ApiKeyRefused(Invalid):
    """A key cannot be issued like this; `details["fields"]` is {field: reason}."""

    code = "invalid_new_api_key"
    message = _("This key cannot be issued like this.")
    next_step = _("Correct the fields that are marked.")


class UnknownApiKey(NotFound):
    """No key has this id."""

    code = "unknown_api_key"
    message = _("There is no such key.")


class UnknownSignInService(NotFound):
    """There is no such kind of sign-in service here."""

    code = "unknown_sign_in_service"
    message = _("There is no such sign-in service.")
    next_step = _("Choose one of the list.")


class InvalidSignInService(Invalid):
    """A field is wrong; ``details`` maps each field to its sentence."""

    code = "invalid_sign_in_service"
    message = _("The sign-in service cannot be saved like this.")
    next_step = _("Correct the fields that are marked.")


class SignInServiceChanged(Conflict):
    """Somebody saved it after this form was opened."""

    code = "sign_in_service_changed"
    message = _("The sign-in service was changed in the meantime.")
    next_step = _("Open it again, look at the change, then repeat yours.")


class LastSignIn(Conflict):
    """Without this link nobody could sign in to the account any more."""

    code = "last_sign_in"
    message = _("This is the only way to sign in to the account.")
    next_step = _("Set a password first, then remove the link.")
    shopper_step = _("Set a password first, then remove the link.")


class NotInvited(Denied):
    """The provider of the house knows somebody who does not work here; `details["reason"]` says why."""

    code = "not_invited"
    message = _("Nobody who works here has this address.")
    next_step = _("Ask your Head of Digital for an invitation, to the address that you sign in with there.")


class NotLinked(Conflict):
    """The link is refused; accounts of people who work here are opened by password and second factor only."""

    code = "sign_in_not_linked"
    message = _("This account cannot be opened by an outside service.")
    next_step = _("Sign in with the password and the second factor.")
    shopper_step = _("Sign in with the password.")


class DelegationRefused(Invalid):
    """Rights cannot be lent like this; ``details["fields"]`` maps each field to its sentence."""

    code = "delegation_refused"
    message = _("The rights cannot be lent like this.")
    next_step = _("Correct the fields that are marked.")


class UnknownDelegation(NotFound):
    """There is no such delegation, or it is over."""

    code = "unknown_delegation"
    message = _("There is no such delegation.")
    next_step = _("Look at the record of the person.")


class UnknownDevice(NotFound):
    """The person is not signed in with such a device, or no longer."""

    code = "unknown_device"
    message = _("Nobody is signed in on this device any more.")
    next_step = _("Look at the list again.")
    shopper_step = _("Look at the list again.")
