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


class PlaceNotFindable(Invalid):
    """Orders are to be collected at a place whose address is not complete."""

    code = "place_not_findable"
    message = _("Shoppers can only collect at a place that they can find.")
    next_step = _("Write down its street, town and country.")


class InvalidHours(Invalid):
    """Opening hours that cannot be read; ``details["hours"]`` is the part."""

    code = "invalid_hours"
    message = _("These opening hours cannot be read.")
    next_step = _("Write them such as 10:00-18:00, several times with commas; leave a closed day empty.")


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


class NotSentWithOrder(Invalid):
    """A lot or serial number that came back did not leave with this order, or is here already."""

    code = "not_sent_with_order"
    message = _("This lot or serial number was not sent with this order, or is back already.")
    next_step = _("Scan it again; if it is right, set the unit apart and ask customer service whose it is.")


class MarkNeeded(Invalid):
    """The article left with lots or serial numbers, and a unit came back without."""

    code = "mark_needed"
    message = _("The units of this article have a lot or a serial number that has to be scanned.")
    next_step = _("Scan each unit, with the number that is on it.")


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


class UnknownReceipt(NotFound):
    """No such receipt."""

    code = "unknown_receipt"
    message = _("There is no such receipt.")
    next_step = _("Choose one of the receipts listed under Receiving.")


class ReceiptClosedAlready(Conflict):
    """The receipt is not open any more."""

    code = "receipt_closed"
    message = _("This receipt is closed.")
    next_step = _("Open the order or transfer and expect the rest anew.")


class InvalidReceipt(Invalid):
    """A receipt or posting with values that make no sense."""

    code = "invalid_receipt"
    message = _("This cannot be received like that.")
    next_step = _("Check the article, the quantity and the outcome.")


class KeyReused(Conflict):
    """The key of a posting was used for something else."""

    code = "key_reused"
    message = _("This entry was already used for something else.")
    next_step = _("Scan again; a new entry is made.")


class ExpiryNeeded(Invalid):
    """The article expires and no date was given."""

    code = "expiry_needed"
    message = _("This article expires, and its date is missing.")
    next_step = _("Scan or type the date on the package.")


class TooShortToKeep(Conflict):
    """The goods expire sooner than the article allows; `details` has `days` and `least`."""

    code = "too_short_to_keep"
    message = _("These goods expire too soon to be taken in.")
    next_step = _("Refuse them as damaged, or ask the Inventory Manager to change the limit.")


class InspectionDone(Conflict):
    """The inspection was decided already."""

    code = "inspection_done"
    message = _("This inspection has been decided.")
    next_step = _("Look at the receipt to see what was decided.")


class UnknownTransfer(NotFound):
    """No such transfer."""

    code = "unknown_transfer"
    message = _("There is no such transfer.")
    next_step = _("Choose one of the transfers listed under Transfers.")


class InvalidTransfer(Invalid):
    """A transfer with values that make no sense, or a short line without a reason."""

    code = "invalid_transfer"
    message = _("This transfer is not possible like that.")
    next_step = _("Choose two different places, at most the planned units, and a reason for what is missing.")


class TransferMoved(Conflict):
    """The transfer is in another state than the step needs; `details` has `state`."""

    code = "transfer_moved"
    message = _("Somebody else has moved this transfer on.")
    next_step = _("Reload it and look at its state.")


class UnknownCount(NotFound):
    """No such count."""

    code = "unknown_count"
    message = _("There is no such count.")
    next_step = _("Choose one of the counts listed under Counts.")


class CountMoved(Conflict):
    """The count is in another state than the step needs; `details` has `state`."""

    code = "count_moved"
    message = _("This count has been decided by somebody else.")
    next_step = _("Reload it and look at what was counted.")


class InvalidCount(Invalid):
    """The number is no count."""

    code = "invalid_count"
    message = _("This is not a count.")
    next_step = _("Enter a whole number of units, 0 if the bin is empty.")


class NotTheCounter(Conflict):
    """The person who counted may not approve the difference."""

    code = "not_the_counter"
    message = _("You counted this yourself, so another person has to agree.")
    next_step = _("Ask a colleague who may correct stock, or set this place to be run by one person.")


class InvalidCodes(Invalid):
    """A file of codes has lines that cannot be codes; `details["lines"]` names the first of them."""

    code = "invalid_codes"
    message = _("This is no file of codes, so nothing was taken in.")
    next_step = _("Send one code a line, with at most one more column, such as a PIN.")


class NoCodePool(NotFound):
    """The goods of this article are no codes."""

    code = "no_code_pool"
    message = _("There is no such code pool.")
    next_step = _("Choose one of the pools listed under Codes, or open one for the article.")


class StockElsewhere(Conflict):
    """Units of an article lie in a warehouse, so its goods cannot become codes."""

    code = "stock_elsewhere"
    message = _("Units of this article lie in a warehouse.")
    next_step = _("Sell codes under an article of their own, or correct the stock to 0 first.")


class CodesMissing(Conflict):
    """A pool or an order line has fewer codes than units that want one."""

    code = "codes_missing"
    message = _("There are fewer codes than units.")
    next_step = _("Import more codes into the pool, then repeat it.")


class CodesAreTheStock(Conflict):
    """The stock of an article whose goods are codes was to be changed by hand."""

    code = "codes_are_the_stock"
    message = _("The stock of this article is the number of its unused codes.")
    next_step = _("Import codes into its pool under Codes; the stock follows.")
