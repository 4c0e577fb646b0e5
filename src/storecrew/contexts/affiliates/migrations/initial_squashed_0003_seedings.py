"""Every table of this context in one step: what a new installation runs (decision 0227)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("affiliates", "0001_initial"),
        ("affiliates", "0002_commissions_given_again"),
        ("affiliates", "0003_seedings"),
    ]

    initial = True

    dependencies = [
        ("catalog", "initial_squashed_0006_category_layout"),
        ("orders", "initial_squashed_0010_tax_reasons_as_sentences"),
        ("promotions", "initial_squashed_0003_code_index"),
    ]

    operations = [
        migrations.CreateModel(
            name="Partner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                (
                    "kind",
                    models.CharField(
                        choices=[("affiliate", "Affiliate"), ("creator", "Creator")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="code")),
                ("page_url", models.URLField(blank=True, max_length=300, verbose_name="page")),
                ("rate_bp", models.PositiveIntegerField(verbose_name="commission")),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                ("hold_days", models.PositiveSmallIntegerField(default=30, verbose_name="days on hold")),
                ("agreement", models.TextField(blank=True, verbose_name="what was agreed")),
                ("disclosure", models.CharField(blank=True, max_length=300, verbose_name="disclosure")),
                ("disclosure_at", models.DateTimeField(null=True, verbose_name="disclosure looked at")),
                (
                    "signature_needed",
                    models.BooleanField(default=False, verbose_name="products only after signing"),
                ),
                ("signed_on", models.DateField(blank=True, null=True, verbose_name="signed on")),
                (
                    "contract",
                    models.CharField(blank=True, default="", max_length=300, verbose_name="contract"),
                ),
                ("iban", models.CharField(blank=True, max_length=34, verbose_name="IBAN")),
                (
                    "promotion",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="promotions.promotion",
                    ),
                ),
                ("active", models.BooleanField(default=True, verbose_name="active")),
                ("link_number", models.PositiveIntegerField(default=1)),
                ("payouts_made", models.PositiveIntegerField(default=0)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(verbose_name="made")),
            ],
            options={
                "verbose_name": "partner",
                "verbose_name_plural": "partners",
                "ordering": ["name", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("rate_bp__lte", 5000)), name="affiliates_rate"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="affiliates_term",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("cart_token", models.CharField(max_length=64, unique=True)),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="affiliates.partner"
                    ),
                ),
                ("clicked_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Commission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commissions",
                        to="affiliates.partner",
                    ),
                ),
                (
                    "order",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orders.order"
                    ),
                ),
                (
                    "via",
                    models.CharField(
                        choices=[("link", "Link"), ("code", "Code")], max_length=4, verbose_name="came by"
                    ),
                ),
                ("currency", models.CharField(max_length=3)),
                ("base", models.BigIntegerField(verbose_name="goods")),
                ("rate_bp", models.PositiveIntegerField(verbose_name="rate")),
                ("amount", models.BigIntegerField(verbose_name="commission")),
                ("clawed", models.BigIntegerField(default=0, verbose_name="clawed back")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "On hold"),
                            ("flagged", "To decide"),
                            ("due", "Due"),
                            ("void", "Void"),
                        ],
                        default="pending",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("decision", models.CharField(blank=True, default="", max_length=6, verbose_name="decision")),
                ("flag", models.CharField(blank=True, max_length=10, verbose_name="flag")),
                ("hold_until", models.DateTimeField(verbose_name="on hold until")),
                ("booked_at", models.DateTimeField(verbose_name="booked")),
            ],
            options={
                "verbose_name": "commission",
                "verbose_name_plural": "commissions",
                "ordering": ["-booked_at", "-id"],
                "indexes": [
                    models.Index(fields=["state", "hold_until"], name="affiliates_hold"),
                    models.Index(fields=["partner", "-booked_at"], name="affiliates_by_partner"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("clawed__gte", 0), ("clawed__lte", models.F("amount"))),
                        name="affiliates_clawed_within",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Payout",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payouts",
                        to="affiliates.partner",
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("amount", models.BigIntegerField(verbose_name="amount")),
                ("made_at", models.DateTimeField(verbose_name="made")),
                ("made_by", models.CharField(blank=True, max_length=200, verbose_name="made by")),
            ],
            options={
                "ordering": ["-made_at", "-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("partner", "number"), name="affiliates_payout_once"),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="affiliates_payout_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Seeding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seedings",
                        to="affiliates.partner",
                    ),
                ),
                (
                    "order",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orders.order"
                    ),
                ),
                ("key", models.CharField(max_length=64, unique=True)),
                (
                    "campaign",
                    models.CharField(blank=True, db_index=True, max_length=60, verbose_name="campaign"),
                ),
                ("cost_center", models.CharField(max_length=40, verbose_name="cost center")),
                ("currency", models.CharField(max_length=3)),
                ("note", models.CharField(max_length=300, verbose_name="what for")),
                ("sent_by", models.CharField(max_length=200, verbose_name="by")),
                ("agreed_by", models.CharField(blank=True, max_length=200, verbose_name="agreed to by")),
                ("made_at", models.DateTimeField(verbose_name="when")),
            ],
            options={
                "verbose_name": "product seeding",
                "verbose_name_plural": "product seedings",
                "ordering": ["-made_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="affiliates.partner",
                    ),
                ),
                (
                    "commission",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="affiliates.commission",
                    ),
                ),
                (
                    "payout",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="affiliates.payout",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("earned", "Earned"),
                            ("clawed", "Clawed back"),
                            ("paid", "Paid"),
                            ("restored", "Given again"),
                        ],
                        max_length=8,
                    ),
                ),
                ("currency", models.CharField(max_length=3)),
                ("amount", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "earned")),
                        fields=("commission",),
                        name="affiliates_earned_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["earned", "restored"]), ("amount__gte", 0)),
                            models.Q(
                                models.Q(("kind__in", ["earned", "restored"]), _negated=True),
                                ("amount__lte", 0),
                            ),
                            _connector="OR",
                        ),
                        name="affiliates_entry_sign",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SeedingLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "seeding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="affiliates.seeding",
                    ),
                ),
                (
                    "order_line",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orders.orderline"
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.variant"
                    ),
                ),
                ("quantity", models.PositiveIntegerField()),
                ("unit_cost", models.BigIntegerField(null=True)),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("quantity__gt", 0),
                            models.Q(("unit_cost", None), ("unit_cost__gte", 0), _connector="OR"),
                        ),
                        name="affiliates_seeding_line_positive",
                    )
                ],
            },
        ),
    ]
