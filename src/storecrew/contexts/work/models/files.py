"""Lists that are sent as files by the clock: what is sent when and to whom, and what was made of it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage
from django.db import models
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.work import rules
from storecrew.kernel.said_field import SaidField


def private_files() -> Storage:
    """Lists hold customers and costs: their files are kept outside of the public media."""
    return FileSystemStorage(location=settings.STORECREW_DATA / "list-files", base_url=None)


def generated_name(_row: Any, _filename: str) -> str:
    """A name that nobody can guess."""
    return f"{get_random_string(24).lower()}.list"


class FileSchedule(models.Model):
    """A view of a list that is sent as a file again and again, with the rights that `owner` has then.

    The view is the list's address and query string, as a saved view has it. `at_time` is meant by the clock
    of `zone`. One that is paused by the software says why in `trouble`.
    """

    name = models.CharField(_("name"), max_length=120)
    list_code = models.CharField(max_length=80)
    path = models.CharField(max_length=400)
    query = models.CharField(max_length=2000, blank=True)
    form = models.CharField(_("format"), max_length=8, choices=[(each, each.upper()) for each in rules.FORMS])
    rhythm = models.CharField(_("rhythm"), max_length=5, choices=[(each, each) for each in rules.RHYTHMS])
    at_time = models.TimeField(_("time"))
    zone = models.CharField(_("time zone"), max_length=64)
    owner = models.CharField(max_length=64, db_index=True)
    owner_label = models.CharField(max_length=200)
    next_at = models.DateTimeField(_("next"))
    last_at = models.DateTimeField(_("last"), null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    trouble = SaidField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("scheduled file")
        verbose_name_plural = _("scheduled files")
        ordering = ("name", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(form__in=rules.FORMS), name="work_fileschedule_known_form"
            ),
            models.CheckConstraint(
                condition=models.Q(rhythm__in=rules.RHYTHMS), name="work_fileschedule_known_rhythm"
            ),
        )
        indexes = (
            models.Index(
                fields=("next_at",), condition=models.Q(paused_at=None), name="work_fileschedule_due"
            ),
        )

    def __str__(self) -> str:
        return self.name


class FileReceiver(models.Model):
    """One person to whom a scheduled file is sent."""

    schedule = models.ForeignKey(FileSchedule, on_delete=models.CASCADE, related_name="receivers")
    person = models.CharField(max_length=64, db_index=True)
    label = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("receiver")
        verbose_name_plural = _("receivers")
        ordering = ("label", "id")
        constraints = (
            models.UniqueConstraint(fields=("schedule", "person"), name="work_filereceiver_person_once"),
        )

    def __str__(self) -> str:
        return self.label


class ScheduledFile(models.Model):
    """What came of one schedule at one time for one person; the file is deleted when it expires."""

    class Outcome(models.TextChoices):
        """How it was sent."""

        ATTACHED = "attached", _("Sent with the mail")
        LINKED = "linked", _("Sent as a link")
        EMPTY = "empty", _("Nothing in the list")
        FAILED = "failed", _("Not sent")

    schedule = models.ForeignKey(FileSchedule, on_delete=models.CASCADE, related_name="files")
    person = models.CharField(max_length=64)
    label = models.CharField(max_length=200)
    outcome = models.CharField(max_length=8, choices=Outcome)
    reason = SaidField(blank=True)
    made_at = models.DateTimeField()
    name = models.CharField(max_length=200, blank=True)
    rows = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    file = models.FileField(storage=private_files, upload_to=generated_name, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("sent file")
        verbose_name_plural = _("sent files")
        ordering = ("-made_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("schedule", "person", "made_at"), name="work_scheduledfile_once"),
        )
        indexes = (models.Index(fields=("expires_at",), name="work_scheduledfile_expires"),)

    def __str__(self) -> str:
        return self.name or self.outcome
