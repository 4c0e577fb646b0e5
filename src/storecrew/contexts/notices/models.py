"""Tables of the notices context: each person's ways, the chats of teams, and what is on its way."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Preference(models.Model):
    """How notices reach a person; without a row the calm defaults hold."""

    user = models.OneToOneField("people.User", on_delete=models.CASCADE, related_name="+")
    mail = models.JSONField(default=list)
    # {kind: id of a chat hook}
    chat = models.JSONField(default=dict)
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    timezone = models.CharField(max_length=64)
    serious_passes = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name = _("ways of notices")
        verbose_name_plural = _("ways of notices")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(quiet_from=None, quiet_until=None)
                | models.Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="notices_quiet_hours_whole",
            ),
        )

    def __str__(self) -> str:
        return str(self.user)


class ChatHook(models.Model):
    """A chat of a team that takes messages at a secret address, as Slack, Mattermost and Teams offer it."""

    team = models.ForeignKey(
        "people.Team", verbose_name=_("team"), on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(_("name"), max_length=60)
    sealed_address = models.TextField()
    host = models.CharField(_("chat"), max_length=253)
    locale = models.CharField(_("language"), max_length=12)
    enabled = models.BooleanField(_("switched on"), default=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name = _("chat hook")
        verbose_name_plural = _("chat hooks")
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """One line of an inbox on its way to one person: by mail, or into a chat they chose.

    Those of one mail share a `batch`; of one chat a line is posted once, however many chose it.
    """

    class State(models.TextChoices):
        """Where it is."""

        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        SKIPPED = "skipped", _("Not needed")
        GIVEN_UP = "given_up", _("Given up")

    entry = models.ForeignKey("work.InboxEntry", on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="+")
    hook = models.ForeignKey("notices.ChatHook", null=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    due_at = models.DateTimeField()
    batch = models.PositiveBigIntegerField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("notice on its way")
        verbose_name_plural = _("notices on their way")
        constraints = (
            models.UniqueConstraint(
                fields=("entry", "user"), condition=models.Q(hook=None), name="notices_mail_once"
            ),
            models.UniqueConstraint(
                fields=("entry", "user", "hook"),
                condition=models.Q(hook__isnull=False),
                name="notices_chat_once",
            ),
        )
        indexes = (
            models.Index(
                fields=("due_at",), condition=models.Q(state="waiting"), name="notices_delivery_due"
            ),
            models.Index(fields=("batch",), name="notices_delivery_batch"),
            models.Index(fields=("settled_at",), name="notices_delivery_settled"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.entry_id} → {self.user_id}"
