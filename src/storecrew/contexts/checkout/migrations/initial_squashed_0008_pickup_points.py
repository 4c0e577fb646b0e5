"""Every table of this context in one step: what a new installation runs (decision 0227)."""

import django.db.models.deletion
from django.db import migrations, models

import storecrew.contexts.checkout.models


class Migration(migrations.Migration):
    replaces = [
        ("checkout", "0001_initial"),
        ("checkout", "0002_initial"),
        ("checkout", "0003_cart_codes"),
        ("checkout", "0004_wait_list"),
        ("checkout", "0005_gifts"),
        ("checkout", "0006_cart_tenders"),
        ("checkout", "0007_cart_presents"),
        ("checkout", "0008_pickup_points"),
    ]

    initial = True

    dependencies = [
        ("catalog", "initial_squashed_0006_category_layout"),
        ("channels", "initial_squashed_0002_launches"),
        ("customers", "initial_squashed_0004_customer_birthday"),
        ("orders", "initial_squashed_0010_tax_reasons_as_sentences"),
        ("payments", "initial_squashed_0007_payment_card"),
    ]

    operations = [
        migrations.CreateModel(
            name="Cart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "token",
                    models.CharField(
                        default=storecrew.contexts.checkout.models.new_token,
                        editable=False,
                        max_length=64,
                        unique=True,
                    ),
                ),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="channels.channel"
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
                ("locale", models.CharField(max_length=12)),
                ("currency", models.CharField(max_length=3)),
                ("email", models.CharField(blank=True, default="", max_length=254)),
                ("phone", models.CharField(blank=True, default="", max_length=40)),
                ("shipping_address", models.JSONField(blank=True, default=dict)),
                ("shipping_method", models.CharField(blank=True, default="", max_length=64)),
                ("pickup_point", models.JSONField(blank=True, default=dict)),
                ("gift_wrap", models.BooleanField(default=False)),
                ("gift_message", models.CharField(blank=True, default="", max_length=300)),
                ("codes", models.JSONField(blank=True, default=list)),
                ("held_promotions", models.JSONField(blank=True, default=list)),
                ("tenders", models.JSONField(blank=True, default=list)),
                ("presents", models.JSONField(blank=True, default=dict)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("placing", "In payment"),
                            ("placed", "Placed"),
                            ("merged", "Merged into another cart"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("claimed_until", models.DateTimeField(blank=True, null=True)),
                ("held_until", models.DateTimeField(blank=True, null=True)),
                (
                    "order",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.order",
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payments.payment",
                    ),
                ),
                ("redirect_url", models.CharField(blank=True, default="", max_length=2000)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "cart",
                "verbose_name_plural": "carts",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "placing")),
                        fields=["claimed_until"],
                        name="checkout_claimed_carts",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "placing"), _negated=True),
                            ("claimed_until__isnull", False),
                            _connector="OR",
                        ),
                        name="checkout_claim_has_end",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GiftWrapOffer",
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
                ("amount", models.BigIntegerField()),
                ("active", models.BooleanField(default=True)),
                ("updated_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "gift wrap",
                "verbose_name_plural": "gift wraps",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0)), name="checkout_gift_wrap_not_negative"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WaitListEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "token",
                    models.CharField(
                        default=storecrew.contexts.checkout.models.new_token,
                        editable=False,
                        max_length=64,
                        unique=True,
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalog.variant"
                    ),
                ),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="channels.channel"
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
                ("email", models.CharField(max_length=254)),
                ("locale", models.CharField(max_length=12)),
                (
                    "state",
                    models.CharField(
                        choices=[("asked", "To be confirmed"), ("waiting", "Waiting"), ("told", "Told")],
                        default="asked",
                        max_length=10,
                    ),
                ),
                ("consent", models.CharField(max_length=500)),
                ("asked_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("told_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "wait list entry",
                "verbose_name_plural": "wait list entries",
                "ordering": ["id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["variant", "channel"],
                        name="checkout_waiting",
                    ),
                    models.Index(
                        condition=models.Q(("state", "told")), fields=["told_at"], name="checkout_waited"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("asked", "waiting"))),
                        fields=("variant", "channel", "email"),
                        name="checkout_waits_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "asked"), ("confirmed_at__isnull", False), _connector="OR"
                        ),
                        name="checkout_waits_by_consent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CartLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "cart",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="checkout.cart",
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalog.variant"
                    ),
                ),
                ("quantity", models.IntegerField()),
            ],
            options={
                "verbose_name": "cart line",
                "verbose_name_plural": "cart lines",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("cart", "variant"), name="checkout_variant_once_per_cart"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gte", 1), ("quantity__lte", 100000)),
                        name="checkout_line_quantity",
                    ),
                ],
            },
        ),
    ]
