"""Photos of goods that come back: the customer's with the request, the warehouse's of what was found."""

from __future__ import annotations

from django.db import models


class ReturnPhoto(models.Model):
    """A photo of a return; in the table and not in a folder that the web server hands out."""

    parent = models.ForeignKey("aftersales.Return", on_delete=models.CASCADE, related_name="photos")
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    by_customer = models.BooleanField(default=False)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["parent", "digest"], name="aftersales_return_photo_once")
        ]

    def __str__(self) -> str:
        return f"photo {self.pk} of return {self.parent_id}"
