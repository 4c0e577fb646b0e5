"""Agencies, who of them may come in, and the work that is given to them or to somebody of the house."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.contexts.marketing.models.campaigns import Activity, Campaign, MarketingChannel
from storecrew.kernel.said_field import SaidField


class Agency(models.Model):
    """An organization that does marketing work for the shop. ``hourly_rate`` is minor units of ``currency``.

    ``answer_hours`` is agreed: so long after it was given, work is begun.
    """

    name = models.CharField(_("name"), max_length=120, unique=True)
    what = models.CharField(_("what it does"), max_length=120, blank=True, default="")
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True, default="")
    currency = models.CharField(max_length=3)
    hourly_rate = models.BigIntegerField(_("per hour"), default=0)
    answer_hours = models.PositiveSmallIntegerField(_("begins within"), default=24)
    contract_until = models.DateField(_("contract until"), null=True, blank=True)
    active = models.BooleanField(_("active"), default=True)
    updated_at = models.DateTimeField(_("changed"))

    class Meta:
        ordering = ["name"]
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        constraints = [models.CheckConstraint(condition=Q(hourly_rate__gte=0), name="marketing_agency_rate")]

    def __str__(self) -> str:
        return self.name


class AgencyAccess(models.Model):
    """Somebody of an agency may come in from ``starts_at`` until ``ends_at``, for some campaigns only.

    ``ended_at`` is when the access was closed, by hand or by the clock; from ``ends_at`` on nothing is shown
    whether or not that was done already.
    """

    PRIVACY = {"user": "unlink"}

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="accesses")
    user = models.ForeignKey("people.User", models.CASCADE, related_name="+")
    campaigns = models.ManyToManyField(Campaign, related_name="+")
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    ended_at = models.DateTimeField(null=True, blank=True)
    granted_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-ends_at", "id"]
        verbose_name = _("access of an agency")
        verbose_name_plural = _("accesses of agencies")
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(ended_at=None), name="marketing_one_open_access"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="marketing_access_ends_after_start"
            ),
        ]
        indexes = [models.Index(fields=["ended_at", "ends_at"], name="marketing_access_ending")]

    def __str__(self) -> str:
        return f"{self.user} – {self.agency}"


class WorkItem(models.Model):
    """A piece of work for a campaign: the same for an agency and for a person of the house.

    ``cost`` is what was agreed, in minor units of the campaign's currency; ``estimate_minutes`` what it
    should take. While an agency has it, ``activity`` holds its cost in the campaign's budget.
    """

    class State(models.TextChoices):
        """Where it is."""

        DRAFT = "draft", pgettext_lazy("work item", "Nobody has it")
        GIVEN = "given", pgettext_lazy("work item", "Given")
        STARTED = "started", pgettext_lazy("work item", "In work")
        DELIVERED = "delivered", pgettext_lazy("work item", "To be accepted")
        ACCEPTED = "accepted", pgettext_lazy("work item", "Accepted")
        DROPPED = "dropped", pgettext_lazy("work item", "Not needed")

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="work_items")
    channel = models.CharField(_("channel"), max_length=12, choices=MarketingChannel)
    title = models.CharField(_("title"), max_length=120)
    brief = models.TextField(_("brief"))
    due_at = models.DateTimeField(_("due"))
    estimate_minutes = models.PositiveIntegerField(_("estimate"), default=0)
    cost = models.BigIntegerField(_("agreed cost"), default=0)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="items")
    person = models.ForeignKey("people.User", models.SET_NULL, null=True, blank=True, related_name="+")
    activity = models.ForeignKey(Activity, models.SET_NULL, null=True, blank=True, related_name="+")
    given_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    sent_back = models.PositiveSmallIntegerField(default=0)
    reason = SaidField(blank=True, default="")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField(_("changed"))

    class Meta:
        ordering = ["due_at", "id"]
        verbose_name = _("work item")
        verbose_name_plural = _("work items")
        constraints = [
            models.CheckConstraint(condition=Q(cost__gte=0), name="marketing_item_cost"),
            models.CheckConstraint(
                condition=Q(agency=None) | Q(person=None), name="marketing_item_has_one_holder"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_at"], name="marketing_items_due"),
        ]

    def __str__(self) -> str:
        return self.title


class Deliverable(models.Model):
    """What was delivered: a link, or a picture that was drawn anew. ``round`` counts from 1."""

    PRIVACY = {"by": "blank"}

    item = models.ForeignKey(WorkItem, models.CASCADE, related_name="deliverables")
    round = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    url = models.CharField(max_length=500, blank=True, default="")
    content = models.BinaryField(default=b"")
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-round", "id"]
        verbose_name = _("deliverable")
        verbose_name_plural = _("deliverables")

    def __str__(self) -> str:
        return self.name


class Booking(models.Model):
    """Time and money that went into a work item; ``cost`` (minor units) is time and expenses."""

    PRIVACY = {"by": "blank"}

    item = models.ForeignKey(WorkItem, models.CASCADE, related_name="bookings")
    agency = models.ForeignKey(Agency, models.SET_NULL, null=True, blank=True, related_name="+")
    day = models.DateField(_("day"))
    minutes = models.PositiveIntegerField(_("minutes"), default=0)
    expenses = models.BigIntegerField(default=0)
    cost = models.BigIntegerField(default=0)
    note = models.CharField(max_length=200, blank=True, default="")
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["day", "id"]
        verbose_name = _("booked time")
        verbose_name_plural = _("booked time")
        constraints = [
            models.CheckConstraint(
                condition=Q(expenses__gte=0) & Q(cost__gte=0), name="marketing_booking_costs"
            )
        ]

    def __str__(self) -> str:
        return f"{self.minutes} min {self.day}"
