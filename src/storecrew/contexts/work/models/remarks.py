"""Comments, findings and saved views: what people and the shop say about a row or a list."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.sentence import said


class Comment(models.Model):
    """A note of a person or an agent on a business row."""

    record = models.CharField(max_length=80)
    record_id = models.CharField(max_length=64)
    body = models.TextField()
    author_kind = models.CharField(max_length=10)
    author_id = models.CharField(max_length=64)
    author_label = models.CharField(max_length=200)
    mentions = models.JSONField(default=list, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ("at", "id")
        indexes = (models.Index(fields=("record", "record_id", "at"), name="work_comment_record"),)

    def __str__(self) -> str:
        return self.body[:60]


class Finding(models.Model):
    """Something that a role should look at: an alert with an owner. Open at most once per `dedupe_key`."""

    class Severity(models.TextChoices):
        """How much it matters."""

        INFO = "info", _("Note")
        WARNING = "warning", _("Warning")
        CRITICAL = "critical", _("Critical")

    class State(models.TextChoices):
        """Where it is in its life."""

        OPEN = "open", _("Open")
        RESOLVED = "resolved", _("Resolved")

    code = models.CharField(max_length=80)
    title = models.CharField(_("title"), max_length=200)
    detail = models.TextField(_("detail"), blank=True)
    record = models.CharField(max_length=80, blank=True)
    record_id = models.CharField(max_length=64, blank=True)
    owner_role = models.CharField(_("owner"), max_length=40)
    severity = models.CharField(
        _("severity"), max_length=10, choices=Severity.choices, default=Severity.WARNING
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    dedupe_key = models.CharField(max_length=200)
    url = models.CharField(max_length=400, blank=True)
    times = models.PositiveIntegerField(default=1)
    raised_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolution = models.CharField(max_length=400, blank=True)
    # What title, detail and resolution are made of, to be said in the reader's language.
    words = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ("-raised_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("dedupe_key",),
                condition=models.Q(state="open"),
                name="work_finding_open_once",
            ),
        )
        indexes = (models.Index(fields=("state", "owner_role", "-raised_at"), name="work_finding_inbox"),)

    def __str__(self) -> str:
        return self.said("title")

    def said(self, column: str) -> str:
        """Return the title, the detail or the resolution in the reader's language."""
        return said(self.words.get(column), getattr(self, column))


class SavedView(models.Model):
    """A named state of a list: its filters, sort and columns as a query string.

    `owner` is the id of the user, `team` a team code: exactly one way of sharing holds at a time.
    """

    list_code = models.CharField(max_length=80)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=2000)
    owner = models.CharField(max_length=64)
    team = models.CharField(max_length=40, blank=True)
    shared = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(fields=("list_code", "owner", "name"), name="work_savedview_name_once"),
            models.CheckConstraint(
                condition=models.Q(team="") | models.Q(shared=False), name="work_savedview_one_way"
            ),
        )

    def __str__(self) -> str:
        return self.name
