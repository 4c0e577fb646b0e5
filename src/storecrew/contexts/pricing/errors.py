"""What can go wrong with prices and taxes."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Conflict, Invalid, NotFound


class UnknownPriceList(NotFound):
    """No price list has this code."""

    code = "unknown_price_list"
    message = _("There is no such price list.")
    next_step = _("Choose one of the lists under Prices.")


class InvalidPriceList(Invalid):
    """A field of a price list is wrong; ``details`` maps each field to its sentence."""

    code = "invalid_price_list"
    message = _("The price list cannot be saved like this.")
    next_step = _("Correct the fields that are marked.")


class PriceListChanged(Conflict):
    """Somebody saved the list after this form was opened."""

    code = "price_list_changed"
    message = _("Somebody else changed this price list in the meantime.")
    next_step = _("Open it again, look at their change, then repeat yours.")


class PastWindow(Conflict):
    """The part of a window that has passed was to be rewritten."""

    code = "past_window"
    message = _(
        "The past of a price list cannot be changed: the lowest price of the last 30 days comes from it."
    )
    next_step = _("Move the start or end to a time that has not come yet, or make a new list.")


class InvalidPrice(Invalid):
    """An amount, quantity or variant of a price is impossible; ``details`` name the row."""

    code = "invalid_price"
    message = _("A price is an amount of zero or more, from a quantity of one or more.")
    next_step = _("Correct the price that is named.")


class StalePrice(Conflict):
    """Prices changed since they were shown; ``details["variant_ids"]`` names them and nothing was written."""

    code = "stale_price"
    message = _("Somebody else changed some of these prices in the meantime.")
    next_step = _("Load the prices again and repeat your change.")


class SecondPersonNeeded(Conflict):
    """Prices fall further than one person may let them; nothing was written. Ask again with a reason."""

    code = "second_person_needed"
    message = _("Some of these prices fall so far that a second person has to look at them.")
    next_step = _("Say why they should fall; they wait until a colleague approves.")


class InvalidBulkChange(Invalid):
    """The bulk change makes no sense for this list."""

    code = "invalid_bulk_change"
    message = _("These prices cannot be changed like this.")
    next_step = _("Choose another amount or rounding.")


class PreviewOutdated(Conflict):
    """Prices changed between the preview and its confirmation."""

    code = "preview_outdated"
    message = _("Prices changed after this preview was made, so nothing was applied.")
    next_step = _("Look at the preview again, then confirm.")


class UnknownOperation(NotFound):
    """There is no bulk change with this number."""

    code = "unknown_price_operation"
    message = _("There is no such bulk change.")
    next_step = _("Choose one from the list of bulk changes.")


class AlreadyUndone(Conflict):
    """The bulk change was undone before."""

    code = "already_undone"
    message = _("This bulk change was undone already.")
    next_step = _("Nothing needs to be done.")


class InvalidTaxRate(Invalid):
    """A field of a tax rate is wrong; ``details`` maps each field to its sentence."""

    code = "invalid_tax_rate"
    message = _("The tax rate cannot be saved like this.")
    next_step = _("Correct the fields that are marked.")


class UnknownTaxRate(NotFound):
    """There is no such tax rate."""

    code = "unknown_tax_rate"
    message = _("There is no such tax rate.")
    next_step = _("Choose one of the rates under Taxes.")


class InvalidTaxNumber(Invalid):
    """A VAT number of a company is not well formed."""

    code = "invalid_tax_number"
    message = _("This is not a valid VAT number.")
    next_step = _("Write it with its country, for example DE123456789, or leave it empty.")


class NoExchangeRate(Invalid):
    """No rate counts for a pair of currencies on a day; ``details`` name them. Nothing is computed then."""

    code = "no_exchange_rate"
    message = _("There is no exchange rate for these currencies on this day.")
    next_step = _("Add the rate of this day, or fetch the reference rates, under Exchange rates.")


class InvalidRate(Invalid):
    """A rate that makes no sense was typed in."""

    code = "invalid_rate"
    message = _("An exchange rate is a number above zero with at most eight decimals, of no future day.")
    next_step = _("Write how many units of the currency one euro buys, such as 1.0823.")


class RatesUnreadable(Invalid):
    """A file of rates is none of the European Central Bank's."""

    code = "rates_unreadable"
    message = _("The reference rates could not be read.")
    next_step = _("Try again later, or type the rate in.")
