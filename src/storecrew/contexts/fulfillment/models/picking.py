"""Walks through the warehouse: who picks what, in which order, and every scan of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.fulfillment.states import RUN_KINDS


class PickRun(models.Model):
    """One walk of one picker for one or several orders."""

    class State(models.TextChoices):
        """Whether somebody walks it."""

        OPEN = "open", _("Under way")
        DONE = "done", _("Done")

    location = models.ForeignKey("inventory.Location", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=RUN_KINDS)
    zone_code = models.CharField(max_length=50, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    picker_id = models.CharField(max_length=64)
    picker = models.CharField(max_length=200)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-started_at", "-id"]
        verbose_name = _("pick list")
        verbose_name_plural = _("pick lists")
        indexes = [models.Index(fields=["state", "location", "picker_id"], name="fulfillment_run_open")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.picker}"


class PickStep(models.Model):
    """One stop of a walk: so many units of one article from one place for one order."""

    class State(models.TextChoices):
        """What came of the stop."""

        OPEN = "open", _("Open")
        DONE = "done", _("Picked")
        SHORT = "short", _("Not all was there")
        DROPPED = "dropped", _("Not needed any more")

    run = models.ForeignKey(PickRun, on_delete=models.CASCADE, related_name="steps")
    line = models.ForeignKey("fulfillment.FulfillmentLine", on_delete=models.CASCADE, related_name="steps")
    sequence = models.PositiveIntegerField()
    bin_id = models.BigIntegerField(null=True, blank=True)
    bin_code = models.CharField(max_length=60, blank=True)
    zone_code = models.CharField(max_length=60, blank=True)
    lot_id = models.BigIntegerField(null=True, blank=True)
    lot_code = models.CharField(max_length=100, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    quantity = models.PositiveIntegerField()
    picked = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)

    class Meta:
        ordering = ["sequence", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(picked__lte=F("quantity")), name="fulfillment_step_in_order")
        ]
        indexes = [models.Index(fields=["run", "state", "sequence"], name="fulfillment_step_next")]

    def __str__(self) -> str:
        return f"{self.quantity} from {self.bin_code}"


class PickScan(models.Model):
    """One confirmed scan. The key is made on the device, so a scan that is sent twice counts once."""

    key = models.CharField(max_length=64, unique=True)
    step = models.ForeignKey(PickStep, on_delete=models.CASCADE, related_name="scans")
    quantity = models.PositiveIntegerField()
    actor_label = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.quantity} for step {self.step_id}"
