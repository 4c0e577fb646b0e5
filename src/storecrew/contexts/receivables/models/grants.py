"""Who may pay on account, how much may be owed at once, and where the money goes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Grant(models.Model):
    """One person or company that may pay on account; several customers may order for one company.

    Writing its row is the lock that orders take before they claim a part of a limit.
    """

    PRIVACY = {"name": "blank", "reason": "blank"}

    name = models.CharField(_("name"), max_length=200, blank=True)
    terms_days = models.PositiveSmallIntegerField(_("days to pay"))
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    held_at = models.DateTimeField(_("held since"), null=True, blank=True)
    held_because = models.CharField(_("held because"), max_length=400, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    granted_by = models.CharField(_("granted by"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(_("granted"))
    updated_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("credit")
        verbose_name_plural = _("credits")
        constraints = [
            models.CheckConstraint(condition=Q(terms_days__lte=365), name="receivables_terms"),
        ]

    def __str__(self) -> str:
        return self.name


class GrantLimit(models.Model):
    """How much may be owed in one currency, in minor units, and how much of it is taken by open items.

    ``used`` may be above ``amount`` only where the limit was lowered afterwards.
    """

    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, related_name="limits")
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField(_("limit"))
    used = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["currency"]
        constraints = [
            models.UniqueConstraint(fields=["grant", "currency"], name="receivables_limit_once"),
            models.CheckConstraint(
                condition=Q(amount__gte=0, used__gte=0), name="receivables_limit_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


class GrantMember(models.Model):
    """A customer who may order on account; a customer belongs to one grant at most."""

    PRIVACY = {"customer": "delete"}

    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, related_name="members")
    customer = models.OneToOneField("customers.Customer", on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.customer_id)


class PayTo(models.Model):
    """The bank account of a channel to which customers on account pay."""

    channel = models.OneToOneField("channels.Channel", on_delete=models.CASCADE, related_name="+")
    holder = models.CharField(_("account holder"), max_length=140)
    bank = models.CharField(_("bank"), max_length=140, blank=True)
    account = models.CharField(_("IBAN or account number"), max_length=40)
    bic = models.CharField(_("BIC"), max_length=11, blank=True)

    def __str__(self) -> str:
        return self.account
