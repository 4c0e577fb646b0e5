"""Tables of reviews."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.reviews import states


class Review(models.Model):
    """What somebody who bought a product says of it; one per product of an order."""

    PRIVACY = {"customer": "unlink", "name": "delete", "title": "delete", "words": "delete"}

    product = models.ForeignKey("catalog.Product", on_delete=models.CASCADE, related_name="+")
    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey("customers.Customer", on_delete=models.SET_NULL, null=True, related_name="+")
    channel = models.ForeignKey("channels.Channel", on_delete=models.PROTECT, related_name="+")
    locale = models.CharField(_("language"), max_length=12)
    stars = models.PositiveSmallIntegerField(_("stars"))
    title = models.CharField(_("title"), max_length=120, blank=True)
    words = models.TextField(_("words"), blank=True)
    name = models.CharField(_("name in the shop"), max_length=60, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=states.STATES, default=states.WAITING)
    written_at = models.DateTimeField(_("written"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.CharField(max_length=200, blank=True)
    reason = models.CharField(_("reason"), max_length=12, blank=True, choices=states.REASONS, default="")
    # What the author reads about why it is not published.
    note = models.CharField(_("words to the author"), max_length=500, blank=True)
    reply = models.TextField(_("answer of the shop"), blank=True)
    replied_at = models.DateTimeField(_("answered"), null=True, blank=True)
    replied_by = models.CharField(max_length=200, blank=True)
    # How many reports nobody has looked at.
    reports = models.PositiveIntegerField(_("reports"), default=0)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        constraints = [
            models.UniqueConstraint(fields=["order", "product"], name="reviews_once_per_order"),
            models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=5), name="reviews_stars"),
        ]
        indexes = [
            models.Index(fields=["product", "state", "-written_at"], name="reviews_of_product"),
            models.Index(fields=["state", "written_at"], name="reviews_queue"),
        ]

    def __str__(self) -> str:
        return f"{self.stars}: {self.title}"


class ReviewPhoto(models.Model):
    """A photo with a review, drawn anew; in the table and not in a folder that the web server hands out."""

    PRIVACY = {"content": "delete", "small": "delete"}

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="photos")
    content = models.BinaryField()
    small = models.BinaryField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["review", "digest"], name="reviews_photo_once")]

    def __str__(self) -> str:
        return f"photo {self.pk} of review {self.review_id}"


class ReviewReport(models.Model):
    """Somebody says that a review breaks the rules."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="reported")
    reason = models.CharField(_("reason"), max_length=12, choices=states.REASONS)
    words = models.CharField(_("words"), max_length=500, blank=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ["-id"]
        verbose_name = _("report of a review")
        verbose_name_plural = _("reports of reviews")

    def __str__(self) -> str:
        return self.reason


class ReviewAsk(models.Model):
    """An order whose buyer was asked for reviews, or will not be; once per order, whatever happens."""

    order = models.OneToOneField("orders.Order", on_delete=models.PROTECT, primary_key=True, related_name="+")
    asked = models.BooleanField(_("asked"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("question for a review")
        verbose_name_plural = _("questions for reviews")

    def __str__(self) -> str:
        return f"#{self.pk}"


class ProductRating(models.Model):
    """How many published reviews a product has, by stars; made anew with each that comes or goes."""

    product = models.OneToOneField(
        "catalog.Product", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    one = models.PositiveIntegerField(default=0)
    two = models.PositiveIntegerField(default=0)
    three = models.PositiveIntegerField(default=0)
    four = models.PositiveIntegerField(default=0)
    five = models.PositiveIntegerField(default=0)
    # Counts how often it was made; the update that raises it is the lock of those who make it at once.
    times = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("rating of a product")
        verbose_name_plural = _("ratings of products")

    def __str__(self) -> str:
        return f"#{self.pk}"
