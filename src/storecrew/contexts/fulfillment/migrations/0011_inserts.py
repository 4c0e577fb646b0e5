import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("fulfillment", "0010_said_reasons"),
        ("promotions", "0002_load_forecasts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Insert",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=60, unique=True)),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("codes", models.JSONField(default=list)),
                ("owner_role", models.CharField(max_length=40)),
                ("url", models.CharField(blank=True, max_length=200)),
                ("active", models.BooleanField(default=False)),
                ("starts_at", models.DateTimeField(null=True)),
                ("ends_at", models.DateTimeField(null=True)),
                ("channels", models.JSONField(default=list)),
                ("countries", models.JSONField(default=list)),
                ("skus", models.JSONField(default=list)),
                ("categories", models.JSONField(default=list)),
                ("first_order", models.BooleanField(default=False)),
                ("copies", models.PositiveIntegerField(default=0, verbose_name="copies at the benches")),
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
            ],
            options={
                "verbose_name": "insert",
                "verbose_name_plural": "inserts",
                "ordering": ["name", "id"],
            },
        ),
        migrations.CreateModel(
            name="ParcelInsert",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Goes in"),
                            ("put", "Is in"),
                            ("missing", "No copy was there"),
                            ("left_out", "Left out"),
                        ],
                        default="asked",
                        max_length=8,
                    ),
                ),
                ("by", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "insert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="fulfillment.insert"
                    ),
                ),
                (
                    "parcel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="inserts",
                        to="fulfillment.parcel",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.AddIndex(
            model_name="insert",
            index=models.Index(
                condition=models.Q(("active", True)), fields=["active"], name="fulfillment_insert_active"
            ),
        ),
        migrations.AddConstraint(
            model_name="parcelinsert",
            constraint=models.UniqueConstraint(fields=("parcel", "insert"), name="fulfillment_insert_once"),
        ),
    ]
