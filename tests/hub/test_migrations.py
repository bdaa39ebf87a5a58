"""What the models say stands in their migrations: none is forgotten when a model is changed."""

import pytest
from django.apps import apps
from django.core.management import call_command

pytestmark = pytest.mark.database

OURS = sorted(one.label for one in apps.get_app_configs() if one.name.startswith("tideturn.hub."))


@pytest.mark.django_db
def test_no_change_of_a_model_is_without_its_migration() -> None:
    assert "programme" in OURS
    call_command("makemigrations", *OURS, check_changes=True, dry_run=True, verbosity=1)
