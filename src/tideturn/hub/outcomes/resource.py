"""Declare outcomes and definitions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final, TypeVar
from uuid import UUID

from tideturn.hub.access.reading import show
from tideturn.hub.access.roles import ALL_SITES
from tideturn.hub.access.site_names import site_name
from tideturn.hub.access.standing import Standing
from tideturn.hub.common import clock
from tideturn.hub.common.answering import once
from tideturn.hub.common.errors import HubError
from tideturn.hub.history.reading import has_said, versions_of
from tideturn.hub.outcomes import access
from tideturn.hub.outcomes.models import NOBODY_YET, Area, Better, Definition, Outcome
from tideturn.hub.programme.api import last_year, require_known, sites_named
from tideturn.hub.resources.declaration import Form, Resource, ResourceForm, Writing
from tideturn.hub.resources.fields import Change, Choice, Field, Privacy, Several, Text, Whole, Words, day_it_was
from tideturn.hub.resources.finding import found_by_words
from tideturn.hub.resources.folder import InFolder, InSheets, OwnCell
from tideturn.hub.resources.reading import Shown, listed, shown
from tideturn.hub.resources.writing import FieldError
from tideturn.hub.search.registry import Said, Searched

T = TypeVar("T")

# Outcomes

TITLE: Final = Text(
    Outcome.title,
    "Outcome",
    help="In a few words, such as: young people are safer.",
    privacy=Privacy.FREE,
    folder="title",
)
AREA: Final = Choice(Outcome.area, "Who or what should change", folder="area")
ELEMENT: Final = Choice(
    Outcome.element,
    "Part of the system",
    help="Only for an outcome of the system.",
    folder="element",
    not_said=("", "None, or not said"),
    says=lambda label: label.partition(":")[0],
)
DUE: Final = Whole(
    Outcome.due_year,
    "Due in year",
    help="The number of the year of the programme: 1 is the first. You expect to see it by the end of that year, which "
    "may come after the programme’s last one.",
    folder="due_year",
    called="year of a programme",
    least=1,
    most=30,
    says=lambda year: f"Year {year}",
)
LOOKED_AT_BY: Final = Text(
    Outcome.looked_at_by,
    "Who will look then",
    help="If it is due after the last year: an organisation or a post, and not a person’s name.",
    privacy=Privacy.IDENTITY_CHECKED,
)
DEFINITION_OF_IT: Final = Text(
    Outcome.definition,
    "What is meant by it",
    help="So that two people would look for the same thing.",
    privacy=Privacy.FREE,
    folder="definition",
    rows=5,
)
CLAIM: Final = Choice(
    Outcome.claim,
    "What it claims",
    help="“Young people feel safe” is how things are. “Young people feel safer” is a change.",
    folder="claim",
    not_said=("", "Not decided: the evaluation takes it as a change"),
)
BETTER: Final = Choice(
    Outcome.better,
    "Which way is better",
    help="Safety should grow; the risk of exploitation should shrink.",
    folder="better",
    not_said=("", str(Better.UP.label)),
)
SITES: Final = Several(
    Outcome.sites,
    "Sites",
    help="Tick none if it is an outcome at all sites.",
    folder="sites",
    required=False,
    choices=lambda by: [(site.code, site.name) for site in sites_named(by)],
    named=site_name,
)


class OutcomeForm(ResourceForm):
    """The form of an outcome. Leaving the direction empty means that more is better, so it does not offer that."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        says_so = Better.UP in (self.initial.get(BETTER.name), self.data.get(BETTER.name))
        left_out = "" if says_so else Better.UP
        box: Any = self.fields[BETTER.name]
        box.choices = [choice for choice in box.choices if choice[0] != left_out]


def is_late(due_year: int) -> bool:
    """Return whether a year comes after the programme’s last one."""
    last = once("the last year of the programme", last_year)
    return last is not None and due_year > last


