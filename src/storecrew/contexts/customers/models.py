"""Tables of the people who buy.

``PRIVACY`` on a model says, for every field that tells something about a person, what an erasure does with
it:

- ``blank``: emptied;
- ``replace``: replaced by a value that identifies nobody (unique columns);
- ``unlink``: a reference that is cut;
- ``delete``: the whole row goes.
"""

from django.db import models
from django.db.models import Q


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
        "notes": "blank",
    }

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
