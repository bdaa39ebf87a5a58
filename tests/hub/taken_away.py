"""What is given before a copy of a test's hub, taken away after it, and found in what was put back.

Run as a program with the settings of `sample_settings`: taken_away.py give | take_away | look. Prints JSON.
"""

import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
REASON = "Thistlewick told of a colleague's own family"
APP = ("removes_app", "removes_app_of_two", "keeps_app")


def set_up() -> None:
    import django
    from django.test.utils import setup_test_environment

    sys.path.insert(0, str(HERE))
    django.setup()
    setup_test_environment()


def people() -> dict:
    from tideturn.hub.accounts.models import User

    return {user.name: user for user in User.objects.all()}


def give() -> dict:
    import made_before
    from allauth.mfa.models import Authenticator
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP
    from django.contrib.auth.hashers import make_password
    from django.core.management import call_command
    from django.db import transaction
    from sample import policy
    from sample.people import child, hold, person, standing

    from tideturn.hub.access.models import Authority
    from tideturn.hub.access.restriction.services import restrict_record
    from tideturn.hub.access.roles import ADMINISTRATOR, CASEWORKER, FUNDER, TEAM_MANAGER
    from tideturn.hub.common import clock
    from tideturn.hub.crypto.key_proof import prove_keys
    from tideturn.hub.forms.writing import change_version

    made_before.use()
    call_command("migrate", run_syncdb=True, verbosity=0)
    prove_keys()
    roles = {
        "admin": ADMINISTRATOR,
        "manager": TEAM_MANAGER,
        "worker": CASEWORKER,
        "taken_off": CASEWORKER,
        "never_named": CASEWORKER,
        "loses_role": CASEWORKER,
        "loses_role_to_a_newer": CASEWORKER,
        "keeps_role": CASEWORKER,
        "loses_authority": FUNDER,
        "changes_password": FUNDER,
        "removes_app": FUNDER,
        "removes_app_of_two": FUNDER,
        "keeps_app": FUNDER,
        "removes_passkey": FUNDER,
        "renews_codes": FUNDER,
        "uses_code": FUNDER,
        "recovered": FUNDER,
        "as_before": FUNDER,
    }
    made, password = {}, make_password("three quiet herons")
    for name, role in roles.items():
        made[name] = user = person()
        hold(user, role, *([] if role in (ADMINISTRATOR, FUNDER) else ["london"]))
        user.name, user.email, user.password = name, f"{name}@example.org", password
        user.save()
    for name in (*APP, "renews_codes", "uses_code", "recovered"):
        TOTP.activate(made[name], "A" * 32)
    for name in ("removes_passkey", "removes_app_of_two"):
        passkey = {"name": "Stolen", "credential": {}, "passwordless": True}
        Authenticator.objects.create(user=made[name], type=Authenticator.Type.WEBAUTHN, data=passkey)
    TOTP.activate(made["removes_passkey"], "A" * 32)
    for name in ("renews_codes", "uses_code"):
        RecoveryCodes.activate(made[name])
    given = {"given_by": made["admin"], "given_at": clock.now(), "site": "london", "role": CASEWORKER.code}
    for name in ("manager", "loses_authority"):
        Authority.objects.create(holder=made[name], **given)
    records = {name: child(name=name) for name in ("open", "restricted", "by_a_newer", "lifted", "erased", "kept")}
    with transaction.atomic():
        for name in ("erased", "kept"):
            change_version(standing(made["worker"]), records[name], 1, note=f"Of {name}")
    for name in ("restricted", "lifted"):
        to = [made["manager"], made["worker"], made["taken_off"]]
        restrict_record(by=standing(made["manager"]), kind=policy.RESTRICTED, pk=records[name].pk, to=to, reason=REASON)
    return {"records": {name: str(record.pk) for name, record in records.items()}}


