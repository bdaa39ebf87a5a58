"""Logging in by password, and what a session keeps."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from tideturn.hub.accounts.models import Session, User
from tideturn.hub.audit.models import Event
from tideturn.hub.kernel import clock

from .conftest import PASSWORD

pytestmark = pytest.mark.django_db


def test_a_right_password_logs_in_and_the_audit_hears_of_it(client: Client, ada: User, log_in) -> None:
    log_in(ada)
    page = client.get("/account/")
    assert page.status_code == 200
    assert "Ada" in page.content.decode()
    event = Event.objects.get(action="accounts.log_in")
    assert (event.actor, event.record, event.details) == (ada.pk, ada.pk, {"factors": ["password"]})
