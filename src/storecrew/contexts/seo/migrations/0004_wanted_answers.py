from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("seo", "0003_index_status"),
    ]

    operations = [
        migrations.AddField(
            model_name="indexstatus",
            name="wanted_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="to be asked again"),
        ),
    ]
