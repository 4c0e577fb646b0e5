"""Tables of the approvals context.

A business row is named by ``record`` and ``record_id``, as in the audit trail (M28's exception): whatever
lies above may ask for a second person.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Approval(models.Model):
    """Something that waits for a second person: what, why, the facts of then, and how it ended."""

    class State(models.TextChoices):
        """Where a request is in its life."""

        PENDING = "pending", _("Waiting")
        APPROVED = "approved", pgettext_lazy("request", "Approved")
        REFUSED = "refused", pgettext_lazy("request", "Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        EXPIRED = "expired", _("Expired")
        FAILED = "failed", _("Approved, but not possible any more")

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PENDING)
    permission = models.CharField(max_length=60)
    channel = models.CharField(max_length=40, blank=True)
    record = models.CharField(max_length=80, blank=True)
    record_id = models.CharField(max_length=64, blank=True)
    reason = models.CharField(_("reason"), max_length=400)
    facts = models.JSONField(default=dict)
    payload = models.JSONField(default=dict)
    requester_kind = models.CharField(max_length=10)
    requester_id = models.CharField(max_length=64)
    requester_label = models.CharField(_("asked by"), max_length=200)
    asked_at = models.DateTimeField(_("asked"))
    expires_at = models.DateTimeField(_("expires"))
    decider_id = models.CharField(max_length=64, blank=True)
    decider_label = models.CharField(_("decided by"), max_length=200, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=400, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    outcome = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        ordering = ("-asked_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "key"),
                condition=models.Q(state="pending"),
                name="approvals_asked_once",
            ),
        )
        indexes = (models.Index(fields=("state", "permission", "-asked_at"), name="approvals_inbox"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Limit(models.Model):
    """From where on a second person is needed; "" in role, channel or currency means all of them."""

    name = models.CharField(max_length=60)
    role = models.CharField(_("role"), max_length=40, blank=True)
    channel = models.CharField(_("channel"), max_length=40, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    # Basis points or minor units, as the name says; NULL is "no limit".
    value = models.BigIntegerField(_("limit"), null=True, blank=True)

    class Meta:
        verbose_name = _("limit")
        verbose_name_plural = _("limits")
        ordering = ("name", "channel", "role", "currency")
        constraints = (
            models.UniqueConstraint(
                fields=("name", "role", "channel", "currency"), name="approvals_limit_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}: {self.value}"


class HouseRule(models.Model):
    """One row: whether a business of one person may approve its own requests (GEN-4)."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    single_person = models.BooleanField(default=False)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="approvals_one_house_rule"),)

    def __str__(self) -> str:
        return "single person" if self.single_person else "two persons"
