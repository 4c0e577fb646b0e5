"""The table of who we are to customs."""

from __future__ import annotations

from django.db import models

from storecrew.contexts.shipping.rules.customs import INCOTERMS


class CustomsIdentity(models.Model):
    """Who sends goods abroad from a country: numbers, who signs, and who pays duties."""

    country = models.CharField(max_length=2, unique=True)
    eori = models.CharField(max_length=17, blank=True)
    vat_number = models.CharField(max_length=20, blank=True)
    signer = models.CharField(max_length=100)
    incoterm = models.CharField(max_length=3, choices=[(term, term) for term in INCOTERMS], default="DAP")

    class Meta:
        ordering = ["country"]

    def __str__(self) -> str:
        return self.country
