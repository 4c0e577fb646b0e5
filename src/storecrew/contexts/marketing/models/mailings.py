"""Mailings and whom they go to: one row per mailing and address, so that each gets it once."""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.contexts.marketing.models.campaigns import Campaign
from storecrew.contexts.marketing.models.segments import Segment


def new_key() -> str:
    """Return an unguessable name for a recipient, safe in an address."""
    return secrets.token_urlsafe(18)


class Mailing(models.Model):
    """One mail to many. ``subjects`` and the texts of ``blocks`` are by language.

    Of a hundred, ``holdout_percent`` get nothing, to see what it brings. With ``test_percent`` so many get it
    first, half of them with ``other_subjects``; the rest waits ``test_hours`` and gets the ``winner``.
    ``cursor`` is the last contact that was written down as a recipient, so that a broken snapshot goes on.
    ``paced_days`` are those over which its recipients are spread now, None until they are written down.
    """

    class Kind(models.TextChoices):
        """The eight kinds of mail that a shop writes."""

        WELCOME = "welcome", _("Welcome")
        CURATED = "curated", _("Curated choice")
        ENGAGEMENT = "engagement", _("Engagement")
        REFERRAL = "referral", _("Referral")
        DISCOUNT = "discount", _("Discount")
        ABANDONMENT = "abandonment", _("Abandoned cart")
        CONFIRMATION = "confirmation", _("Confirmation")
        SURVEY = "survey", _("Survey")

    class State(models.TextChoices):
        """Where it is in its life."""

        DRAFT = "draft", pgettext_lazy("mailing", "Draft")
        SCHEDULED = "scheduled", pgettext_lazy("mailing", "Scheduled")
        SENDING = "sending", pgettext_lazy("mailing", "Being sent")
        PAUSED = "paused", pgettext_lazy("mailing", "Paused")
        SENT = "sent", pgettext_lazy("mailing", "Sent")
        CANCELED = "canceled", pgettext_lazy("mailing", "Canceled")

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    topic = models.CharField(_("topic"), max_length=12)
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, related_name="mailings")
    segment = models.ForeignKey(Segment, models.PROTECT, null=True, blank=True, related_name="mailings")
    subjects = models.JSONField(default=dict)
    other_subjects = models.JSONField(default=dict)
    test_percent = models.PositiveSmallIntegerField(default=0)
    test_hours = models.PositiveSmallIntegerField(default=4)
    winner = models.CharField(max_length=1, blank=True, default="")
    decided_by = models.CharField(max_length=8, blank=True, default="")
    holdout_percent = models.PositiveSmallIntegerField(default=0)
    blocks = models.JSONField(default=list)
    per_hour = models.PositiveIntegerField(default=2_000)
    days = models.PositiveSmallIntegerField(default=1)
    paced_days = models.PositiveSmallIntegerField(null=True, blank=True)
    send_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    cursor = models.BigIntegerField(default=0)
    is_counted = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=200)
    updated_at = models.DateTimeField(_("changed"))
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        indexes = [models.Index(fields=["state", "send_at"], name="marketing_mailings_due")]
        constraints = [
            models.CheckConstraint(condition=Q(days__gte=1, days__lte=30), name="marketing_mailing_days"),
            models.CheckConstraint(condition=Q(per_hour__gte=1), name="marketing_mailing_speed"),
            models.CheckConstraint(
                condition=Q(holdout_percent__lte=50, test_percent__lte=100), name="marketing_mailing_shares"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Recipient(models.Model):
    """One address of one mailing. Handed over once, by a conditional update; facts are asked as it leaves.

    ``reason`` says why it got nothing, "holdout" that it was drawn to get nothing. ``part`` is its half of a
    test of subjects, "" for the rest. ``opened_by_machine_at`` is apart from people who open.
    ``bought_at`` is the first order within two weeks, mail or no mail.
    """

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", pgettext_lazy("recipient", "Waiting")
        HANDED = "handed", pgettext_lazy("recipient", "Handed over")
        SENT = "sent", pgettext_lazy("recipient", "Sent")
        SKIPPED = "skipped", pgettext_lazy("recipient", "Left out")

    PRIVACY = {"contact": "delete"}

    mailing = models.ForeignKey(Mailing, models.CASCADE, related_name="recipients", db_index=False)
    contact = models.ForeignKey("customers.Contact", models.CASCADE, related_name="+")
    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=24, blank=True, default="")
    part = models.CharField(max_length=1, blank=True, default="")
    claim = models.CharField(max_length=24, blank=True, default="")
    not_before = models.DateTimeField()
    handed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by_machine_at = models.DateTimeField(null=True, blank=True)
    clicked_at = models.DateTimeField(null=True, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)
    complained_at = models.DateTimeField(null=True, blank=True)
    bought_at = models.DateTimeField(null=True, blank=True)
    bought_amount = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3, blank=True, default="")

    class Meta:
        ordering = ["id"]
        verbose_name = _("recipient")
        verbose_name_plural = _("recipients")
        constraints = [
            models.UniqueConstraint(fields=["mailing", "contact"], name="marketing_recipient_once")
        ]
        indexes = [
            models.Index(
                fields=["mailing", "not_before", "id"],
                condition=Q(state="waiting"),
                name="marketing_recipients_due",
            ),
            models.Index(fields=["mailing", "handed_at"], name="marketing_recipients_handed"),
            models.Index(fields=["contact", "handed_at"], name="marketing_recipient_pressure"),
            models.Index(fields=["claim"], condition=~Q(claim=""), name="marketing_recipients_claim"),
        ]

    def __str__(self) -> str:
        return f"recipient {self.pk} of mailing {self.mailing_id}"