def _require_possible(writing: Writing[Outcome]) -> None:
    if writing[ELEMENT] and writing[AREA] != Area.SYSTEM:
        wrong = HubError(
            "Only an outcome of the system has a part of the system.",
            mend="Leave the part of the system empty, or choose “The system around them”.",
        )
        raise FieldError(ELEMENT, wrong)
    due = writing[DUE]
    if due and is_late(due) and not writing[LOOKED_AT_BY]:
        wrong = HubError(
            f"Year {due} comes after the programme’s last year.",
            mend="Say who will look at it then, or choose an earlier year.",
        )
        raise FieldError(LOOKED_AT_BY, wrong)
    if SITES in writing.named:
        sites = writing[SITES]
        writing[SITES] = sorted(set(sites))
        for site in sorted(set(sites).difference(writing.record.sites if writing.record else ())):
            require_known(site)


def _more_of_outcome(one: Outcome) -> Mapping[str, Any]:
    late = is_late(one.due_year)
    return {
        "is_late": late,
        "is_unlooked": late and one.looked_at_by in ("", NOBODY_YET),
        "better": str(Better(one.better or Better.UP).label),
    }


_ASKED: Final = Form(
    fields=(TITLE, AREA, ELEMENT, DUE, LOOKED_AT_BY, DEFINITION_OF_IT, CLAIM, BETTER, SITES), base=OutcomeForm
)
OUTCOME: Final = Resource(
    Outcome,
    noun="outcome",
    reads=access.OUTCOMES,
    writes=access.WRITABLE_OUTCOMES,
    fields=(AREA, TITLE, DUE, LOOKED_AT_BY, CLAIM, ELEMENT, DEFINITION_OF_IT, BETTER, SITES),
    title=lambda one: one.title,
    code="outcome",
    check=_require_possible,
    more=_more_of_outcome,
    adding=_ASKED,
    changing=_ASKED,
)


def by_area(found: Iterable[T], area: Callable[[T], str]) -> list[tuple[str, list[T]]]:
    """Group what is of an area under its title, in the order on pages. Leave out an area that has none."""
    every = list(found)
    groups = ((str(one.label), [each for each in every if area(each) == one]) for one in Area)
    return [(title, among) for title, among in groups if among]


def framework(by: Standing) -> list[tuple[str, list[Shown]]]:
    """Return every outcome, by area. Raise NotVisibleError if the person may see none."""
    found = listed(OUTCOME, Outcome.objects.order_by("due_year", "title"), by=by)
    return by_area(found, lambda one: str(one["area"]))


def some_at(site: str) -> bool:
    """Return whether an outcome names that site."""
    return any(site in sites for sites in Outcome.objects.values_list("sites", flat=True))


# Definitions

TERM: Final = Text(Definition.term, "Term", help="Such as systems change.", privacy=Privacy.FREE, folder="term")


def _in_words_for(readers: str, column: Any, help: str) -> Words:
    return Words(column, f"In words for {readers}", help=help, folder=column.field.name, rows=5)


FOR_STAFF: Final = _in_words_for("staff", Definition.for_staff, "Exact enough to work with.")
FOR_PARTNERS: Final = _in_words_for("partners", Definition.for_partners, "Without words that only the programme uses.")
FOR_YOUNG_PEOPLE: Final = _in_words_for(
    "young people", Definition.for_young_people, "Short sentences, as you would say it to somebody of twelve."
)
ON: Final = day_it_was(Definition.on, "Worded so since", folder="date")
REASON: Final = Text(
    Definition.reason,
    "Why it is worded so",
    help="Such as: agreed at the programme’s start; or: partners took it to mean something else.",
    privacy=Privacy.IDENTITY_CHECKED,
    folder="reason",
)
WORDING: Final[tuple[Field[Any], ...]] = (TERM, FOR_STAFF, FOR_PARTNERS, FOR_YOUNG_PEOPLE, ON, REASON)


