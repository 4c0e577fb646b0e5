"""Tables of the channels context. Channel = where sold; Market = geography, currency, tax display (M24)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Market(models.Model):
    """A group of countries that share one currency and one way of showing tax."""

    class TaxDisplay(models.TextChoices):
        """Whether shown prices contain the tax."""

        GROSS = "gross", _("Prices include tax")
        NET = "net", _("Tax is added")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=100)
    currency = models.CharField(_("currency"), max_length=3)
    countries = models.JSONField(_("countries"), default=list)
    default_country = models.CharField(_("default country"), max_length=2)
    tax_display = models.CharField(
        _("tax display"), max_length=5, choices=TaxDisplay.choices, default=TaxDisplay.GROSS
    )

    class Meta:
        verbose_name = _("market")
        verbose_name_plural = _("markets")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class Channel(models.Model):
    """A place where we sell: a shop for people, for companies, or of one brand."""

    class Kind(models.TextChoices):
        """Who buys here."""

        B2C = "b2c", _("Consumers (B2C)")
        B2B = "b2b", _("Companies (B2B)")
        D2C = "d2c", _("Direct from the brand (D2C)")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=3, choices=Kind.choices, default=Kind.B2C)
    default_market = models.ForeignKey("channels.Market", on_delete=models.PROTECT, related_name="channels")
    locales = models.JSONField(_("languages"), default=list)
    default_locale = models.CharField(_("default language"), max_length=12, default="en")
    timezone = models.CharField(_("time zone"), max_length=64, default="UTC")
    host = models.CharField(_("host name"), max_length=253, blank=True)
    is_default = models.BooleanField(_("default channel"), default=False)
    active = models.BooleanField(_("active"), default=True)
    # Closed: shoppers read that it opens soon, and whoever has the link with the key looks around.
    public = models.BooleanField(_("open to the public"), default=True, editable=False)
    preview_key = models.CharField(max_length=40, blank=True, editable=False)
    legal = models.JSONField(_("facts in the footer"), default=dict, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        ordering = ("-is_default", "code")
        constraints = (
            models.UniqueConstraint(
                fields=("is_default",),
                condition=models.Q(is_default=True),
                name="channels_one_default",
            ),
            models.UniqueConstraint(
                fields=("host",), condition=~models.Q(host=""), name="channels_host_once"
            ),
            models.CheckConstraint(
                condition=models.Q(is_default=False) | models.Q(active=True),
                name="channels_default_is_active",
            ),
        )

    def __str__(self) -> str:
        return self.name
