"""Types of products and their attributes."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ProductType(models.Model):
    """The schema of a kind of product: which attributes it has (see :class:`Attribute`)."""

    code = models.SlugField(_("code"), max_length=64, unique=True)
    name = models.CharField(_("name"), max_length=120)
    translations = models.JSONField(_("translations"), default=dict, blank=True)
    # The completeness from which a second person may approve a product; NULL: it goes live without one.
    approve_from = models.PositiveSmallIntegerField(
        _("approved from this completeness"), null=True, blank=True
    )

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("product type")
        verbose_name_plural = _("product types")

    def __str__(self) -> str:
        return self.name


class Attribute(models.Model):
    """One typed field of a product type; products of the type hold values under its code."""

    class Kind(models.TextChoices):
        TEXT = "text", _("Text")
        NUMBER = "number", pgettext_lazy("kind of attribute", "Number")
        CHOICE = "choice", _("Choice")
        COLOR = "color", _("Color")
        BOOLEAN = "boolean", _("Yes or no")
        DATE = "date", _("Date")
        FILE = "file", _("File")

    product_type = models.ForeignKey(
        "catalog.ProductType",
        on_delete=models.CASCADE,
        related_name="attributes",
        verbose_name=_("product type"),
    )
    code = models.SlugField(_("code"), max_length=64, allow_unicode=True)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    # Each has value, label, swatch and translations; an empty list means an open vocabulary.
    choices = models.JSONField(_("choices"), default=list, blank=True)
    is_facet = models.BooleanField(_("shown as a filter"), default=False)
    is_variant_level = models.BooleanField(_("differs by variant"), default=False)
    is_required = models.BooleanField(_("required to go live"), default=False)
    position = models.PositiveIntegerField(_("position"), default=0)
    translations = models.JSONField(_("translations"), default=dict, blank=True)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("attribute")
        verbose_name_plural = _("attributes")
        constraints = [
            models.UniqueConstraint(fields=["product_type", "code"], name="catalog_attribute_code"),
        ]

    def __str__(self) -> str:
        return self.name
