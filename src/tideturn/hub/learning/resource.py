"""Declare learning points, and who each was shared with."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any, Final

from django import forms
from django.db.models import Q, QuerySet

from tideturn.hub.access.site_choices import every_site
from tideturn.hub.access.site_names import site_name, site_names
from tideturn.hub.access.standing import Standing
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.common.shortened import rest, short
from tideturn.hub.forms.cells import BETWEEN, joined, parted
from tideturn.hub.forms.writing import remove_parts
from tideturn.hub.learning import access
from tideturn.hub.learning.models import (
    Audience,
    Elsewhere,
    LearningPoint,
    Share,
    Used,
    further_words,
    places_in,
    sites_meant,
)
from tideturn.hub.programme.api import require_known, sites_to_write_at
from tideturn.hub.resources.declaration import Form, Parent, Resource, ResourceForm, Writing
from tideturn.hub.resources.fields import Change, Choice, Privacy, Text, Words, day_it_was
from tideturn.hub.resources.finding import found_by_words
from tideturn.hub.resources.folder import InFolder, OwnCell
from tideturn.hub.resources.links import Site
from tideturn.hub.resources.listing import Extra, Filter, Listing
from tideturn.hub.resources.writing import FieldError
from tideturn.hub.search.registry import Said
from tideturn.hub.ui.first_use import counted

_LONGEST: Final = 4000
"""Maximum characters of a long text."""

# Several values in one cell


def _each_once(cell: str) -> str:
    return joined(parted(cell))


def _places_said(cell: str) -> str:
    """Return the places in a cell as pages show them: sites by name."""
    return ", ".join(site_name(code) if code else part for part, code in places_in(cell))


def _written_as_before(before: str, cell: str) -> str:
    """Return the places in a cell. A place that was there before keeps its spelling, such as a site's name."""
    meant = dict.fromkeys(code or part for part, code in places_in(cell))
    stays = [(part, code or part) for part, code in places_in(before) if (code or part) in meant]
    for _, place in stays:
        meant.pop(place, None)
    return joined([*(part for part, _ in stays), *meant])


def with_whom(share: Any) -> str:
    """Return who it was shared with, for pages and exports."""
    return site_name(share.site) if share.audience == Audience.SITE else str(share.whom)


def _shared_cell(point: Any) -> str:
    """Return everyone the point was shared with: first those from the folder, unchanged."""
    return joined(dict.fromkeys([*parted(point.shared_with), *map(with_whom, point.seen_shares)]))


def _as_the_folder_has_it(point: LearningPoint, cell: str) -> str:
    """Return the part of a cell that only the folder has. Raise HubError if it leaves out anyone the hub recorded."""
    shared_with = parted(cell)
    told = [with_whom(share) for share in point.shares.order_by("on", "added_at", "pk")]
    left_out = [whom for whom in dict.fromkeys(told) if whom not in shared_with]
    if left_out:
        raise HubError(
            f"The hub has a record that it was shared with: {', '.join(left_out)}.",
            mend="Add them to shared_with again, or remove that record on the learning point’s page.",
        )
    before = parted(point.shared_with)
    return joined(whom for whom in shared_with if whom not in told or whom in before)


# Learning points

LEARNT: Final = Words(
    LearningPoint.point,
    "What was learnt?",
    help="In a sentence or two. Do not include names or anything that could identify a young person: everybody in the "
    "programme reads this.",
    folder="point",
    rows=5,
    longest=_LONGEST,
)
ON: Final = day_it_was(LearningPoint.on, "When was it noted?", short="Noted on", folder="date")
SITE: Final = Site(
    LearningPoint.site,
    "Where was it learnt?",
    short="Site",
    folder="site",
    offers=sites_to_write_at,
    first="Choose a site",
    requires=require_known,
)
ABOUT: Final = Choice(LearningPoint.about, "What is it about?", short="About", folder="about")
SOURCE: Final = Text(
    LearningPoint.source,
    "Where it came from",
    help="Such as debriefs with custody staff, or a partners’ meeting; no young person’s name.",
    privacy=Privacy.IDENTITY_CHECKED,
    folder="source",
    longest=500,
)
CHANGES: Final = Words(
    LearningPoint.changes_what,
    "What it changes",
    help="Such as the youngest age for a referral. Criteria, plans and versions of the theory of change name the "
    "learning that led to them, and then appear on its page by themselves.",
    folder="changes_what",
    rows=3,
    longest=_LONGEST,
)
SHARED_WITH: Final = Text(
    LearningPoint.shared_with,
    "Shared with, in the programme folder",
    privacy=Privacy.REFERENCE,
    folder="shared_with",
    longest=_LONGEST,
    tidy=_each_once,
    says=lambda cell: ", ".join(parted(cell)),
)
TRANSFERABLE: Final = Text(
    LearningPoint.transferable_to,
    "Where else it may apply",
    privacy=Privacy.REFERENCE,
    folder="transferable_to",
    longest=_LONGEST,
    tidy=_each_once,
    says=_places_said,
)
USED: Final = Choice(LearningPoint.used, "Was it used?", short="Used", folder="used")
USED_HOW: Final = Words(
    LearningPoint.used_how,
    "How was it used?",
    short="How it was used",
    help="If it was used, what people did with it. Name no young person.",
    rows=3,
    longest=_LONGEST,
)


