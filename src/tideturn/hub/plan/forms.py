"""What is filled in about targets and milestones, and by what pages of the plan are narrowed."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core.validators import MinValueValidator

from tideturn.hub.access.site_names import site_name
from tideturn.hub.access.standing import Standing
from tideturn.hub.common import clock
from tideturn.hub.forms.forms import EditForm, Figures
from tideturn.hub.forms.registry import edited
from tideturn.hub.learning.api import point_choices
from tideturn.hub.plan import actions, policy
from tideturn.hub.plan.fields import EVERY_SITE, begins_at, several_lines, sites_of
from tideturn.hub.plan.terms import Departure, Judged
from tideturn.hub.plan.wording import is_delayed
from tideturn.hub.plan.writing import NAME, TITLE
from tideturn.hub.programme.api import sites_named, years_named
from tideturn.hub.theory.api import node_choices, nodes_named
from tideturn.hub.ui.forms import DateEntry, PlainForm, SearchedSelect, Undrafted


def _number(label: str, *, required: bool, help_text: str = "") -> forms.DecimalField:
    """How many, in figures."""
    return Figures(
        example="40",
        label=label,
        required=required,
        help_text=help_text,
        max_digits=14,
        decimal_places=4,
        validators=[MinValueValidator(0, "Write how many there are, or 0.")],
    )


class TargetForm(EditForm):
    """What is planned, and never was planned otherwise."""

    component = forms.CharField(label="Part of the work", max_length=NAME, help_text="Such as training of schools.")
    node = forms.TypedChoiceField(
        label="For which box of the theory of change?", coerce=UUID, empty_value=None, widget=SearchedSelect
    )
    planned = _number("How many are planned?", required=True)
    measure = forms.CharField(
        label="What is counted?", max_length=NAME, help_text="As it is read after the number, such as sessions."
    )

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        groups: list[Any] = [("", "Choose a box"), *node_choices(self.by)]
        now = self.initial.get("node")
        if now and not any(str(now) in dict(among) for _, among in groups[1:]):
            groups += [(str(pk), one.title) for pk, one in nodes_named([UUID(str(now))]).items()]
        self.fields["node"].choices = groups  # type: ignore[attr-defined]

    @classmethod
    def values_of(cls, record: Any) -> dict[str, Any]:
        """As the record says, without reading the box."""
        said = {name: getattr(record, name) for name in ("component", "planned", "measure")}
        return said | {"node": record.node_id}


class NewTargetForm(TargetForm):
    """One that is not there yet."""

    site = forms.ChoiceField(label="At which site?")
    year = forms.TypedChoiceField(label="In which year of the programme?", coerce=int)
    field_order = ("site", "year", "component", "node", "planned", "measure")

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["site"].choices = [("", "Choose a site"), *sites_of(self.by, policy.WRITE_TARGETS)]  # type: ignore[attr-defined]
        years = [(str(one.number), f"Year {one.number}") for one in years_named()]
        self.fields["year"].choices = [("", "Choose a year"), *years]  # type: ignore[attr-defined]


class DeliveryForm(EditForm):
    """What came of it."""

    delivered = _number("How many were delivered?", required=False, help_text="Empty until that can be said.")
    quality = several_lines("What is known of its quality?", "Such as what people said of it. Name no young person.")
    departure = forms.ChoiceField(
        label="How does it depart from the plan?",
        choices=[("", "It does not, or not yet"), *Departure.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    judged = forms.ChoiceField(
        label="How do you judge that?",
        choices=[("", "There is nothing to judge"), *Judged.choices],
        required=False,
        widget=forms.RadioSelect,
        help_text="Where it departs from the plan.",
    )
    reason = several_lines("Why does it differ?", "Where it departs from the plan. Name no young person.")

    def clean(self) -> dict[str, Any]:
        """With what is missing or too much, at its field."""
        said = super().clean() or {}
        departs = said.get("departure")
        if departs and "judged" in said and not said["judged"]:
            self.add_error("judged", "Say whether it is an adaptation or drift.")
        if departs and "reason" in said and not said["reason"]:
            self.add_error("reason", "Say why it came to that.")
        if departs == "" and said.get("judged"):
            self.add_error("departure", "Say how it departs from the plan, or that there is nothing to judge.")
        return said


class AdaptForm(EditForm):
    """How many are planned from a day on."""

    planned = _number("How many are planned now?", required=True)
    on = DateEntry(label="Since when?", called="the day", initial=clock.today)
    reason = several_lines("Why is it changed?", "An evaluator reads it beside what was planned before.", required=True)
    learning = forms.TypedChoiceField(
        label="Which learning point led to it?",
        required=False,
        coerce=UUID,
        empty_value=None,
        widget=SearchedSelect,
        help_text="The learning log then shows what it changed.",
    )

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["learning"].choices = point_choices(self.by)  # type: ignore[attr-defined]


class MilestoneForm(EditForm):
    """What is to happen by when, and what became of it."""

    site = forms.ChoiceField(label="At which site?")
    title = forms.CharField(label="Milestone", max_length=TITLE, help_text="In a few words, such as: team in post.")
    planned_on = DateEntry(label="Planned for", called="the planned day")
    actual_on = DateEntry(
        label="Reached on", required=False, called="the day it was reached", help_text="Empty until it is reached."
    )
    cause_of_delay = several_lines("What held it up?", "Where it is late or overdue. Name no young person.")
    response = several_lines("What was done about it?", "It may be said later.")

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        there, now = sites_of(self.by, policy.WRITE_MILESTONES), self.initial.get("site")
        if now and now not in dict(there):
            there.append((now, site_name(now)))
        self.fields["site"].choices = [("", "Choose a site"), *there]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A delay asks for its cause, at its field."""
        said = super().clean() or {}
        days = {"planned_on", "actual_on", "cause_of_delay"} <= said.keys()
        if days and not said["cause_of_delay"] and is_delayed(said["planned_on"], said["actual_on"], clock.today()):
            self.add_error("cause_of_delay", "It is later than planned: say what held it up.")
        return said


