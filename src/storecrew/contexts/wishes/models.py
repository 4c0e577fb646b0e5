"""Tables of the wishes context: lists, what is on them, and what gift buyers marked as bought."""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


def new_token() -> str:
    """Return an unguessable reference of 128 bits, safe in a URL."""
    return secrets.token_urlsafe(16)


class WishList(models.Model):
    """What somebody wants, by name; the one without a name is the first, called in the reader's language.

    It belongs to a customer or to a guest, who is known by the secret in the cookie. Who holds `shared` may
    look, and nothing else.
    """

    PRIVACY = {"customer": "delete", "guest": "delete", "name": "delete"}

    customer = models.ForeignKey(
        "customers.Customer", models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    guest = models.CharField(max_length=32, blank=True, default="", editable=False)
    name = models.CharField(_("name"), max_length=60, blank=True, default="")
    shared = models.CharField(max_length=32, unique=True, null=True, blank=True, editable=False)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        verbose_name = _("wish list")
        verbose_name_plural = _("wish lists")
        constraints = [
            models.CheckConstraint(
                condition=Q(customer__isnull=True, guest__gt="") | Q(customer__isnull=False, guest=""),
                name="wishes_list_has_one_owner",
            ),
            models.UniqueConstraint(
                fields=["customer", "name"],
                condition=Q(customer__isnull=False),
                name="wishes_name_once_per_customer",
            ),
            models.UniqueConstraint(
                fields=["guest", "name"], condition=Q(guest__gt=""), name="wishes_name_once_per_guest"
            ),
        ]
        indexes = [
            models.Index(fields=["updated_at"], condition=Q(guest__gt=""), name="wishes_lists_of_guests")
        ]

    def __str__(self) -> str:
        return f"wish list {self.pk}"


class Wish(models.Model):
    """A variant on a list, once. `bought` are units that gift buyers marked, so that no two buy the same."""

    PRIVACY = {"note": "delete"}

    wish_list = models.ForeignKey(WishList, models.CASCADE, related_name="wishes", db_index=False)
    variant = models.ForeignKey("catalog.Variant", models.CASCADE, related_name="+")
    quantity = models.PositiveIntegerField(_("quantity"), default=1)
    note = models.CharField(_("note"), max_length=200, blank=True, default="")
    bought = models.PositiveIntegerField(default=0)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("wish")
        verbose_name_plural = _("wishes")
        constraints = [
            models.UniqueConstraint(fields=["wish_list", "variant"], name="wishes_variant_once_per_list"),
            models.CheckConstraint(condition=Q(quantity__gte=1, quantity__lte=999), name="wishes_quantity"),
        ]

    def __str__(self) -> str:
        return f"wish for variant {self.variant_id}"


class GiftMark(models.Model):
    """Units of a wish that somebody says they bought. `buyer` is a secret of a browser, and says not who."""

    wish = models.ForeignKey(Wish, models.CASCADE, related_name="marks", db_index=False)
    buyer = models.CharField(max_length=32)
    units = models.PositiveIntegerField()
    marked_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        verbose_name = _("gift mark")
        verbose_name_plural = _("gift marks")
        constraints = [
            models.UniqueConstraint(fields=["wish", "buyer"], name="wishes_marked_once_per_buyer"),
            models.CheckConstraint(condition=Q(units__gte=1), name="wishes_marked_units"),
        ]

    def __str__(self) -> str:
        return f"{self.units} of wish {self.wish_id}"
