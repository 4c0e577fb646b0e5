import django.db.models.deletion
from django.db import migrations, models


def to_the_default(apps, _schema_editor):
    """What was counted for all benches together lies at the default location."""
    place = apps.get_model("inventory", "Location").objects.filter(is_default=True).first()
    if place is None:
        return
    copies = apps.get_model("fulfillment", "InsertCopies")
    counted = apps.get_model("fulfillment", "Insert").objects.filter(copies__gt=0)
    copies.objects.bulk_create(
        copies(insert_id=pk, location_id=place.pk, left=left)
        for pk, left in counted.values_list("pk", "copies")
    )


class Migration(migrations.Migration):
    dependencies = [
        ("fulfillment", "0012_collections"),
        ("inventory", "0008_pick_up"),
    ]

    operations = [
        migrations.CreateModel(
            name="InsertCopies",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("left", models.PositiveIntegerField(default=0, verbose_name="copies at the benches")),
                (
                    "insert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="places",
                        to="fulfillment.insert",
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="inventory.location"
                    ),
                ),
            ],
            options={
                "verbose_name": "copies of an insert",
                "verbose_name_plural": "copies of inserts",
                "ordering": ["location__name", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("insert", "location"), name="fulfillment_insert_copies_once"
                    )
                ],
            },
        ),
        migrations.RunPython(to_the_default, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name="insert",
            name="copies",
        ),
        migrations.AlterField(
            model_name="insertcopies",
            name="insert",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="copies", to="fulfillment.insert"
            ),
        ),
    ]
