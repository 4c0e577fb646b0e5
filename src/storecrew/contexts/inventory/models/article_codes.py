"""Codes that are sold as goods: license keys, gift card codes that were bought in.

The number of unused codes of a pool is what is on hand of its variant at the place of codes; the operations
that change one change the other in the same transaction.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class CodePool(models.Model):
    """A variant whose goods are codes; ``how`` tells the customer what to do with one."""

    variant = models.OneToOneField("catalog.Variant", models.PROTECT, related_name="+")
    how = models.CharField(_("how to use a code"), max_length=300, blank=True, default="")
    opened_at = models.DateTimeField(_("opened"))

    class Meta:
        ordering = ["id"]
        verbose_name = _("code pool")
        verbose_name_plural = _("code pools")

    def __str__(self) -> str:
        return f"codes of variant {self.variant_id}"


class CodeFile(models.Model):
    """A file of codes that was taken in: how many were new, and how many were known already."""

    pool = models.ForeignKey(CodePool, models.PROTECT, related_name="files")
    name = models.CharField(_("file"), max_length=200)
    added = models.PositiveIntegerField(_("new codes"))
    known = models.PositiveIntegerField(_("known already"))
    actor = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("file of codes")
        verbose_name_plural = _("files of codes")

    def __str__(self) -> str:
        return self.name


class ArticleCode(models.Model):
    """One code: sealed, found again by its digest, given to one unit of one order line at most."""

    class State(models.TextChoices):
        """Where the code is."""

        UNUSED = "unused", _("Unused")
        GIVEN = "given", _("Given to an order")
        BURNED = "burned", _("Not for sale any more")

    pool = models.ForeignKey(CodePool, models.PROTECT, related_name="codes", db_index=False)
    file = models.ForeignKey(CodeFile, models.PROTECT, related_name="codes")
    digest = models.CharField(max_length=64, unique=True)
    sealed = models.TextField()
    hint = models.CharField(_("ends with"), max_length=4)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.UNUSED)
    order = models.ForeignKey("orders.Order", models.PROTECT, null=True, related_name="+")
    order_line = models.ForeignKey(
        "orders.OrderLine", models.PROTECT, null=True, related_name="+", db_index=False
    )
    unit = models.PositiveIntegerField(null=True)
    given_at = models.DateTimeField(null=True)
    # From then on somebody may have used it: it is never sold a second time.
    shown_at = models.DateTimeField(null=True)
    burned_because = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ["id"]
        verbose_name = _("article code")
        verbose_name_plural = _("article codes")
        indexes = [models.Index(fields=["pool", "state", "id"], name="inventory_code_next")]
        constraints = [
            models.UniqueConstraint(fields=["order_line", "unit"], name="inventory_code_once_per_unit"),
            models.CheckConstraint(
                condition=Q(
                    state="unused", order=None, order_line=None, unit=None, given_at=None, shown_at=None
                )
                | Q(state="given", order__isnull=False, order_line__isnull=False, unit__isnull=False)
                | Q(state="burned") & ~Q(burned_because=""),
                name="inventory_code_state",
            ),
        ]

    def __str__(self) -> str:
        return f"…{self.hint}: {self.state}"
