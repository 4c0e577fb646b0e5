"""The doorway of the shipping context."""

from storecrew.contexts.shipping.errors import (
    InvalidAddress,
    InvalidMethod,
    MethodChanged,
    MethodNotOffered,
    UnknownMethod,
)
from storecrew.contexts.shipping.events import ShippingMethodsChanged
from storecrew.contexts.shipping.facts import (
    AddressField,
    AddressForm,
    CheckedAddress,
    Destination,
    MethodExplanation,
    RateRow,
    ShippingOption,
)
from storecrew.contexts.shipping.operations import save_method, set_method_active
from storecrew.contexts.shipping.queries.addresses import (
    address_form,
    check_address,
    check_destination,
    clean_address,
    country_choices,
)
from storecrew.contexts.shipping.queries.options import (
    delivers_to,
    explain_options,
    method_window,
    option,
    options,
)

__all__ = [
    "AddressField",
    "AddressForm",
    "CheckedAddress",
    "Destination",
    "InvalidAddress",
    "InvalidMethod",
    "MethodChanged",
    "MethodExplanation",
    "MethodNotOffered",
    "RateRow",
    "ShippingMethodsChanged",
    "ShippingOption",
    "UnknownMethod",
    "address_form",
    "check_address",
    "check_destination",
    "clean_address",
    "country_choices",
    "delivers_to",
    "explain_options",
    "method_window",
    "option",
    "options",
    "save_method",
    "set_method_active",
]
