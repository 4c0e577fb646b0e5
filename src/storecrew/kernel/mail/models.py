"""Mails as rows: written with the fact they tell of, sent after commit, kept for the viewer."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

ERASED = "erased@erased.invalid"
"""Who stands in a mail that says nothing any more."""
GONE = ("sent", "given_up", "withdrawn")
"""States in which a mail waits for nothing."""


class Mail(models.Model):
    """One mail to one person; ``dedupe_key`` makes it leave once."""

    class State(models.TextChoices):
        """Where the mail is."""

        WAITING = "waiting", _("Waiting")
        SENDING = "sending", _("Sending")
        SENT = "sent", _("Sent")
        GIVEN_UP = "given_up", _("Given Up")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    to = models.EmailField()
    # The name that stands before the installation's address; "" for that address as it is set.
    sender = models.CharField(max_length=120, blank=True, default="", db_default="")
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField(blank=True)
    locale = models.CharField(max_length=10)
    headers = models.JSONField(default=dict)
    dedupe_key = models.CharField(max_length=160, unique=True)
    record = models.CharField(max_length=60, blank=True)
    record_id = models.CharField(max_length=64, blank=True)
    attach = models.CharField(max_length=120, blank=True, default="")
    # Who writes it as it leaves; "" for a mail that is written already.
    compose = models.CharField(max_length=120, blank=True, default="")
    check_name = models.CharField(max_length=60, blank=True, default="")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    queued_at = models.DateTimeField()
    next_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    # Known while it is being written and sent only.
    key = ""

    class Meta:
        indexes = [
            models.Index(
                fields=["next_at"], condition=models.Q(state__in=["waiting", "sending"]), name="mail_due"
            ),
            models.Index(fields=["-queued_at"], name="mail_newest"),
            models.Index(fields=["record", "record_id"], name="mail_record"),
            models.Index(
                fields=["queued_at"],
                condition=models.Q(state__in=GONE) & ~models.Q(to=ERASED),
                name="mail_to_forget",
            ),
        ]

    @property
    def erased(self) -> bool:
        """Whether address and text are gone."""
        return self.to == ERASED

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"
