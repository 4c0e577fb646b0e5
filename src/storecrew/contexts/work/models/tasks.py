"""Tasks and the dates of the shared calendar."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.sentence import said


class Task(models.Model):
    """Something that a role has to do or to answer, with a time by which; open at most once per `dedupe_key`.

    `asked_from` names the row on which the answer is awaited (an order), `record` the row the work is about.
    """

    class State(models.TextChoices):
        """Where it is in its life."""

        OPEN = "open", _("Open")
        TAKEN = "taken", _("In hand")
        DONE = "done", _("Done")
        WITHDRAWN = "withdrawn", _("No longer needed")

    code = models.CharField(max_length=80)
    title = models.CharField(_("title"), max_length=200)
    detail = models.TextField(_("detail"), blank=True)
    owner_role = models.CharField(_("owner"), max_length=40)
    location_code = models.CharField(_("location"), max_length=50, blank=True)
    team = models.CharField(_("team"), max_length=40, blank=True)
    record = models.CharField(max_length=80, blank=True)
    record_id = models.CharField(max_length=64, blank=True)
    asked_from_record = models.CharField(max_length=80, blank=True)
    asked_from_id = models.CharField(max_length=64, blank=True)
    url = models.CharField(max_length=400, blank=True)
    dedupe_key = models.CharField(max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    wants_answer = models.BooleanField(default=False)
    answer = models.TextField(_("answer"), blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=200)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by_id = models.CharField(max_length=64, blank=True)
    taken_by = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=200, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    escalated_to = models.CharField(max_length=40, blank=True)
    # What title and detail are made of, to be said in the reader's language.
    words = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = (models.F("due_at").asc(nulls_last=True), "id")
        constraints = (
            models.UniqueConstraint(
                fields=("dedupe_key",),
                condition=models.Q(state__in=("open", "taken")) & ~models.Q(dedupe_key=""),
                name="work_task_open_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=("open", "taken"), closed_at=None)
                | models.Q(state__in=("done", "withdrawn"), closed_at__isnull=False),
                name="work_task_closed_has_time",
            ),
        )
        indexes = (
            models.Index(fields=("state", "owner_role", "due_at"), name="work_task_inbox"),
            models.Index(fields=("asked_from_record", "asked_from_id"), name="work_task_asked_from"),
            models.Index(fields=("record", "record_id"), name="work_task_record"),
        )

    def __str__(self) -> str:
        return self.said("title")

    def said(self, column: str) -> str:
        """Return the title, the detail or the reason of an end in the reader's language."""
        return said(self.words.get(column), getattr(self, column))


class CalendarEntry(models.Model):
    """A date that all teams see. Facts put theirs here by (record, id, kind); a fact that moves moves it."""

    kind = models.CharField(_("kind"), max_length=40)
    title = models.CharField(_("title"), max_length=200)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    owner_role = models.CharField(_("owner"), max_length=40)
    record = models.CharField(max_length=80)
    record_id = models.CharField(max_length=64)
    url = models.CharField(max_length=400, blank=True)
    put_by = models.CharField(max_length=200)
    changed_at = models.DateTimeField()
    # What it is about ("location:main", "product:7"), by which conflicts are found.
    touches = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = _("date")
        verbose_name_plural = _("dates")
        ordering = ("starts_at", "id")
        constraints = (
            models.UniqueConstraint(fields=("record", "record_id", "kind"), name="work_calendar_once"),
            models.CheckConstraint(
                condition=models.Q(ends_at__gte=models.F("starts_at")), name="work_calendar_forward"
            ),
        )
        indexes = (
            models.Index(fields=("starts_at",), name="work_calendar_starts"),
            models.Index(fields=("ends_at",), name="work_calendar_ends"),
        )

    def __str__(self) -> str:
        return self.title


class CalendarFeed(models.Model):
    """A secret address under which a person's calendar program reads the dates; only its hash is kept."""

    owner = models.CharField(max_length=64, unique=True)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("calendar link")
        verbose_name_plural = _("calendar links")

    def __str__(self) -> str:
        return f"calendar of {self.owner}"
