from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("loyalty", "0005_said_reasons"),
    ]

    operations = [
        migrations.AddField(
            model_name="goodwill",
            name="code",
            field=models.CharField(blank=True, default="", max_length=40),
        ),
        migrations.AddField(
            model_name="goodwill",
            name="explanation",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="goodwill",
            name="promotion_id",
            field=models.BigIntegerField(db_index=True, null=True),
        ),
        migrations.AddField(
            model_name="servicepreference",
            name="hours_from",
            field=models.TimeField(blank=True, null=True, verbose_name="from"),
        ),
        migrations.AddField(
            model_name="servicepreference",
            name="hours_until",
            field=models.TimeField(blank=True, null=True, verbose_name="until"),
        ),
        migrations.AddField(
            model_name="servicepreference",
            name="language",
            field=models.CharField(blank=True, default="", max_length=8, verbose_name="language"),
        ),
        migrations.AlterField(
            model_name="goodwill",
            name="form",
            field=models.CharField(
                choices=[
                    ("credit", "Store credit"),
                    ("points", "Points"),
                    ("voucher", "Gift voucher"),
                    ("return", "Free return"),
                ],
                max_length=8,
                verbose_name="what",
            ),
        ),
    ]
