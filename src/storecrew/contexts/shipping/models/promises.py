"""The table of what customers were told about when their order arrives."""

from __future__ import annotations

from django.db import models


class Promise(models.Model):
    """The days on which an order was to arrive, as told when it was placed. Later news never change it.

    ``leaves_by`` is the last day on which it can leave and still arrive in time. ``told_latest`` is the
    later day that the customer was told since; ``kept`` is None until the outcome is known.
    """

    order_ref = models.CharField(max_length=100, unique=True)
    channel = models.ForeignKey("channels.Channel", on_delete=models.CASCADE, related_name="+")
    method_code = models.CharField(max_length=64)
    placed_at = models.DateTimeField()
    earliest = models.DateField()
    latest = models.DateField()
    leaves_by = models.DateField()
    # Where it goes and the longest transit there, by which a later day is reckoned; unknown for old ones.
    country = models.CharField(max_length=2, blank=True, default="")
    # The code of the location of ours where its customer collects it.
    location = models.CharField(max_length=50, blank=True, default="", db_default="")
    transit_days = models.PositiveSmallIntegerField(null=True, blank=True)
    told_latest = models.DateField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    closed = models.BooleanField(default=False)
    kept = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering = ["leaves_by", "placed_at", "pk"]
        indexes = [
            models.Index(
                fields=["leaves_by"], name="promise_open", condition=models.Q(closed=False, left_at=None)
            ),
            models.Index(fields=["placed_at"], name="promise_placed"),
        ]

    def __str__(self) -> str:
        return f"{self.order_ref} {self.latest}"
