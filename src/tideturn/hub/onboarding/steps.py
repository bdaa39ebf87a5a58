"""The steps from an empty hub to a first year, in their order: whose each is, and what there is of it already.

How far it has come is read from what there is, and kept nowhere: who does a step elsewhere has done it here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import get_text_list

from tideturn.hub.access.holders import holders
from tideturn.hub.access.permissions import Permission
from tideturn.hub.access.roles import (
    ADMINISTRATOR,
    GOVERNANCE_LEAD,
    PROGRAMME_MANAGER,
    SAFEGUARDING_LEAD,
    Role,
)
from tideturn.hub.access.shown_to import who_may
from tideturn.hub.access.site_names import site_names
from tideturn.hub.common import clock
from tideturn.hub.forms.registry import Edited
from tideturn.hub.onboarding import forms
from tideturn.hub.onboarding.models import MeantRole
from tideturn.hub.outcomes import api as outcomes
from tideturn.hub.programme import api as sites
from tideturn.hub.theory import api as theory
from tideturn.hub.ui.first_use import FIRST_USE, Step, counted, how_much


@dataclass(frozen=True, kw_only=True)
class SetUpStep(Step):
    """A step on the way to a first year, and whose it is."""

    role: Role
    skip: str = ""
    """Note that the step is optional, and what happens without it."""

    @property
    def url(self) -> str:
        """Return the address of the step's page."""
        return reverse(self.url_name)


@dataclass(frozen=True)
class StepShown:
    """A step as a page shows it: whether it is this person's, and how much of it is done."""

    of: SetUpStep
    mine: bool
    there: str


@dataclass(frozen=True)
class At:
    """A step, which of how many it is, and what comes before and after it."""

    step: StepShown
    number: int
    of: int
    before: SetUpStep | None
    after: SetUpStep | None
    nobody: bool
    """Whether nobody holds the role yet whose step it is."""


def _leads() -> str:
    begin = (PROGRAMME_MANAGER, GOVERNANCE_LEAD, SAFEGUARDING_LEAD)
    there = [role for role in begin if holders(role).exists()]
    missing = [role.title.lower() for role in begin if role not in there]
    still = f"; nobody yet as {get_text_list(missing, 'or')}" if missing else ""
    return ", ".join(role.title.lower() for role in there) + still if there else ""


def _first_year() -> str:
    years = sites.years_named()
    if not years:
        return ""
    first = years[0]
    days = f"Year {first.number}, from {clock.spoken_day(first.starts_on)} to {clock.spoken_day(first.ends_on)}"
    return days if len(years) == 1 else f"{days}, and {counted(len(years) - 1, 'more year')}"


def _theory() -> str:
    if number := theory.latest_number():
        return f"version {number}"
    if theory.is_worked_on():
        return "a first version, which is being worked on"
    return "a theory that came with a folder" if theory.has_boxes() else ""


def folder_step() -> Step:
    """Return the import step, as the import app describes it."""
    return next(step for step in FIRST_USE[PROGRAMME_MANAGER.code].steps if step.url_name == "import_export:send")


def _done_in(form: Edited[Any], why: str, role: Role, there: Callable[[], str], skip: str = "") -> SetUpStep:
    """Return a step with a form, for people who may fill it in."""
    assert isinstance(form.needs, Permission)
    return SetUpStep(form.title, why, form.address, who_may(form.needs), there, role=role, skip=skip)


FOLDER: Final = "onboarding:folder"
_STEPS: Final = (
    _done_in(
        forms.LEADS,
        "Invite a programme manager to set up the programme, two leads for data and safeguarding, and a second "
        "administrator who can let you back in. Nobody can give themselves a role, so they start together.",
        ADMINISTRATOR,
        _leads,
    ),
    SetUpStep(
        "Import what you have already",
        "A programme folder, or its workbook, can hold the name, the years, the sites, the outcomes and the theory. "
        "Import it, and you need not type them.",
        FOLDER,
        lambda request: folder_step().open_to(request),
        lambda: folder_step().there(),
        role=PROGRAMME_MANAGER,
        skip="Skip this if you have no folder. You can import single tables later too.",
    ),
    _done_in(
        forms.NAME,
        "This appears on your reports and exports.",
        PROGRAMME_MANAGER,
        sites.programme_name,
    ),
    _done_in(
        forms.YEAR,
        "Your programme reports by its own years. They can differ from calendar years.",
        PROGRAMME_MANAGER,
        _first_year,
    ),
    _done_in(
        forms.SITES,
        "A site is a place where you have a team, or the national team. Each record belongs to a site, and most "
        "people have a role at one.",
        PROGRAMME_MANAGER,
        lambda: ", ".join(sorted(site_names().values())),
    ),
    _done_in(
        forms.PEOPLE,
        "Invite each person. They open their own account, and somebody with the right to do so gives them a role.",
        ADMINISTRATOR,
        lambda: counted(
            MeantRole.objects.filter(invitation__withdrawn=None).count(), "person was invited", "people were invited"
        ),
        "You can invite people later too.",
    ),
    _done_in(
        forms.OUTCOMES,
        "The evaluation reports on these. Start from a template, or write your own.",
        PROGRAMME_MANAGER,
        lambda: counted(len(outcomes.codes()), "outcome"),
    ),
    _done_in(
        forms.THEORY,
        "How your work should lead to change, and what that depends on. The evaluation tests each link.",
        PROGRAMME_MANAGER,
        _theory,
        "You can take time to discuss it, but the first evaluation needs it.",
    ),
)


def is_young() -> bool:
    """Return whether the hub has no year, no site or no outcome yet."""
    return not (sites.years_named() and site_names() and outcomes.codes())


def steps(request: HttpRequest) -> tuple[StepShown, ...]:
    """Return every step as the viewer sees it."""
    return tuple(StepShown(one, one.open_to(request), how_much(one.there)) for one in _STEPS)


def at(request: HttpRequest, url_name: str) -> At:
    """Return the viewer's progress."""
    here = next(number for number, step in enumerate(_STEPS) if step.url_name == url_name)
    one, before, after = _STEPS[here], _STEPS[here - 1 : here], _STEPS[here + 1 : here + 2]
    return At(
        StepShown(one, one.open_to(request), how_much(one.there)),
        here + 1,
        len(_STEPS),
        before[0] if before else None,
        after[0] if after else None,
        not holders(one.role).exists(),
    )
