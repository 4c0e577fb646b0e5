"""Every table of this context in one step: what a new installation runs (decision 0227)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("promotions", "0001_initial"),
        ("promotions", "0002_load_forecasts"),
        ("promotions", "0003_code_index"),
    ]

    initial = True

    dependencies = [
        ("catalog", "initial_squashed_0006_category_layout"),
        ("customers", "initial_squashed_0004_customer_birthday"),
        ("orders", "initial_squashed_0010_tax_reasons_as_sentences"),
    ]

    operations = [
        migrations.CreateModel(
            name="Promotion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("kind", models.CharField(max_length=20, verbose_name="kind")),
                ("lane", models.CharField(max_length=8)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("scheduled", "Scheduled"),
                            ("live", "Live"),
                            ("paused", "Paused"),
                            ("stopped", "Stopped by a check"),
                            ("ended", "Ended"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("pause_reason", models.CharField(blank=True, default="", max_length=20)),
                ("by_code", models.BooleanField(default=False, verbose_name="needs a code")),
                ("priority", models.IntegerField(default=0, verbose_name="priority")),
                ("exclusive", models.BooleanField(default=False, verbose_name="never together with others")),
                ("combines", models.JSONField(default=list)),
                ("channels", models.JSONField(default=list, verbose_name="channels")),
                ("definition", models.JSONField(default=dict)),
                ("starts_local", models.CharField(blank=True, default="", max_length=16)),
                ("ends_local", models.CharField(blank=True, default="", max_length=16)),
                ("timezone", models.CharField(blank=True, default="", max_length=40)),
                ("active_from", models.DateTimeField(blank=True, null=True, verbose_name="from")),
                ("active_until", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                ("sentence", models.JSONField(default=dict)),
                ("exclusions", models.JSONField(default=dict)),
                ("service_brief", models.TextField(blank=True, default="")),
                ("currency", models.CharField(blank=True, default="", max_length=3)),
                ("margin_floor_bp", models.PositiveIntegerField(blank=True, null=True)),
                ("uses_cap", models.PositiveIntegerField(default=0)),
                ("customer_cap", models.PositiveIntegerField(default=0)),
                ("budget_cap", models.BigIntegerField(default=0)),
                ("units_cap", models.PositiveIntegerField(default=0)),
                ("uses", models.PositiveIntegerField(default=0, verbose_name="uses")),
                ("spent", models.BigIntegerField(default=0)),
                ("units", models.PositiveIntegerField(default=0)),
                ("approved_with", models.JSONField(default=dict)),
                ("pause_below", models.PositiveIntegerField(default=0)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("created_by", models.CharField(max_length=200)),
                ("updated_at", models.DateTimeField(verbose_name="changed")),
            ],
            options={
                "verbose_name": "promotion",
                "verbose_name_plural": "promotions",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["state", "active_from"], name="promotions_due"),
                    models.Index(fields=["active_until"], name="promotions_ending"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                (
                                    "percent_off",
                                    "amount_off",
                                    "flash_sale",
                                    "bogo",
                                    "buy_x_get_y",
                                    "buy_x_for_total",
                                    "bundle",
                                    "set",
                                    "tiered",
                                    "bonus_product",
                                    "shipping",
                                    "giveaway",
                                    "sample",
                                    "next_order_coupon",
                                ),
                            )
                        ),
                        name="promotions_known_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("lane__in", ("product", "order", "shipping", "gift"))),
                        name="promotions_known_lane",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("uses_cap", 0), ("uses__lte", models.F("uses_cap")), _connector="OR"
                        ),
                        name="promotions_uses_within_cap",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("budget_cap", 0), ("spent__lte", models.F("budget_cap")), _connector="OR"
                        ),
                        name="promotions_within_budget",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("units_cap", 0), ("units__lte", models.F("units_cap")), _connector="OR"
                        ),
                        name="promotions_units_within_cap",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("margin_floor_bp", None), ("margin_floor_bp__lt", 10000), _connector="OR"
                        ),
                        name="promotions_margin_below_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActiveSet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.CharField(max_length=24)),
            ],
            options={
                "verbose_name": "active promotions",
                "verbose_name_plural": "active promotions",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="promotions_one_active_set")
                ],
            },
        ),
        migrations.CreateModel(
            name="Trace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "order",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="orders.order"
                    ),
                ),
                ("verdict", models.JSONField()),
                ("at", models.DateTimeField(db_index=True)),
            ],
            options={
                "verbose_name": "stored explanation",
                "verbose_name_plural": "stored explanations",
            },
        ),
        migrations.CreateModel(
            name="PromotionVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "promotion",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="promotions.promotion",
                    ),
                ),
                ("revision", models.PositiveIntegerField()),
                ("content", models.JSONField()),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=200)),
            ],
            options={
                "verbose_name": "version of a promotion",
                "verbose_name_plural": "versions of promotions",
                "ordering": ["-revision"],
                "constraints": [
                    models.UniqueConstraint(fields=("promotion", "revision"), name="promotions_version_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CouponBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "promotion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="batches",
                        to="promotions.promotion",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("hidden", models.BooleanField(default=False)),
                ("count", models.PositiveIntegerField(default=0, verbose_name="codes")),
                ("created_at", models.DateTimeField(verbose_name="made")),
                ("created_by", models.CharField(max_length=200)),
            ],
            options={
                "verbose_name": "batch of codes",
                "verbose_name_plural": "batches of codes",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="PlannedUnits",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "promotion",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="planned",
                        to="promotions.promotion",
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalog.variant"
                    ),
                ),
                ("units", models.PositiveIntegerField(verbose_name="units")),
                ("source", models.CharField(default="typed", max_length=10)),
            ],
            options={
                "verbose_name": "planned units",
                "verbose_name_plural": "planned units",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("promotion", "variant"), name="promotions_planned_once"),
                    models.CheckConstraint(
                        condition=models.Q(("units__gte", 1)), name="promotions_planned_units"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StockOverride",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "promotion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="overrides",
                        to="promotions.promotion",
                    ),
                ),
                ("reason", models.CharField(max_length=400, verbose_name="reason")),
                ("shortfalls", models.JSONField()),
                ("expires_at", models.DateTimeField(verbose_name="until")),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=200)),
            ],
            options={
                "verbose_name": "stock override",
                "verbose_name_plural": "stock overrides",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="promotions_override_has_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LoadForecast",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "promotion",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="forecasts",
                        to="promotions.promotion",
                    ),
                ),
                ("revision", models.PositiveIntegerField()),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=200)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("weeks", models.JSONField(default=list)),
                ("basis", models.JSONField(default=dict)),
                ("actual", models.JSONField(default=dict)),
                ("compared_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "forecast of work",
                "verbose_name_plural": "forecasts of work",
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["compared_at", "ends_at"], name="promotions_to_compare")],
                "constraints": [
                    models.UniqueConstraint(fields=("promotion", "revision"), name="promotions_forecast_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="BuyerUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "promotion",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="promotions.promotion",
                    ),
                ),
                ("buyer", models.CharField(max_length=64)),
                ("uses", models.PositiveIntegerField()),
            ],
            options={
                "verbose_name": "buyer's uses",
                "verbose_name_plural": "buyers' uses",
                "constraints": [
                    models.UniqueConstraint(fields=("promotion", "buyer"), name="promotions_buyer_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Coupon",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "promotion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="coupons",
                        to="promotions.promotion",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="coupons",
                        to="promotions.couponbatch",
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("code", models.CharField(blank=True, max_length=40, verbose_name="code")),
                ("hint", models.CharField(max_length=4)),
                ("uses_cap", models.PositiveIntegerField(default=0)),
                ("uses", models.PositiveIntegerField(default=0, verbose_name="uses")),
                ("buyer", models.CharField(blank=True, default="", max_length=64)),
                ("expires_at", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                ("blocked", models.BooleanField(default=False, verbose_name="blocked")),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "code",
                "verbose_name_plural": "codes",
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("digest",), name="promotions_coupon_digest"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("uses_cap", 0), ("uses__lte", models.F("uses_cap")), _connector="OR"
                        ),
                        name="promotions_coupon_within_cap",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "promotion",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="promotions.promotion",
                    ),
                ),
                ("revision", models.PositiveIntegerField()),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="orders.order"
                    ),
                ),
                (
                    "coupon",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="promotions.coupon",
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
                ("buyer", models.JSONField(default=list)),
                ("amount", models.BigIntegerField()),
                ("units", models.PositiveIntegerField(default=0)),
                ("counted", models.BooleanField(default=False)),
                ("earns_coupon", models.BooleanField(default=False)),
                ("claimed_at", models.DateTimeField()),
                ("released_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "use of a promotion",
                "verbose_name_plural": "uses of promotions",
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["promotion", "-claimed_at"], name="promotions_claims")],
                "constraints": [
                    models.UniqueConstraint(fields=("promotion", "order"), name="promotions_once_per_order"),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0)), name="promotions_claim_not_negative"
                    ),
                ],
            },
        ),
    ]