class PointForm(ResourceForm):
    """The form of a learning point. It asks where else it may apply twice: as sites, and in words."""

    transferable_sites = forms.MultipleChoiceField(
        label="Which other sites may it apply to?",
        required=False,
        choices=every_site,
        widget=forms.CheckboxSelectMultiple,
        help_text="Colleagues there find it in their digest.",
    )
    transferable_words = forms.CharField(
        label="Where else may it apply?",
        max_length=_LONGEST,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text="One on each line, such as any area where work begins.",
    )

    def clean_transferable_sites(self) -> list[str]:
        """Raise ValidationError if the sites include the one where it was learnt."""
        sites: list[str] = self.cleaned_data["transferable_sites"]
        site = self.cleaned_data.get("site", "")
        if site in sites:
            raise forms.ValidationError(f"It was learnt at {site_names()[site]} itself: choose other sites.")
        return sites

    def given(self) -> dict[str, Any]:
        """Return the form's values; where else it may apply as one."""
        given = super().given()
        lines = given.pop("transferable_words").splitlines()
        return given | {TRANSFERABLE.name: _each_once(joined([*given.pop("transferable_sites"), *lines]))}


def _kept_as_it_came(writing: Writing[LearningPoint]) -> None:
    """Keep the spelling of places and audiences. Empty how it was used if it was not used."""
    found = writing.record
    if found is not None and TRANSFERABLE in writing.named:
        writing[TRANSFERABLE] = _written_as_before(found.transferable_to, writing[TRANSFERABLE])
    if writing[USED] != Used.YES:
        writing[USED_HOW] = ""


def _stand_elsewhere(by: Standing, point: LearningPoint) -> None:
    """Store the sites where it may also apply. A site that it named before keeps its date."""
    meant = sites_meant(point.transferable_to)
    point.elsewhere.exclude(site__in=meant).delete()
    there = set(point.elsewhere.values_list("site", flat=True))
    now = clock.now()
    Elsewhere.objects.bulk_create(Elsewhere(point=point, site=site, since=now) for site in meant if site not in there)


_ASKED: Final = (LEARNT, ON, SITE, ABOUT, SOURCE, CHANGES)
POINT: Final = Resource(
    LearningPoint,
    noun="learning point",
    key="point",
    reads=access.READABLE,
    writes=access.WRITABLE,
    fields=(ON, SITE, LEARNT, SOURCE, ABOUT, CHANGES, SHARED_WITH, TRANSFERABLE, USED, USED_HOW),
    title=lambda one: short(one.point),
    code="learn",
    check=_kept_as_it_came,
    after=_stand_elsewhere,
    before_removal=lambda by, one: remove_parts(by, one.shares.all()),
    more=lambda one: {"rest": rest(one.point), "shared_before": parted(one.shared_with)},
    adding=Form(title="Write down what was learnt", fields=_ASKED, base=PointForm, template="learning/add.html"),
    changing=Form(fields=_ASKED, base=PointForm),
)


def learnt_at(by: Standing, site: str) -> str:
    """Return a line that counts a site's learning points."""
    days = list(access.READABLE.visible_to(by, LearningPoint.objects.filter(site=site)).values_list("on", flat=True))
    if not days:
        return "No learning points yet."
    return f"{counted(len(days), 'learning point')}, the latest of {clock.spoken_day(max(days))}"


# Who each was shared with


AUDIENCE: Final = Choice(Share.audience, "Who was it shared with?")
OTHER_SITE: Final = Site(
    Share.site,
    "Which site?",
    short="Other site",
    help="If it was another site.",
    anywhere=True,
    offers=lambda *_: every_site(),
    first="Choose a site",
)
WHOM: Final = Text(
    Share.whom,
    "Which colleagues or organisation?",
    help="If it was colleagues or a partner. The hub suggests organisations as you type.",
    privacy=Privacy.REFERENCE,
    asks="organisations:named",
)
SHARED_ON: Final = day_it_was(Share.on, "When?")
WORDS: Final = Words(
    Share.words,
    "How, and what did they say?",
    short="How it was shared",
    help="Name no young person.",
    rows=3,
    longest=_LONGEST,
)


