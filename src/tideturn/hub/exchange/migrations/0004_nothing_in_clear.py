"""What was sealed goes where it lay in clear."""

from django.db import migrations

import tideturn.hub.kernel.fields


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0003_sealed"),
    ]

    operations = [
        migrations.RemoveField(model_name="import", name="told_in_clear"),
        migrations.RemoveField(model_name="written", name="before"),
        migrations.RemoveField(model_name="written", name="key"),
        migrations.AlterField(
            model_name="written",
            name="said",
            field=tideturn.hub.kernel.fields.SealedTextField(),
        ),
    ]
