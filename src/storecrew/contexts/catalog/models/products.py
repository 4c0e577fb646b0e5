"""Products, what is sold of them, and where."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Product(models.Model):
    """What a shopper sees as one thing; what is bought is one of its variants."""

    class Status(models.TextChoices):
        IDEA = "idea", _("Idea")
        DRAFT = "draft", _("Draft")
        APPROVED = "approved", _("Approved")
        LIVE = "live", _("Live")
        END_OF_LIFE = "end_of_life", _("End of life")

    product_type = models.ForeignKey(
        "catalog.ProductType",
        on_delete=models.PROTECT,
        related_name="products",
        verbose_name=_("product type"),
    )
    slug = models.SlugField(_("address"), max_length=200, unique=True, allow_unicode=True)
    title = models.CharField(_("title"), max_length=255)
    subtitle = models.CharField(_("subtitle"), max_length=255, blank=True)
    description = models.TextField(_("description"), blank=True)
    brand = models.CharField(_("brand"), max_length=120, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status.choices, default=Status.DRAFT)
    attributes = models.JSONField(_("attributes"), default=dict, blank=True)
    # The order of the options: a jsonb column does not keep the order of keys.
    option_names = models.JSONField(_("options"), default=list, blank=True)
    tags = models.JSONField(_("tags"), default=list, blank=True)
    seo_title = models.CharField(_("search engine title"), max_length=255, blank=True)
    seo_description = models.CharField(_("search engine description"), max_length=500, blank=True)
    translations = models.JSONField(_("translations"), default=dict, blank=True)
    completeness = models.PositiveSmallIntegerField(_("completeness"), default=0)
    launched_at = models.DateTimeField(_("live since"), null=True, blank=True)
    source_key = models.CharField(_("key at the source"), max_length=200, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    created_at = models.DateTimeField(_("created"))
    updated_at = models.DateTimeField(_("changed"))

    class Meta:
        ordering = ["-updated_at", "-id"]
        verbose_name = _("product")
        verbose_name_plural = _("products")
        constraints = [
            models.UniqueConstraint(
                fields=["source_key"],
                condition=~Q(source_key=""),
                name="catalog_product_source_key",
            ),
            models.CheckConstraint(condition=Q(completeness__lte=100), name="catalog_product_completeness"),
            models.CheckConstraint(
                condition=Q(status__in=["idea", "draft", "approved", "live", "end_of_life"]),
                name="catalog_product_status",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-launched_at", "-id"], name="catalog_product_newest"),
            models.Index(fields=["-updated_at", "-id"], name="catalog_product_changed"),
        ]

    def __str__(self) -> str:
        return self.title


class PlannedEnd(models.Model):
    """A live product sells off from a day on; it ends when its stock is gone, or after its last day."""

    product = models.OneToOneField(
        "catalog.Product", on_delete=models.CASCADE, related_name="planned_end", verbose_name=_("product")
    )
    starts_on = models.DateField(_("sells off from"))
    last_day = models.DateField(_("last day"))
    successor = models.ForeignKey(
        "catalog.Product",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("successor"),
    )
    reason = models.CharField(_("reason"), max_length=400)
    decided_by = models.CharField(_("decided by"), max_length=200)
    decided_at = models.DateTimeField(_("decided"))

    class Meta:
        ordering = ["last_day", "id"]
        verbose_name = _("planned end of life")
        verbose_name_plural = _("planned ends of life")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("starts_on")), name="catalog_planned_end_in_order"
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("product")),
                name="catalog_planned_end_not_to_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_id}: {self.last_day}"


class Variant(models.Model):
    """One sellable unit with its own SKU. A product without options has exactly one."""

    product = models.ForeignKey(
        "catalog.Product",
        on_delete=models.CASCADE,
        related_name="variants",
        verbose_name=_("product"),
    )
    sku = models.CharField(_("SKU"), max_length=120, unique=True)
    barcode = models.CharField(_("barcode (GTIN)"), max_length=14, blank=True, db_index=True)
    options = models.JSONField(_("options"), default=dict, blank=True)
    attributes = models.JSONField(_("attributes"), default=dict, blank=True)
    weight_g = models.PositiveIntegerField(_("weight (g)"), null=True, blank=True)
    length_mm = models.PositiveIntegerField(_("length (mm)"), null=True, blank=True)
    width_mm = models.PositiveIntegerField(_("width (mm)"), null=True, blank=True)
    height_mm = models.PositiveIntegerField(_("height (mm)"), null=True, blank=True)
    position = models.PositiveIntegerField(_("position"), default=0)
    active = models.BooleanField(_("active"), default=True)
    tax_class = models.CharField(_("tax class"), max_length=40, default="standard")
    # Delivered as a code by e-mail: nothing to pack, weigh or send.
    digital = models.BooleanField(_("digital"), default=False, db_default=False)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("variant")
        verbose_name_plural = _("variants")
        constraints = [
            models.CheckConstraint(condition=~Q(sku=""), name="catalog_variant_sku_given"),
        ]

    def __str__(self) -> str:
        return self.sku


class ProductImage(models.Model):
    """A picture of a product, or of one of its variants."""

    product = models.ForeignKey(
        "catalog.Product",
        on_delete=models.CASCADE,
        related_name="images",
        verbose_name=_("product"),
    )
    variant = models.ForeignKey(
        "catalog.Variant",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="images",
        verbose_name=_("variant"),
    )
    image = models.ForeignKey(
        "wagtailimages.Image", on_delete=models.PROTECT, related_name="+", verbose_name=_("image")
    )
    alt = models.CharField(_("alternative text"), max_length=255, blank=True)
    translations = models.JSONField(_("translations"), default=dict, blank=True)
    position = models.PositiveIntegerField(_("position"), default=0)
    # {"webp": [[320, 320, 240, "images/x.webp"], ...], "avif": [...]}: width asked for, width,
    # height, file name. Kept here so that a page of cards needs no query for its pictures.
    renditions = models.JSONField(_("renditions"), default=dict, blank=True)
    source_url = models.CharField(_("source"), max_length=1000, blank=True)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("product image")
        verbose_name_plural = _("product images")

    def __str__(self) -> str:
        return self.alt or f"#{self.pk}"


class ProductRelation(models.Model):
    """``other`` goes with, or can stand in for, ``product``."""

    class Kind(models.TextChoices):
        ACCESSORY = "accessory", _("Accessory")
        SUBSTITUTE = "substitute", _("Substitute")

    product = models.ForeignKey("catalog.Product", on_delete=models.CASCADE, related_name="relations")
    other = models.ForeignKey("catalog.Product", on_delete=models.CASCADE, related_name="related_from")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    position = models.PositiveIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("related product")
        verbose_name_plural = _("related products")
        constraints = [
            models.UniqueConstraint(fields=["product", "other", "kind"], name="catalog_relation_once"),
            models.CheckConstraint(condition=~Q(product=F("other")), name="catalog_relation_not_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} {self.kind} {self.other_id}"


class Listing(models.Model):
    """A product is offered in a channel when it is live and its listing is published."""

    product = models.ForeignKey("catalog.Product", on_delete=models.CASCADE, related_name="listings")
    channel = models.ForeignKey("channels.Channel", on_delete=models.CASCADE, related_name="+")
    published = models.BooleanField(_("published"), default=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("listing")
        verbose_name_plural = _("listings")
        constraints = [
            models.UniqueConstraint(fields=["product", "channel"], name="catalog_listing_once"),
        ]
        indexes = [
            models.Index(fields=["channel", "published", "product"], name="catalog_listing_open"),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} in channel {self.channel_id}"
