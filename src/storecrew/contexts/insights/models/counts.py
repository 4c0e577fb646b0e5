"""What happened, without anybody it could be traced to, and the sums of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Incoming(models.Model):
    """A note that waits for the next batch, a few seconds old."""

    at = models.DateTimeField()
    body = models.JSONField()

    class Meta:
        ordering = ["id"]
        verbose_name = _("incoming note")
        verbose_name_plural = _("incoming notes")

    def __str__(self) -> str:
        return f"{self.at:%H:%M:%S} {self.body.get('kind', '')}"


class IngestState(models.Model):
    """One row that whoever writes events holds, so that the numbers of a batch's events are its own."""

    events = models.PositiveBigIntegerField(default=0)
    last_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("state of counting")
        verbose_name_plural = _("states of counting")

    def __str__(self) -> str:
        return f"{self.events} events"


class Event(models.Model):
    """One thing that happened. It names no person, browser, visit, cart or order.

    ``day`` and ``hour`` are those of the channel's wall clock. ``count`` is 1 but for units; ``amount`` is in
    minor units of the channel's currency, negative for money that went back.
    """

    at = models.DateTimeField(db_index=True)
    day = models.DateField()
    hour = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)
    channel = models.ForeignKey("channels.Channel", models.PROTECT, related_name="+", db_index=False)
    way = models.CharField(max_length=12)
    source = models.CharField(max_length=120, blank=True)
    campaign = models.CharField(max_length=80, blank=True)
    device = models.CharField(max_length=8, blank=True)
    page = models.CharField(max_length=20, blank=True)
    path = models.CharField(max_length=200, blank=True)
    product_id = models.PositiveBigIntegerField(null=True)
    term = models.CharField(max_length=80, blank=True)
    count = models.IntegerField(default=1)
    amount = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind}"


class Tally(models.Model):
    """A sum of events: what reports read. ``dimension`` says what ``subject`` is.

    "hour" and "all" have no subject; "source" has the source and its campaign, "page" the path, "product" the
    product's id, "term" the sought words, "message" the id of an on-site
    message, "reason" the code of what stood in a cart's way. What a dimension does not tell apart is empty.
    """

    dimension = models.CharField(max_length=8)
    day = models.DateField()
    hour = models.PositiveSmallIntegerField(default=0)
    channel = models.ForeignKey("channels.Channel", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=10)
    way = models.CharField(max_length=12, blank=True)
    device = models.CharField(max_length=8, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    campaign = models.CharField(max_length=80, blank=True)
    count = models.BigIntegerField(default=0)
    amount = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["dimension", "day"]
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "dimension", "day", "channel", "kind", "way", "device", "subject", "campaign", "hour",
                ],
                name="insights_tally_once",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.dimension} {self.day} {self.kind}: {self.count}"
