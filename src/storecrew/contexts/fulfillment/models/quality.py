"""How goods arrive: damages and mistakes by cause, audits of packed parcels, ratings, and what is changed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.fulfillment import states


class DamageReport(models.Model):
    """Units that were damaged, wrong or missing, with the cause. Appended, never changed.

    ``key`` makes a report that is made twice (by a carrier's message, by a form) count once.
    """

    key = models.CharField(max_length=100, unique=True)
    kind = models.CharField(_("what"), max_length=10, choices=states.DAMAGE_KINDS)
    cause = models.CharField(_("cause"), max_length=10, choices=states.DAMAGE_CAUSES)
    source = models.CharField(_("told by"), max_length=10, choices=states.DAMAGE_SOURCES)
    order = models.ForeignKey(
        "orders.Order", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    parcel = models.ForeignKey(
        "fulfillment.Parcel", on_delete=models.PROTECT, null=True, blank=True, related_name="reports"
    )
    location = models.ForeignKey(
        "inventory.Location", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sku = models.CharField(_("SKU"), max_length=128, blank=True)
    units = models.PositiveIntegerField(_("units"), default=1)
    note = models.CharField(_("note"), max_length=500, blank=True)
    photo = models.ImageField(_("photo"), upload_to="damages/%Y/%m/", blank=True)
    reported_by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("damage report")
        verbose_name_plural = _("damage reports")
        constraints = [models.CheckConstraint(condition=Q(units__gte=1), name="fulfillment_damage_units")]
        indexes = [
            models.Index(fields=["at"], name="fulfillment_damage_at"),
            models.Index(fields=["sku", "at"], name="fulfillment_damage_sku"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.sku}"


class PackagingRules(models.Model):
    """From when on packaging has to change, and how many parcels are audited; the defaults without a row."""

    days = models.PositiveSmallIntegerField(_("days that are watched"))
    damages = models.PositiveSmallIntegerField(_("damages that ask for a change"))
    bad_stars = models.PositiveSmallIntegerField(_("stars up to which a rating is bad"))
    bad_ratings = models.PositiveSmallIntegerField(_("bad ratings that ask for a change"))
    bad_percent = models.PositiveSmallIntegerField(_("percent of the ratings that are bad, at least"))
    sample_percent = models.PositiveSmallIntegerField(_("percent of the parcels that are audited"))

    class Meta:
        verbose_name = _("packaging thresholds")
        verbose_name_plural = _("packaging thresholds")

    def __str__(self) -> str:
        return f"{self.damages} damages in {self.days} days"


class PackagingAudit(models.Model):
    """A packed parcel of the sample, opened and compared with its instruction; once per parcel."""

    parcel = models.OneToOneField("fulfillment.Parcel", on_delete=models.PROTECT, related_name="audit")
    answers = models.JSONField(default=dict)
    passed = models.BooleanField(default=False)
    note = models.CharField(max_length=500, blank=True)
    photo = models.ImageField(upload_to="audits/%Y/%m/", blank=True)
    auditor_id = models.CharField(max_length=64)
    auditor = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("packaging audit")
        verbose_name_plural = _("packaging audits")
        indexes = [models.Index(fields=["at"], name="fulfillment_audit_at")]

    def __str__(self) -> str:
        return f"audit of parcel {self.parcel_id}"


class PackagingRating(models.Model):
    """What a customer thought of the packaging, once per order, after it arrived."""

    order = models.OneToOneField("orders.Order", on_delete=models.CASCADE, related_name="+")
    stars = models.PositiveSmallIntegerField()
    comment = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(stars__range=(1, 5)), name="fulfillment_rating_stars")
        ]
        indexes = [models.Index(fields=["at"], name="fulfillment_rating_at")]

    def __str__(self) -> str:
        return f"{self.stars} for order {self.order_id}"


class PackagingChange(models.Model):
    """A change of how something is packed, asked for because of facts; its effect is the rate after it."""

    class State(models.TextChoices):
        """How far the change is."""

        OPEN = "open", _("Asked for")
        ACCEPTED = "accepted", _("Being done")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Refused")

    sku = models.CharField(_("SKU"), max_length=128)
    reason = models.CharField(_("why"), max_length=300)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    owner = models.CharField(_("owner"), max_length=200, blank=True)
    decision = models.CharField(_("what was decided"), max_length=500, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at", "-id"]
        verbose_name = _("packaging change")
        verbose_name_plural = _("packaging changes")
        constraints = [
            models.UniqueConstraint(
                fields=["sku"], condition=Q(state__in=("open", "accepted")), name="fulfillment_change_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.sku}: {self.state}"
