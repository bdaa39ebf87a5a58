"""What the models say stands in their migrations: none is forgotten when a model is changed."""

from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

pytestmark = pytest.mark.database

OURS = sorted(one.label for one in apps.get_app_configs() if one.name.startswith("tideturn.hub."))


@pytest.mark.django_db
def test_no_change_of_a_model_is_without_its_migration() -> None:
    assert "programme" in OURS
    call_command("makemigrations", *OURS, check_changes=True, dry_run=True, verbosity=1)


def test_every_model_writes_out_its_table() -> None:
    """The hub seals values for the table's name. Renaming a class or an app must not change it."""
    models = [model for label in OURS for model in apps.get_app_config(label).get_models()]
    assert [model.__name__ for model in models if "db_table" not in model._meta.original_attrs] == []


def test_every_app_has_one_migration_until_the_first_release() -> None:
    folders = (Path(apps.get_app_config(label).path) / "migrations" for label in OURS)
    more = [folder for folder in folders if folder.is_dir() and len(list(folder.glob("0*.py"))) != 1]
    assert more == []
