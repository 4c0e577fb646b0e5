"""What can go wrong with wish lists."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Conflict, Invalid, NotFound


class WishListNotFound(NotFound):
    """No such list, or it is somebody else's, or its link was taken back."""

    code = "wish_list_not_found"
    message = _("There is no such wish list.")
    next_step = _("Look at your own lists, or ask for a new link.")


class WishNotFound(NotFound):
    """The article is not on this list."""

    code = "wish_not_found"
    message = _("This is not on the list any more.")
    next_step = _("Reload the list.")


class CannotBeWished(NotFound):
    """No article with this SKU, or no product, is sold in this shop."""

    code = "cannot_be_wished"
    message = _("This article is not offered here.")
    next_step = _("Choose another article.")


class InvalidWish(Invalid):
    """A field of a wish or list is wrong; `details` has the sentence of each."""

    code = "invalid_wish"
    message = _("Please check what you typed.")
    next_step = _("The sentence beside the field says what is wrong.")


class TooManyWishes(Conflict):
    """A list is full, or there are too many lists; `details["most"]` says how many there may be."""

    code = "too_many_wishes"
    message = _("There is no room for more.")
    next_step = _("Take something away first.")


class ListNameTaken(Conflict):
    """There is a list of this name already."""

    code = "list_name_taken"
    message = _("You have a list of this name already.")
    next_step = _("Choose another name.")


class BoughtAlready(Conflict):
    """So many units are not open any more; `details["open"]` says how many are."""

    code = "bought_already"
    message = _("Somebody else has bought this in the meantime.")
    next_step = _("Choose something else from the list.")
