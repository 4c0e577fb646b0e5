"""Tables of the people who buy.

``PRIVACY`` on a model says, for every field that tells something about a person, what an erasure does with
it:

- ``blank``: emptied;
- ``replace``: replaced by a value that identifies nobody (unique columns);
- ``unlink``: a reference that is cut;
- ``delete``: the whole row goes.
"""

import secrets

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


def new_token() -> str:
    """Return an unguessable name for an address, safe in a link."""
    return secrets.token_urlsafe(24)


class Customer(models.Model):
    """A person (or the contact of a company) who buys; found again by the e-mail address, stored in lower
    case.
    """

    PRIVACY = {
        "user": "unlink",
        "email": "replace",
        "name": "blank",
        "phone": "blank",
        "locale": "blank",
        "birthday": "blank",
        "notes": "blank",
    }

    # Month and day, with the year where it was told: "02-29" or "02-29-1990"; see rules.birthday_text.
    birthday = models.CharField(max_length=10, blank=True, default="", db_index=True)
    user = models.OneToOneField(
        "people.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    email = models.CharField(max_length=254, unique=True)
    name = models.CharField(max_length=200, blank=True, default="")
    phone = models.CharField(max_length=32, blank=True, default="")
    locale = models.CharField(max_length=12, blank=True, default="")
    notes = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_index=True)
    updated_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name or self.email


class Address(models.Model):
    """A place of a customer. Orders copy what they need, so a row here may change or go at any time."""

    PRIVACY = {
        "name": "delete",
        "company": "delete",
        "street": "delete",
        "street2": "delete",
        "city": "delete",
        "postal_code": "delete",
        "region": "delete",
        "country": "delete",
        "phone": "delete",
    }

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="addresses")
    name = models.CharField(max_length=200)
    company = models.CharField(max_length=200, blank=True, default="")
    street = models.CharField(max_length=200)
    street2 = models.CharField(max_length=200, blank=True, default="")
    city = models.CharField(max_length=120, blank=True, default="")
    postal_code = models.CharField(max_length=20, blank=True, default="")
    region = models.CharField(max_length=120, blank=True, default="")
    country = models.CharField(max_length=2)
    phone = models.CharField(max_length=32, blank=True, default="")
    is_default = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["-is_default", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["customer"], condition=Q(is_default=True), name="customers_one_default_address"
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(
            part for part in (self.name, self.street, self.postal_code, self.city, self.country) if part
        )


class Contact(models.Model):
    """One address that may be written to for more than orders, if it agreed; ``token`` opens its own page.

    ``suppressed_because`` is "bounce", "complaint" or "hand": nothing is sent there any more, whatever was
    agreed. Kept apart from customers, since many who agree have not bought yet.
    """

    PRIVACY = {
        "email": "delete",
        "customer": "delete",
        "locale": "delete",
        "channel_code": "delete",
        "country": "delete",
    }

    email = models.CharField(max_length=254, unique=True)
    customer = models.ForeignKey(Customer, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    locale = models.CharField(max_length=12)
    channel_code = models.CharField(max_length=64)
    country = models.CharField(max_length=2, blank=True, default="")
    created_at = models.DateTimeField()
    suppressed_at = models.DateTimeField(null=True, blank=True)
    suppressed_because = models.CharField(max_length=12, blank=True, default="")

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [
            models.CheckConstraint(
                condition=Q(suppressed_at=None, suppressed_because="")
                | (Q(suppressed_at__isnull=False) & ~Q(suppressed_because="")),
                name="customers_suppressed_for_a_reason",
            )
        ]

    def __str__(self) -> str:
        return self.email


class Consent(models.Model):
    """What an address agreed to on one topic; asked until the link of a mail was followed (double opt-in)."""

    class State(models.TextChoices):
        """Whether it may be written to."""

        ASKED = "asked", pgettext_lazy("consent", "To be confirmed")
        GIVEN = "given", pgettext_lazy("consent", "Given")
        WITHDRAWN = "withdrawn", pgettext_lazy("consent", "Withdrawn")

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="consents", db_index=False)
    topic = models.CharField(max_length=12)
    state = models.CharField(max_length=10, choices=State)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.UniqueConstraint(fields=["contact", "topic"], name="customers_consent_once"),
        ]
        indexes = [
            models.Index(fields=["topic", "contact"], condition=Q(state="given"), name="customers_consented")
        ]

    def __str__(self) -> str:
        return f"{self.topic}: {self.state}"


class ConsentProof(models.Model):
    """Who agreed to which sentence, when, where and how; rows are appended and never changed."""

    PRIVACY = {"sentence": "delete", "source": "delete", "ip": "delete"}

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="proofs")
    topic = models.CharField(max_length=12)
    state = models.CharField(max_length=10)
    sentence = models.CharField(max_length=500, blank=True, default="")
    source = models.CharField(max_length=60)
    ip = models.CharField(max_length=45, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("proof of consent")
        verbose_name_plural = _("proofs of consent")

    def __str__(self) -> str:
        return f"{self.topic} {self.state} {self.at:%Y-%m-%d}"
