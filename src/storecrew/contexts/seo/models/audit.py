"""What the audit saw: pages with their facts, findings with their life, and the run that is under way."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class AuditRun(models.Model):
    """One walk through all pages. Its place is kept by the pages that it has not seen yet."""

    class State(models.TextChoices):
        """Where it stands."""

        RUNNING = "running", _("running")
        DONE = "done", _("done")

    state = models.CharField(max_length=8, choices=State, default=State.RUNNING)
    total = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("audit")
        verbose_name_plural = _("audits")
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="running"), name="seo_one_audit_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d} {self.state}"


class Page(models.Model):
    """A page of the sitemap as it was when it was last looked at.

    ``facts`` are what other pages are compared with (``operations.looking``). ``views`` and ``worth`` (minor
    units of ``currency``) are of 28 days, of all languages together, as of the end of the last audit.
    """

    class Index(models.TextChoices):
        """Whether search engines may list it, by what the page itself says."""

        OPEN = "open", _("May be listed")
        NOINDEX = "noindex", _("Says noindex")
        ELSEWHERE = "elsewhere", _("Names another address")
        MOVED = "moved", _("Leads elsewhere")
        BLOCKED = "blocked", _("Closed by robots.txt")
        BROKEN = "broken", _("Does not answer")
        UNSEEN = "unseen", _("Not looked at yet")

    path = models.CharField(_("address"), max_length=700, unique=True)
    kind = models.CharField(_("kind of page"), max_length=12)
    locale = models.CharField(_("language"), max_length=8)
    label = models.CharField(_("page"), max_length=300, blank=True, default="")
    record_id = models.BigIntegerField(default=0)
    index = models.CharField(_("search engines"), max_length=10, choices=Index, default=Index.UNSEEN)
    status = models.PositiveSmallIntegerField(_("answer"), default=0)
    facts = models.JSONField(default=dict)
    depth = models.PositiveSmallIntegerField(_("clicks from home"), null=True)
    linked = models.PositiveIntegerField(_("linked from"), default=0)
    views = models.PositiveBigIntegerField(_("seen in 28 days"), default=0)
    worth = models.BigIntegerField(_("orders of visits with it"), default=0)
    currency = models.CharField(max_length=3, blank=True, default="")
    run = models.ForeignKey(AuditRun, models.SET_NULL, null=True, related_name="+")
    seen_by = models.ForeignKey(AuditRun, models.SET_NULL, null=True, related_name="+")
    checked_at = models.DateTimeField(_("looked at"), null=True, blank=True)
    # When it was first seen to say something else than before, so that search engines are asked again.
    changed_at = models.DateTimeField(_("changed"), null=True, blank=True)

    class Meta:
        ordering = ["path"]
        verbose_name = _("page of the shop")
        verbose_name_plural = _("pages of the shop")

    def __str__(self) -> str:
        return self.path


class Finding(models.Model):
    """One thing that is wrong with a page: a code and values, worded when it is shown."""

    class Severity(models.IntegerChoices):
        """How bad it is."""

        ERROR = 1, _("Error")
        WARNING = 2, _("Warning")
        HINT = 3, _("Hint")

    page = models.ForeignKey(Page, models.CASCADE, related_name="findings")
    code = models.CharField(max_length=40)
    severity = models.PositiveSmallIntegerField(choices=Severity)
    values = models.JSONField(default=dict)
    first_at = models.DateTimeField(_("first seen"))
    last_at = models.DateTimeField(_("last seen"))
    fixed_at = models.DateTimeField(_("cured"), null=True, blank=True)
    ignored_at = models.DateTimeField(_("set aside"), null=True, blank=True)
    ignored_by = models.CharField(max_length=120, blank=True, default="")
    ignore_reason = models.CharField(_("why"), max_length=300, blank=True, default="")

    class Meta:
        ordering = ["severity", "id"]
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        constraints = [
            models.UniqueConstraint(fields=["page", "code"], name="seo_finding_once"),
            models.CheckConstraint(
                condition=Q(ignored_at__isnull=True) | ~Q(ignore_reason=""), name="seo_ignored_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.page_id}"
