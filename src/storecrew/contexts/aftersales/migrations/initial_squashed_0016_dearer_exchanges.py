"""Every table of this context in one step: what a new installation runs (decision 0227)."""

import django.db.models.deletion
from django.db import migrations, models

import storecrew.kernel.said_field


class Migration(migrations.Migration):
    replaces = [
        ("aftersales", "0001_initial"),
        ("aftersales", "0002_initial"),
        ("aftersales", "0003_partly_done"),
        ("aftersales", "0004_refund_fees"),
        ("aftersales", "0005_returns"),
        ("aftersales", "0006_returns_by_customers"),
        ("aftersales", "0007_decided_units"),
        ("aftersales", "0008_withdrawals"),
        ("aftersales", "0009_exchanges"),
        ("aftersales", "0010_vouchers_instead"),
        ("aftersales", "0011_causes"),
        ("aftersales", "0012_photos"),
        ("aftersales", "0013_labels"),
        ("aftersales", "0014_thresholds"),
        ("aftersales", "0015_said_reasons"),
        ("aftersales", "0016_dearer_exchanges"),
    ]

    initial = True

    dependencies = [
        ("catalog", "initial_squashed_0006_category_layout"),
        ("channels", "initial_squashed_0002_launches"),
        ("inventory", "initial_squashed_0008_pick_up"),
        ("loyalty", "initial_squashed_0007_gifts_to_guests"),
        ("orders", "initial_squashed_0010_tax_reasons_as_sentences"),
        ("payments", "initial_squashed_0007_payment_card"),
        ("shipping", "initial_squashed_0011_proof_places"),
    ]

    operations = [
        migrations.CreateModel(
            name="CauseLimits",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("units", models.PositiveSmallIntegerField(verbose_name="units, at least")),
                (
                    "percent",
                    models.PositiveSmallIntegerField(verbose_name="percent of the units sold, at least"),
                ),
            ],
            options={
                "verbose_name": "thresholds of return causes",
                "verbose_name_plural": "thresholds of return causes",
            },
        ),
        migrations.CreateModel(
            name="ReturnCause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "window",
                    models.PositiveSmallIntegerField(
                        choices=[(30, "30 days"), (90, "90 days"), (365, "a year")], verbose_name="period"
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalog.variant"
                    ),
                ),
                ("sku", models.CharField(max_length=128, verbose_name="SKU")),
                ("title", models.CharField(max_length=300, verbose_name="article")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("not_wanted", "Not wanted any more"),
                            ("does_not_fit", "Does not fit"),
                            ("not_as_shown", "Not as shown"),
                            ("damaged", "Arrived damaged"),
                            ("wrong", "Wrong article"),
                            ("refused", "Delivery refused"),
                            ("defective", "Does not work"),
                            ("late", "Came too late"),
                            ("untold", "No reason given"),
                        ],
                        max_length=20,
                        verbose_name="reason",
                    ),
                ),
                ("supplier", models.CharField(blank=True, max_length=200, verbose_name="supplier")),
                ("returns", models.PositiveIntegerField(verbose_name="returns")),
                ("units", models.PositiveIntegerField(verbose_name="units")),
                ("units_before", models.PositiveIntegerField(verbose_name="units in the period before")),
                ("sold", models.PositiveIntegerField(verbose_name="units sold")),
                ("rate_ppm", models.BigIntegerField(null=True, verbose_name="rate")),
                (
                    "lost_amount",
                    models.BigIntegerField(default=0, verbose_name="cost of what cannot be sold again"),
                ),
                ("currency", models.CharField(max_length=3)),
                ("latest_at", models.DateTimeField(verbose_name="newest return")),
                ("counted_at", models.DateTimeField(verbose_name="counted")),
            ],
            options={
                "verbose_name": "cause of returns",
                "verbose_name_plural": "causes of returns",
                "ordering": ["window", "-units", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("window", "variant", "reason"), name="aftersales_cause_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RefundGate",
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
                ("passes", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Refund",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orders.order"
                    ),
                ),
                ("key", models.CharField(max_length=100)),
                ("currency", models.CharField(max_length=3)),
                ("amount", models.BigIntegerField()),
                ("tax_amount", models.BigIntegerField()),
                ("shipping_amount", models.BigIntegerField(default=0)),
                ("fee_amount", models.BigIntegerField(default=0)),
                ("reason", storecrew.kernel.said_field.SaidField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("asked", "Asked"),
                            ("pending", "Under way"),
                            ("partly", "Partly done"),
                            ("done", "Done"),
                            ("refused", "Refused"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                ("actor_kind", models.CharField(max_length=16)),
                ("actor_id", models.CharField(blank=True, max_length=64)),
                ("actor_label", models.CharField(blank=True, max_length=200)),
                ("asked_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                ("told_amount", models.BigIntegerField(default=0)),
                (
                    "kind",
                    models.CharField(
                        choices=[("money", "Money back"), ("credit", "Voucher")],
                        default="money",
                        max_length=10,
                    ),
                ),
                ("bonus_amount", models.BigIntegerField(default=0)),
                (
                    "voucher",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="loyalty.voucher",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "asked")), fields=["asked_at"], name="refund_unfinished"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("order", "key"), name="refund_once"),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="refund_amount_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("tax_amount__gte", 0), ("tax_amount__lte", models.F("amount"))),
                        name="refund_tax_within_amount",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReturnRules",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "channel",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="channels.channel"
                    ),
                ),
                (
                    "is_open",
                    models.BooleanField(default=True, verbose_name="customers announce returns themselves"),
                ),
                ("days", models.PositiveSmallIntegerField(default=14, verbose_name="days to return")),
                (
                    "transit_days",
                    models.PositiveSmallIntegerField(
                        default=7, verbose_name="days on the way, where no arrival is known"
                    ),
                ),
                (
                    "most_open",
                    models.PositiveSmallIntegerField(
                        default=5, verbose_name="announced returns of an order at once"
                    ),
                ),
                (
                    "exchange",
                    models.CharField(
                        choices=[
                            ("off", "Not offered"),
                            ("asked", "Customer service decides"),
                            ("at_once", "Agreed at once"),
                        ],
                        default="at_once",
                        max_length=10,
                        verbose_name="other variants instead of money",
                    ),
                ),
                (
                    "exchange_ships",
                    models.CharField(
                        choices=[("received", "When the return is here"), ("at_once", "At once")],
                        default="received",
                        max_length=10,
                        verbose_name="other variants are sent",
                    ),
                ),
                (
                    "exchange_days",
                    models.PositiveSmallIntegerField(
                        default=28, verbose_name="days that another variant is set aside"
                    ),
                ),
                (
                    "label_service",
                    models.CharField(
                        blank=True, default="", max_length=64, verbose_name="carrier service of return labels"
                    ),
                ),
                ("credit", models.BooleanField(default=True, verbose_name="vouchers instead of money")),
                (
                    "credit_bonus",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="percent that a voucher is worth more"
                    ),
                ),
            ],
            options={
                "verbose_name": "rules of returns",
                "verbose_name_plural": "rules of returns",
            },
        ),
        migrations.CreateModel(
            name="RefundLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "refund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="aftersales.refund",
                    ),
                ),
                (
                    "order_line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orders.orderline"
                    ),
                ),
                ("quantity", models.PositiveIntegerField()),
                ("amount", models.BigIntegerField()),
                ("tax_amount", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("refund", "order_line"), name="refund_line_once"),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gte", 1)), name="refund_line_quantity"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RefundPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "refund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="aftersales.refund",
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="payments.payment"
                    ),
                ),
                ("key", models.CharField(max_length=150)),
                ("amount", models.BigIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("asked", "Asked"),
                            ("pending", "Under way"),
                            ("partly", "Partly done"),
                            ("done", "Done"),
                            ("refused", "Refused"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("payment", "key"), name="refund_part_once"),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="refund_part_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Return",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=30, unique=True, verbose_name="number")),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orders.order"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("announced", "Announced"),
                            ("received", "Received"),
                            ("canceled", "Canceled"),
                        ],
                        default="announced",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("not_wanted", "Not wanted any more"),
                            ("does_not_fit", "Does not fit"),
                            ("not_as_shown", "Not as shown"),
                            ("damaged", "Arrived damaged"),
                            ("wrong", "Wrong article"),
                            ("refused", "Delivery refused"),
                            ("defective", "Does not work"),
                            ("late", "Came too late"),
                            ("untold", "No reason given"),
                        ],
                        max_length=20,
                        verbose_name="reason",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                (
                    "wish",
                    models.CharField(
                        choices=[
                            ("money", "Money back"),
                            ("credit", "Voucher"),
                            ("exchange", "Another variant"),
                        ],
                        default="money",
                        max_length=10,
                        verbose_name="wanted for it",
                    ),
                ),
                ("by_customer", models.BooleanField(default=False, verbose_name="announced by the customer")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("refunded", "Refunded"),
                            ("refused", "No money back"),
                            ("exchanged", "Exchanged"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "refund",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="aftersales.refund",
                    ),
                ),
                ("pickup_on", models.DateField(blank=True, null=True, verbose_name="fetched on")),
                (
                    "location",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inventory.location",
                    ),
                ),
                (
                    "label",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="shipping.label",
                    ),
                ),
                ("opened_by", models.CharField(max_length=200)),
                ("opened_at", models.DateTimeField(verbose_name="announced")),
                ("closed_by", models.CharField(blank=True, max_length=200)),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
            ],
            options={
                "verbose_name": "return",
                "verbose_name_plural": "returns",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["state", "opened_at"], name="aftersales_return_state"),
                    models.Index(fields=["order"], name="aftersales_return_order"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Exchange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "parent",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="exchange",
                        to="aftersales.return",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Asked for"),
                            ("waiting", "Set aside, waits for the return"),
                            ("released", "On its way to the customer"),
                            ("canceled", "Canceled"),
                        ],
                        default="asked",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "ships",
                    models.CharField(
                        choices=[("received", "When the return is here"), ("at_once", "At once")],
                        max_length=10,
                        verbose_name="is sent",
                    ),
                ),
                (
                    "order",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.order",
                    ),
                ),
                ("currency", models.CharField(max_length=3)),
                ("back_amount", models.BigIntegerField(default=0)),
                ("back_due", models.BooleanField(default=False)),
                ("extra_amount", models.BigIntegerField(default=0)),
                ("pay_by", models.DateTimeField(null=True)),
                ("paid_at", models.DateTimeField(null=True)),
                ("over_amount", models.BigIntegerField(default=0)),
                ("over_due", models.BooleanField(default=False)),
                ("cleared", models.BooleanField(default=False)),
                ("asked_at", models.DateTimeField()),
                ("decided_by", models.CharField(blank=True, max_length=200)),
                ("decided_at", models.DateTimeField(null=True)),
                ("expires_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["expires_at"],
                        name="aftersales_exchange_waits",
                    ),
                    models.Index(
                        condition=models.Q(("back_due", True)), fields=["id"], name="aftersales_exchange_due"
                    ),
                    models.Index(
                        condition=models.Q(("over_due", True)), fields=["id"], name="aftersales_exchange_over"
                    ),
                    models.Index(
                        condition=models.Q(("extra_amount__gt", 0), ("paid_at", None), ("state", "waiting")),
                        fields=["pay_by"],
                        name="aftersales_exchange_unpaid",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("back_amount__gte", 0)), name="aftersales_exchange_back"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("extra_amount__gte", 0),
                            ("over_amount__gte", 0),
                            ("over_amount__lte", models.F("extra_amount")),
                        ),
                        name="aftersales_exchange_extra",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "released"), _negated=True),
                            ("extra_amount", 0),
                            ("paid_at__isnull", False),
                            _connector="OR",
                        ),
                        name="aftersales_exchange_paid_before_it_leaves",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReturnPhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="photos",
                        to="aftersales.return",
                    ),
                ),
                ("content", models.BinaryField()),
                ("digest", models.CharField(max_length=64)),
                ("by_customer", models.BooleanField(default=False)),
                ("added_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("parent", "digest"), name="aftersales_return_photo_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReturnLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="aftersales.return",
                    ),
                ),
                (
                    "order_line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orders.orderline"
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.variant"
                    ),
                ),
                ("sku", models.CharField(max_length=100, verbose_name="SKU")),
                ("title", models.CharField(max_length=300, verbose_name="article")),
                ("quantity", models.PositiveIntegerField(verbose_name="announced")),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_wanted", "Not wanted any more"),
                            ("does_not_fit", "Does not fit"),
                            ("not_as_shown", "Not as shown"),
                            ("damaged", "Arrived damaged"),
                            ("wrong", "Wrong article"),
                            ("refused", "Delivery refused"),
                            ("defective", "Does not work"),
                            ("late", "Came too late"),
                            ("untold", "No reason given"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="reason",
                    ),
                ),
                (
                    "condition",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unopened", "Unopened"),
                            ("opened", "Opened, as new"),
                            ("used", "Used or worn"),
                            ("broken", "Damaged or broken"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="condition",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of a return",
                "verbose_name_plural": "lines of returns",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("parent", "order_line"), name="aftersales_return_line_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gte", 1)), name="aftersales_return_line_units"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=30, unique=True, verbose_name="number")),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orders.order"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="name")),
                ("declared_at", models.DateTimeField(verbose_name="declared")),
                (
                    "leads_to",
                    models.CharField(
                        choices=[
                            ("canceled", "The order is canceled"),
                            ("return", "The goods come back"),
                            ("task", "Customer service takes them out"),
                        ],
                        max_length=10,
                        verbose_name="leads to",
                    ),
                ),
                (
                    "back",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="aftersales.return",
                    ),
                ),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "withdrawal from a contract",
                "verbose_name_plural": "withdrawals from contracts",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["order"], name="aftersales_withdrawal_order"),
                    models.Index(
                        condition=models.Q(("settled_at", None)),
                        fields=["declared_at"],
                        name="aftersales_withdrawal_open",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExchangeLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "exchange",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="aftersales.exchange",
                    ),
                ),
                (
                    "return_line",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="exchanged",
                        to="aftersales.returnline",
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.variant"
                    ),
                ),
                ("sku", models.CharField(max_length=100, verbose_name="SKU")),
                ("title", models.CharField(max_length=500, verbose_name="article")),
                ("quantity", models.PositiveIntegerField()),
                ("back_amount", models.BigIntegerField(default=0)),
                ("extra_amount", models.BigIntegerField(default=0)),
                (
                    "order_line",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.orderline",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gte", 0)), name="aftersales_exchange_units"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReturnedUnits",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="found",
                        to="aftersales.returnline",
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("shelf", "Back on the shelf"),
                            ("inspect", "To be inspected"),
                            ("refurbish", "To be refurbished"),
                            ("quarantine", "Quarantine"),
                            ("supplier", "Back to the supplier"),
                            ("damaged", "Damaged"),
                            ("scrap", "Scrap"),
                            ("missing", "Not in the parcel"),
                        ],
                        max_length=12,
                        verbose_name="decision",
                    ),
                ),
                ("quantity", models.PositiveIntegerField(verbose_name="units")),
                (
                    "cause",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("supplier", "the supplier"),
                            ("storage", "our storage"),
                            ("pick", "a mistake at picking"),
                            ("packing", "the packing"),
                            ("carrier", "the carrier"),
                            ("unknown", "nobody knows"),
                        ],
                        max_length=10,
                        verbose_name="cause",
                    ),
                ),
                ("lot", models.CharField(blank=True, default="", max_length=60, verbose_name="lot")),
                (
                    "serial",
                    models.CharField(blank=True, default="", max_length=80, verbose_name="serial number"),
                ),
            ],
            options={
                "verbose_name": "returned units",
                "verbose_name_plural": "returned units",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("line", "decision", "lot", "serial"), name="aftersales_returned_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gte", 0)), name="aftersales_returned_units"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WithdrawalLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="aftersales.withdrawal",
                    ),
                ),
                (
                    "order_line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orders.orderline"
                    ),
                ),
                ("sent", models.PositiveIntegerField(default=0, verbose_name="units that had left")),
                ("unsent", models.PositiveIntegerField(default=0, verbose_name="units that had not left")),
            ],
            options={
                "verbose_name": "line of a withdrawal",
                "verbose_name_plural": "lines of withdrawals",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("parent", "order_line"), name="aftersales_withdrawn_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sent__gte", 1), ("unsent__gte", 1), _connector="OR"),
                        name="aftersales_withdrawn_units",
                    ),
                ],
            },
        ),
    ]
