"""What is filled in about outcomes and definitions."""

from __future__ import annotations

from typing import Any

from django import forms

from tideturn.hub.access.site_names import site_name
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.forms import EditForm
from tideturn.hub.forms.registry import edited
from tideturn.hub.outcomes import actions, policy
from tideturn.hub.outcomes.rules import LATEST_YEAR, require_of_the_system, require_somebody_to_look
from tideturn.hub.outcomes.terms import Area, Better, Claim, Element
from tideturn.hub.programme.api import sites_named
from tideturn.hub.ui.forms import DateEntry


class OutcomeForm(EditForm):
    """What the programme hopes to change, and by when."""

    title = forms.CharField(
        label="Outcome", max_length=300, help_text="In a few words, such as: young people are safer."
    )
    area = forms.ChoiceField(label="Whose outcome is it?", choices=Area.choices, widget=forms.RadioSelect)
    element = forms.ChoiceField(
        label="Which part of the system?",
        choices=[("", "None, or not said"), *Element.choices],
        required=False,
        widget=forms.RadioSelect,
        help_text="Of an outcome of the system alone.",
    )
    due_year = forms.IntegerField(
        label="Due in which year of the programme?",
        min_value=1,
        max_value=LATEST_YEAR,
        help_text="Its number: 1 is the first year. By the end of that year you expect to see it. "
        "It may come after the programme’s last year.",
    )
    looked_at_by = forms.CharField(
        label="Who will look then?",
        max_length=200,
        required=False,
        help_text="Where it is due after the last year: an organisation or a post, and not a person’s name.",
    )
    definition = forms.CharField(
        label="What is meant by it",
        max_length=5_000,
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text="So that two people who look for it would look for the same.",
    )
    claim = forms.ChoiceField(
        label="What does it claim?",
        choices=[("", "Not decided: the evaluation takes it as a change"), *Claim.choices],
        required=False,
        widget=forms.RadioSelect,
        help_text="“Young people feel safe” is how things are. “Young people feel safer” is a change.",
    )
    better = forms.ChoiceField(
        label="Which way is better?",
        choices=[("", Better.UP.label), (Better.DOWN.value, Better.DOWN.label)],
        required=False,
        widget=forms.RadioSelect,
        help_text="Safety should grow; the risk of exploitation should shrink.",
    )
    sites = forms.MultipleChoiceField(
        label="At which sites?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick none where it is an outcome at all sites.",
    )

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        there = [(site.code, site.name) for site in sites_named(self.by)]
        now = [(code, site_name(code)) for code in self.initial.get("sites") or () if code not in dict(there)]
        self.fields["sites"].choices = [*there, *now]  # type: ignore[attr-defined]
        if Better.UP in (
            self.initial.get("better"),
            self.data.get("better"),
        ):  # where nothing is said it is up: to say so is to change nothing
            self.fields["better"].choices = Better.choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """With what cannot be, at its field."""
        said = super().clean() or {}
        for name, others, require in (
            ("element", ("area",), require_of_the_system),
            ("looked_at_by", ("due_year",), require_somebody_to_look),
        ):
            if all(one in said for one in (name, *others)):
                try:
                    require(*(said[one] for one in (*others, name)))
                except HubError as error:
                    self.add_error(name, str(error))
        return said


class DefinitionForm(EditForm):
    """What the programme means by a term, in words for each who reads it."""

    term = forms.CharField(label="Term", max_length=120, help_text="Such as systems change.")
    for_staff = forms.CharField(
        label="In words for staff",
        max_length=2_000,
        widget=forms.Textarea({"rows": 5}),
        help_text="Exact enough to work with.",
    )
    for_partners = forms.CharField(
        label="In words for partners",
        max_length=2_000,
        widget=forms.Textarea({"rows": 5}),
        help_text="Without words that only the programme uses.",
    )
    for_young_people = forms.CharField(
        label="In words for young people",
        max_length=2_000,
        widget=forms.Textarea({"rows": 5}),
        help_text="Short sentences, as you would say it to somebody of twelve.",
    )
    on = DateEntry(label="Worded so since", called="the day", initial=clock.today)
    reason = forms.CharField(
        label="Why is it worded so?",
        max_length=300,
        help_text="Such as: agreed at the programme’s start; or: partners took it to mean something else.",
    )


class RewordingForm(DefinitionForm):
    """How it is worded from a day on. Day and reason are those of this wording, and not of the one before."""

    @classmethod
    def values_of(cls, record: Any) -> dict[str, Any]:
        """As it is worded now, and today."""
        return super().values_of(record) | {"on": clock.today(), "reason": ""}


_OF_OUTCOME: dict[str, Any] = {"leads_to": "outcomes:outcome", "template": "outcomes/of_the_framework.html"}
_OF_DEFINITION: dict[str, Any] = {"leads_to": "outcomes:definition", "template": "outcomes/of_the_words.html"}
ADD_OUTCOME = edited(
    "outcomes.add_outcome",
    title="Add an outcome",
    form=OutcomeForm,
    address="outcomes:add_outcome",
    needs=policy.WRITE,
    button="Add it",
    said="The outcome is added.",
    **_OF_OUTCOME,
)
CHANGE_OUTCOME = edited(
    "outcomes.change_outcome",
    title="Change the outcome",
    form=OutcomeForm,
    address="outcomes:change_outcome",
    reads=policy.OUTCOMES,
    writes=policy.WRITABLE_OUTCOMES,
    shows=actions.READ,
    said="The outcome is changed.",
    **_OF_OUTCOME,
)
ADD_DEFINITION = edited(
    "outcomes.add_definition",
    title="Say what a term means",
    form=DefinitionForm,
    address="outcomes:add_definition",
    needs=policy.WRITE,
    said="The definition is added.",
    **_OF_DEFINITION,
)
REWORD_DEFINITION = edited(
    "outcomes.reword_definition",
    title="Word it anew",
    form=RewordingForm,
    address="outcomes:reword_definition",
    reads=policy.DEFINITIONS,
    writes=policy.WRITABLE_DEFINITIONS,
    shows=actions.READ,
    said="It is worded anew. How it was worded before is kept.",
    **_OF_DEFINITION,
)
