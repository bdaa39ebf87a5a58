"""From nothing."""

from tideturn.hub.search.migrations import _by_hand
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """From nothing."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("record", models.UUIDField()),
                ("site", models.CharField(blank=True, max_length=40)),
                ("day", models.DateField(null=True)),
            ],
            options={
                "db_table": "search_entry",
            },
        ),
        migrations.CreateModel(
            name="Filled",
            fields=[
                ("kind", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("made_by", models.CharField(max_length=80)),
            ],
            options={
                "db_table": "search_filled",
            },
        ),
        migrations.CreateModel(
            name="Name",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=60)),
                ("record", models.UUIDField()),
                ("name", models.CharField(max_length=200)),
            ],
            options={
                "db_table": "search_name",
            },
        ),
        migrations.CreateModel(
            name="VocabularyWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(db_index=True, max_length=60)),
            ],
            options={
                "db_table": "search_vocabularyword",
            },
        ),
        migrations.CreateModel(
            name="Wording",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="search.entry",
                    ),
                ),
                ("title", models.TextField()),
                ("text", models.TextField(blank=True)),
                ("title_stems", models.TextField(blank=True)),
                ("stems", models.TextField(blank=True)),
            ],
            options={
                "db_table": "search_wording",
            },
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(fields=("kind", "record"), name="one_entry_a_record"),
        ),
        migrations.AddConstraint(
            model_name="name",
            constraint=models.UniqueConstraint(fields=("kind", "record"), name="one_name_a_record"),
        ),
    ]


Migration.operations = [*_by_hand.BEFORE, *Migration.operations, *_by_hand.AFTER]
