"""Every table of this context in one step: what a new installation runs (decision 0227)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("purchasing", "0001_initial"),
        ("purchasing", "0002_proposals_and_receipts"),
        ("purchasing", "0003_price_lists"),
        ("purchasing", "0004_article_rules"),
        ("purchasing", "0005_sheets"),
        ("purchasing", "0006_exchange_rates"),
        ("purchasing", "0007_quotations"),
    ]

    initial = True

    dependencies = [
        ("catalog", "initial_squashed_0006_category_layout"),
        ("inventory", "initial_squashed_0008_pick_up"),
    ]

    operations = [
        migrations.CreateModel(
            name="Supplier",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                ("country", models.CharField(blank=True, max_length=2, verbose_name="country")),
                ("locale", models.CharField(default="en", max_length=10, verbose_name="language")),
                (
                    "order_email",
                    models.EmailField(blank=True, max_length=254, verbose_name="mail for orders"),
                ),
                ("lead_days", models.PositiveSmallIntegerField(default=14, verbose_name="agreed lead time")),
                ("payment_days", models.PositiveSmallIntegerField(default=30, verbose_name="payment days")),
                ("active", models.BooleanField(default=True, verbose_name="active")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "verbose_name": "supplier",
                "verbose_name_plural": "suppliers",
                "ordering": ["name", "id"],
            },
        ),
        migrations.CreateModel(
            name="QuotationRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="number")),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="inventory.location"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("sent", "Asked"),
                            ("ordered", "Ordered"),
                            ("closed", "Closed without an order"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("answer_by", models.DateField(verbose_name="answer by")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("created_at", models.DateTimeField(verbose_name="created")),
                ("created_by", models.CharField(max_length=200)),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
            ],
            options={
                "verbose_name": "request for quotation",
                "verbose_name_plural": "requests for quotation",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="ReplenishmentRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "location",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="inventory.location"
                    ),
                ),
                ("service_level_bp", models.PositiveIntegerField(default=9500, verbose_name="service level")),
                (
                    "review_days",
                    models.PositiveSmallIntegerField(default=7, verbose_name="orders every so many days"),
                ),
            ],
            options={
                "verbose_name": "replenishment rule",
                "verbose_name_plural": "replenishment rules",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("review_days__gte", 1),
                            ("service_level_bp__gte", 5000),
                            ("service_level_bp__lte", 9999),
                        ),
                        name="purchasing_rule_makes_sense",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ArticleRule",
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
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="inventory.location"
                    ),
                ),
                (
                    "least",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="order from so many on"),
                ),
                ("most", models.PositiveIntegerField(blank=True, null=True, verbose_name="order up to")),
                (
                    "safety_stock",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="safety stock"),
                ),
                (
                    "lead_days",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="lead time"),
                ),
                ("moq", models.PositiveIntegerField(blank=True, null=True, verbose_name="smallest order")),
                ("stopped", models.BooleanField(default=False, verbose_name="not ordered again")),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                ("set_by", models.CharField(max_length=200, verbose_name="decided by")),
                ("set_at", models.DateTimeField(verbose_name="decided")),
            ],
            options={
                "verbose_name": "rule of an article",
                "verbose_name_plural": "rules of articles",
                "ordering": ["variant", "location"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("variant", "location"), name="purchasing_article_rule_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("least__isnull", True),
                            ("most__isnull", True),
                            ("most__gte", models.F("least")),
                            _connector="OR",
                        ),
                        name="purchasing_article_rule_least_below_most",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SupplierContact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="purchasing.supplier",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("duty", models.CharField(blank=True, max_length=80, verbose_name="duty")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
            ],
            options={
                "verbose_name": "contact",
                "verbose_name_plural": "contacts",
                "ordering": ["name", "id"],
            },
        ),
        migrations.CreateModel(
            name="SupplierArticle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="articles",
                        to="purchasing.supplier",
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalog.variant"
                    ),
                ),
                ("supplier_sku", models.CharField(blank=True, max_length=80, verbose_name="supplier's code")),
                ("moq", models.PositiveIntegerField(default=1, verbose_name="smallest order")),
                ("pack_size", models.PositiveIntegerField(default=1, verbose_name="pack size")),
                (
                    "lead_days",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="lead time"),
                ),
                ("preferred", models.BooleanField(default=False, verbose_name="preferred")),
            ],
            options={
                "verbose_name": "article of a supplier",
                "verbose_name_plural": "articles of suppliers",
                "ordering": ["supplier", "variant"],
                "constraints": [
                    models.UniqueConstraint(fields=("supplier", "variant"), name="purchasing_article_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("preferred", True)),
                        fields=("variant",),
                        name="purchasing_one_preferred_supplier",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("moq__gte", 1), ("pack_size__gte", 1)),
                        name="purchasing_article_at_least_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PurchaseOrder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="number")),
                (
                    "supplier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="purchasing.supplier",
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="inventory.location"
                    ),
                ),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("waiting", "Waiting for approval"),
                            ("approved", "Approved"),
                            ("sent", "Sent"),
                            ("partly_received", "Partly received"),
                            ("received", "Received"),
                            ("closed", "Closed"),
                            ("canceled", "Canceled"),
                        ],
                        default="draft",
                        max_length=16,
                        verbose_name="state",
                    ),
                ),
                ("expected_on", models.DateField(verbose_name="expected")),
                ("total_amount", models.BigIntegerField(default=0, verbose_name="total")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("created_at", models.DateTimeField(verbose_name="created")),
                ("created_by", models.CharField(max_length=200)),
                ("submitted_by", models.CharField(blank=True, max_length=64)),
                ("approved_by", models.CharField(blank=True, max_length=200)),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
                ("received_at", models.DateTimeField(blank=True, null=True, verbose_name="received")),
                (
                    "receipt",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inventory.receipt",
                    ),
                ),
                ("sheet_key", models.CharField(editable=False, max_length=40, null=True, unique=True)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "verbose_name": "purchase order",
                "verbose_name_plural": "purchase orders",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["state", "expected_on"], name="purchasing_order_due"),
                    models.Index(fields=["supplier", "-id"], name="purchasing_order_supplier"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("total_amount__gte", 0)), name="purchasing_total_not_negative"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PriceListRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="price_lists",
                        to="purchasing.supplier",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "state",
                    models.CharField(
                        choices=[("taken", "Taken over"), ("undone", "Taken back")],
                        default="taken",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("rows", models.JSONField(default=list)),
                ("refused", models.PositiveIntegerField(default=0, verbose_name="rows left out")),
                ("kept", models.PositiveIntegerField(default=0, verbose_name="changed since and kept")),
                ("taken_by", models.CharField(max_length=200, verbose_name="taken over by")),
                ("taken_at", models.DateTimeField(verbose_name="taken over")),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="taken back")),
            ],
            options={
                "verbose_name": "price list of a supplier",
                "verbose_name_plural": "price lists of suppliers",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="QuotationLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="purchasing.quotationrequest",
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
                ("quantity", models.PositiveIntegerField(verbose_name="quantity")),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("request", "variant"), name="purchasing_asked_once"),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gte", 1)), name="purchasing_asked_at_least_one"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PriceStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="prices",
                        to="purchasing.supplierarticle",
                    ),
                ),
                ("from_quantity", models.PositiveIntegerField(default=1, verbose_name="from quantity")),
                ("amount", models.BigIntegerField(verbose_name="price")),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
            ],
            options={
                "verbose_name": "supplier's price",
                "verbose_name_plural": "suppliers' prices",
                "ordering": ["article", "from_quantity", "valid_from"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("article", "from_quantity", "valid_from"), name="purchasing_price_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0)), name="purchasing_price_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("from_quantity__gte", 1)), name="purchasing_price_from_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True),
                            ("valid_until__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="purchasing_price_days_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PurchaseOrderLine",
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
                        related_name="lines",
                        to="purchasing.purchaseorder",
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
                ("supplier_sku", models.CharField(blank=True, max_length=80, verbose_name="supplier's code")),
                ("quantity", models.PositiveIntegerField(verbose_name="quantity")),
                ("unit_amount", models.BigIntegerField(verbose_name="price")),
                ("accepted", models.PositiveIntegerField(default=0, verbose_name="accepted")),
                ("damaged", models.PositiveIntegerField(default=0, verbose_name="damaged")),
                ("wrong", models.PositiveIntegerField(default=0, verbose_name="wrong")),
            ],
            options={
                "verbose_name": "line of a purchase order",
                "verbose_name_plural": "lines of purchase orders",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("order", "variant"), name="purchasing_line_once"),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gte", 1), ("unit_amount__gte", 0)),
                        name="purchasing_line_makes_sense",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LandedCost",
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
                        related_name="landed_costs",
                        to="purchasing.purchaseorder",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("freight", "Freight"),
                            ("duty", "Duty"),
                            ("insurance", "Insurance"),
                            ("other", "Other"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("amount", models.BigIntegerField(verbose_name="amount")),
                ("currency", models.CharField(blank=True, default="", max_length=3, verbose_name="currency")),
                (
                    "basis",
                    models.CharField(
                        choices=[("value", "By value"), ("weight", "By weight"), ("quantity", "By quantity")],
                        max_length=10,
                        verbose_name="spread",
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "landed cost",
                "verbose_name_plural": "landed costs",
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="purchasing_landed_positive"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CostConversion",
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
                        related_name="conversions",
                        to="purchasing.purchaseorder",
                    ),
                ),
                ("source", models.CharField(max_length=3, verbose_name="from")),
                ("target", models.CharField(max_length=3, verbose_name="to")),
                ("source_e8", models.BigIntegerField()),
                ("target_e8", models.BigIntegerField()),
                ("day", models.DateField(verbose_name="day")),
                ("said_by", models.CharField(max_length=20, verbose_name="source")),
            ],
            options={
                "verbose_name": "conversion of a delivery",
                "verbose_name_plural": "conversions of deliveries",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("order", "source", "target"), name="purchasing_conversion_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SupplierInvoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="purchasing.supplier",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoices",
                        to="purchasing.purchaseorder",
                    ),
                ),
                ("number", models.CharField(max_length=60, verbose_name="number")),
                ("invoiced_on", models.DateField(verbose_name="invoice date")),
                ("due_on", models.DateField(verbose_name="due")),
                ("total_amount", models.BigIntegerField(verbose_name="total")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("blocked", "Blocked"),
                            ("matched", "Matches"),
                            ("released", "Released by hand"),
                        ],
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("differences", models.JSONField(blank=True, default=list)),
                ("owner_role", models.CharField(blank=True, max_length=40, verbose_name="owner")),
                ("released_reason", models.CharField(blank=True, max_length=300)),
                ("recorded_by", models.CharField(max_length=64)),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
            ],
            options={
                "verbose_name": "supplier's invoice",
                "verbose_name_plural": "suppliers' invoices",
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("supplier", "number"), name="purchasing_invoice_once"),
                    models.CheckConstraint(
                        condition=models.Q(("total_amount__gte", 0)), name="purchasing_invoice_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "released"), _negated=True),
                            models.Q(("released_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="purchasing_release_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Quotation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quotations",
                        to="purchasing.quotationrequest",
                    ),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="purchasing.supplier",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "No answer yet"),
                            ("answered", "Answered"),
                            ("declined", "Does not offer"),
                            ("chosen", "Chosen"),
                        ],
                        default="asked",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                (
                    "lead_days",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="lead time"),
                ),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                ("reference", models.CharField(blank=True, max_length=80, verbose_name="supplier's number")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
                (
                    "order",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quotation",
                        to="purchasing.purchaseorder",
                    ),
                ),
            ],
            options={
                "verbose_name": "quotation",
                "verbose_name_plural": "quotations",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("request", "supplier"), name="purchasing_supplier_asked_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "chosen")),
                        fields=("request",),
                        name="purchasing_one_quotation_chosen",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
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
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="inventory.location"
                    ),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="purchasing.supplier",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("ordered", "Ordered"), ("gone", "No longer needed")],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("quantity", models.PositiveIntegerField(verbose_name="quantity")),
                ("unit_amount", models.BigIntegerField(null=True, verbose_name="price")),
                ("currency", models.CharField(blank=True, max_length=3)),
                ("available", models.IntegerField(verbose_name="available")),
                ("inbound", models.PositiveIntegerField(verbose_name="on the way")),
                ("reorder_point", models.PositiveIntegerField(verbose_name="reorder point")),
                ("order_up_to", models.PositiveIntegerField(verbose_name="order up to")),
                ("safety_stock", models.PositiveIntegerField(verbose_name="safety stock")),
                (
                    "demand_thousandths",
                    models.PositiveBigIntegerField(verbose_name="demand a day, in thousandths"),
                ),
                (
                    "cover_tenths",
                    models.PositiveBigIntegerField(null=True, verbose_name="tenths of days of cover"),
                ),
                ("lead_days", models.PositiveSmallIntegerField(verbose_name="lead time")),
                ("why", models.JSONField(default=dict)),
                (
                    "wanted_quantity",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="quantity by hand"),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("snoozed_until", models.DateField(blank=True, null=True, verbose_name="snoozed until")),
                (
                    "order",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="purchasing.purchaseorder",
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="made")),
            ],
            options={
                "verbose_name": "proposal",
                "verbose_name_plural": "proposals",
                "ordering": ["cover_tenths", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("variant", "location"),
                        name="purchasing_proposal_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GoodsPosting",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="purchasing.purchaseorderline",
                    ),
                ),
                ("posting", models.CharField(max_length=80)),
                ("accepted", models.PositiveIntegerField(default=0)),
                ("damaged", models.PositiveIntegerField(default=0)),
                ("wrong", models.PositiveIntegerField(default=0)),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "posting of goods",
                "verbose_name_plural": "postings of goods",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("line", "posting"), name="purchasing_posting_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Discrepancy",
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
                        related_name="discrepancies",
                        to="purchasing.purchaseorderline",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("short", "Too few"),
                            ("over", "Too many"),
                            ("damaged", "Damaged"),
                            ("wrong", "Wrong article"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("quantity", models.PositiveIntegerField(verbose_name="quantity")),
                (
                    "next_step",
                    models.CharField(
                        choices=[
                            ("decide", "To be decided"),
                            ("credit", "Supplier gives credit"),
                            ("replace", "Supplier sends replacement"),
                            ("return", "Goes back to the supplier"),
                            ("keep", "We keep it"),
                        ],
                        default="decide",
                        max_length=10,
                        verbose_name="next step",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("opened_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "discrepancy",
                "verbose_name_plural": "discrepancies",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("line", "kind"), name="purchasing_discrepancy_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SupplierInvoiceLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="purchasing.supplierinvoice",
                    ),
                ),
                (
                    "order_line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="purchasing.purchaseorderline",
                    ),
                ),
                ("quantity", models.PositiveIntegerField(verbose_name="quantity")),
                ("unit_amount", models.BigIntegerField(verbose_name="price")),
            ],
            options={
                "verbose_name": "line of a supplier's invoice",
                "verbose_name_plural": "lines of suppliers' invoices",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("invoice", "order_line"), name="purchasing_invoice_line_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gte", 1), ("unit_amount__gte", 0)),
                        name="purchasing_invoice_line_makes_sense",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="QuotationPrice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "quotation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="prices",
                        to="purchasing.quotation",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="purchasing.quotationline",
                    ),
                ),
                ("unit_amount", models.BigIntegerField(verbose_name="price")),
                ("moq", models.PositiveIntegerField(default=1, verbose_name="smallest order")),
            ],
            options={
                "ordering": ["line"],
                "constraints": [
                    models.UniqueConstraint(fields=("quotation", "line"), name="purchasing_quoted_once"),
                    models.CheckConstraint(
                        condition=models.Q(("moq__gte", 1), ("unit_amount__gte", 0)),
                        name="purchasing_quoted_price_makes_sense",
                    ),
                ],
            },
        ),
    ]
