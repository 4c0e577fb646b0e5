"""Counts that are due: what happened at a bin that makes its number doubtful."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.inventory.models.places import Bin, Location


class CountTask(models.Model):
    """A bin (None: the loose units of a location) whose units of a variant should be counted.

    While it is open a second cause adds to `times` instead of a second task.
    """

    class Cause(models.TextChoices):
        """The fact that made the number doubtful."""

        SHORT_PICK = "short_pick", _("Fewer than expected were found")
        PICKED_TO_ZERO = "picked_to_zero", _("The bin was picked to zero")
        RECEIPT_MISMATCH = "receipt_mismatch", _("A receipt did not match")
        PLAN = "plan", _("The plan says so")
        ASKED = "asked", _("Somebody asked for it")

    class State(models.TextChoices):
        """Where the count stands."""

        OPEN = "open", _("Open")
        DONE = "done", _("Done")
        CANCELED = "canceled", _("Canceled")

    location = models.ForeignKey(Location, models.PROTECT, related_name="+")
    bin = models.ForeignKey(Bin, models.PROTECT, null=True, related_name="+")
    variant = models.ForeignKey("catalog.Variant", models.PROTECT, related_name="+")
    cause = models.CharField(_("cause"), max_length=20, choices=Cause)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    expected = models.IntegerField(_("expected"), null=True)
    found = models.IntegerField(_("found"), null=True)
    document = models.CharField(_("document"), max_length=100, blank=True, default="")
    times = models.PositiveIntegerField(_("times"), default=1)
    opened_by = models.CharField(_("opened by"), max_length=200)
    opened_at = models.DateTimeField(_("opened at"))
    due_at = models.DateTimeField(_("due at"))
    closed_at = models.DateTimeField(_("closed at"), null=True)

    class Meta:
        ordering = ["due_at", "id"]
        verbose_name = _("count task")
        verbose_name_plural = _("count tasks")
        constraints = [
            models.UniqueConstraint(
                fields=["bin", "variant"],
                condition=Q(state="open", bin__isnull=False),
                name="inventory_count_task_once",
            ),
            models.UniqueConstraint(
                fields=["location", "variant"],
                condition=Q(state="open", bin__isnull=True),
                name="inventory_loose_count_task_once",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="inventory_count_task_due")]

    def __str__(self) -> str:
        return f"count variant {self.variant_id} at {self.location_id}: {self.cause}"