class RewordingForm(ResourceForm):
    """The form that rewords a definition. It asks for the day and reason of the new wording."""

    @classmethod
    def values_of(cls, record: Any) -> dict[str, Any]:
        """Return the wording now, with today as its day and no reason."""
        return super().values_of(record) | {ON.name: clock.today(), REASON.name: ""}


def _was_worded_so(one: Definition, writing: Writing[Definition]) -> bool:
    return has_said(one, **{field.attribute: writing[field] for field in WORDING})


def _require_meaning(writing: Writing[Definition]) -> None:
    """Raise HubError if another definition has the term, or the day is before the current wording's.

    An earlier day is fine if the wording is one that the definition had before.
    """
    one, term, on = writing.record, writing[TERM], writing[ON]
    if one is not None and one.version == writing.expected and on and on < one.on and not _was_worded_so(one, writing):
        wrong = HubError(
            f"The current wording is from {clock.spoken_day(one.on)}.", mend="Give that day, or a later one."
        )
        raise FieldError(ON, wrong)
    another = one is None or term.casefold() != one.term.casefold()
    # The built-in database folds no letter with an accent.
    if another and term.casefold() in map(str.casefold, Definition.objects.values_list("term", flat=True)):
        wrong = HubError(f"{term} already has a definition.", mend="Reword that one, or write another term.")
        raise FieldError(TERM, wrong)


DEFINITION: Final = Resource(
    Definition,
    noun="definition",
    reads=access.DEFINITIONS,
    writes=access.WRITABLE_DEFINITIONS,
    fields=WORDING,
    title=lambda one: one.term,
    once="what that term means",
    check=_require_meaning,
    changing=Form(
        title="Reword the definition", said="Saved. The earlier wording is kept.", base=RewordingForm, path="reword"
    ),
)


def definition_read(by: Standing, pk: UUID) -> Shown:
    """Return a definition with its earlier wordings. Raise NotVisibleError if the person cannot see it."""

    def gather(found: Definition) -> Shown:
        one = shown(DEFINITION, found)
        earlier = versions_of(found)[-2::-1]  # without the last, which is the wording now
        return replace(one, values={**one.values, "earlier": earlier})

    rows = Definition.objects.select_related("added_by")
    return show(by, access.DEFINITIONS, pk, action=DEFINITION.read, gather=gather, rows=rows)


RESOURCES: Final = (OUTCOME, DEFINITION)

# In the programme folder and in spreadsheets


def _due(written: str, found: Outcome | None) -> Iterable[Change[Any]]:
    """Read the year. The folder does not say who will look at an outcome due after the last year, so keep that."""
    year, looks = DUE.read(written), found.looked_at_by if found else ""
    yield DUE.to(year)
    yield LOOKED_AT_BY.to(looks or (NOBODY_YET if year and is_late(year) else ""))


TABLES: Final = (
    InFolder(
        resource=OUTCOME,
        name="outcomes",
        code="outcome_id",
        own_cells={DUE: OwnCell(lambda one: DUE.cell(one.due_year), _due)},
        after=("sites",),
    ),
    InSheets(
        resource=DEFINITION,
        name="definitions",
        title="Definitions",
        help="What the programme means by its terms, in words for three kinds of readers.",
        order=("term",),
        same_by=("term",),
    ),
)

# What the search finds


def _outcome_said(one: Outcome) -> Said:
    """Return the outcome's site; empty if it has several."""
    site = ALL_SITES if not one.sites else one.sites[0] if len(one.sites) == 1 else ""
    return Said(title=one.title, texts=(one.definition, one.looked_at_by), site=site)


def _definition_said(one: Definition) -> Said:
    texts = (one.for_staff, one.for_partners, one.for_young_people, one.reason)
    return Said(title=one.term, texts=texts, day=one.on)


FOUND: Final[tuple[Searched[Any], ...]] = (
    found_by_words(OUTCOME, _outcome_said),
    found_by_words(
        DEFINITION, _definition_said, label="What a word means", plural="What words mean", day_is="Worded so since"
    ),
)
