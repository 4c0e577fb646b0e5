"""Tables of claims against carriers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from storecrew.contexts.shipping.rules import claims


class DamageClaim(models.Model):
    """What we want from a carrier for a parcel that came broken, late or never. One at a time per label.

    Amounts are minor units. ``file_by`` is the last day the contract allows; ``carrier_ref`` the carrier's
    number of the claim.
    """

    label = models.ForeignKey("shipping.Label", on_delete=models.PROTECT, related_name="claims")
    order_ref = models.CharField(max_length=100, blank=True, db_index=True)
    kind = models.CharField(max_length=8, choices=[(kind, kind) for kind in claims.KINDS])
    state = models.CharField(
        max_length=10, choices=[(state, state) for state in claims.STATES], default=claims.OPEN
    )
    description = models.CharField(max_length=2000, blank=True)
    amount = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    file_by = models.DateField()
    carrier_ref = models.CharField(max_length=100, blank=True)
    result_amount = models.BigIntegerField(null=True, blank=True)
    result_note = models.CharField(max_length=500, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=200, blank=True)
    filed_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["file_by", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["label"], condition=Q(state__in=claims.UNFINISHED), name="claim_one_at_a_time"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="claim_amount_not_negative"),
        ]
        indexes = [models.Index(fields=["state", "file_by"], name="claim_due")]

    def __str__(self) -> str:
        return f"{self.kind} of label {self.label_id}"


class ClaimPhoto(models.Model):
    """A photo of the damage; in the table and not in a folder that the web server hands out."""

    claim = models.ForeignKey(DamageClaim, on_delete=models.CASCADE, related_name="photos")
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["claim", "digest"], name="claim_photo_once")]

    def __str__(self) -> str:
        return f"photo {self.pk} of claim {self.claim_id}"
