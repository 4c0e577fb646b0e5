"""What a search engine said about addresses of the shop, and how often it was asked on which day."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.seo.models.audit import Page


class IndexStatus(models.Model):
    """The newest answer about one address: ``since`` it is so, and what it was before.

    ``page`` is empty for an address that the sitemap does not name, such as one of an imported report.
    ``wanted_at`` is since when somebody waits for a newer answer.
    """

    class State(models.TextChoices):
        """Where the address stands, in our words."""

        INDEXED = "indexed", _("Indexed")
        CRAWLED = "crawled", _("Crawled, not indexed")
        DISCOVERED = "discovered", _("Discovered, not crawled")
        ELSEWHERE = "elsewhere", _("Listed under another address")
        BLOCKED = "blocked", _("Kept out")
        ERROR = "error", _("Error")
        UNKNOWN = "unknown", _("Unknown to Google")

    class Source(models.TextChoices):
        """How the answer came."""

        ASKED = "asked", _("Asked")
        IMPORTED = "imported", _("From a report")

    path = models.CharField(_("address"), max_length=700, unique=True)
    page = models.OneToOneField(Page, models.SET_NULL, null=True, blank=True, related_name="answer")
    state = models.CharField(_("state"), max_length=10, choices=State)
    reason = models.CharField(_("why"), max_length=20)
    said = models.CharField(_("words of the engine"), max_length=200, blank=True, default="")
    canonical = models.CharField(_("address that it chose"), max_length=700, blank=True, default="")
    crawled_at = models.DateTimeField(_("last crawl"), null=True, blank=True)
    asked_at = models.DateTimeField(_("asked"))
    since = models.DateTimeField(_("so since"))
    was = models.CharField(_("before"), max_length=10, choices=State, blank=True, default="")
    source = models.CharField(_("source"), max_length=8, choices=Source)
    wanted_at = models.DateTimeField(_("to be asked again"), null=True, blank=True)

    class Meta:
        ordering = ["path"]
        verbose_name = _("index status")
        verbose_name_plural = _("index status")

    def __str__(self) -> str:
        return f"{self.path} {self.state}"


class InspectionDay(models.Model):
    """How many questions one day of the engine's quota has cost, and until when it wants no more."""

    class Trouble(models.TextChoices):
        """Why asking rests."""

        QUOTA = "quota", _("Google wants no more questions for now.")
        SILENT = "silent", _("Google does not answer.")
        REFUSED = "refused", _("Google refuses the account or the property.")

    day = models.DateField(_("day"), unique=True)
    asked = models.PositiveIntegerField(_("questions"), default=0)
    rests_until = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=8, choices=Trouble, blank=True, default="")

    class Meta:
        ordering = ["-day"]
        verbose_name = _("day of questions")
        verbose_name_plural = _("days of questions")

    def __str__(self) -> str:
        return f"{self.day} {self.asked}"
