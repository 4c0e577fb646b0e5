"""What the domain that mails come from publishes about itself, as it was last read."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SenderRecord(models.Model):
    """One text of the domain with its verdict; written anew by each check, nothing else changes it."""

    class State(models.TextChoices):
        """How far mail programs can rely on it."""

        GOOD = "good", _("Good")
        WEAK = "weak", _("Could be better")
        BAD = "bad", _("Mails may not arrive")

    domain = models.CharField(max_length=255)
    kind = models.CharField(max_length=5)
    name = models.CharField(max_length=320, unique=True)
    state = models.CharField(max_length=4, choices=State)
    code = models.CharField(max_length=20)
    record = models.TextField(blank=True, default="")
    value = models.IntegerField(default=0)
    checked_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("record of the sender")
        verbose_name_plural = _("records of the sender")

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"
