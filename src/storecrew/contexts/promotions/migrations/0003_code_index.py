from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("promotions", "0002_load_forecasts"),
    ]

    operations = [
        migrations.AlterField(
            model_name="coupon",
            name="digest",
            field=models.CharField(max_length=64),
        ),
        migrations.AddConstraint(
            model_name="coupon",
            constraint=models.UniqueConstraint(fields=("digest",), name="promotions_coupon_digest"),
        ),
    ]
