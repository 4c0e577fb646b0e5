"""What belongs to one person: the inbox with its marks, and what can still be undone."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class InboxEntry(models.Model):
    """One line in the inboxes of those who answer to `to`: a role code, or a person's handle.

    It repeats nothing of the task, comment or alert it is about, so it can never say anything else than they
    do; `record` and `record_id` name what is kept elsewhere, such as a request for approval. Lines of one
    `topic` fold. One that is addressed to a team may be in the hands of one person, who finishes it for all.
    """

    to = models.CharField(max_length=200)
    task = models.ForeignKey("work.Task", null=True, on_delete=models.CASCADE, related_name="inbox_entries")
    comment = models.ForeignKey(
        "work.Comment", null=True, on_delete=models.CASCADE, related_name="inbox_entries"
    )
    finding = models.ForeignKey(
        "work.Finding", null=True, on_delete=models.CASCADE, related_name="inbox_entries"
    )
    record = models.CharField(max_length=80, blank=True, default="", db_default="")
    record_id = models.CharField(max_length=64, blank=True, default="", db_default="")
    topic = models.CharField(max_length=150, blank=True, default="", db_default="")
    url = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by_id = models.CharField(max_length=64, blank=True, default="", db_default="")
    taken_by = models.CharField(max_length=200, blank=True, default="", db_default="")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("inbox entry")
        verbose_name_plural = _("inbox entries")
        ordering = ("-at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(task__isnull=False, comment=None, finding=None, record="")
                | models.Q(task=None, comment__isnull=False, finding=None, record="")
                | models.Q(task=None, comment=None, finding__isnull=False, record="")
                | models.Q(task=None, comment=None, finding=None) & ~models.Q(record=""),
                name="work_inboxentry_one_subject",
            ),
            models.UniqueConstraint(fields=("task", "to"), name="work_inboxentry_task_once"),
            models.UniqueConstraint(fields=("comment", "to"), name="work_inboxentry_comment_once"),
            models.UniqueConstraint(fields=("finding", "to"), name="work_inboxentry_finding_once"),
            models.UniqueConstraint(
                fields=("record", "record_id", "to"),
                condition=~models.Q(record=""),
                name="work_inboxentry_record_once",
            ),
        )
        indexes = (models.Index(fields=("to", "-at"), name="work_inboxentry_to"),)

    def __str__(self) -> str:
        return f"{self.to}: {self.topic}"


class InboxMark(models.Model):
    """What one person did with an entry: read it, put it off until an instant, or finished with it."""

    entry = models.ForeignKey("work.InboxEntry", on_delete=models.CASCADE, related_name="marks")
    person = models.CharField(max_length=64)
    read_at = models.DateTimeField(null=True, blank=True)
    snoozed_until = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("inbox mark")
        verbose_name_plural = _("inbox marks")
        constraints = (models.UniqueConstraint(fields=("entry", "person"), name="work_inboxmark_once"),)
        indexes = (models.Index(fields=("person",), name="work_inboxmark_person"),)

    def __str__(self) -> str:
        return f"{self.person}: {self.entry_id}"


class UndoOffer(models.Model):
    """A change that its author may take back once, for a short while: which kind, and what was before."""

    kind = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    actor_id = models.CharField(max_length=64)
    offered_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("undo offer")
        verbose_name_plural = _("undo offers")
        indexes = (models.Index(fields=("offered_at",), name="work_undooffer_at"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