class SiteForm(PlainForm):
    """The site to which a page is narrowed."""

    undrafted: ClassVar = Undrafted.SEARCH
    site = forms.ChoiceField(label="Site", required=False)

    def __init__(self, *args: Any, by: Standing, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["site"].choices = [EVERY_SITE, *((one.code, one.name) for one in sites_named(by))]  # type: ignore[attr-defined]


class YearForm(SiteForm):
    """The year and the site of the plan."""

    year = forms.TypedChoiceField(label="Year", coerce=int, empty_value=None, required=False)
    field_order = ("year", "site")

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        years = [(str(one.number), f"Year {one.number}") for one in years_named()]
        self.fields["year"].choices = [("", "This year"), *years]  # type: ignore[attr-defined]


_OF_TARGET: dict[str, Any] = {"leads_to": "plan:target", "template": "plan/form.html", "reads": policy.TARGETS}
ADD_TARGET = edited(
    "plan.add_target",
    title="Set a target",
    form=NewTargetForm,
    address="plan:add_target",
    leads_to="plan:target",
    template="plan/form.html",
    needs=policy.WRITE_TARGETS,
    button="Set it",
    said="The target is set.",
)
TELL_DELIVERY = edited(
    "plan.tell_delivery",
    title="Say what was delivered",
    form=DeliveryForm,
    address="plan:tell_delivery",
    writes=policy.TOLD_TARGETS,
    shows=actions.READ,
    said="It is said what was delivered.",
    **_OF_TARGET,
)
ADAPT_TARGET = edited(
    "plan.adapt_target",
    title="Change the target",
    form=AdaptForm,
    address="plan:adapt_target",
    writes=policy.WRITABLE_TARGETS,
    button="Change it",
    said="The target is changed. What it was is kept, with your reason.",
    **_OF_TARGET,
)
CORRECT_TARGET = edited(
    "plan.correct_target",
    title="Correct a mistake in the target",
    form=TargetForm,
    address="plan:correct_target",
    writes=policy.WRITABLE_TARGETS,
    shows=actions.READ,
    said="The target is corrected.",
    **_OF_TARGET,
)
ADD_MILESTONE = edited(
    "plan.add_milestone",
    title="Add a milestone",
    form=MilestoneForm,
    address="plan:add_milestone",
    leads_to="plan:milestone",
    template="plan/form.html",
    needs=policy.WRITE_MILESTONES,
    begins=begins_at(policy.WRITE_MILESTONES),
    button="Add it",
    said="The milestone is added.",
)
CHANGE_MILESTONE = edited(
    "plan.change_milestone",
    title="Say how the milestone stands",
    form=MilestoneForm,
    address="plan:change_milestone",
    leads_to="plan:milestone",
    template="plan/form.html",
    reads=policy.MILESTONES,
    writes=policy.WRITABLE_MILESTONES,
    shows=actions.READ,
    said="The milestone is changed.",
)
