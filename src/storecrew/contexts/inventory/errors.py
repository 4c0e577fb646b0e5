"""What can go wrong with stock."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Conflict, Invalid, NotFound, TooMany


class InsufficientStock(Conflict):
    """Less can be promised than was asked for.

    `details["items"]` lists per article `variant_id`, `sku`, `requested` and `available`, summed over
    all lines that ask for it; `details["one_location"]` is true when there is enough altogether, but
    the channel's policy wants everything from one location and none has it.
    """

    code = "insufficient_stock"
    message = _("There is not enough stock for this.")
    next_step = _("Reduce the quantity or choose another article.")


class StockCommitted(Conflict):
    """The change would leave fewer units than are promised, held or set aside."""

    code = "stock_committed"
    message = _("Some of these units are already promised, held or set aside.")
    next_step = _("Release or move those units first, then repeat the change.")


class CountChanged(Conflict):
    """The stock changed after it was counted; `details` has `expected` and `on_hand`."""

    code = "stock_count_changed"
    message = _("The stock changed since you looked at it, so your correction was not saved.")
    next_step = _("Look at the new number and its ledger, then correct again if it is still wrong.")


class ReasonNeeded(Invalid):
    """An adjustment came without a reason."""

    code = "reason_needed"
    message = _("A correction of stock needs a reason.")
    next_step = _("Say in a few words why the number changes.")


class InvalidStockChange(Invalid):
    """The numbers of a stock change make no sense (negative, zero, unknown bucket)."""

    code = "invalid_stock_change"
    message = _("This change of stock is not possible.")
    next_step = _("Use whole numbers and one of the listed buckets.")


class UnknownLocation(NotFound):
    """No location has this code."""

    code = "unknown_location"
    message = _("There is no such location.")
    next_step = _("Choose one of the locations listed under Inventory.")


class NotAllocated(Conflict):
    """More units were to be shipped or released than are allocated to the order line."""

    code = "not_allocated"
    message = _("The order has fewer units allocated than that.")
    next_step = _("Reload the order and look at its stock allocations.")


class TooManyReservations(TooMany):
    """The holder or session already holds as much as one shopper may."""

    code = "too_many_reservations"
    message = _("You are already holding as much stock as one shopper can.")
    next_step = _("Finish or empty one of your carts.")


class UnknownBin(NotFound):
    """The location has no such bin."""

    code = "unknown_bin"
    message = _("There is no such bin at this location.")
    next_step = _("Scan the label of the bin again, or add the bin under Bins.")


class BinShort(Conflict):
    """A bin holds fewer units than were to be taken; `details` has `bin`, `wanted` and `there`."""

    code = "bin_short"
    message = _("The bin holds fewer units than that.")
    next_step = _("Take what is there and report a short pick, or take the rest from another bin.")


class NothingLoose(Conflict):
    """More units were to be put into a bin than lie outside of bins; `details` has `loose`."""

    code = "nothing_loose"
    message = _("Fewer units than that lie outside of bins here.")
    next_step = _("Receive the goods first, or move them from the bin where they are.")


class LotNeeded(Invalid):
    """The article is kept by lot and the lot was not named, or has no such lot here."""

    code = "lot_needed"
    message = _("This article is kept by lot, and it is not clear which lot is meant.")
    next_step = _("Scan or choose the lot.")


class SerialsNeeded(Invalid):
    """The article is kept by serial number and each unit's number is needed, once and in the right state."""

    code = "serials_needed"
    message = _("This article needs the serial number of each unit.")
    next_step = _("Scan the serial number of each unit once.")


class InvalidBin(Invalid):
    """A bin, zone or stock profile with values that make no sense."""

    code = "invalid_bin"
    message = _("This bin cannot be saved like that.")
    next_step = _("Give a short code and one of the listed kinds and storage classes.")


class NotEnoughThere(Conflict):
    """The other location cannot take over the promise; `details` has `available`."""

    code = "not_enough_there"
    message = _("The other location has fewer free units than that.")
    next_step = _("Move fewer units, or choose another location.")
