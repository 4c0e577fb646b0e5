"""Every table of this context in one step: what a new installation runs (decision 0227)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("pricing", "0001_initial"),
        ("pricing", "0002_price_on_request"),
        ("pricing", "0003_price_change_approval"),
        ("pricing", "0004_exchange_rates"),
        ("pricing", "0005_rounding"),
    ]

    initial = True

    dependencies = [
        ("approvals", "0001_initial"),
        ("catalog", "initial_squashed_0006_category_layout"),
        ("channels", "initial_squashed_0002_launches"),
    ]

    operations = [
        migrations.CreateModel(
            name="PriceList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=64, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("currency", models.CharField(max_length=3)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("base", "base"),
                            ("sale", "sale"),
                            ("segment", "segment"),
                            ("company", "company"),
                        ],
                        default="base",
                        max_length=8,
                    ),
                ),
                (
                    "market",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="channels.market",
                    ),
                ),
                (
                    "channel",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="channels.channel",
                    ),
                ),
                ("priority", models.IntegerField(default=0)),
                ("segment", models.CharField(blank=True, default="", max_length=64)),
                ("company", models.CharField(blank=True, default="", max_length=64)),
                ("starts_at", models.DateTimeField(blank=True, null=True)),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                ("rounding_step", models.BigIntegerField(db_default=0, default=0)),
                ("rounding_ending", models.BigIntegerField(db_default=0, default=0)),
                (
                    "rounding_direction",
                    models.CharField(
                        choices=[("nearest", "nearest"), ("up", "up"), ("down", "down")],
                        db_default="nearest",
                        default="nearest",
                        max_length=8,
                    ),
                ),
                ("announced_open", models.BooleanField(default=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["kind", "code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_at__isnull", True),
                            ("ends_at__isnull", True),
                            ("ends_at__gte", models.F("starts_at")),
                            _connector="OR",
                        ),
                        name="pricing_list_window_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("rounding_ending", 0), ("rounding_step", 0)),
                            models.Q(
                                ("rounding_ending__gte", 0),
                                ("rounding_step__gt", models.F("rounding_ending")),
                            ),
                            _connector="OR",
                        ),
                        name="pricing_rounding_ending_below_step",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "segment"), _negated=True),
                            models.Q(("segment", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="pricing_segment_list_names_segment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "company"), _negated=True),
                            models.Q(("company", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="pricing_company_list_names_company",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Cost",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalog.variant"
                    ),
                ),
                ("currency", models.CharField(max_length=3)),
                ("amount", models.BigIntegerField()),
                ("updated_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("variant", "currency"), name="pricing_one_cost_per_currency"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0)), name="pricing_cost_not_negative"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExchangeRate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                ("rate_e8", models.BigIntegerField(verbose_name="for one euro")),
                (
                    "source",
                    models.CharField(
                        choices=[("ecb", "European Central Bank"), ("hand", "Typed by hand")],
                        max_length=4,
                        verbose_name="source",
                    ),
                ),
                ("entered_by", models.CharField(max_length=200, verbose_name="by")),
                ("entered_at", models.DateTimeField(verbose_name="entered")),
            ],
            options={
                "verbose_name": "exchange rate",
                "verbose_name_plural": "exchange rates",
                "ordering": ["-day", "currency"],
                "constraints": [
                    models.UniqueConstraint(fields=("currency", "day"), name="pricing_one_rate_per_day"),
                    models.CheckConstraint(
                        condition=models.Q(("rate_e8__gt", 0)), name="pricing_rate_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TaxClass",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=120)),
            ],
            options={
                "verbose_name_plural": "tax classes",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="TaxRegistration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("country", models.CharField(max_length=2)),
                (
                    "scheme",
                    models.CharField(
                        choices=[("local", "local"), ("oss", "oss")], default="local", max_length=8
                    ),
                ),
                ("number", models.CharField(blank=True, default="", max_length=32)),
                ("is_home", models.BooleanField(default=False)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
            ],
            options={
                "ordering": ["country", "scheme", "valid_from"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("country", "scheme", "valid_from"), name="pricing_one_registration_per_start"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gt", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="pricing_registration_validity_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Price",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "price_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="prices",
                        to="pricing.pricelist",
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalog.variant"
                    ),
                ),
                ("min_quantity", models.PositiveIntegerField(default=1)),
                ("amount", models.BigIntegerField()),
                ("compare_at_amount", models.BigIntegerField(blank=True, null=True)),
                ("on_request", models.BooleanField(db_default=False, default=False)),
                ("updated_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["variant", "price_list", "min_quantity"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("variant", "price_list", "min_quantity"),
                        name="pricing_one_price_per_list_and_quantity",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0)), name="pricing_price_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("compare_at_amount__isnull", True),
                            ("compare_at_amount__gte", 0),
                            _connector="OR",
                        ),
                        name="pricing_compare_at_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("min_quantity__gte", 1)), name="pricing_min_quantity_at_least_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("on_request", False),
                            models.Q(("amount", 0), ("compare_at_amount__isnull", True)),
                            _connector="OR",
                        ),
                        name="pricing_on_request_has_no_amount",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PriceOperation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                (
                    "price_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="pricing.pricelist"
                    ),
                ),
                ("spec", models.JSONField()),
                (
                    "state",
                    models.CharField(
                        choices=[("applied", "applied"), ("undone", "undone")],
                        default="applied",
                        max_length=8,
                    ),
                ),
                ("changed_count", models.PositiveIntegerField(default=0)),
                ("actor_label", models.CharField(blank=True, default="", max_length=200)),
                ("created_at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="TaxRate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("country", models.CharField(max_length=2)),
                ("region", models.CharField(blank=True, default="", max_length=16)),
                (
                    "tax_class",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rates",
                        to="pricing.taxclass",
                        to_field="code",
                    ),
                ),
                ("rate_ppm", models.PositiveIntegerField()),
                (
                    "treatment",
                    models.CharField(
                        choices=[
                            ("standard", "standard"),
                            ("reduced", "reduced"),
                            ("zero", "zero"),
                            ("exempt", "exempt"),
                            ("export", "export"),
                            ("not_collected", "not_collected"),
                        ],
                        default="standard",
                        max_length=16,
                    ),
                ),
                ("note", models.CharField(blank=True, default="", max_length=200)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
            ],
            options={
                "ordering": ["country", "region", "tax_class", "valid_from"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("country", "region", "tax_class", "valid_from"),
                        name="pricing_one_rate_per_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rate_ppm__lte", 1000000)),
                        name="pricing_rate_at_most_100_percent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gt", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="pricing_rate_validity_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PriceChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalog.variant"
                    ),
                ),
                (
                    "price_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="pricing.pricelist"
                    ),
                ),
                ("min_quantity", models.PositiveIntegerField(default=1)),
                ("old_amount", models.BigIntegerField(null=True)),
                ("new_amount", models.BigIntegerField(null=True)),
                ("old_compare_at_amount", models.BigIntegerField(null=True)),
                ("new_compare_at_amount", models.BigIntegerField(null=True)),
                ("on_request", models.BooleanField(db_default=False, default=False)),
                (
                    "operation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="changes",
                        to="pricing.priceoperation",
                    ),
                ),
                (
                    "approval",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="approvals.approval",
                    ),
                ),
                ("actor_label", models.CharField(blank=True, default="", max_length=200)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["variant", "at"], name="pricing_change_variant_at")],
            },
        ),
    ]
