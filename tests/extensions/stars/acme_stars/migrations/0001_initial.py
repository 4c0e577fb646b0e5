from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Star",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("product_id", models.BigIntegerField(unique=True)),
                ("changes", models.PositiveIntegerField(default=0)),
            ],
            options={"ordering": ["-changes", "product_id"]},
        ),
    ]
