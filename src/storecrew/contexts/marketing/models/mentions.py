"""What people say on social networks: mentions, what we answer, and pictures that may be shown."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.contexts.marketing.models.posts import Placement, SocialPost


class Mention(models.Model):
    """A word of somebody on a network: a comment below what we posted, or a post that names us.

    ``post`` is ours that it stands below; ``customer`` and ``order_number`` are what people here found out.
    """

    PRIVACY = {
        "author_id": "delete",
        "author_name": "delete",
        "text": "delete",
        "url": "delete",
        "picture_url": "delete",
        "customer": "delete",
        "order_number": "delete",
    }

    class Kind(models.TextChoices):
        """Where it stands."""

        MENTION = "mention", pgettext_lazy("social", "Mention")
        COMMENT = "comment", pgettext_lazy("social", "Comment")

    class State(models.TextChoices):
        """Where it is in its life."""

        NEW = "new", pgettext_lazy("mention", "New")
        ASSIGNED = "assigned", pgettext_lazy("mention", "Somebody's")
        SERVICE = "service", pgettext_lazy("mention", "With customer service")
        ANSWERED = "answered", pgettext_lazy("mention", "Answered")
        CLOSED = "closed", pgettext_lazy("mention", "Closed")
        IGNORED = "ignored", pgettext_lazy("mention", "Left alone")

    network = models.CharField(_("network"), max_length=20)
    external_id = models.CharField(max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    author_id = models.CharField(max_length=200, blank=True, default="")
    author_name = models.CharField(_("author"), max_length=200, blank=True, default="")
    text = models.TextField(_("text"), blank=True, default="")
    url = models.CharField(max_length=500, blank=True, default="")
    picture_url = models.CharField(max_length=2000, blank=True, default="")
    # False: followers of its author see it, or we alone, and so does our answer.
    public = models.BooleanField(default=True, db_default=True)
    said_at = models.DateTimeField(_("said"))
    heard_at = models.DateTimeField()
    post = models.ForeignKey(SocialPost, models.SET_NULL, null=True, blank=True, related_name="mentions")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.NEW)
    assignee = models.ForeignKey("people.User", models.SET_NULL, null=True, blank=True, related_name="+")
    customer = models.ForeignKey(
        "customers.Customer", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    order_number = models.CharField(max_length=40, blank=True, default="")
    task = models.ForeignKey("work.Task", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-said_at", "-id"]
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints = [
            models.UniqueConstraint(fields=["network", "external_id"], name="marketing_heard_once")
        ]
        indexes = [
            models.Index(fields=["state", "-said_at"], name="marketing_mentions_open"),
            models.Index(fields=["network", "author_id"], name="marketing_mentions_author"),
        ]

    def __str__(self) -> str:
        return f"{self.author_name or self.author_id}: {self.text[:60]}"


class Reply(models.Model):
    """Our answer to a mention; claimed, sent and looked for as posts are (decision 0171)."""

    mention = models.ForeignKey(Mention, models.CASCADE, related_name="replies")
    text = models.TextField(_("text"))
    written_by = models.CharField(max_length=200)
    written_at = models.DateTimeField()
    state = models.CharField(
        _("state"), max_length=10, choices=Placement.State, default=Placement.State.WAITING
    )
    claimed_at = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    external_id = models.CharField(max_length=200, blank=True, default="")
    url = models.CharField(max_length=500, blank=True, default="")
    problem = models.CharField(max_length=300, blank=True, default="")
    posted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("answer to a mention")
        verbose_name_plural = _("answers to mentions")

    def __str__(self) -> str:
        return self.text[:60]


class CustomerPicture(models.Model):
    """A picture of a shopper, drawn anew; it stands at its product while its owner permits that.

    ``permission_words`` are what the owner said, and where; nothing is shown without them.
    """

    PRIVACY = {
        "picture": "delete",
        "credit": "delete",
        "permission_words": "delete",
        "alt": "delete",
    }

    class Permission(models.TextChoices):
        """What its owner says."""

        ASKED = "asked", pgettext_lazy("permission of a picture", "Not given yet")
        GIVEN = "given", pgettext_lazy("permission of a picture", "Given")
        WITHDRAWN = "withdrawn", pgettext_lazy("permission of a picture", "Withdrawn")

    mention = models.ForeignKey(Mention, models.CASCADE, null=True, blank=True, related_name="pictures")
    product = models.ForeignKey("catalog.Product", models.CASCADE, related_name="+")
    picture = models.BinaryField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    alt = models.CharField(_("what it shows"), max_length=400)
    credit = models.CharField(_("by"), max_length=120)
    permission = models.CharField(
        _("permission"), max_length=10, choices=Permission, default=Permission.ASKED
    )
    permission_words = models.TextField(blank=True, default="")
    permission_at = models.DateTimeField(null=True, blank=True)
    shown = models.BooleanField(_("shown"), default=False)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("picture of a customer")
        verbose_name_plural = _("pictures of customers")
        constraints = [
            models.CheckConstraint(
                condition=Q(shown=False) | (Q(permission="given") & ~Q(permission_words="")),
                name="marketing_picture_shown_with_permission",
            )
        ]
        indexes = [models.Index(fields=["product"], condition=Q(shown=True), name="marketing_pictures_shown")]

    def __str__(self) -> str:
        return self.alt
