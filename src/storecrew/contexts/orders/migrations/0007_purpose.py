from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0006_said_reasons"),
    ]

    operations = [
        migrations.AddField(
            model_name="order",
            name="purpose",
            field=models.CharField(
                blank=True,
                choices=[("", "Sale"), ("seeding", "Product seeding")],
                db_default="",
                default="",
                max_length=10,
            ),
        ),
    ]
