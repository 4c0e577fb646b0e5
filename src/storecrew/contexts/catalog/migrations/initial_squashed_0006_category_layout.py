"""Every table of this context in one step: what a new installation runs (decision 0227)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("catalog", "0001_initial"),
        ("catalog", "0002_digital_variants"),
        ("catalog", "0003_categories_by_channel"),
        ("catalog", "0004_product_life"),
        ("catalog", "0005_planned_end"),
        ("catalog", "0006_category_layout"),
    ]

    initial = True

    dependencies = [
        ("channels", "initial_squashed_0002_launches"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProductType",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=64, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("translations", models.JSONField(blank=True, default=dict, verbose_name="translations")),
                (
                    "approve_from",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="approved from this completeness"
                    ),
                ),
            ],
            options={
                "verbose_name": "product type",
                "verbose_name_plural": "product types",
                "ordering": ["name", "id"],
            },
        ),
        migrations.CreateModel(
            name="Category",
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="catalog.category",
                        verbose_name="parent",
                    ),
                ),
                ("slug", models.SlugField(allow_unicode=True, max_length=120, verbose_name="address")),
                ("name", models.CharField(max_length=160, verbose_name="name")),
                ("url_path", models.CharField(max_length=700, unique=True, verbose_name="path")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="position")),
                ("description", models.TextField(blank=True, verbose_name="description")),
                (
                    "seo_title",
                    models.CharField(blank=True, max_length=255, verbose_name="search engine title"),
                ),
                (
                    "seo_description",
                    models.CharField(blank=True, max_length=500, verbose_name="search engine description"),
                ),
                ("facet_codes", models.JSONField(blank=True, default=list, verbose_name="filters")),
                ("translations", models.JSONField(blank=True, default=dict, verbose_name="translations")),
                ("visible", models.BooleanField(default=True, verbose_name="visible")),
                ("hidden_in", models.JSONField(blank=True, default=list, verbose_name="not shown in")),
                ("layout", models.CharField(default="grid", max_length=20, verbose_name="page template")),
                (
                    "lead_image",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailimages.image",
                        verbose_name="lead picture",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
            ],
            options={
                "verbose_name": "category",
                "verbose_name_plural": "categories",
                "ordering": ["url_path"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("parent__isnull", True),
                            models.Q(("parent", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="catalog_category_not_own_parent",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Collection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=64, unique=True, verbose_name="code")),
                (
                    "slug",
                    models.SlugField(allow_unicode=True, max_length=120, unique=True, verbose_name="address"),
                ),
                ("name", models.CharField(max_length=160, verbose_name="name")),
                ("description", models.TextField(blank=True, verbose_name="description")),
                ("rules", models.JSONField(blank=True, default=dict, verbose_name="rules")),
                ("translations", models.JSONField(blank=True, default=dict, verbose_name="translations")),
                ("visible", models.BooleanField(default=True, verbose_name="visible")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
            ],
            options={
                "verbose_name": "collection",
                "verbose_name_plural": "collections",
                "ordering": ["name", "id"],
            },
        ),
        migrations.CreateModel(
            name="PathRedirect",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("old_path", models.CharField(max_length=700, unique=True, verbose_name="old path")),
                ("new_path", models.CharField(db_index=True, max_length=700, verbose_name="new path")),
            ],
            options={
                "verbose_name": "moved path",
                "verbose_name_plural": "moved paths",
                "ordering": ["old_path"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("old_path", models.F("new_path")), _negated=True),
                        name="catalog_redirect_not_to_itself",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Attribute",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "product_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attributes",
                        to="catalog.producttype",
                        verbose_name="product type",
                    ),
                ),
                ("code", models.SlugField(allow_unicode=True, max_length=64, verbose_name="code")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "Text"),
                            ("number", "Number"),
                            ("choice", "Choice"),
                            ("color", "Color"),
                            ("boolean", "Yes or no"),
                            ("date", "Date"),
                            ("file", "File"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("unit", models.CharField(blank=True, max_length=20, verbose_name="unit")),
                ("choices", models.JSONField(blank=True, default=list, verbose_name="choices")),
                ("is_facet", models.BooleanField(default=False, verbose_name="shown as a filter")),
                ("is_variant_level", models.BooleanField(default=False, verbose_name="differs by variant")),
                ("is_required", models.BooleanField(default=False, verbose_name="required to go live")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="position")),
                ("translations", models.JSONField(blank=True, default=dict, verbose_name="translations")),
            ],
            options={
                "verbose_name": "attribute",
                "verbose_name_plural": "attributes",
                "ordering": ["position", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("product_type", "code"), name="catalog_attribute_code")
                ],
            },
        ),
        migrations.CreateModel(
            name="Product",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "product_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="products",
                        to="catalog.producttype",
                        verbose_name="product type",
                    ),
                ),
                (
                    "slug",
                    models.SlugField(allow_unicode=True, max_length=200, unique=True, verbose_name="address"),
                ),
                ("title", models.CharField(max_length=255, verbose_name="title")),
                ("subtitle", models.CharField(blank=True, max_length=255, verbose_name="subtitle")),
                ("description", models.TextField(blank=True, verbose_name="description")),
                ("brand", models.CharField(blank=True, max_length=120, verbose_name="brand")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("idea", "Idea"),
                            ("draft", "Draft"),
                            ("approved", "Approved"),
                            ("live", "Live"),
                            ("end_of_life", "End of life"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("attributes", models.JSONField(blank=True, default=dict, verbose_name="attributes")),
                ("option_names", models.JSONField(blank=True, default=list, verbose_name="options")),
                ("tags", models.JSONField(blank=True, default=list, verbose_name="tags")),
                (
                    "seo_title",
                    models.CharField(blank=True, max_length=255, verbose_name="search engine title"),
                ),
                (
                    "seo_description",
                    models.CharField(blank=True, max_length=500, verbose_name="search engine description"),
                ),
                ("translations", models.JSONField(blank=True, default=dict, verbose_name="translations")),
                ("completeness", models.PositiveSmallIntegerField(default=0, verbose_name="completeness")),
                ("launched_at", models.DateTimeField(blank=True, null=True, verbose_name="live since")),
                (
                    "source_key",
                    models.CharField(blank=True, max_length=200, verbose_name="key at the source"),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                ("created_at", models.DateTimeField(verbose_name="created")),
                ("updated_at", models.DateTimeField(verbose_name="changed")),
            ],
            options={
                "verbose_name": "product",
                "verbose_name_plural": "products",
                "ordering": ["-updated_at", "-id"],
                "indexes": [
                    models.Index(fields=["status", "-launched_at", "-id"], name="catalog_product_newest"),
                    models.Index(fields=["-updated_at", "-id"], name="catalog_product_changed"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("source_key", ""), _negated=True),
                        fields=("source_key",),
                        name="catalog_product_source_key",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("completeness__lte", 100)), name="catalog_product_completeness"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["idea", "draft", "approved", "live", "end_of_life"])
                        ),
                        name="catalog_product_status",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlannedEnd",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "product",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="planned_end",
                        to="catalog.product",
                        verbose_name="product",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="sells off from")),
                ("last_day", models.DateField(verbose_name="last day")),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="catalog.product",
                        verbose_name="successor",
                    ),
                ),
                ("reason", models.CharField(max_length=400, verbose_name="reason")),
                ("decided_by", models.CharField(max_length=200, verbose_name="decided by")),
                ("decided_at", models.DateTimeField(verbose_name="decided")),
            ],
            options={
                "verbose_name": "planned end of life",
                "verbose_name_plural": "planned ends of life",
                "ordering": ["last_day", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gte", models.F("starts_on"))),
                        name="catalog_planned_end_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("successor__isnull", True),
                            models.Q(("successor", models.F("product")), _negated=True),
                            _connector="OR",
                        ),
                        name="catalog_planned_end_not_to_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Variant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="variants",
                        to="catalog.product",
                        verbose_name="product",
                    ),
                ),
                ("sku", models.CharField(max_length=120, unique=True, verbose_name="SKU")),
                (
                    "barcode",
                    models.CharField(blank=True, db_index=True, max_length=14, verbose_name="barcode (GTIN)"),
                ),
                ("options", models.JSONField(blank=True, default=dict, verbose_name="options")),
                ("attributes", models.JSONField(blank=True, default=dict, verbose_name="attributes")),
                ("weight_g", models.PositiveIntegerField(blank=True, null=True, verbose_name="weight (g)")),
                ("length_mm", models.PositiveIntegerField(blank=True, null=True, verbose_name="length (mm)")),
                ("width_mm", models.PositiveIntegerField(blank=True, null=True, verbose_name="width (mm)")),
                ("height_mm", models.PositiveIntegerField(blank=True, null=True, verbose_name="height (mm)")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="position")),
                ("active", models.BooleanField(default=True, verbose_name="active")),
                ("tax_class", models.CharField(default="standard", max_length=40, verbose_name="tax class")),
                ("digital", models.BooleanField(db_default=False, default=False, verbose_name="digital")),
            ],
            options={
                "verbose_name": "variant",
                "verbose_name_plural": "variants",
                "ordering": ["position", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sku", ""), _negated=True), name="catalog_variant_sku_given"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProductCategory",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="category_links",
                        to="catalog.product",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="product_links",
                        to="catalog.category",
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0, verbose_name="position")),
            ],
            options={
                "verbose_name": "category of a product",
                "verbose_name_plural": "categories of products",
                "ordering": ["position", "id"],
                "indexes": [models.Index(fields=["category", "product"], name="catalog_category_products")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("product", "category"), name="catalog_product_category_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProductRelation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="relations",
                        to="catalog.product",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="related_from",
                        to="catalog.product",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("accessory", "Accessory"), ("substitute", "Substitute")],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0, verbose_name="position")),
            ],
            options={
                "verbose_name": "related product",
                "verbose_name_plural": "related products",
                "ordering": ["position", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("product", "other", "kind"), name="catalog_relation_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("product", models.F("other")), _negated=True),
                        name="catalog_relation_not_to_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Listing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="listings",
                        to="catalog.product",
                    ),
                ),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="channels.channel"
                    ),
                ),
                ("published", models.BooleanField(default=True, verbose_name="published")),
            ],
            options={
                "verbose_name": "listing",
                "verbose_name_plural": "listings",
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["channel", "published", "product"], name="catalog_listing_open")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("product", "channel"), name="catalog_listing_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ProductImage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="images",
                        to="catalog.product",
                        verbose_name="product",
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="images",
                        to="catalog.variant",
                        verbose_name="variant",
                    ),
                ),
                (
                    "image",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailimages.image",
                        verbose_name="image",
                    ),
                ),
                ("alt", models.CharField(blank=True, max_length=255, verbose_name="alternative text")),
                ("translations", models.JSONField(blank=True, default=dict, verbose_name="translations")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="position")),
                ("renditions", models.JSONField(blank=True, default=dict, verbose_name="renditions")),
                ("source_url", models.CharField(blank=True, max_length=1000, verbose_name="source")),
            ],
            options={
                "verbose_name": "product image",
                "verbose_name_plural": "product images",
                "ordering": ["position", "id"],
            },
        ),
    ]
