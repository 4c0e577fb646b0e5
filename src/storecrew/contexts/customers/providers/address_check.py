"""The check of addresses, which a higher context knows how to do (post codes, required parts, spelling)."""

from __future__ import annotations

from typing import Protocol

from storecrew.contexts.customers.facts import AddressFacts


class AddressCheck(Protocol):
    """Return the address as it should be written, or raise an Invalid error with a sentence for each
    field.
    """

    def __call__(self, address: AddressFacts, locale: str) -> AddressFacts: ...


_checks: list[AddressCheck] = []


def register_address_check(check: AddressCheck) -> None:
    """Let every address that is saved pass this check; called once, when the application starts."""
    if check not in _checks:
        _checks.append(check)


def checked(address: AddressFacts, locale: str) -> AddressFacts:
    """Return the address after every registered check."""
    for check in _checks:
        address = check(address, locale)
    return address
