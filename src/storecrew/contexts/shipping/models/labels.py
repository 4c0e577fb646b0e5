"""Tables of labels and of what carriers tell about them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from storecrew.contexts.shipping.models.carriers import CarrierAccount
from storecrew.contexts.shipping.rules import labels, tracking


class Label(models.Model):
    """A label that was asked for at a carrier, and where its parcels are.

    ``key`` is ours and makes asking twice harmless; ``attempt`` counts how often it was asked for anew after
    a refusal or a void. ``state`` is about the label, ``status`` about the parcels. ``check_at`` is when
    timed work asks about an open answer, ``poll_at`` when it asks where the parcels are.
    """

    account = models.ForeignKey(CarrierAccount, on_delete=models.PROTECT, related_name="+")
    service_code = models.CharField(max_length=64)
    service_name = models.CharField(max_length=100)
    key = models.CharField(max_length=100, unique=True)
    attempt = models.PositiveSmallIntegerField(default=1)
    fingerprint = models.CharField(max_length=64)
    order_ref = models.CharField(max_length=100, blank=True, db_index=True)
    state = models.CharField(max_length=12, choices=labels.STATES, default="requested")
    reference = models.CharField(max_length=200, blank=True)
    tracking_number = models.CharField(max_length=100, blank=True)
    tracking_url = models.CharField(max_length=500, blank=True)
    from_address = models.JSONField(default=dict)
    to_address = models.JSONField(default=dict)
    parcels = models.JSONField(default=list)
    options = models.JSONField(default=dict)
    weight_g = models.PositiveIntegerField(default=0)
    value_amount = models.BigIntegerField(default=0)
    insured_amount = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    cost_amount = models.BigIntegerField(null=True, blank=True)
    cost_currency = models.CharField(max_length=3, blank=True)
    code = models.CharField(max_length=64, blank=True)
    message = models.CharField(max_length=500, blank=True)
    actor_label = models.CharField(max_length=200, blank=True)
    requested_at = models.DateTimeField()
    bought_at = models.DateTimeField(null=True, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)
    check_at = models.DateTimeField(null=True, blank=True)
    checks = models.PositiveSmallIntegerField(default=0)

    status = models.CharField(max_length=20, choices=tracking.STATUS_CHOICES, default="pending")
    reason = models.CharField(max_length=40, blank=True)
    status_at = models.DateTimeField(null=True, blank=True)
    picked_up_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    poll_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "tracking_number"],
                name="label_tracking_once",
                condition=~Q(tracking_number=""),
            ),
        ]
        indexes = [
            models.Index(fields=["tracking_number"], name="label_tracking"),
            models.Index(fields=["check_at"], name="label_check_due", condition=Q(check_at__isnull=False)),
            models.Index(fields=["poll_at"], name="label_poll_due", condition=Q(poll_at__isnull=False)),
            models.Index(fields=["status", "status_at"], name="label_status"),
        ]

    def __str__(self) -> str:
        return self.tracking_number or self.key


class LabelDocument(models.Model):
    """A file of a label, apart from it so that lists stay light."""

    label = models.ForeignKey(Label, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=12, choices=labels.DOCUMENTS)
    content = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["label", "kind"], name="label_document_once")]

    def __str__(self) -> str:
        return f"{self.kind} of label {self.label_id}"


class TrackingEvent(models.Model):
    """What a carrier said happened to a label's parcels. Never changed; ``fingerprint`` tells repeats."""

    label = models.ForeignKey(Label, on_delete=models.CASCADE, related_name="events")
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField()
    status = models.CharField(max_length=20, choices=tracking.STATUS_CHOICES)
    reason = models.CharField(max_length=40, blank=True)
    description = models.CharField(max_length=300, blank=True)
    place = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=12)
    fingerprint = models.CharField(max_length=64)

    class Meta:
        ordering = ["occurred_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["label", "fingerprint"], name="tracking_event_once"),
        ]

    def __str__(self) -> str:
        return f"{self.status} {self.occurred_at:%Y-%m-%d %H:%M}"


class CarrierMessage(models.Model):
    """A carrier's message, kept once; one whose parcel we do not know waits here."""

    account = models.ForeignKey(CarrierAccount, on_delete=models.CASCADE, related_name="+")
    event_id = models.CharField(max_length=200)
    tracking_number = models.CharField(max_length=100, blank=True)
    payload = models.JSONField()
    state = models.CharField(
        max_length=10,
        choices=[("applied", "applied"), ("parked", "parked"), ("ignored", "ignored")],
    )
    received_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["account", "event_id"], name="carrier_message_once"),
        ]
        indexes = [
            models.Index(fields=["received_at"], name="carrier_message_parked", condition=Q(state="parked"))
        ]

    def __str__(self) -> str:
        return self.event_id
