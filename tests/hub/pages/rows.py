"""A hub with rows of everything that a page lists, people who may see each page, and of what each page is asked."""

import json
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils.crypto import get_random_string
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData
from sample import at_places, places, plan, theory
from sample import partners as services
from sample.jobs import export_children
from sample.learning import learnt, rewritten, shared
from sample.outcomes import changed, definition, outcome, reworded
from sample.people import administering, child, granter, hold, logged_in, person, standing

from tideturn.hub.access.glass import GLASS_USED
from tideturn.hub.access.models import Authority, BreakGlass, RestrictedTo, Restriction, StaffSession
from tideturn.hub.access.roles import (
    ADMINISTRATOR,
    ALL_SITES,
    CASEWORKER,
    EVALUATOR,
    FUNDER,
    PROGRAMME_MANAGER,
    ROLES,
    SYSTEMS_LEAD,
)
from tideturn.hub.accounts.models import Invitation, Recovery, Session, User
from tideturn.hub.accounts.one_time import hashed
from tideturn.hub.common import clock
from tideturn.hub.crypto import files
from tideturn.hub.evaluations.models import Document, Evaluation
from tideturn.hub.forms.opened import Opened
from tideturn.hub.forms.services import keep_draft
from tideturn.hub.health.report import look
from tideturn.hub.import_export.models import Export, Import, Matching
from tideturn.hub.import_export.spreadsheets.days import Order
from tideturn.hub.import_export.spreadsheets.grids import Glimpse, Head
from tideturn.hub.import_export.spreadsheets.guessing import digest_of
from tideturn.hub.jobs.models import Job, State
from tideturn.hub.learning.actions import mark_used
from tideturn.hub.learning.models import LearningPoint
from tideturn.hub.local_context.actions import advertise_again, begin_requests
from tideturn.hub.notices.models import Notice
from tideturn.hub.notices.telling import tell
from tideturn.hub.onboarding.models import MeantRole
from tideturn.hub.organisations import actions as merging
from tideturn.hub.organisations.actions import attach_file
from tideturn.hub.organisations.resource import NOTE, ORGANISATION
from tideturn.hub.outcomes.models import Definition, Outcome
from tideturn.hub.plan.models import Milestone, Priority, Target
from tideturn.hub.programme.models import Programme, Site
from tideturn.hub.theory.models import Link, Node, Version, WorkingLink, WorkingNode
from tideturn.hub.theory.next_version import FROM_TEMPLATE, begin_next, publish_next

PASSWORD = "three quiet herons"
INVITED, RECOVERED = "a-token-of-an-invitation", "a-token-of-a-recovery"
FEW = 3
"""Rows of each kind, where a page is to list some."""
_OF_PLACE = ("place", "posts", "criteria", "baselines", "partners")
_OF_PLACE += ("add_circumstance", "add_post", "add_criterion", "add_baseline", "add_request")
_AT_PLACE = {
    "circumstance": ("circumstance", "change_circumstance", "remove_circumstance"),
    "post": ("post", "change_post", "advertise_again", "remove_post"),
    "criterion": ("criterion", "adapt_criterion", "end_criterion", "change_criterion", "remove_criterion"),
    "baseline": ("baseline", "change_baseline", "remove_baseline"),
    "request": ("request", "change_request", "remove_request"),
}
_OF_BOX, _OF_LINK = (("box", "change_box", "remove_box"), ("link", "change_link", "remove_link"))
_OF_OUTCOME = ("outcome", "change_outcome", "remove_outcome")
_OF_SHEET = ("table", "columns", "rest")
_OF_DEFINITION = ("definition", "change_definition", "remove_definition")
_OF_TARGET = ("target", "change_delivery", "add_adaptation", "change_target", "remove_target")
_OF_MILESTONE = ("milestone", "change_milestone", "remove_milestone")
_OF_PRIORITY = (
    "priority",
    "change_priority",
    "add_consultation",
    "add_agreement",
    "add_retirement",
    "remove_priority",
)
ASKS = ("all_roles", "administering", "newcomer", "first_step", "nobody")
"""Who asks, in this order: somebody with every role, an administrator in a staff session, in which no role counts,
somebody who has just come, with neither a factor nor a password, somebody who has shown their password and no second
factor, and nobody."""


