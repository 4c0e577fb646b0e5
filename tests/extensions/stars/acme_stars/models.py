"""The extension's own tables. Records of the shop are kept by id: contracts promise doorways, not tables."""

from django.db import models


class Star(models.Model):
    """How often a product changed since the extension is here."""

    product_id = models.BigIntegerField(unique=True)
    changes = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-changes", "product_id"]

    def __str__(self) -> str:
        return f"{self.product_id}: {self.changes}"
