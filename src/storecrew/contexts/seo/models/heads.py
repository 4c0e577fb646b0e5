"""How titles and descriptions are made where nobody wrote one."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class HeadTemplate(models.Model):
    """Title and description for one kind of page; an empty language or channel stands for all of them."""

    class Kind(models.TextChoices):
        """Kinds of pages."""

        PRODUCT = "product", _("Product")
        CATEGORY = "category", _("Category")
        COLLECTION = "collection", _("Collection")
        PAGE = "page", _("Content page")
        HOME = "home", _("Home page")
        SEARCH = "search", _("Search results")

    kind = models.CharField(_("kind of page"), max_length=12, choices=Kind)
    locale = models.CharField(_("language"), max_length=8, blank=True, default="")
    channel = models.CharField(_("channel"), max_length=32, blank=True, default="")
    title = models.CharField(_("title"), max_length=200, blank=True, default="")
    description = models.CharField(_("description"), max_length=400, blank=True, default="")
    updated_at = models.DateTimeField(_("changed"))

    class Meta:
        ordering = ["kind", "locale", "channel"]
        verbose_name = _("template of titles")
        verbose_name_plural = _("templates of titles")
        constraints = [
            models.UniqueConstraint(fields=["kind", "locale", "channel"], name="seo_template_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.locale or '*'} {self.channel or '*'}"
