"""Every table of this context in one step: what a new installation runs (decision 0227)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import storecrew.contexts.customers.models


class Migration(migrations.Migration):
    replaces = [
        ("customers", "0001_initial"),
        ("customers", "0002_initial"),
        ("customers", "0003_consent"),
        ("customers", "0004_customer_birthday"),
    ]

    initial = True

    dependencies = [
        ("people", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Customer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("birthday", models.CharField(blank=True, db_index=True, default="", max_length=10)),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("email", models.CharField(max_length=254, unique=True)),
                ("name", models.CharField(blank=True, default="", max_length=200)),
                ("phone", models.CharField(blank=True, default="", max_length=32)),
                ("locale", models.CharField(blank=True, default="", max_length=12)),
                ("notes", models.TextField(blank=True, default="")),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(db_index=True)),
                ("updated_at", models.DateTimeField()),
                ("erased_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Address",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="addresses",
                        to="customers.customer",
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("company", models.CharField(blank=True, default="", max_length=200)),
                ("street", models.CharField(max_length=200)),
                ("street2", models.CharField(blank=True, default="", max_length=200)),
                ("city", models.CharField(blank=True, default="", max_length=120)),
                ("postal_code", models.CharField(blank=True, default="", max_length=20)),
                ("region", models.CharField(blank=True, default="", max_length=120)),
                ("country", models.CharField(max_length=2)),
                ("phone", models.CharField(blank=True, default="", max_length=32)),
                ("is_default", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-is_default", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True)),
                        fields=("customer",),
                        name="customers_one_default_address",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.CharField(max_length=254, unique=True)),
                (
                    "customer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
                (
                    "token",
                    models.CharField(
                        default=storecrew.contexts.customers.models.new_token,
                        editable=False,
                        max_length=64,
                        unique=True,
                    ),
                ),
                ("locale", models.CharField(max_length=12)),
                ("channel_code", models.CharField(max_length=64)),
                ("country", models.CharField(blank=True, default="", max_length=2)),
                ("created_at", models.DateTimeField()),
                ("suppressed_at", models.DateTimeField(blank=True, null=True)),
                ("suppressed_because", models.CharField(blank=True, default="", max_length=12)),
            ],
            options={
                "verbose_name": "contact",
                "verbose_name_plural": "contacts",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("suppressed_at", None), ("suppressed_because", "")),
                            models.Q(
                                ("suppressed_at__isnull", False),
                                models.Q(("suppressed_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="customers_suppressed_for_a_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consents",
                        to="customers.contact",
                    ),
                ),
                ("topic", models.CharField(max_length=12)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "To be confirmed"),
                            ("given", "Given"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=10,
                    ),
                ),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "consent",
                "verbose_name_plural": "consents",
                "ordering": ["pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "given")),
                        fields=["topic", "contact"],
                        name="customers_consented",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("contact", "topic"), name="customers_consent_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsentProof",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proofs",
                        to="customers.contact",
                    ),
                ),
                ("topic", models.CharField(max_length=12)),
                ("state", models.CharField(max_length=10)),
                ("sentence", models.CharField(blank=True, default="", max_length=500)),
                ("source", models.CharField(max_length=60)),
                ("ip", models.CharField(blank=True, default="", max_length=45)),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "proof of consent",
                "verbose_name_plural": "proofs of consent",
                "ordering": ["pk"],
            },
        ),
    ]
