"""What is filled in about priorities: how one is drafted, consulted on, agreed and retired."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms

from tideturn.hub.access.site_names import site_name
from tideturn.hub.common import clock
from tideturn.hub.forms.forms import EditForm
from tideturn.hub.forms.registry import edited
from tideturn.hub.outcomes.api import Element
from tideturn.hub.plan import actions, policy
from tideturn.hub.plan.fields import EVERY_SITE, begins_at, several_lines, sites_of
from tideturn.hub.plan.models import Priority
from tideturn.hub.plan.terms import Status
from tideturn.hub.plan.writing import NAME, TITLE
from tideturn.hub.ui.forms import Asking, DateEntry, SearchedSelect


class PriorityForm(EditForm):
    """What is to change in the system."""

    title = forms.CharField(
        label="Priority",
        max_length=TITLE,
        help_text="In a few words, such as: exclusion is treated as a safeguarding question.",
    )
    element = forms.ChoiceField(label="Which part of the system?", choices=Element.choices, widget=forms.RadioSelect)
    site = forms.ChoiceField(label="Whose is it?", required=False)
    definition = several_lines("What is meant by it?", "So that two people who hear it think of the same.")

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        there, now = sites_of(self.by, policy.WRITE_PRIORITIES), self.initial.get("site")
        if self.by.may(policy.WRITE_PRIORITIES, site=""):
            there.insert(0, EVERY_SITE)
        else:
            self.fields["site"].required = True
        if now and now not in dict(there):
            there.append((now, site_name(now)))
        self.fields["site"].choices = there  # type: ignore[attr-defined]


class DraftForm(PriorityForm):
    """One whose way begins."""

    on = DateEntry(label="Drafted on", called="the day", initial=clock.today)
    words = several_lines("How did it come up?", "Who thought of it, and from what.")


class _StepForm(EditForm):
    """A step of its way."""

    on = DateEntry(label="On which day?", called="the day", initial=clock.today)


class ConsultForm(_StepForm):
    """Who was consulted."""

    with_whom = forms.CharField(
        label="Who was consulted?",
        max_length=NAME,
        widget=Asking("organisations:named"),
        help_text="Organisations that the hub knows are found as you type. Record each consultation by itself.",
    )
    words = several_lines("What did they say?", "Name no young person.", required=True)
    changed_because = several_lines("What changed because of it?", "In the priority, or in how it is to be reached.")


class AgreeForm(_StepForm):
    """That it was agreed."""

    with_whom = forms.CharField(
        label="Who agreed it?",
        max_length=NAME,
        required=False,
        widget=Asking("organisations:named"),
        help_text="Such as a board, or a partner.",
    )
    words = several_lines("How was it agreed?")


class RetireForm(_StepForm):
    """That it is over."""

    words = several_lines("Why is it retired?", "Such as: it was met; or: partners see another need.", required=True)
    replaced_by = forms.TypedChoiceField(
        label="Which priority is in its place?", required=False, coerce=UUID, empty_value=None, widget=SearchedSelect
    )

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        rows = policy.PRIORITIES.visible_to(self.by, Priority.objects.exclude(status=Status.RETIRED).order_by("title"))
        others = [(str(one.pk), one.title) for one in rows if one.pk != self.of]
        self.fields["replaced_by"].choices = [("", "None"), *others]  # type: ignore[attr-defined]


_OF_PRIORITY: dict[str, Any] = {
    "leads_to": "plan:priority",
    "template": "plan/form.html",
    "reads": policy.PRIORITIES,
    "writes": policy.WRITABLE_PRIORITIES,
}
DRAFT_PRIORITY = edited(
    "plan.draft_priority",
    title="Draft a priority",
    form=DraftForm,
    address="plan:draft_priority",
    leads_to="plan:priority",
    template="plan/form.html",
    needs=policy.WRITE_PRIORITIES,
    begins=begins_at(policy.WRITE_PRIORITIES),
    button="Draft it",
    said="The priority is drafted.",
)
CHANGE_PRIORITY = edited(
    "plan.change_priority",
    title="Change the priority",
    form=PriorityForm,
    address="plan:change_priority",
    shows=actions.READ,
    said="The priority is changed.",
    **_OF_PRIORITY,
)
CONSULT_ON = edited(
    "plan.consult_on",
    title="Record who was consulted",
    form=ConsultForm,
    address="plan:consult_on",
    takes="priority",
    button="Record it",
    said="It is recorded who was consulted.",
    **_OF_PRIORITY,
)
AGREE_PRIORITY = edited(
    "plan.agree_priority",
    title="Record that it was agreed",
    form=AgreeForm,
    address="plan:agree_priority",
    takes="priority",
    button="Record it",
    said="The priority is agreed.",
    **_OF_PRIORITY,
)
RETIRE_PRIORITY = edited(
    "plan.retire_priority",
    title="Retire the priority",
    form=RetireForm,
    address="plan:retire_priority",
    takes="priority",
    button="Retire it",
    said="The priority is retired.",
    **_OF_PRIORITY,
)
