"""What a hub of a test is filled with and what is found in it, in a process of its own with settings of its own.

Run as a program: planted.py plant | leave ID | look. Prints JSON.
"""

import json
import os
import sys
from datetime import timedelta
from pathlib import Path

NAME, NOTE, FILE, EMAIL = "Quillonby", "Thistlewick", "Ferndalia", "marrowgate"
PLANTED = (NAME, NOTE, FILE)
"""What stands nowhere in clear."""


def set_up() -> None:
    import django
    from django.conf import settings

    os.environ["DJANGO_SETTINGS_MODULE"] = "tideturn.hub.config.settings"
    sys.path.insert(0, str(Path(__file__).parent))
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "sample"]
    django.setup()


def plant() -> dict[str, str]:
    """People, a record, a file, and every door that can stand open."""
    import made_before
    from django.core.management import call_command
    from sample.people import administering, child, hold, person, visit

    from tideturn.hub.access.models import BreakGlass
    from tideturn.hub.access.roles import ADMINISTRATOR, CASEWORKER
    from tideturn.hub.accounts.models import Invitation, Recovery, Session
    from tideturn.hub.common import clock
    from tideturn.hub.crypto import files
    from tideturn.hub.crypto.key_proof import prove_keys

    made_before.use()
    call_command("migrate", run_syncdb=True, verbosity=0)
    prove_keys()
    now = clock.now()
    later = now + timedelta(days=3)
    leaver, admin, other = person((CASEWORKER, "london")), person(), person()
    hold(admin, ADMINISTRATOR)
    administering(admin)
    for number, user in enumerate((leaver, admin)):
        Session.objects.create(
            session_key=f"{number}" * 40, session_data="x", expire_date=later, user=user, created=now, seen=now
        )
    Invitation.objects.create(email=f"{EMAIL}@example.org", name="x", by=admin, created=now, expires=later, hash="h")
    Recovery.objects.create(user=leaver, begun_by=other, begun=now)
    made = child(name=f"{NAME} Somebody")
    made.note = f"Told that {NOTE}"
    made.save()
    file = files.keep(f"About {FILE}".encode(), f"{FILE}.txt")
    visit(made, paper=file)
    BreakGlass.objects.create(
        user=leaver, kind="sample", record=made.pk, reason=f"{NOTE} is in danger", at=now, until=later
    )
    return {"leaver": str(leaver.pk), "file": str(file.pk), "child": str(made.pk)}


def leave(leaver: str) -> dict[str, str]:
    from tideturn.hub.accounts.models import Session, User
    from tideturn.hub.accounts.services.endings import end_account
    from tideturn.hub.common import clock

    day = clock.today() - timedelta(days=1)
    admin = User.objects.get(grants__role="administrator")
    end_account(by=admin, user=User.objects.get(pk=leaver), ends_on=day)
    assert not Session.objects.filter(user=leaver).exists()
    return {"ends_on": day.isoformat()}


def look() -> dict[str, object]:
    from sample.models import Child

    from tideturn.hub.access.models import BreakGlass, StaffSession
    from tideturn.hub.accounts.models import Invitation, Recovery, Session, User
    from tideturn.hub.audit.models import Event
    from tideturn.hub.audit.verify import prove
    from tideturn.hub.common import clock
    from tideturn.hub.common.record_ids import record_id
    from tideturn.hub.crypto import files
    from tideturn.hub.crypto.disclosure import opening
    from tideturn.hub.crypto.models import KeptFile

    today = clock.today()
    found = prove()
    named = list(Child.objects.filter(name_index__matches=f"{NAME} Somebody"))
    kept = list(KeptFile.objects.all())
    with opening(record_id(one) for one in [*named, *kept]):
        return {
            "children": [str(pk) for pk in Child.objects.values_list("pk", flat=True)],
            "planted": [child.name for child in named],
            "files": {str(one.pk): files.content(one).decode() for one in kept},
            "sessions": Session.objects.count(),
            "invitations": Invitation.objects.filter(used=None, withdrawn=None).count(),
            "recoveries": Recovery.objects.filter(used=None, withdrawn=None).count(),
            "staff_sessions": StaffSession.objects.filter(ended_at=None).count(),
            "break_glass": BreakGlass.objects.filter(until__gt=clock.now()).count(),
            "in_force": [str(user.pk) for user in User.objects.all() if user.in_force(today)],
            "actions": sorted(set(Event.objects.values_list("action", flat=True))),
            "faults": [fault.what for fault in found.faults],
            "links": found.links,
            "unsealed": found.unsealed,
        }


if __name__ == "__main__":
    set_up()
    doing, *given = sys.argv[1:]
    print(json.dumps({"plant": plant, "leave": leave, "look": look}[doing](*given)))