def take_away(records: str) -> dict:
    from allauth.mfa.models import Authenticator
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from sample import policy
    from sample.erasing import erase
    from sample.models import Child
    from sample.people import administering, hold, logged_in, person, standing

    from tideturn.hub.access.models import Authority, Grant
    from tideturn.hub.access.restriction import services as restriction
    from tideturn.hub.access.roles import CASEWORKER, TEAM_MANAGER
    from tideturn.hub.access.services import grant_role, withdraw_authority, withdraw_grant
    from tideturn.hub.access.standing import Standing
    from tideturn.hub.accounts.services.log_ins import change_password
    from tideturn.hub.accounts.services.recoveries import recover_on_server
    from tideturn.hub.common import clock

    who, known = people(), json.loads(records)["records"]
    newer = person((TEAM_MANAGER, "london"))
    Authority.objects.create(
        holder=newer, role=CASEWORKER.code, site="london", given_by=who["admin"], given_at=clock.now()
    )

    def manager() -> Standing:
        return standing(who["manager"])

    def of(name: str, **more: object) -> dict:
        return {"kind": policy.RESTRICTED, "pk": Child.objects.get(pk=known[name]).pk, **more}

    to = [who["manager"], who["worker"]]
    restriction.restrict_record(by=manager(), **of("open", to=to, reason=REASON))
    restriction.name_person(by=manager(), **of("open", user=who["taken_off"]))
    restriction.withdraw_name(by=manager(), **of("restricted", user=who["taken_off"].pk))
    restriction.lift_restriction(by=manager(), **of("lifted"))
    restriction.restrict_record(by=standing(newer), **of("by_a_newer", to=[newer, *to], reason=REASON))
    withdraw_grant(by=manager(), grant=Grant.objects.get(user=who["loses_role"]))
    withdraw_grant(by=standing(newer), grant=Grant.objects.get(user=who["loses_role_to_a_newer"]))
    grant_role(by=manager(), user=who["as_before"], role=CASEWORKER, site="london", starts_on=clock.today())
    administering(who["admin"])
    withdraw_authority(by=standing(who["admin"]), authority=Authority.objects.get(holder=who["loses_authority"]))
    change_password(user=who["changes_password"], password="slow rivers turn twice", keep=None)
    for name in APP[:2]:
        assert logged_in(who[name]).post("/account/factors/app/remove/").status_code == 302
    passkey = Authenticator.objects.get(user=who["removes_passkey"], type="webauthn")
    assert logged_in(who["removes_passkey"]).post(f"/account/factors/passkeys/{passkey.pk}/remove/").status_code == 302
    assert logged_in(who["renews_codes"]).post("/account/factors/codes/new/").status_code == 302
    codes = RecoveryCodes(Authenticator.objects.get(user=who["uses_code"], type="recovery_codes"))
    used = codes.generate_codes()[3]
    assert logged_in(who["uses_code"]).post("/account/confirm/code/", {"code": used}).status_code == 302
    recover_on_server(email="recovered@example.org")
    erase(Child.objects.get(pk=known["erased"]))
    hold(who["worker"], TEAM_MANAGER, "leeds")
    return {"newer": newer.email}


def look(records: str) -> dict:
    from allauth.mfa.models import Authenticator
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from django.urls import reverse
    from sample import policy
    from sample.history import kept, said
    from sample.models import Child
    from sample.people import logged_in, standing

    from tideturn.hub.access.models import Authority, Grant, RestrictedTo, Restriction
    from tideturn.hub.access.restriction.queries import restriction
    from tideturn.hub.audit.models import Event
    from tideturn.hub.audit.verify import prove

    who, known = people(), json.loads(records)["records"]
    standings = {name: standing(user) for name, user in who.items()}

    def sees(name: str) -> list[str]:
        found = Child.objects.filter(pk=known[name]).first()
        return sorted(one for one, its in standings.items() if found and policy.READABLE.decide(its, found))

    shown = restriction(standings["manager"], policy.RESTRICTED, Child.objects.get(pk=known["open"]).pk)
    unknown = restriction(standings["manager"], policy.RESTRICTED, Child.objects.get(pk=known["by_a_newer"]).pk)
    page = logged_in(who["manager"]).get(reverse("access:restriction", args=["child", known["by_a_newer"]]))
    factors: dict[str, list[str]] = {}
    for factor in Authenticator.objects.order_by("type"):
        factors.setdefault(factor.user.name, []).append(factor.type)
    codes = RecoveryCodes(Authenticator.objects.get(user=who["uses_code"], type="recovery_codes"))
    return {
        "sees": {name: sees(name) for name in known},
        "reason": shown.reason,
        "laid_by": [shown.by, unknown.by],
        "page": page.status_code,
        "restrictions": Restriction.objects.filter(lifted_at=None).count(),
        "named": RestrictedTo.objects.filter(record=known["restricted"], withdrawn_at=None).count(),
        "roles": sorted(Grant.objects.filter(withdrawn_at=None, site="london").values_list("user__name", flat=True)),
        "elsewhere": Grant.objects.filter(site="leeds").count(),
        "withdrawn_by": sorted(
            str(one) for one in Grant.objects.exclude(withdrawn_at=None).values_list("withdrawn_by__name", flat=True)
        ),
        "authorities": sorted(Authority.objects.filter(withdrawn_at=None).values_list("holder__name", flat=True)),
        "without_password": sorted(name for name, user in who.items() if not user.has_usable_password()),
        "factors": factors,
        "used": codes.instance.data["used_mask"],
        "children": sorted(known[name] for name in known if Child.objects.filter(pk=known[name]).exists()),
        "versions": {name: [said(one, Child)["note"] for one in kept(pk)] for name, pk in known.items() if kept(pk)},
        "from_ledger": sorted(one.action for one in Event.objects.all() if one.details.get("from") == "ledger"),
        "faults": [fault.what for fault in prove().faults],
    }


if __name__ == "__main__":
    set_up()
    doing, *given = sys.argv[1:]
    print(json.dumps({"give": give, "take_away": take_away, "look": look}[doing](*given)))