def _with_somebody(writing: Writing[Share]) -> None:
    """Store the site or the words. Raise HubError if both are missing, or for an unknown site or the point's own."""
    site, whom = writing[OTHER_SITE], writing[WHOM]
    if writing[AUDIENCE] == Audience.SITE:
        writing[WHOM] = ""
        if site not in site_names():
            wrong = HubError("Nothing is chosen.", mend="Choose the site that it was shared with.")
            raise FieldError(OTHER_SITE, wrong)
        if site == writing.parent.site:
            wrong = HubError(
                f"It was learnt at {site_name(site)} itself.",
                mend="Choose another site, or colleagues in the programme.",
            )
            raise FieldError(OTHER_SITE, wrong)
        return
    writing[OTHER_SITE] = ""
    if not whom:
        raise FieldError(WHOM, HubError("Nothing is written.", mend="Write which colleagues or organisation."))
    if BETWEEN in whom:
        wrong = HubError(f"It has the sign {BETWEEN} in it.", mend=f"Write it without the sign {BETWEEN}.")
        raise FieldError(WHOM, wrong)


SHARE: Final = Resource(
    Share,
    noun="record of sharing",
    plural="records of sharing",
    key="share",
    reads=access.SHARES,
    writes=access.WRITABLE_SHARES,
    fields=(AUDIENCE, OTHER_SITE, WHOM, SHARED_ON, WORDS),
    parent=Parent(Share.point, POINT),
    title=lambda one: f"Shared with {with_whom(one)} on {clock.spoken_day(one.on)}",
    check=_with_somebody,
    more=lambda one: {"with_whom": with_whom(one)},
    adding=Form(title="Record who it was shared with", button="Record sharing", said="Sharing recorded."),
    changing=None,
)
RESOURCES: Final = (POINT, SHARE)

# In the programme folder


def _shared_read(written: str, found: LearningPoint | None) -> list[Change[str]]:
    cell = SHARED_WITH.read(written)
    return [SHARED_WITH.to(_as_the_folder_has_it(found, cell) if found else cell)]


def _with_shares(rows: QuerySet[LearningPoint], by: Standing) -> QuerySet[LearningPoint]:
    shares = Share.objects.order_by("on", "added_at", "pk")
    return rows.prefetch_related(access.SHARES.prefetch("shares", by, to="seen_shares", rows=shares))


IN_FOLDER: Final = InFolder(
    resource=POINT,
    name="learning",
    code="learning_id",
    own_cells={SHARED_WITH: OwnCell(_shared_cell, _shared_read)},
    seen_of=_with_shares,
    after=("sites",),
)
TABLES: Final = (IN_FOLDER,)

# The log


def _with_words(rows: QuerySet[LearningPoint], text: str) -> QuerySet[LearningPoint]:
    """Return the points that contain each of the words."""
    for word in text.split():
        within = [Q(**{f"{one.name}__icontains": word}) for one in (LEARNT, SOURCE, CHANGES, USED_HOW)]
        rows = rows.filter(reduce(or_, within))
    return rows


LOG: Final = Listing(
    resource=POINT,
    title="Learning log",
    named="learning",
    columns=(Extra(LEARNT.heading, "point", lambda one: short(one.point)), ON, SITE, ABOUT, USED),
    note=lambda one: one.transferable_to and f"May also apply to: {_places_said(one.transferable_to)}",
    sorts=(ON, SITE, ABOUT, USED),
    latest=True,
    ties=("added_at", "id"),
    filters=(
        Filter(SITE, "Any site", lambda *_: every_site()),
        Filter(ABOUT, "Either", lambda *_: ABOUT.terms.items()),
        Filter(USED, "Any", lambda *_: USED.terms.items()),
    ),
    rows=lambda _: LearningPoint.objects.all(),
    search=_with_words,
    searched="Words",
    nothing="No learning point was found.",
    exports=access.READABLE,
    file=IN_FOLDER,
)

# What the search finds


def _said(one: LearningPoint) -> Said:
    shares = sorted(one.shares.all(), key=lambda share: (share.on, share.added_at, share.pk))
    told = (rest(one.point), one.source, one.changes_what, one.used_how, *further_words(one.transferable_to))
    shared = tuple(text for share in shares for text in (share.whom, share.words))
    return Said(title=short(one.point), texts=(*told, *shared), site=one.site, day=one.on)


FOUND: Final = (
    found_by_words(
        POINT,
        _said,
        kind="learning",
        rows=lambda: LearningPoint.objects.prefetch_related("shares"),
        told_by={Share: lambda share: [share.point_id]},
        day_is="Noted",
    ),
)
