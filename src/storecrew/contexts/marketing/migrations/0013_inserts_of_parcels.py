from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("marketing", "0012_mentions"),
    ]

    operations = [
        migrations.AddField(
            model_name="printpiece",
            name="pack_categories",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="printpiece",
            name="pack_countries",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="printpiece",
            name="pack_first",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="printpiece",
            name="pack_from",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="printpiece",
            name="pack_skus",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="printpiece",
            name="pack_until",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="printpiece",
            name="packs",
            field=models.BooleanField(default=False, verbose_name="goes into parcels"),
        ),
    ]
