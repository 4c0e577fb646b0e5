"""Where products stand: the tree of categories, collections, and addresses that moved."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Category(models.Model):
    """A node of the shop's tree; ``url_path`` is the whole path, such as ``women/shoes``."""

    parent = models.ForeignKey(
        "catalog.Category",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent"),
    )
    slug = models.SlugField(_("address"), max_length=120, allow_unicode=True)
    name = models.CharField(_("name"), max_length=160)
    url_path = models.CharField(_("path"), max_length=700, unique=True)
    position = models.PositiveIntegerField(_("position"), default=0)
    description = models.TextField(_("description"), blank=True)
    seo_title = models.CharField(_("search engine title"), max_length=255, blank=True)
    seo_description = models.CharField(_("search engine description"), max_length=500, blank=True)
    # The filters an editor chose for this category, in order; empty means those of the types.
    facet_codes = models.JSONField(_("filters"), default=list, blank=True)
    translations = models.JSONField(_("translations"), default=dict, blank=True)
    visible = models.BooleanField(_("visible"), default=True)
    # Codes of the channels whose shoppers do not see it; new channels show it.
    hidden_in = models.JSONField(_("not shown in"), default=list, blank=True)
    # How its page is set: a code of `rules.layouts`; a page shows a code it does not know as the grid.
    layout = models.CharField(_("page template"), max_length=20, default="grid")
    lead_image = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lead picture"),
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        ordering = ["url_path"]
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="catalog_category_not_own_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProductCategory(models.Model):
    """A product stands in a category; the first (lowest id) is its main one."""

    product = models.ForeignKey("catalog.Product", on_delete=models.CASCADE, related_name="category_links")
    category = models.ForeignKey("catalog.Category", on_delete=models.CASCADE, related_name="product_links")
    position = models.PositiveIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("category of a product")
        verbose_name_plural = _("categories of products")
        constraints = [
            models.UniqueConstraint(fields=["product", "category"], name="catalog_product_category_once"),
        ]
        indexes = [
            models.Index(fields=["category", "product"], name="catalog_category_products"),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} in {self.category_id}"


class Collection(models.Model):
    """A set of products described by rules (see ``rules/collections.py``)."""

    code = models.SlugField(_("code"), max_length=64, unique=True)
    slug = models.SlugField(_("address"), max_length=120, unique=True, allow_unicode=True)
    name = models.CharField(_("name"), max_length=160)
    description = models.TextField(_("description"), blank=True)
    rules = models.JSONField(_("rules"), default=dict, blank=True)
    translations = models.JSONField(_("translations"), default=dict, blank=True)
    visible = models.BooleanField(_("visible"), default=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("collection")
        verbose_name_plural = _("collections")

    def __str__(self) -> str:
        return self.name


class PathRedirect(models.Model):
    """An address that moved for good. Chains are flattened when they would arise."""

    old_path = models.CharField(_("old path"), max_length=700, unique=True)
    new_path = models.CharField(_("new path"), max_length=700, db_index=True)

    class Meta:
        ordering = ["old_path"]
        verbose_name = _("moved path")
        verbose_name_plural = _("moved paths")
        constraints = [
            models.CheckConstraint(
                condition=~Q(old_path=F("new_path")), name="catalog_redirect_not_to_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_path} → {self.new_path}"
