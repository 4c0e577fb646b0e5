"""Every table of this context in one step: what a new installation runs (decision 0227)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("channels", "0001_initial"), ("channels", "0002_launches")]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Market",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                ("countries", models.JSONField(default=list, verbose_name="countries")),
                ("default_country", models.CharField(max_length=2, verbose_name="default country")),
                (
                    "tax_display",
                    models.CharField(
                        choices=[("gross", "Prices include tax"), ("net", "Tax is added")],
                        default="gross",
                        max_length=5,
                        verbose_name="tax display",
                    ),
                ),
            ],
            options={
                "verbose_name": "market",
                "verbose_name_plural": "markets",
                "ordering": ("code",),
            },
        ),
        migrations.CreateModel(
            name="Channel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("b2c", "Consumers (B2C)"),
                            ("b2b", "Companies (B2B)"),
                            ("d2c", "Direct from the brand (D2C)"),
                        ],
                        default="b2c",
                        max_length=3,
                        verbose_name="kind",
                    ),
                ),
                (
                    "default_market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="channels",
                        to="channels.market",
                    ),
                ),
                ("locales", models.JSONField(default=list, verbose_name="languages")),
                (
                    "default_locale",
                    models.CharField(default="en", max_length=12, verbose_name="default language"),
                ),
                ("timezone", models.CharField(default="UTC", max_length=64, verbose_name="time zone")),
                ("host", models.CharField(blank=True, max_length=253, verbose_name="host name")),
                ("is_default", models.BooleanField(default=False, verbose_name="default channel")),
                ("active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "public",
                    models.BooleanField(default=True, editable=False, verbose_name="open to the public"),
                ),
                ("preview_key", models.CharField(blank=True, editable=False, max_length=40)),
                ("legal", models.JSONField(blank=True, default=dict, verbose_name="facts in the footer")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "verbose_name": "channel",
                "verbose_name_plural": "channels",
                "ordering": ("-is_default", "code"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True)),
                        fields=("is_default",),
                        name="channels_one_default",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("host", ""), _negated=True),
                        fields=("host",),
                        name="channels_host_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_default", False), ("active", True), _connector="OR"),
                        name="channels_default_is_active",
                    ),
                ],
            },
        ),
    ]
