"""Posts for social networks: what is said once, and where each network has it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.contexts.marketing.models.campaigns import Campaign
from storecrew.kernel.said_field import SaidField


class SocialPost(models.Model):
    """What is posted at a time, on one or several networks. ``picture`` was drawn anew from an upload.

    ``path`` is the page of the shop it leads to; ``skus`` and ``promotion`` are what it promises, which is
    asked again as it leaves. ``stopped_because`` says in words why it did not.
    """

    class State(models.TextChoices):
        """Where it is in its life."""

        DRAFT = "draft", pgettext_lazy("post", "Draft")
        SCHEDULED = "scheduled", pgettext_lazy("post", "Scheduled")
        STOPPED = "stopped", pgettext_lazy("post", "Stopped by a check")
        DONE = "done", pgettext_lazy("post", "Posted")
        CANCELED = "canceled", pgettext_lazy("post", "Canceled")

    campaign = models.ForeignKey(Campaign, models.SET_NULL, null=True, blank=True, related_name="posts")
    promotion = models.ForeignKey(
        "promotions.Promotion", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("name"), max_length=120)
    text = models.TextField(_("text"))
    shop_channel = models.CharField(max_length=32)
    locale = models.CharField(_("language"), max_length=8)
    path = models.CharField(max_length=300, default="/")
    skus = models.JSONField(default=list)
    picture = models.BinaryField(default=b"")
    picture_width = models.PositiveIntegerField(default=0)
    picture_height = models.PositiveIntegerField(default=0)
    picture_alt = models.CharField(max_length=400, blank=True, default="")
    due_at = models.DateTimeField(_("posted at"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    stopped_because = SaidField(blank=True, default="")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField(_("changed"))

    class Meta:
        ordering = ["-due_at", "-id"]
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        indexes = [models.Index(fields=["state", "due_at"], name="marketing_posts_due")]
        constraints = [
            models.CheckConstraint(condition=Q(path__startswith="/"), name="marketing_post_path_is_ours")
        ]

    def __str__(self) -> str:
        return self.name


class Placement(models.Model):
    """A post on one network. ``key`` names it there: it stands in the link, and makes a repeat harmless.

    ``sending`` was claimed and not answered yet; ``unknown`` may be there or not, which the network is asked
    before anything is sent again.
    """

    class State(models.TextChoices):
        """Where it is."""

        WAITING = "waiting", pgettext_lazy("placement", "Waiting")
        SENDING = "sending", pgettext_lazy("placement", "Being sent")
        UNKNOWN = "unknown", pgettext_lazy("placement", "No clear answer")
        POSTED = "posted", pgettext_lazy("placement", "Posted")
        REFUSED = "refused", pgettext_lazy("placement", "Refused")

    post = models.ForeignKey(SocialPost, models.CASCADE, related_name="placements")
    network = models.CharField(_("network"), max_length=20)
    key = models.CharField(max_length=32, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    claimed_at = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    external_id = models.CharField(max_length=200, blank=True, default="")
    url = models.CharField(max_length=500, blank=True, default="")
    problem = models.CharField(max_length=300, blank=True, default="")
    posted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["network", "id"]
        verbose_name = _("post on a network")
        verbose_name_plural = _("posts on networks")
        constraints = [models.UniqueConstraint(fields=["post", "network"], name="marketing_placed_once")]

    def __str__(self) -> str:
        return f"{self.post} · {self.network}"
