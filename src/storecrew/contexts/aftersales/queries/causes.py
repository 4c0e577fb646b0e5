"""Reads of why goods come back."""

from __future__ import annotations

from storecrew.contexts.aftersales.models import CauseLimits
from storecrew.contexts.aftersales.rules import causes


def cause_limits() -> causes.Limits:
    """Return from when on a reason for returns is a task."""
    row = CauseLimits.objects.values(*causes.Limits._fields).first()
    return causes.Limits(**row) if row else causes.Limits()
