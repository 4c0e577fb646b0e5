"""What goes in. Unknown fields of a body are refused, so no price or status slips in (R8, BAD-01)."""

from __future__ import annotations

import re
from typing import Annotated, Any

from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field

_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")


def _without_controls(value: Any) -> Any:
    return _CONTROLS.sub("", value) if isinstance(value, str) else value


# One line of text of at most so many characters; control characters are dropped.
_CLEAN = BeforeValidator(_without_controls)
Text16 = Annotated[str, Field(max_length=16), _CLEAN]
Text32 = Annotated[str, Field(max_length=32), _CLEAN]
Text40 = Annotated[str, Field(max_length=40), _CLEAN]
Text50 = Annotated[str, Field(max_length=50), _CLEAN]
Text200 = Annotated[str, Field(max_length=200), _CLEAN]
Text254 = Annotated[str, Field(max_length=254), _CLEAN]
Text300 = Annotated[str, Field(max_length=300), _CLEAN]
Text400 = Annotated[str, Field(max_length=400), _CLEAN]
Quantity = Annotated[int, Field(strict=True, ge=1, le=100_000, description="Whole units.")]


class Input(Schema):
    """A request body."""

    model_config = ConfigDict(extra="forbid")


class CartInput(Input):
    """A new cart."""

    locale: Text16 = ""


class LineInput(Input):
    """Units of an article to put into a cart."""

    sku: Annotated[str, Field(min_length=1, max_length=200), _CLEAN]
    quantity: Quantity = 1


class LineChange(Input):
    """The new units of a line."""

    quantity: Quantity


class AddressInput(Input):
    """Where it goes. Which fields a country needs is checked when the details are saved."""

    name: Text200 = ""
    company: Text200 = ""
    street: Text300 = ""
    street2: Text300 = ""
    city: Text200 = ""
    postal_code: Text32 = ""
    region: Text200 = ""
    country: Annotated[str, Field(max_length=2, description="ISO 3166-1 alpha-2.")] = ""
    phone: Text40 = ""


class CheckoutInput(Input):
    """Who buys, where it goes and how. A field that is left out stays as it is."""

    email: Text254 | None = None
    phone: Text40 | None = None
    vat_number: Annotated[
        Text40 | None,
        Field(description="Of the company that buys: printed on the invoice, the tax stays as it is."),
    ] = None
    shipping_address: AddressInput | None = None
    shipping_method: Text50 | None = None
    gift_wrap: bool | None = None
    gift_message: Annotated[
        str | None,
        Field(max_length=300, description="Plain text, printed as it is written; line ends are kept."),
    ] = None


class PickupPointInput(Input):
    """Where to collect it: the ``code`` of a point, and the method it belongs to when none is chosen yet."""

    code: Annotated[str, Field(min_length=1, max_length=60), _CLEAN]
    shipping_method: Text50 = ""


class PaymentInput(Input):
    """How to pay: a gateway of the channel, and the token that the gateway gave to the shopper's browser."""

    gateway: Annotated[str, Field(min_length=1, max_length=32), _CLEAN]
    token: Text200 = ""
    return_url: Annotated[
        str,
        Field(max_length=500, description="Where a gateway sends the shopper after a confirmation."),
        _CLEAN,
    ] = ""


class MoneyInput(Input):
    """An amount in minor units."""

    amount: Annotated[int, Field(strict=True, ge=0, le=2**53)]
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]


class CompleteInput(Input):
    """Place the order. ``expected_total`` is the total that the shopper saw, ``expected_due`` what of it was
    left after gift vouchers; others charge nothing. Where nothing is left, the gateway is not asked.
    """

    payment: PaymentInput
    expected_total: MoneyInput | None = None
    expected_due: MoneyInput | None = None


class CodeInput(Input):
    """A code as the shopper typed it."""

    code: Annotated[str, Field(min_length=1, max_length=80), _CLEAN]
