"""Every table of this context in one step: what a new installation runs (decision 0227)."""

import django.db.models.deletion
from django.db import migrations, models

import storecrew.kernel.said_field


class Migration(migrations.Migration):
    replaces = [
        ("loyalty", "0001_initial"),
        ("loyalty", "0002_soldwish"),
        ("loyalty", "0003_vouchers_instead"),
        ("loyalty", "0004_program_shows_prices"),
        ("loyalty", "0005_said_reasons"),
        ("loyalty", "0006_service_and_missed"),
        ("loyalty", "0007_gifts_to_guests"),
    ]

    initial = True

    dependencies = [
        ("catalog", "initial_squashed_0006_category_layout"),
        ("customers", "initial_squashed_0004_customer_birthday"),
        ("orders", "initial_squashed_0010_tax_reasons_as_sentences"),
    ]

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("voucher", "Gift voucher"),
                            ("credit", "Store credit"),
                            ("points", "Points"),
                        ],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
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
                ("currency", models.CharField(blank=True, default="", max_length=3, verbose_name="currency")),
                ("balance", models.BigIntegerField(default=0, verbose_name="left")),
                ("pending", models.BigIntegerField(default=0, verbose_name="pending")),
                ("blocked", models.BooleanField(default=False, verbose_name="blocked")),
                ("expires_at", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                ("next_expiry_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(verbose_name="made")),
            ],
            options={
                "verbose_name": "account",
                "verbose_name_plural": "accounts",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("next_expiry_at__isnull", False)),
                        fields=["next_expiry_at"],
                        name="loyalty_next_expiry",
                    ),
                    models.Index(fields=["kind", "currency"], name="loyalty_account_kind"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("kind", "voucher"), _negated=True), ("customer__isnull", False)
                        ),
                        fields=("customer", "kind", "currency"),
                        name="loyalty_account_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "points"), models.Q(("balance__gte", 0), ("pending", 0)), _connector="OR"
                        ),
                        name="loyalty_money_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("pending__gte", 0)), name="loyalty_pending_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("currency", ""), ("kind", "points")),
                            models.Q(
                                models.Q(("kind", "points"), _negated=True),
                                models.Q(("currency", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="loyalty_points_have_no_currency",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Budget",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "team",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=50, verbose_name="team"
                    ),
                ),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                ("cap", models.BigIntegerField(verbose_name="budget")),
                ("spent", models.BigIntegerField(default=0, verbose_name="given")),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(verbose_name="to")),
            ],
            options={
                "verbose_name": "budget for goodwill",
                "verbose_name_plural": "budgets for goodwill",
                "ordering": ["-starts_on", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__gte", models.F("starts_on")),
                            ("spent__gte", 0),
                            ("spent__lte", models.F("cap")),
                        ),
                        name="loyalty_budget_kept",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ServicePreference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "customer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="customers.customer"
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("email", "E-mail"),
                            ("phone", "Phone"),
                            ("chat", "Chat"),
                            ("none", "Only when needed"),
                        ],
                        max_length=5,
                        verbose_name="preferred way",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                ("language", models.CharField(blank=True, default="", max_length=8, verbose_name="language")),
                ("hours_from", models.TimeField(blank=True, null=True, verbose_name="from")),
                ("hours_until", models.TimeField(blank=True, null=True, verbose_name="until")),
                ("updated_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "service preference",
                "verbose_name_plural": "service preferences",
            },
        ),
        migrations.CreateModel(
            name="Program",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(default="main", max_length=20, unique=True)),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("open", models.BooleanField(default=True, verbose_name="takes members and counts")),
                ("earn_per", models.JSONField(default=dict, verbose_name="spend per point")),
                ("worth", models.JSONField(default=dict, verbose_name="worth of a point")),
                (
                    "return_days",
                    models.PositiveSmallIntegerField(default=30, verbose_name="days until points count"),
                ),
                (
                    "expiry_days",
                    models.PositiveSmallIntegerField(default=730, verbose_name="days points are good"),
                ),
                (
                    "least_units",
                    models.PositiveIntegerField(default=1, verbose_name="least points to pay with"),
                ),
                (
                    "rolling_days",
                    models.PositiveSmallIntegerField(default=365, verbose_name="days that count for a tier"),
                ),
                (
                    "shows_prices",
                    models.BooleanField(default=False, verbose_name="guests see what members pay"),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("updated_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "loyalty program",
                "verbose_name_plural": "loyalty programs",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expiry_days__gte", 1), ("least_units__gte", 1), ("rolling_days__gte", 1)
                        ),
                        name="loyalty_program_makes_sense",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="VoucherBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("company", models.CharField(blank=True, max_length=120, verbose_name="company")),
                ("currency", models.CharField(max_length=3)),
                ("amount", models.BigIntegerField(verbose_name="amount each")),
                ("count", models.PositiveIntegerField(verbose_name="vouchers")),
                ("paid_by", models.CharField(blank=True, max_length=200, verbose_name="paid by")),
                ("created_at", models.DateTimeField(verbose_name="made")),
                ("created_by", models.CharField(max_length=200, verbose_name="by")),
            ],
            options={
                "verbose_name": "batch of gift vouchers",
                "verbose_name_plural": "batches of gift vouchers",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="SoldWish",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "order_line",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="orders.orderline"
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="orders.order"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                ("email", models.CharField(blank=True, max_length=254, verbose_name="for")),
                ("sender", models.CharField(blank=True, max_length=120, verbose_name="from")),
                ("message", models.CharField(blank=True, max_length=500, verbose_name="message")),
                ("deliver_on", models.DateField(blank=True, null=True, verbose_name="deliver")),
            ],
            options={
                "verbose_name": "wish for a gift voucher",
                "verbose_name_plural": "wishes for gift vouchers",
            },
        ),
        migrations.CreateModel(
            name="VoucherProduct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "variant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalog.variant"
                    ),
                ),
                ("years", models.PositiveSmallIntegerField(default=3, verbose_name="good for years")),
            ],
            options={
                "verbose_name": "gift voucher for sale",
                "verbose_name_plural": "gift vouchers for sale",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("years__gte", 1), ("years__lte", 30)),
                        name="loyalty_voucher_years",
                    )
                ],
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
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="loyalty.account",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("issue", "Issued"),
                            ("earn", "Earned, pending"),
                            ("confirm", "Confirmed"),
                            ("redeem", "Paid with"),
                            ("refund", "Given back"),
                            ("reverse", "Taken back"),
                            ("expire", "Expired"),
                            ("adjust", "Adjusted"),
                            ("goodwill", "Goodwill"),
                        ],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("amount", models.BigIntegerField(default=0, verbose_name="amount")),
                ("pending", models.BigIntegerField(default=0, verbose_name="pending")),
                ("source", models.CharField(max_length=20)),
                ("source_id", models.CharField(max_length=200)),
                (
                    "lot",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="loyalty.entry",
                    ),
                ),
                ("expires_at", models.DateTimeField(null=True, verbose_name="until")),
                (
                    "order",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.order",
                    ),
                ),
                ("reason", storecrew.kernel.said_field.SaidField(blank=True, verbose_name="reason")),
                ("actor_label", models.CharField(blank=True, max_length=200, verbose_name="by")),
                ("at", models.DateTimeField(verbose_name="when")),
            ],
            options={
                "verbose_name": "ledger line",
                "verbose_name_plural": "ledger lines",
                "ordering": ["id"],
                "indexes": [models.Index(fields=["kind", "at"], name="loyalty_entry_kind")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "source_id", "kind"), name="loyalty_booked_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount", 0), ("pending", 0), _negated=True),
                        name="loyalty_entry_moves",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Goodwill",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64, unique=True)),
                (
                    "customer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.order",
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("credit", "Store credit"),
                            ("points", "Points"),
                            ("voucher", "Gift voucher"),
                            ("return", "Free return"),
                        ],
                        max_length=8,
                        verbose_name="what",
                    ),
                ),
                ("units", models.BigIntegerField(verbose_name="how much")),
                ("currency", models.CharField(max_length=3)),
                ("cost", models.BigIntegerField(verbose_name="cost")),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                ("promotion_id", models.BigIntegerField(db_index=True, null=True)),
                ("code", models.CharField(blank=True, default="", max_length=40)),
                ("explanation", models.JSONField(blank=True, default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits for a second person"),
                            ("given", "Given"),
                            ("refused", "Refused"),
                        ],
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "budget",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="given",
                        to="loyalty.budget",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="loyalty.account",
                    ),
                ),
                ("actor_id", models.CharField(max_length=64)),
                ("actor_label", models.CharField(max_length=200, verbose_name="by")),
                ("asked_at", models.DateTimeField(verbose_name="when")),
                ("given_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "goodwill",
                "verbose_name_plural": "goodwill",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("cost__gte", 0), ("units__gt", 0)),
                        name="loyalty_goodwill_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "given"), _negated=True),
                            models.Q(("budget__isnull", False), ("given_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="loyalty_goodwill_is_booked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("customer__isnull", False),
                            models.Q(("form__in", ("voucher", "return")), ("order__isnull", False)),
                            _connector="OR",
                        ),
                        name="loyalty_goodwill_for_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tier",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tiers",
                        to="loyalty.program",
                    ),
                ),
                ("code", models.SlugField(max_length=20)),
                ("names", models.JSONField(default=dict, verbose_name="name")),
                ("thresholds", models.JSONField(default=dict, verbose_name="from a spend of")),
                ("bonus_bp", models.PositiveIntegerField(default=10000, verbose_name="points count times")),
                ("benefits", models.JSONField(default=dict, verbose_name="benefits")),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "verbose_name": "tier",
                "verbose_name_plural": "tiers",
                "ordering": ["position", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("program", "code"), name="loyalty_tier_once"),
                    models.CheckConstraint(
                        condition=models.Q(("bonus_bp__gte", 10000), ("bonus_bp__lte", 100000)),
                        name="loyalty_tier_bonus",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Earning",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="earnings",
                        to="loyalty.account",
                    ),
                ),
                (
                    "order",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orders.order"
                    ),
                ),
                ("currency", models.CharField(max_length=3)),
                ("base", models.BigIntegerField(verbose_name="counted spend")),
                ("per", models.BigIntegerField()),
                ("bonus_bp", models.PositiveIntegerField(default=10000)),
                ("units", models.BigIntegerField(verbose_name="points")),
                ("taken_back", models.BigIntegerField(default=0, verbose_name="taken back")),
                ("spend", models.BigIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "Pending"),
                            ("confirmed", "Confirmed"),
                            ("canceled", "Taken back"),
                        ],
                        default="pending",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("due_at", models.DateTimeField(verbose_name="counts from")),
                ("placed_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "earning",
                "verbose_name_plural": "earnings",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "pending")),
                        fields=["due_at"],
                        name="loyalty_earning_due",
                    ),
                    models.Index(fields=["account", "placed_at"], name="loyalty_earning_spend"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("taken_back__gte", 0), ("taken_back__lte", models.F("units"))),
                        name="loyalty_taken_back_at_most_earned",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Voucher",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="voucher",
                        to="loyalty.account",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("sold", "Sold in the shop"),
                            ("bulk", "Sold to a company"),
                            ("goodwill", "Goodwill"),
                            ("staff", "Made by staff"),
                            ("refund", "Instead of a refund"),
                        ],
                        max_length=10,
                        verbose_name="from",
                    ),
                ),
                ("digest", models.CharField(max_length=64, null=True, unique=True)),
                ("hint", models.CharField(blank=True, max_length=4)),
                ("face_amount", models.BigIntegerField(verbose_name="amount")),
                (
                    "order",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.order",
                    ),
                ),
                (
                    "order_line",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.orderline",
                    ),
                ),
                ("unit", models.PositiveIntegerField(default=0)),
                (
                    "batch",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="vouchers",
                        to="loyalty.voucherbatch",
                    ),
                ),
                ("recipient_email", models.CharField(blank=True, max_length=254, verbose_name="for")),
                ("recipient_name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                ("sender", models.CharField(blank=True, max_length=120, verbose_name="from")),
                ("message", models.CharField(blank=True, max_length=500, verbose_name="message")),
                ("locale", models.CharField(default="en", max_length=12)),
                ("deliver_at", models.DateTimeField(blank=True, null=True, verbose_name="deliver")),
                ("delivered_at", models.DateTimeField(blank=True, null=True, verbose_name="delivered")),
                (
                    "block_reason",
                    storecrew.kernel.said_field.SaidField(blank=True, verbose_name="why blocked"),
                ),
            ],
            options={
                "verbose_name": "gift voucher",
                "verbose_name_plural": "gift vouchers",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("deliver_at__isnull", False), ("delivered_at__isnull", True)),
                        fields=["deliver_at"],
                        name="loyalty_voucher_to_deliver",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("order_line__isnull", False)),
                        fields=("order_line", "unit"),
                        name="loyalty_voucher_sold_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("face_amount__gt", 0)), name="loyalty_voucher_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "customer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="customers.customer"
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="loyalty.program",
                    ),
                ),
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="membership",
                        to="loyalty.account",
                    ),
                ),
                (
                    "tier",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="members",
                        to="loyalty.tier",
                    ),
                ),
                ("tier_since", models.DateTimeField(blank=True, null=True)),
                ("joined_at", models.DateTimeField(verbose_name="joined")),
                ("left_at", models.DateTimeField(blank=True, null=True, verbose_name="left")),
            ],
            options={
                "verbose_name": "member",
                "verbose_name_plural": "members",
                "ordering": ["-joined_at", "-id"],
            },
        ),
    ]
