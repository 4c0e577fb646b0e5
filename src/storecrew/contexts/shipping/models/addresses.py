"""Tables of addresses that are looked at before a label is made, and of what became of parcels there."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from storecrew.kernel.said_field import SaidField


class AddressHold(models.Model):
    """An order that waits because of its address. ``codes`` say why (see ``rules.doubts``).

    The address itself stays on the order alone; ``place`` tells whether it is still the same one.
    ``because`` is the sentence that the warehouse reads.
    """

    OPEN, ASKED, RELEASED, CORRECTED, DROPPED = "open", "asked", "released", "corrected", "dropped"
    STATES = [(state, state) for state in (OPEN, ASKED, RELEASED, CORRECTED, DROPPED)]
    WAITING = (OPEN, ASKED)

    order = models.ForeignKey("orders.Order", on_delete=models.CASCADE, related_name="+", db_index=False)
    number = models.CharField(max_length=32)
    channel_code = models.CharField(max_length=50)
    country = models.CharField(max_length=2)
    place = models.CharField(max_length=64)
    codes = models.JSONField(default=list)
    because = SaidField()
    state = models.CharField(max_length=10, choices=STATES, default=OPEN)
    opened_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=Q(state__in=("open", "asked")), name="address_hold_once"
            ),
        ]
        indexes = [
            models.Index(fields=["order", "place"], name="address_hold_of_order"),
            models.Index(
                fields=["number"], name="address_hold_waiting", condition=Q(state__in=("open", "asked"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {', '.join(self.codes)}"


class AddressMemory(models.Model):
    """What became of parcels at a place; the last word counts.

    ``place`` is a keyed digest: it recognizes an address that is typed again and tells none.
    """

    GOOD, UNDELIVERABLE = "good", "undeliverable"
    VERDICTS = [(GOOD, GOOD), (UNDELIVERABLE, UNDELIVERABLE)]

    place = models.CharField(max_length=64, unique=True)
    verdict = models.CharField(max_length=14, choices=VERDICTS)
    reason = models.CharField(max_length=40, blank=True)
    order_ref = models.CharField(max_length=100, blank=True)
    learned_at = models.DateTimeField()

    class Meta:
        ordering = ["-learned_at"]

    def __str__(self) -> str:
        return f"{self.place[:8]} {self.verdict}"
