"""The table of rate limits."""

from django.db import models


class Bucket(models.Model):
    """One bucket. `full_at_ms` is the instant, in milliseconds, at which it will be full again.

    The one number is enough (the "generic cell rate algorithm"): units taken push it into the future,
    time passing lets the present catch up.
    """

    key = models.CharField(max_length=64, primary_key=True)
    full_at_ms = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return self.key