class Rows:
    """What is there."""

    def __init__(self) -> None:
        self.many = 0
        self.point: UUID | None = None
        self.target: UUID | None = None
        self.milestone: UUID | None = None
        self.priority: UUID | None = None
        self.all_roles, self.administrator = person(), person((ADMINISTRATOR, ALL_SITES))
        for role in ROLES.values():
            hold(self.all_roles, role)
        self.newcomer, self.halfway, self.left = person(), person(), person()
        self.newcomer.set_unusable_password()
        for user in (self.all_roles, self.administrator, self.halfway):
            user.set_password(PASSWORD)
        User.objects.bulk_update((self.newcomer, self.all_roles, self.administrator, self.halfway), ["password"])
        RecoveryCodes.activate(self.all_roles)
        _with_app(self.halfway)
        self.by = standing(self.all_roles)
        self.organisation, self.likely, self.other = (
            services.add_organisation(by=self.by, name=name, sector="health", site=ALL_SITES).pk
            for name in ("Harbour College", "Harbor Colege", "Northgate Council")
        )
        self.child, self.restricted = child("london"), child("london", restricted=True)
        now = clock.now()
        Restriction.objects.create(
            record=self.restricted.pk, reason="A colleague's own family", at=now, by=self.all_roles
        )
        RestrictedTo.objects.create(record=self.restricted.pk, user=self.all_roles, named_by=granter(), named_at=now)
        self.invitation = Invitation.objects.create(
            email="new@example.org", by=granter(), created=now, expires=now + timedelta(days=7), hash=hashed(INVITED)
        )
        Recovery.objects.create(
            user=person(), begun_by=None, begun=now, expires=now + timedelta(days=1), hash=hashed(RECOVERED)
        )
        look()

    def fill(self, upto: int) -> None:
        """As many rows as that of everything."""
        for number in range(self.many, upto):
            self._accounts(number)
            self._access(number)
            self._organisations(number)
            self._sites(number)
            self._learning(number)
            self._outcomes(number)
            self._theory(number)
            self._plan(number)
            self._exchange(number)
            self._places(number)
            self._own(number)
        self.many = upto

    def client(self, asks: str) -> Client:
        """A browser of somebody's."""
        if asks == "nobody":
            return Client()
        if asks == "first_step":
            client = Client()
            client.post(reverse("account_login"), {"login": self.halfway.email, "password": PASSWORD})
            return client
        if asks == "newcomer":
            client = logged_in(self.newcomer)
            self.newcomer.authenticator_set.all().delete()
            return client
        client = logged_in(self.all_roles if asks == "all_roles" else self.administrator)
        if asks == "administering" and not StaffSession.objects.filter(user=self.administrator, ended_at=None).exists():
            administering(self.administrator)
        return client

    def asked(self) -> dict[str, str]:
        """Each page's address that is of something; after its name and a space, in what other state it is seen.

        Pages that are of nothing need not be named here, but where they are to be seen in another state as well.
        """
        key = Authenticator.objects.filter(user=self.all_roles, type=Authenticator.Type.WEBAUTHN).earliest("pk").pk
        jobs = {one.state: one.pk for one in Job.objects.filter(by=self.all_roles).order_by("-at")}
        of_one = (
            "organisation",
            "change_organisation",
            "history_of_organisation",
            "add_contact",
            "add_engagement",
            "add_note",
        )
        of_one += ("attach_file", "remove_organisation")
        return {
            "mfa_edit_webauthn": reverse("mfa_edit_webauthn", args=[key]),
            "mfa_remove_webauthn": reverse("mfa_remove_webauthn", args=[key]),
            "accounts_invitation": reverse("accounts_invitation", args=[INVITED]),
            "accounts_recovery": reverse("accounts_recovery", args=[RECOVERED]),
            "accounts_person": reverse("accounts_person", args=[self.left.pk]),
            "accounts_last_day": reverse("accounts_last_day", args=[self.left.pk]),
            "access:glass_open": reverse("access:glass_open", args=[self.own_glass]),
            "access:glass_told": reverse("access:glass_told", args=[self.glass]),
            "access:restriction": reverse("access:restriction", args=["child", self.restricted.pk]),
            "access:restriction that is none yet": reverse("access:restriction", args=["child", self.child.pk]),
            "access:name_person": reverse("access:name_person", args=["child", self.restricted.pk]),
            "access:audit about somebody": f"{reverse('access:audit')}?about={self.restricted.pk}",
            "jobs:job": reverse("jobs:job", args=[jobs[State.DONE]]),
            "jobs:job under way": reverse("jobs:job", args=[jobs[State.RUNNING]]),
            "jobs:job that failed": reverse("jobs:job", args=[jobs[State.FAILED]]),
            "jobs:result": reverse("jobs:result", args=[jobs[State.DONE]]),
            "notices:notice": reverse("notices:notice", args=[Notice.objects.filter(to=self.all_roles)[0].pk]),
            **{f"organisations:{name}": reverse(f"organisations:{name}", args=[self.organisation]) for name in of_one},
            **{
                f"organisations:{name}": reverse(f"organisations:{name}", args=[self.step])
                for name in ("engagement", "change_engagement", "remove_engagement")
            },
            "search:search of many things": f"{reverse('search:search')}?q=partner",
            "search:search with a mistake": f"{reverse('search:search')}?q=harbuor+colege&kind=organisation",
            "organisations:organisation that was merged": reverse("organisations:organisation", args=[self.merged]),
            "organisations:organisations searched in": f"{reverse('organisations:organisations')}?text=harbor+colege",
            **{
                f"programme:{name}": reverse(f"programme:{name}", args=[self.site])
                for name in ("site", "change_site", "remove_site")
            },
            **{f"programme:{name}": reverse(f"programme:{name}", args=[self.name]) for name in ("name", "change_name")},
            **{
                f"programme:{name}": reverse(f"programme:{name}", args=[self.year])
                for name in ("year", "change_year", "remove_year")
            },
            **{f"plan:{name}": reverse(f"plan:{name}", args=[self.target]) for name in _OF_TARGET},
            **{f"plan:{name}": reverse(f"plan:{name}", args=[self.milestone]) for name in _OF_MILESTONE},
            **{f"plan:{name}": reverse(f"plan:{name}", args=[self.priority]) for name in _OF_PRIORITY},
            "plan:plan of a year": f"{reverse('plan:plan')}?year=1",
            "plan:remove_adaptation": reverse("plan:remove_adaptation", args=[self.adaptation]),
            "plan:remove_step": reverse("plan:remove_step", args=[self.consultation]),
            "theory:version": reverse("theory:version", args=[self.version]),
            "theory:compare of two": f"{reverse('theory:compare')}?earlier=1&later=2",
            **{f"theory:{name}": reverse(f"theory:{name}", args=[self.box]) for name in _OF_BOX},
            **{f"theory:{name}": reverse(f"theory:{name}", args=[self.link]) for name in _OF_LINK},
            **{f"outcomes:{name}": reverse(f"outcomes:{name}", args=[self.outcome]) for name in _OF_OUTCOME},
            **{f"outcomes:{name}": reverse(f"outcomes:{name}", args=[self.definition]) for name in _OF_DEFINITION},
            **{
                f"import_export:import {state}": reverse("import_export:import", args=[pk])
                for state, pk in self.imports.items()
            },
            **{
                f"import_export:{step}": reverse(f"import_export:{step}", args=[self.sheet])
                for step in ("table", "columns", "rest")
            },
            "onboarding:grant": reverse("onboarding:grant", args=[self.meant]),
            "evaluations:evaluation": reverse("evaluations:evaluation", args=[self.evaluation]),
            "evaluations:remove": reverse("evaluations:remove", args=[self.evaluation]),
            "evaluations:document": reverse("evaluations:document", args=[self.document]),
            "import_export:export": reverse("import_export:export", args=[self.exported]),
            "import_export:decide": reverse("import_export:decide", args=[self.asked_by_another]),
            **{
                f"learning:{name}": reverse(f"learning:{name}", args=[self.point])
                for name in ("point", "change_point", "mark_used", "add_share", "remove_point")
            },
            "learning:remove_share": reverse("learning:remove_share", args=[self.share]),
            "learning:log searched in": f"{reverse('learning:log')}?text=custody",
            "learning:digest of a year": f"{reverse('learning:digest')}?days=365",
            **{f"local_context:{name}": reverse(f"local_context:{name}", args=[self.place]) for name in _OF_PLACE},
            **{
                f"local_context:{name}": reverse(f"local_context:{name}", args=[self.at_place[kind]])
                for kind, names in _AT_PLACE.items()
                for name in names
            },
            "local_context:criteria on another day": (
                f"{reverse('local_context:criteria', args=[self.place])}?on=2026-01-06"
            ),
            "organisations:contact": reverse("organisations:contact", args=[self.contact]),
            "organisations:change_contact": reverse("organisations:change_contact", args=[self.contact]),
            "organisations:file": reverse("organisations:file", args=[self.file]),
            "organisations:merge": reverse("organisations:merge", args=[self.organisation, self.other]),
        }

    def _accounts(self, number: int) -> None:
        """Somebody with a role, somebody who has left, who is invited, and who waits to be let in again."""
        now = clock.now()
        self.colleague, self.leaver = person(), person((FUNDER, ALL_SITES))
        self.leaver.ends_on = date(2026, 1, 2)
        self.leaver.save()
        Invitation.objects.create(
            email=f"new{number}@example.org",
            name=f"Somebody {number}",
            by=self.colleague,
            created=now,
            expires=now + timedelta(days=7),
            hash=f"invitation {number}",
        )
        opened = Invitation.objects.create(
            name=f"Colleague {number}", by=self.leaver, created=now, account=self.colleague, hash=f"opened {number}"
        )
        self.meant = MeantRole.objects.create(
            invitation=opened, role="evaluator", at=ALL_SITES, said_at=now, said_by=self.leaver
        ).pk
        Authority.objects.get_or_create(
            holder=self.all_roles,
            role="evaluator",
            site=ALL_SITES,
            withdrawn_at=None,
            defaults={"given_at": now, "given_by": self.leaver},
        )
        Recovery.objects.create(user=self.colleague, begun_by=self.leaver, begun=now)
        Recovery.objects.create(
            user=person(), begun=now, expires=now + timedelta(days=1), hash=f"from the server {number}"
        )

    def _access(self, number: int) -> None:
        """Roles, and covers; authorities; staff sessions and break-glass of others; names for a restricted record."""
        now = clock.now()
        hold(self.colleague, CASEWORKER, "london")
        hold(self.colleague, CASEWORKER, f"site-{number}", ends_on=date(2999, 1, 1), covering=self.leaver)
        hold(self.all_roles, CASEWORKER, f"site-{number}")
        for holder, role, waits in (
            (self.all_roles, CASEWORKER, False),
            (self.left, SYSTEMS_LEAD, False),
            (self.leaver, EVALUATOR, False),
            (self.colleague, SYSTEMS_LEAD, True),
        ):
            given = {"holder": holder, "role": role.code, "site": f"site-{number}", "waits": waits}
            Authority.objects.create(given_by=granter(), given_at=now, **given)
        until = now + timedelta(hours=3)
        StaffSession.objects.create(
            user=self.colleague, reason="A test of it", began_at=now, until=until, ended_at=until
        )
        self.glass, self.own_glass = (
            BreakGlass.objects.create(
                user=user, kind="child", record=self.child.pk, reason="She is in danger", at=now, until=until
            ).pk
            for user in (self.colleague, self.all_roles)
        )
        with transaction.atomic():
            tell(GLASS_USED, to=[self.all_roles.pk], about=self.glass)
        for user, withdrawn in ((self.colleague, None), (self.leaver, now)):
            RestrictedTo.objects.create(
                record=self.restricted.pk, user=user, named_by=granter(), named_at=now, withdrawn_at=withdrawn
            )

    def _organisations(self, number: int) -> None:
        """Two organisations that are likely one, one that was merged, and everything about the one it went into."""
        by = self.by
        for name in (f"Riverbank School {number}", f"River Bank Scool {number}"):
            pk = services.add_organisation(by=by, name=name, sector="education", site=ALL_SITES).pk
            services.add_contact(by=by, organisation=pk, name="Duty officer", is_main=True)
        self.merged = services.add_organisation(
            by=by, name=f"Harbour College {number}", sector=f"Sector {number}", site=ALL_SITES
        ).pk
        merging.merge_organisations(by=by, keep=self.organisation, merge=self.merged)
        one = {"by": by, "organisation": self.organisation}
        self.contact = services.add_contact(
            **one,
            name=f"Officer {number}",
            job_title="Head of year",
            email="head@example.org",
            telephone="020 7946 0018",
        ).pk
        step = {"stage": "acting", "barrier": "Exclusions", "next_step": "Ring them"}
        self.step = services.record_engagement(**one, on=clock.today(), **step).pk
        services.write_note(**one, text="They ask who is told.")
        self.file = attach_file(**one, content=b"In March", name=f"dates {number}.txt").pk

    def _sites(self, number: int) -> None:
        """What the programme is called, a site and a year, each of which was changed."""
        if (called := Programme.objects.first()) is None:
            called = places.named(self.by, "Routes")
        places.rename_programme(by=self.by, pk=called.pk, expected=called.version, name=f"Safer Routes {number}")
        self.name = called.pk
        site = places.add_site(by=self.by, short_name=f"place-{number}", name=f"Place {number}", kind="local")
        places.change_site(by=self.by, pk=site.pk, expected=1, name=f"City {number}", kind="local")
        first = date(2020 + number, 9, 1)
        days = {"starts_on": first, "ends_on": first + timedelta(days=360)}
        year = places.add_year(by=self.by, **days)
        places.change_year(by=self.by, pk=year.pk, expected=1, **days | {"ends_on": first + timedelta(days=364)})
        self.site, self.year = site.pk, year.pk

    def _outcomes(self, number: int) -> None:
        """An outcome of each area and a definition, which were changed."""
        for area in ("cyp", "practitioner", "system"):
            said = {
                "title": f"Outcome {number}",
                "due_year": 30,
                "looked_at_by": "The board",
                "sites": [f"place-{number}"],
            }
            self.outcome = outcome(self.by, area=area, **said).pk
        changed(self.by, Outcome.objects.get(pk=self.outcome), title=f"Outcome {number}, told better")
        term = f"Term {number}"
        self.definition = definition(self.by, term=term).pk
        reworded(self.by, Definition.objects.get(pk=self.definition), term=term, for_staff="Another way")

    def _sheet(self, number: int) -> UUID:
        """A spreadsheet that is to be matched: with many sheets, columns and words, as one before it was."""
        names = ["Case", "Date", "Kind", "Held", *(f"Column {place}" for place in range(number))]
        words = tuple(f"Word {place}" for place in range(number))
        head = Head((tuple(names), *(tuple("x" for _ in names) for _ in range(4))))
        orders = {1: Order(open=1)}
        sheets = [Glimpse(f"Sheet {place}", place > 1, head, {2: words}, orders) for place in range(number + 1)]
        said = {"sheet": "Sheet 0", "table": "sessions", "survey": "", "columns": {"1": "date", "2": "kind"}}
        Matching.objects.create(
            table="sessions", headings=digest_of(names), at=clock.now(), by=self.colleague, order="day"
        )
        return Import.objects.create(
            name=f"sessions {number}.xlsx",
            state="to_match",
            at=clock.now(),
            by=self.all_roles,
            sheet=said,
            glimpse=json.dumps([sheet.plain() for sheet in sheets]),
        ).pk

    def _exchange(self, number: int) -> None:
        """A folder at each point where it can be, with what it brings and what is wrong in it; and who took one out."""
        now = clock.now()
        tables = [
            {"name": f"{table}.csv", "title": "Cases", "added": 1, "changed": 2, "same": 3, "left": 4}
            for table in range(number + 1)
        ]
        wrong = json.dumps([{"place": f"cases.csv, row {row}", "what": "No.", "mend": ""} for row in range(number + 1)])
        more = {"at": now, "by": self.all_roles, "told": json.dumps(tables), "problems": wrong}
        self.imports = {
            state: Import.objects.create(name=f"programme {number}.zip", state=state, **more).pk
            for state in ("ready", "refused", "in", "taken_back")
        }
        self.sheet = self._sheet(number)
        made = {"decision": "made", "decided_at": now, "decided_by": self.colleague, "made_at": now, "digest": "0" * 64}
        rows = [{"name": f"{table}.csv", "rows": 1000 * table} for table in range(number + 1)]
        judged = {"outcomes": [{"title": f"Outcome {row}", "verdicts": ["supported"]} for row in range(number + 1)]}
        verdicts = json.dumps({"scopes": ["Whole programme"]} | judged)
        self.evaluation = Evaluation.objects.create(
            year=1, at=now, by=self.all_roles, judged_at=now, verdicts=verdicts, digest="0" * 64
        ).pk
        document = files.lay_down(b"{}", name="evaluation.json", kind="application/json")
        document.save()
        self.document = Document.objects.create(of_id=self.evaluation, name="evaluation.json", file=document).pk
        self.exported = Export.objects.create(why="For the report", at=now, by=self.all_roles, rows=rows, **made).pk
        self.asked_by_another = Export.objects.create(why="For the report", at=now, by=self.colleague).pk

    def _learning(self, number: int) -> None:
        """Points of others and of one's own; the first of these was changed, used and shared again and again."""
        elsewhere, place = standing(person((PROGRAMME_MANAGER, ALL_SITES))), f"place-{number}"
        learnt(elsewhere, place, f"Calm in custody is read as guilt {number}", source="Debriefs", about="problem")
        one = learnt(self.by, place, transferable_to=("place-0", "any area"), shared_with=("the board",))
        self.point = self.point or one.pk
        first = rewritten(self.by, LearningPoint.objects.get(pk=self.point), source=f"Meeting {number}")
        mark_used(by=self.by, pk=first.pk, expected=first.version, used="yes", used_how=f"Threshold {number}")
        self.share = shared(self.by, first, f"Partner {number}", words="They agree").pk

    def _places(self, number: int) -> None:
        """Of the first site what it is like: a post that was advertised again, a criterion that was adapted because of
        what was learnt, a rival explanation, a baseline and its list. Of each site a post.
        """
        by, first = self.by, "place-0"
        at_places.post(by, f"place-{number}", role="manager")
        post = at_places.post(by, first, filled="2025-09-01", left="2026-01-02", fte=Decimal("0.6"))
        advertise_again(by=by, pk=post.pk, advertised_on=date(2026, 1, 5))
        old = at_places.criterion(by, f"Aged {number} to 17", site=first)
        adapted = at_places.adapted(by, old, f"Under 18, {number}", learning=self.point)
        rival = at_places.circumstance(by, first, outcome=self.outcome)
        baseline = at_places.baseline(by, first, agreed_with="Northgate Council")
        if not number:
            begin_requests(by=by, site=first)
        ask = at_places.add_request(by=by, site=first, what=f"What else they count {number}")
        self.place = Site.objects.get(code=first).pk
        self.at_place = {
            "circumstance": rival.pk,
            "post": post.pk,
            "criterion": adapted.pk,
            "baseline": baseline.pk,
            "request": ask.pk,
        }

    def _theory(self, number: int) -> None:
        """Versions of the theory, and the next one as it is worked on, each with more boxes and links."""
        by = self.by
        if not number:
            begin_next(by=by, from_what=FROM_TEMPLATE)
            self.version = publish_next(by=by, on=clock.today(), reason="Agreed", point=self.point).pk
            begin_next(by=by)
            one = WorkingLink.objects.order_by("pk")[0]
            self.box, self.link = one.from_node_id, one.pk
        boxes = [theory.box(by, f"Box {number}", kind, outcome=self.outcome) for kind in ("activity", "outcome")]
        theory.link(by, *boxes, assumption="People come", rivals="A film|A book")
        for start in (WorkingNode.objects.get(pk=self.box), boxes[0]):
            theory.link(by, start, theory.box(by, "All", "impact"))
        said = {"added_at": clock.now(), "added_by": self.all_roles}
        # No service makes one beneath what is worked on, and made the version it would be another with each row.
        Version.objects.create(number=number + 2, on=clock.today(), reason="Learnt", point_id=self.point, **said)
        known = [
            Node.objects.create(code=f"{kind}-{number}", kind=kind, title="Known", outcome_id=self.outcome, **said)
            for kind in ("activity", "output")
        ]
        Link.objects.create(code=f"link-{number}", from_node=known[0], to_node=known[1], **said)

    def _plan(self, number: int) -> None:
        """A target that was adapted and departed from, milestones at each point, and a priority with its way."""
        by, place = self.by, f"place-{number}"
        said = {"component": f"Training {number}", "node": Node.objects.order_by("code")[0].pk, "year": 1}
        target = plan.target(by, place, **said)
        self.target, learning = self.target or target.pk, self.point
        first = Target.objects.get(pk=self.target)
        self.adaptation = plan.adapted(by, first, 100 + number, learning=learning).pk
        departs = {"departure": "modified", "judged": "adaptation", "reason": "Online", "quality": "Good"}
        for one in {first.pk: first, target.pk: target}.values():
            plan.delivered(by, one, number, **departs)
        days = {"actual_on": date(2026, 3, 16), "cause_of_delay": "No manager", "response": "Cover"}
        for on in ("2021-03-02", "2199-03-02"):
            plan.milestone(by, place, on)
        late = plan.milestone(by, place, "2021-03-02")
        self.milestone = self.milestone or late.pk
        plan.stands(by, Milestone.objects.get(pk=self.milestone), **days | {"response": f"Cover {number}"})
        other = plan.priority(by, place, on="2020-09-02")
        self.priority = self.priority or other.pk
        one = Priority.objects.get(pk=self.priority)
        for _ in range(2):
            self.consultation = plan.consulted(by, one, changed_because="Its title").pk
        ended = plan.priority(by, "", on="2021-03-02")
        plan.retired(by, ended, replaced_by=self.priority)

    def _own(self, number: int) -> None:
        """What somebody has of their own: sessions, passkeys, notices, work under way and drafts."""
        now = clock.now()
        for user in (self.all_roles, self.administrator):
            key = get_random_string(40)
            Session.objects.create(
                session_key=key,
                user=user,
                created=now,
                seen=now,
                expire_date=now + timedelta(hours=3),
                agent="Mozilla/5.0 (Windows NT 10.0) Firefox/140.0",
            )
            _with_passkey(user, f"Laptop {number}")
        if number < 3:
            _with_passkey(self.halfway, f"Laptop {number}")
        made = files.lay_down(b"reference,name", name="children.csv", kind="text/csv")
        made.save()
        kept = {"expires_at": now + timedelta(hours=24), "ended_at": now}
        for state, more in (
            (State.DONE, kept | {"outcome": "Exported.", "made": made}),
            (State.RUNNING, {"lease_until": now + timedelta(minutes=1), "said": "Counting", "percent": 25}),
            (State.FAILED, kept | {"error": "The disk is full."}),
        ):
            Job.objects.create(kind=export_children.name, by=self.all_roles, at=now, next_at=now, state=state, **more)
        for form, record in ((NOTE.add_form, self.organisation), (ORGANISATION.add_form, None)):
            opened = Opened(user=self.all_roles.pk, form=form.name, record=record)
            keep_draft(by=self.by, opened=opened, typed={"text": f"Words {number}"})


def _with_app(user: User) -> None:
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})


def _with_passkey(user: User, name: str) -> None:
    """One that no device holds, and of which a page can tell a browser."""
    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    made = AttestedCredentialData.create(b"\0" * 16, uuid4().bytes, public)
    attested = AttestationObject.create("none", AuthenticatorData.create(b"\0" * 32, 0x41, 0, made), {})
    said = CollectedClientData.create("webauthn.create", b"challenge", "https://hub.example.org")
    key = websafe_encode(made.credential_id)
    credential = {
        "id": key,
        "rawId": key,
        "type": "public-key",
        "response": {"clientDataJSON": websafe_encode(said), "attestationObject": websafe_encode(attested)},
    }
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.WEBAUTHN, data={"name": name, "credential": credential}
    )
