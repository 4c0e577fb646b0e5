"""A category can be hidden from the shoppers of single channels."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0002_digital_variants")]

    operations = [
        migrations.AddField(
            model_name="category",
            name="hidden_in",
            field=models.JSONField(blank=True, default=list, verbose_name="not shown in"),
        ),
    ]
