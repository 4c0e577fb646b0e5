"""Codes of vouchers: made when they leave, shown once, kept as a hash."""

from __future__ import annotations

import secrets

from storecrew.contexts.loyalty.models import Voucher
from storecrew.contexts.loyalty.rules import codes


def new_code(row: Voucher) -> str:
    """Give a voucher a new code, which replaces an earlier one, and return it as people write it."""
    code = codes.generate(secrets.choice)
    Voucher.objects.filter(pk=row.pk).update(digest=codes.digest(code), hint=code[-4:])
    return codes.written(code)
