"""What stands against each other on the calendar: found by rules, resolved or accepted by people."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Conflict(models.Model):
    """A date (`record`, `record_id`) that meets something it should not, as one rule (`code`) found it.

    `facts` are what the rule knew, from which it makes its sentence in the reader's language; `measure` says
    how bad it is in the rule's own unit, so that an acceptance ends when it gets worse. One is active at most
    per `dedupe_key`.
    """

    class Severity(models.TextChoices):
        """Whether what it is about may start in spite of it."""

        BLOCKING = "blocking", pgettext_lazy("conflict", "Blocking")
        WARNING = "warning", pgettext_lazy("conflict", "Warning")

    class State(models.TextChoices):
        """Where it is in its life."""

        OPEN = "open", pgettext_lazy("conflict", "Open")
        ACCEPTED = "accepted", pgettext_lazy("conflict", "Accepted")
        RESOLVED = "resolved", pgettext_lazy("conflict", "Resolved")

    code = models.CharField(_("kind"), max_length=40)
    kind = models.CharField(max_length=40)
    record = models.CharField(max_length=80)
    record_id = models.CharField(max_length=64)
    title = models.CharField(_("what"), max_length=200)
    url = models.CharField(max_length=400, blank=True)
    with_title = models.CharField(_("with"), max_length=200, blank=True)
    with_url = models.CharField(max_length=400, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    measure = models.BigIntegerField(default=0)
    severity = models.CharField(_("severity"), max_length=10, choices=Severity.choices)
    owner_role = models.CharField(_("owner"), max_length=40)
    planner_role = models.CharField(max_length=40)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    dedupe_key = models.CharField(max_length=250)
    found_at = models.DateTimeField(_("found"))
    seen_at = models.DateTimeField()
    answer = models.CharField(_("answer"), max_length=20, blank=True)
    # How many days the answer is about, where it is done in days: a longer promise, mails in parts.
    answer_days = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    accepted_by = models.CharField(max_length=200, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_until = models.DateTimeField(_("accepted until"), null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("conflict")
        verbose_name_plural = _("conflicts")
        ordering = ("starts_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("dedupe_key",),
                condition=models.Q(state__in=("open", "accepted")),
                name="work_conflict_active_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="accepted")
                | (~models.Q(reason="") & models.Q(accepted_until__isnull=False)),
                name="work_conflict_accepted_with_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(state="resolved", resolved_at__isnull=False)
                | (~models.Q(state="resolved") & models.Q(resolved_at=None)),
                name="work_conflict_resolved_has_time",
            ),
        )
        indexes = (
            models.Index(fields=("record", "record_id", "state"), name="work_conflict_record"),
            models.Index(fields=("state", "owner_role", "starts_at"), name="work_conflict_desk"),
        )

    def __str__(self) -> str:
        return f"{self.code}: {self.title}"
