"""Addresses that lead elsewhere, and addresses that were asked for and are not there."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Redirect(models.Model):
    """Where an old address leads. Asked only where no page answers, so a living page always wins.

    ``old_path`` has no trailing slash and no query; without a language in front it stands for all languages.
    ``new_path`` is a path of the shop, empty for an address that is gone for good (410).
    """

    class Status(models.IntegerChoices):
        """How the visitor is told."""

        MOVED = 301, _("Moved for good (301)")
        FOR_NOW = 302, _("For now (302)")
        GONE = 410, _("Gone for good (410)")

    old_path = models.CharField(_("old address"), max_length=500, unique=True)
    new_path = models.CharField(_("leads to"), max_length=500, blank=True, default="", db_index=True)
    status = models.PositiveSmallIntegerField(_("answer"), choices=Status, default=Status.MOVED)
    note = models.CharField(_("note"), max_length=200, blank=True, default="")
    hits = models.PositiveBigIntegerField(_("visits"), default=0)
    last_hit_at = models.DateTimeField(_("last visit"), null=True, blank=True)
    # What timed work found when it last followed it: nothing answers there any more.
    is_dead = models.BooleanField(_("leads nowhere"), default=False, db_index=True)
    looked_at = models.DateTimeField(_("followed"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"))
    updated_at = models.DateTimeField(_("changed"))

    class Meta:
        ordering = ["old_path"]
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        constraints = [
            models.CheckConstraint(condition=~Q(old_path=F("new_path")), name="seo_redirect_not_to_itself"),
            models.CheckConstraint(
                condition=Q(status=410, new_path="") | (~Q(status=410) & ~Q(new_path="")),
                name="seo_redirect_leads_or_is_gone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_path} → {self.new_path or self.status}"


class MissingPath(models.Model):
    """An address that was asked for and is not there, without language and query."""

    path = models.CharField(_("address"), max_length=200, unique=True)
    people = models.PositiveBigIntegerField(_("visits of people"), default=0)
    machines = models.PositiveBigIntegerField(_("visits of machines"), default=0)
    first_at = models.DateTimeField(_("first asked for"))
    last_at = models.DateTimeField(_("last asked for"), db_index=True)

    class Meta:
        ordering = ["-people", "-machines", "id"]
        verbose_name = _("address not found")
        verbose_name_plural = _("addresses not found")

    def __str__(self) -> str:
        return self.path
