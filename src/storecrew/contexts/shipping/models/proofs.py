"""The table of what shows that a parcel arrived."""

from __future__ import annotations

from django.db import models

from storecrew.contexts.shipping.rules import proofs


class ProofOfDelivery(models.Model):
    """What shows that a label's parcels were handed to somebody: a photo, a signature, a code, or several.

    Never changed. ``key`` is made on the device that took it, so that sending it twice keeps it once.
    ``lat_e6`` and ``lon_e6`` are where the phone was (millionths of a degree), ``accuracy_m`` how wrong that
    may be, ``away_m`` how far from the address and ``is_far`` whether too far; None where nobody knows.
    The pictures lie in the table and not in a folder that the web server hands out: they show people's doors.
    """

    label = models.ForeignKey("shipping.Label", on_delete=models.CASCADE, related_name="proofs")
    key = models.CharField(max_length=64, unique=True)
    place = models.CharField(
        max_length=12, choices=[(place, place) for place in proofs.PLACES], default="recipient"
    )
    received_by = models.CharField(max_length=100, blank=True)
    code_fits = models.BooleanField(default=False)
    has_photo = models.BooleanField(default=False)
    has_signature = models.BooleanField(default=False)
    photo = models.BinaryField(default=b"")
    signature = models.BinaryField(default=b"")
    note = models.CharField(max_length=300, blank=True)
    lat_e6 = models.IntegerField(null=True, blank=True)
    lon_e6 = models.IntegerField(null=True, blank=True)
    accuracy_m = models.PositiveIntegerField(null=True, blank=True)
    away_m = models.PositiveIntegerField(null=True, blank=True)
    is_far = models.BooleanField(null=True, blank=True)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor_label = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["happened_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code_fits=True)
                | models.Q(has_photo=True)
                | models.Q(has_signature=True)
                | ~models.Q(received_by=""),
                name="proof_shows_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label_id} {self.happened_at:%Y-%m-%d %H:%M}"
