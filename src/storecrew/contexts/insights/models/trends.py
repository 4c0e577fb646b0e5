"""What happens around the shop: prices of others, clips of feeds, notes, and the tasks they became."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class RivalPrice(models.Model):
    """What a competitor asked for the like of an article on a day, in minor units with tax as shown there."""

    variant = models.ForeignKey("catalog.Variant", models.CASCADE, related_name="+")
    rival = models.CharField(_("competitor"), max_length=80)
    amount = models.BigIntegerField(_("price"))
    currency = models.CharField(_("currency"), max_length=3)
    seen_on = models.DateField(_("seen on"))
    url = models.URLField(_("address"), max_length=500, blank=True, default="")
    noted_by = models.CharField(_("noted by"), max_length=120)
    noted_at = models.DateTimeField(_("noted"))

    class Meta:
        ordering = ["-seen_on", "-id"]
        verbose_name = _("price of a competitor")
        verbose_name_plural = _("prices of competitors")
        constraints = [
            models.UniqueConstraint(
                fields=["variant", "rival", "currency", "seen_on"], name="insights_rival_price_once_a_day"
            ),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="insights_rival_price_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.rival}, {self.seen_on}"


class NewsFeed(models.Model):
    """A feed that is read each hour. ``trouble`` is a code while it cannot be read."""

    name = models.CharField(_("name"), max_length=120)
    url = models.URLField(_("address"), max_length=500, unique=True)
    active = models.BooleanField(_("read it"), default=True)
    etag = models.CharField(max_length=200, blank=True, default="")
    modified = models.CharField(max_length=200, blank=True, default="")
    next_at = models.DateTimeField()
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    trouble = models.CharField(_("trouble"), max_length=40, blank=True, default="")

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("news feed")
        verbose_name_plural = _("news feeds")

    def __str__(self) -> str:
        return self.name


class Clip(models.Model):
    """An entry of a feed. ``key`` is a hash of what names it there, so it comes in once."""

    feed = models.ForeignKey(NewsFeed, models.CASCADE, related_name="clips")
    key = models.CharField(max_length=32)
    title = models.CharField(_("title"), max_length=200)
    url = models.URLField(_("address"), max_length=500)
    summary = models.CharField(max_length=400, blank=True, default="")
    at = models.DateTimeField(_("published"), db_index=True)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("clip")
        verbose_name_plural = _("clips")
        constraints = [models.UniqueConstraint(fields=["feed", "key"], name="insights_clip_once")]

    def __str__(self) -> str:
        return self.title


class TrendNote(models.Model):
    """Something that somebody saw or heard."""

    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(blank=True, default="")
    url = models.URLField(_("address"), max_length=500, blank=True, default="")
    noted_by = models.CharField(_("noted by"), max_length=120)
    noted_at = models.DateTimeField(_("noted"))

    class Meta:
        ordering = ["-noted_at", "-id"]
        verbose_name = _("note")
        verbose_name_plural = _("notes")

    def __str__(self) -> str:
        return self.title


class TrendTask(models.Model):
    """The task that a trend became. ``key`` is a sought word, the path of a category, or the id of a row."""

    kind = models.CharField(max_length=8)
    key = models.CharField(max_length=200)
    task_id = models.PositiveBigIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("task of a trend")
        verbose_name_plural = _("tasks of trends")
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="insights_trend_task_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}: task {self.task_id}"
