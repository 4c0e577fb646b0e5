"""VAT numbers of companies in the EU: the form and its check digits, not whether the company exists."""

from __future__ import annotations

from stdnum.eu import vat


def well_formed(number: str) -> bool:
    """Say whether a VAT number with its country prefix has the right form and check digits."""
    return vat.is_valid(number)
