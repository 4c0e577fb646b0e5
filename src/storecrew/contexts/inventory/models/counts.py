"""Counts: what makes a number doubtful, what was counted, and up to where that is posted at once."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.inventory.models.places import Bin, Location

# States of a count that is not decided; a bin has one such count of an article at a time.
LIVE = ("open", "recount", "approval")


class CountTask(models.Model):
    """A bin (None: the loose units of a location) whose units of a variant should be counted.

    While it is open a second cause adds to `times` instead of a second task.
    """

    class Cause(models.TextChoices):
        """The fact that made the number doubtful."""

        SHORT_PICK = "short_pick", _("Fewer than expected were found")
        PICKED_TO_ZERO = "picked_to_zero", _("The bin was picked to zero")
        RECEIPT_MISMATCH = "receipt_mismatch", _("A receipt did not match")
        RETURN_MISMATCH = "return_mismatch", _("A return did not match")
        PROMOTION = "promotion", _("A promotion is coming")
        PLAN = "plan", _("The plan says so")
        ASKED = "asked", _("Somebody asked for it")

    class State(models.TextChoices):
        """Where the count stands."""

        OPEN = "open", _("Open")
        RECOUNT = "recount", _("Count again")
        APPROVAL = "approval", _("Waits for approval")
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
    reason = models.CharField(_("reason"), max_length=20, blank=True, default="")
    posted = models.BooleanField(_("posted"), default=False)
    approved_by = models.CharField(_("approved by"), max_length=200, blank=True, default="")

    class Meta:
        ordering = ["due_at", "id"]
        verbose_name = _("count task")
        verbose_name_plural = _("count tasks")
        constraints = [
            models.UniqueConstraint(
                fields=["bin", "variant"],
                condition=Q(state__in=LIVE, bin__isnull=False),
                name="inventory_count_task_once",
            ),
            models.UniqueConstraint(
                fields=["location", "variant"],
                condition=Q(state__in=LIVE, bin__isnull=True),
                name="inventory_loose_count_task_once",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="inventory_count_task_due")]

    def __str__(self) -> str:
        return f"count variant {self.variant_id} at {self.location_id}: {self.cause}"


class CountEntry(models.Model):
    """One blind count, with what the records said at that moment; its key was made on the device."""

    task = models.ForeignKey(CountTask, models.CASCADE, related_name="entries")
    key = models.CharField(max_length=64, unique=True)
    quantity = models.IntegerField(_("counted"))
    seen = models.IntegerField(_("on record"))
    # The first count of a task measures how right the records are; later ones settle the difference.
    is_first = models.BooleanField(default=False)
    dropped = models.BooleanField(_("dropped"), default=False)
    actor = models.CharField(max_length=200)
    actor_id = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("count entry")
        verbose_name_plural = _("count entries")
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=0), name="inventory_count_never_negative")
        ]

    def __str__(self) -> str:
        return f"{self.quantity} counted"


class CountPolicy(models.Model):
    """Up to which difference a location posts a confirmed count without another person."""

    location = models.OneToOneField(Location, models.CASCADE, related_name="+")
    amount = models.BigIntegerField(_("value up to"), default=5_000)
    percent = models.PositiveSmallIntegerField(_("per cent up to"), default=5)
    single_person = models.BooleanField(_("one person runs this place"), default=False)

    class Meta:
        verbose_name = _("count policy")
        verbose_name_plural = _("count policies")

    def __str__(self) -> str:
        return f"{self.amount} or {self.percent}%"
