"""Who sells to us, what of, in which packs and at which price."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Supplier(models.Model):
    """A business that we buy from; orders and prices are in its currency."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    currency = models.CharField(_("currency"), max_length=3)
    country = models.CharField(_("country"), max_length=2, blank=True)
    locale = models.CharField(_("language"), max_length=10, default="en")
    order_email = models.EmailField(_("mail for orders"), blank=True)
    lead_days = models.PositiveSmallIntegerField(_("agreed lead time"), default=14)
    payment_days = models.PositiveSmallIntegerField(_("payment days"), default=30)
    active = models.BooleanField(_("active"), default=True)
    note = models.TextField(_("note"), blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("supplier")
        verbose_name_plural = _("suppliers")

    def __str__(self) -> str:
        return self.name


class SupplierContact(models.Model):
    """Somebody to talk to at a supplier."""

    supplier = models.ForeignKey(Supplier, models.CASCADE, related_name="contacts")
    name = models.CharField(_("name"), max_length=120)
    duty = models.CharField(_("duty"), max_length=80, blank=True)
    email = models.EmailField(_("email"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")

    def __str__(self) -> str:
        return self.name


class SupplierArticle(models.Model):
    """A variant that a supplier sells: its code there, the smallest order and the pack it comes in."""

    supplier = models.ForeignKey(Supplier, models.CASCADE, related_name="articles")
    variant = models.ForeignKey("catalog.Variant", models.CASCADE, related_name="+")
    supplier_sku = models.CharField(_("supplier's code"), max_length=80, blank=True)
    moq = models.PositiveIntegerField(_("smallest order"), default=1)
    pack_size = models.PositiveIntegerField(_("pack size"), default=1)
    lead_days = models.PositiveSmallIntegerField(_("lead time"), null=True, blank=True)
    preferred = models.BooleanField(_("preferred"), default=False)

    class Meta:
        ordering = ["supplier", "variant"]
        verbose_name = _("article of a supplier")
        verbose_name_plural = _("articles of suppliers")
        constraints = [
            models.UniqueConstraint(fields=["supplier", "variant"], name="purchasing_article_once"),
            models.UniqueConstraint(
                fields=["variant"], condition=Q(preferred=True), name="purchasing_one_preferred_supplier"
            ),
            models.CheckConstraint(
                condition=Q(moq__gte=1, pack_size__gte=1), name="purchasing_article_at_least_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.variant_id} of supplier {self.supplier_id}"


class PriceStep(models.Model):
    """What a unit costs from a quantity on, in a window of days; `valid_until` is the last day, None open."""

    article = models.ForeignKey(SupplierArticle, models.CASCADE, related_name="prices")
    from_quantity = models.PositiveIntegerField(_("from quantity"), default=1)
    amount = models.BigIntegerField(_("price"))
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        ordering = ["article", "from_quantity", "valid_from"]
        verbose_name = _("supplier's price")
        verbose_name_plural = _("suppliers' prices")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "from_quantity", "valid_from"], name="purchasing_price_once"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="purchasing_price_not_negative"),
            models.CheckConstraint(condition=Q(from_quantity__gte=1), name="purchasing_price_from_one"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="purchasing_price_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} from {self.from_quantity}"
