import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("affiliates", "0002_commissions_given_again"),
        ("catalog", "0005_planned_end"),
        ("orders", "0007_purpose"),
    ]

    operations = [
        migrations.AddField(
            model_name="partner",
            name="contract",
            field=models.CharField(blank=True, default="", max_length=300, verbose_name="contract"),
        ),
        migrations.AddField(
            model_name="partner",
            name="signature_needed",
            field=models.BooleanField(default=False, verbose_name="products only after signing"),
        ),
        migrations.AddField(
            model_name="partner",
            name="signed_on",
            field=models.DateField(blank=True, null=True, verbose_name="signed on"),
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
                (
                    "order",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orders.order"
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
            ],
            options={
                "verbose_name": "product seeding",
                "verbose_name_plural": "product seedings",
                "ordering": ["-made_at", "-id"],
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
                ("quantity", models.PositiveIntegerField()),
                ("unit_cost", models.BigIntegerField(null=True)),
                (
                    "order_line",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orders.orderline"
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
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.variant"
                    ),
                ),
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
