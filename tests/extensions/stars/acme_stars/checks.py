"""What developers should know."""

import datetime as dt

from acme_stars.models import Star


def too_many(at: dt.datetime) -> str | None:
    """Speak up when a product changes all the time."""
    return "A product changed ten times." if Star.objects.filter(changes__gte=10).exists() else None
