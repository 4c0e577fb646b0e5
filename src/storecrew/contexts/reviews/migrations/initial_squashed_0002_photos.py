"""Every table of this context in one step: what a new installation runs (decision 0227)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("reviews", "0001_initial"), ("reviews", "0002_photos")]

    initial = True

    dependencies = [
        ("catalog", "initial_squashed_0006_category_layout"),
        ("channels", "initial_squashed_0002_launches"),
        ("customers", "initial_squashed_0004_customer_birthday"),
        ("orders", "initial_squashed_0010_tax_reasons_as_sentences"),
    ]

    operations = [
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalog.product"
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.order",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="channels.channel"
                    ),
                ),
                ("locale", models.CharField(max_length=12, verbose_name="language")),
                ("stars", models.PositiveSmallIntegerField(verbose_name="stars")),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="title")),
                ("words", models.TextField(blank=True, verbose_name="words")),
                ("name", models.CharField(blank=True, max_length=60, verbose_name="name in the shop")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits for a look"),
                            ("published", "In the shop"),
                            ("refused", "Not published"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("written_at", models.DateTimeField(verbose_name="written")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                ("decided_by", models.CharField(blank=True, max_length=200)),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("insult", "Insults or threatens somebody"),
                            ("personal", "Names private details of somebody"),
                            ("other_topic", "Is not about the product"),
                            ("advertising", "Advertises something"),
                            ("unlawful", "Breaks the law"),
                            ("fake", "Was not written by a buyer, or for a reward"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="reason",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="words to the author")),
                ("reply", models.TextField(blank=True, verbose_name="answer of the shop")),
                ("replied_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
                ("replied_by", models.CharField(blank=True, max_length=200)),
                ("reports", models.PositiveIntegerField(default=0, verbose_name="reports")),
            ],
            options={
                "verbose_name": "review",
                "verbose_name_plural": "reviews",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["product", "state", "-written_at"], name="reviews_of_product"),
                    models.Index(fields=["state", "written_at"], name="reviews_queue"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("order", "product"), name="reviews_once_per_order"),
                    models.CheckConstraint(
                        condition=models.Q(("stars__gte", 1), ("stars__lte", 5)), name="reviews_stars"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewAsk",
            fields=[
                (
                    "order",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="orders.order",
                    ),
                ),
                ("asked", models.BooleanField(verbose_name="asked")),
                ("at", models.DateTimeField(verbose_name="at")),
            ],
            options={
                "verbose_name": "question for a review",
                "verbose_name_plural": "questions for reviews",
            },
        ),
        migrations.CreateModel(
            name="ProductRating",
            fields=[
                (
                    "product",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="catalog.product",
                    ),
                ),
                ("one", models.PositiveIntegerField(default=0)),
                ("two", models.PositiveIntegerField(default=0)),
                ("three", models.PositiveIntegerField(default=0)),
                ("four", models.PositiveIntegerField(default=0)),
                ("five", models.PositiveIntegerField(default=0)),
                ("times", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "rating of a product",
                "verbose_name_plural": "ratings of products",
            },
        ),
        migrations.CreateModel(
            name="ReviewPhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="photos",
                        to="reviews.review",
                    ),
                ),
                ("content", models.BinaryField()),
                ("small", models.BinaryField()),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("added_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("review", "digest"), name="reviews_photo_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reported",
                        to="reviews.review",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("insult", "Insults or threatens somebody"),
                            ("personal", "Names private details of somebody"),
                            ("other_topic", "Is not about the product"),
                            ("advertising", "Advertises something"),
                            ("unlawful", "Breaks the law"),
                            ("fake", "Was not written by a buyer, or for a reward"),
                        ],
                        max_length=12,
                        verbose_name="reason",
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=500, verbose_name="words")),
                ("at", models.DateTimeField(verbose_name="at")),
            ],
            options={
                "verbose_name": "report of a review",
                "verbose_name_plural": "reports of reviews",
                "ordering": ["-id"],
            },
        ),
    ]
