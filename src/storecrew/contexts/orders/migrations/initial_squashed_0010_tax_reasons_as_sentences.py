"""Every table of this context in one step: what a new installation runs (decision 0227)."""

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

import storecrew.kernel.said_field


class Migration(migrations.Migration):
    replaces = [
        ("orders", "0001_initial"),
        ("orders", "0002_discounts"),
        ("orders", "0003_fees_and_gifts"),
        ("orders", "0004_replaced_lines"),
        ("orders", "0005_check_orders"),
        ("orders", "0006_said_reasons"),
        ("orders", "0007_purpose"),
        ("orders", "0008_pickup_points"),
        ("orders", "0009_given_away"),
        ("orders", "0010_tax_reasons_as_sentences"),
    ]

    initial = True

    dependencies = [
        ("catalog", "initial_squashed_0006_category_layout"),
        ("channels", "initial_squashed_0002_launches"),
        ("customers", "initial_squashed_0004_customer_birthday"),
    ]

    operations = [
        migrations.CreateModel(
            name="Order",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=32, unique=True)),
                ("token", models.CharField(max_length=64, unique=True)),
                ("cart_token", models.CharField(max_length=64, null=True, unique=True)),
                (
                    "channel",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="channels.channel",
                    ),
                ),
                ("market_code", models.CharField(blank=True, max_length=64)),
                (
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
                ("email", models.CharField(max_length=254)),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("locale", models.CharField(max_length=16)),
                ("currency", models.CharField(max_length=3)),
                (
                    "tax_display",
                    models.CharField(
                        choices=[("gross", "Prices include tax"), ("net", "Prices without tax")], max_length=5
                    ),
                ),
                ("shipping_address", models.JSONField(default=dict)),
                ("billing_address", models.JSONField(default=dict)),
                ("shipping_method_code", models.CharField(blank=True, max_length=64)),
                ("shipping_method_name", models.CharField(blank=True, max_length=200)),
                ("pickup_point", models.JSONField(blank=True, default=dict)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending_payment", "Waiting for payment"),
                            ("confirmed", "Confirmed"),
                            ("canceled", "Canceled"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "payment_status",
                    models.CharField(
                        choices=[
                            ("pending", "Not paid yet"),
                            ("authorized", "Authorized"),
                            ("partially_paid", "Partly paid"),
                            ("paid", "Paid"),
                            ("partially_refunded", "Partly refunded"),
                            ("refunded", "Refunded"),
                            ("voided", "Released"),
                            ("failed", "Failed"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "fulfillment_status",
                    models.CharField(
                        choices=[
                            ("unfulfilled", "Not shipped"),
                            ("partial", "Partly shipped"),
                            ("fulfilled", "Shipped"),
                        ],
                        max_length=20,
                    ),
                ),
                ("subtotal_amount", models.BigIntegerField()),
                ("discount_amount", models.BigIntegerField(default=0)),
                ("shipping_amount", models.BigIntegerField(default=0)),
                ("shipping_tax_amount", models.BigIntegerField(default=0)),
                ("fee_amount", models.BigIntegerField(default=0)),
                ("fee_tax_amount", models.BigIntegerField(default=0)),
                ("tax_amount", models.BigIntegerField(default=0)),
                ("total_amount", models.BigIntegerField()),
                ("gift_wrap", models.BooleanField(default=False)),
                ("gift_message", models.CharField(blank=True, default="", max_length=300)),
                ("is_check", models.BooleanField(db_default=False, default=False)),
                (
                    "purpose",
                    models.CharField(
                        blank=True,
                        choices=[("", "Sale"), ("seeding", "Product seeding")],
                        db_default="",
                        default="",
                        max_length=10,
                    ),
                ),
                ("authorized_amount", models.BigIntegerField(default=0)),
                ("captured_amount", models.BigIntegerField(default=0)),
                ("refunded_amount", models.BigIntegerField(default=0)),
                ("item_count", models.PositiveIntegerField(default=0)),
                ("placed_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("canceled_at", models.DateTimeField(null=True)),
                ("fulfilled_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-placed_at", "-id"],
                "indexes": [
                    models.Index(fields=["placed_at"], name="order_placed"),
                    models.Index(fields=["status", "placed_at"], name="order_status_placed"),
                    models.Index(fields=["payment_status", "placed_at"], name="order_payment_placed"),
                    models.Index(fields=["fulfillment_status", "placed_at"], name="order_fulfill_placed"),
                    models.Index(fields=["channel", "placed_at"], name="order_channel_placed"),
                    models.Index(fields=["customer", "placed_at"], name="order_customer_placed"),
                    models.Index(fields=["email", "placed_at"], name="order_email_placed"),
                    models.Index(
                        condition=models.Q(("is_check", True)), fields=["placed_at"], name="order_of_a_check"
                    ),
                    models.Index(
                        condition=models.Q(("purpose__gt", "")), fields=["id"], name="order_given_away"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("tax_display", "gross"),
                                (
                                    "total_amount",
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("subtotal_amount"), "+", models.F("shipping_amount")
                                            ),
                                            "+",
                                            models.F("fee_amount"),
                                        ),
                                        "-",
                                        models.F("discount_amount"),
                                    ),
                                ),
                            ),
                            models.Q(
                                ("tax_display", "net"),
                                (
                                    "total_amount",
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                django.db.models.expressions.CombinedExpression(
                                                    models.F("subtotal_amount"),
                                                    "+",
                                                    models.F("shipping_amount"),
                                                ),
                                                "+",
                                                models.F("fee_amount"),
                                            ),
                                            "-",
                                            models.F("discount_amount"),
                                        ),
                                        "+",
                                        models.F("tax_amount"),
                                    ),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="order_total_adds_up",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("discount_amount__gte", 0),
                            ("fee_amount__gte", 0),
                            ("fee_tax_amount__gte", 0),
                            ("shipping_amount__gte", 0),
                            ("subtotal_amount__gte", 0),
                            ("tax_amount__gte", 0),
                            ("total_amount__gte", 0),
                        ),
                        name="order_money_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrderLine",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="orders.order"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.variant"
                    ),
                ),
                ("sku", models.CharField(db_index=True, max_length=128)),
                ("title", models.CharField(max_length=500)),
                ("options", models.JSONField(default=dict)),
                ("image_url", models.CharField(blank=True, max_length=1000)),
                ("product_url", models.CharField(blank=True, max_length=1000)),
                ("weight_g", models.PositiveIntegerField(default=0)),
                ("quantity", models.PositiveIntegerField()),
                ("unit_price_amount", models.BigIntegerField()),
                ("discount_amount", models.BigIntegerField(default=0)),
                ("total_amount", models.BigIntegerField()),
                ("net_amount", models.BigIntegerField()),
                ("tax_amount", models.BigIntegerField(default=0)),
                ("tax_class", models.CharField(blank=True, max_length=64)),
                ("tax_rate_ppm", models.PositiveIntegerField(default=0)),
                ("tax_treatment", models.CharField(blank=True, max_length=32)),
                ("price_list", models.CharField(blank=True, max_length=64)),
                (
                    "replaces",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.orderline",
                    ),
                ),
                ("fulfilled_quantity", models.PositiveIntegerField(default=0)),
                ("canceled_quantity", models.PositiveIntegerField(default=0)),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("order", "position"), name="order_line_position"),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gte", 1)), name="order_line_quantity"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "quantity__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("fulfilled_quantity"), "+", models.F("canceled_quantity")
                                ),
                            )
                        ),
                        name="order_line_not_overfilled",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "total_amount",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("unit_price_amount"), "*", models.F("quantity")
                                    ),
                                    "-",
                                    models.F("discount_amount"),
                                ),
                            )
                        ),
                        name="order_line_total_adds_up",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("discount_amount__gte", 0),
                            ("net_amount__gte", 0),
                            ("tax_amount__gte", 0),
                            ("total_amount__gte", 0),
                            ("unit_price_amount__gte", 0),
                        ),
                        name="order_line_money_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrderTaxLine",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tax_lines",
                        to="orders.order",
                    ),
                ),
                ("rate_ppm", models.PositiveIntegerField()),
                ("treatment", models.CharField(max_length=32)),
                ("reason", storecrew.kernel.said_field.SaidField(blank=True)),
                ("net_amount", models.BigIntegerField()),
                ("tax_amount", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("order", "rate_ppm", "treatment", "reason"), name="order_tax_line_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("net_amount__gte", 0), ("tax_amount__gte", 0)),
                        name="order_tax_line_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrderFee",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="fees", to="orders.order"
                    ),
                ),
                ("kind", models.CharField(choices=[("gift_wrap", "Gift wrap")], max_length=20)),
                ("amount", models.BigIntegerField()),
                ("net_amount", models.BigIntegerField()),
                ("tax_amount", models.BigIntegerField()),
                ("tax_class", models.CharField(max_length=64)),
                ("tax_rate_ppm", models.PositiveIntegerField(default=0)),
                ("tax_treatment", models.CharField(blank=True, max_length=32)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("order", "kind"), name="order_fee_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__gte", 0), ("net_amount__gte", 0), ("tax_amount__gte", 0)
                        ),
                        name="order_fee_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrderCancellation",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cancellation",
                        to="orders.order",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("customer", "By the customer"),
                            ("staff", "By staff"),
                            ("payment_failed", "The payment failed"),
                            ("expired", "Not paid in time"),
                        ],
                        max_length=20,
                    ),
                ),
                ("reason", storecrew.kernel.said_field.SaidField()),
                ("restocked", models.BooleanField()),
                ("actor_kind", models.CharField(max_length=16)),
                ("actor_id", models.CharField(blank=True, max_length=64)),
                ("actor_label", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="OrderDiscount",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="discounts",
                        to="orders.order",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="discounts",
                        to="orders.orderline",
                    ),
                ),
                ("promotion_id", models.BigIntegerField(db_index=True)),
                ("promotion_revision", models.PositiveIntegerField()),
                ("label", models.CharField(max_length=300)),
                ("code", models.CharField(blank=True, default="", max_length=40)),
                ("amount", models.BigIntegerField()),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("order", "line", "promotion_id"), name="order_discount_once_per_line"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="order_discount_positive"
                    ),
                ],
            },
        ),
    ]
