"""What is filled in about places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from tideturn.hub.access.standing import Standing
from tideturn.hub.forms.forms import EditForm, Figures
from tideturn.hub.forms.registry import edited
from tideturn.hub.learning.api import point_choices
from tideturn.hub.local_context import actions, policy
from tideturn.hub.local_context.terms import Asked, Kind, Role
from tideturn.hub.outcomes.api import outcome_choices
from tideturn.hub.programme.api import sites_named
from tideturn.hub.ui.forms import DateEntry, PlainForm, SearchedSelect, Undrafted

_NO_OUTCOME: Final = ("", "None in particular")


class PostForm(EditForm):
    """What a post does, and its days."""

    role = forms.ChoiceField(label="What does it do?", choices=Role.choices, widget=forms.RadioSelect)
    advertised_on = DateEntry(label="Advertised on", required=False, called="the day it was advertised")
    filled_on = DateEntry(
        label="Filled on",
        required=False,
        called="the day it was filled",
        help_text="The first day of whoever took it. Do not write who that is.",
    )
    left_on = DateEntry(
        label="Last day", required=False, called="the last day", help_text="Empty while they are there."
    )
    fte = Figures(
        example="0.6",
        label="Part of a full-time post",
        required=False,
        max_digits=5,
        decimal_places=4,
        validators=[
            MinValueValidator(0, "Write a number from 0 to 1."),
            MaxValueValidator(1, "Write a number from 0 to 1: a full-time post is 1."),
        ],
        help_text="1 is a full-time post, 0.6 three days a week.",
    )
    is_over = forms.BooleanField(
        label="Nobody is to follow whoever left",
        required=False,
        help_text="Otherwise the post is vacant from the day after the last day.",
    )


class AgainForm(EditForm):
    """That a post is advertised again."""

    advertised_on = DateEntry(label="Advertised again on", called="the day it was advertised again")


class CircumstanceForm(EditForm):
    """What a place is like, or what else is going on there."""

    kind = forms.ChoiceField(label="What is it?", choices=Kind.choices, widget=forms.RadioSelect)
    description = forms.CharField(
        label="Describe it",
        max_length=1_000,
        widget=forms.Textarea({"rows": 4}),
        help_text="In a sentence or two, so that somebody from elsewhere can weigh it. Name no young person.",
    )
    begins_on = DateEntry(label="From", required=False, called="the first day")
    ends_on = DateEntry(label="Until", required=False, called="the last day", help_text="Empty while it goes on.")
    outcome = forms.TypedChoiceField(
        label="Which outcome may it explain?",
        required=False,
        coerce=UUID,
        empty_value=None,
        widget=SearchedSelect,
        help_text="Then it is weighed as a rival explanation, beside what the programme did.",
    )

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["outcome"].choices = [_NO_OUTCOME, *outcome_choices(self.by)]  # type: ignore[attr-defined]


class _LedTo(EditForm):
    """What may have a learning point behind it."""

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


def _criterion() -> forms.CharField:
    return forms.CharField(
        label="The criterion",
        max_length=1_000,
        widget=forms.Textarea({"rows": 3}),
        help_text="As it is held against a referral, such as: aged 10 to 17 on the day of referral.",
    )


def _reason(label: str, *, required: bool) -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=2_000, widget=forms.Textarea({"rows": 4}))


class NewCriterionForm(_LedTo):
    """One that comes in, in the place of no other."""

    text = _criterion()
    begins_on = DateEntry(label="First day", called="the first day")
    reason = _reason("Why it comes in", required=False)
    field_order = ("text", "begins_on", "reason", "learning")


class AdaptForm(_LedTo):
    """What a criterion is changed to, from when, and why."""

    text = _criterion()
    begins_on = DateEntry(
        label="From which day on?", called="the day", help_text="What held until now ends the day before."
    )
    reason = _reason("Why it is changed", required=True)
    field_order = ("text", "begins_on", "reason", "learning")


class EndForm(EditForm):
    """When and why a criterion goes."""

    ends_on = DateEntry(label="Last day on which it holds", called="the last day")
    ended_because = _reason("Why it goes", required=True)


class CorrectForm(_LedTo):
    """A criterion as it should have been written."""

    text = _criterion()
    begins_on = DateEntry(label="First day", called="the first day")
    ends_on = DateEntry(
        label="Last day",
        required=False,
        called="the last day",
        help_text="Empty while it holds. Where another came in its place it is the day before that one’s first.",
    )
    reason = _reason("Why it came in, or was changed to this", required=False)
    ended_because = _reason("Why it went, with nothing in its place", required=False)
    field_order = ("text", "begins_on", "ends_on", "reason", "ended_because", "learning")


class BaselineForm(EditForm):
    """Where something stood on a day."""

    measure = forms.CharField(
        label="What was measured",
        max_length=300,
        help_text="Such as safeguarding referrals about exploitation, a month.",
    )
    value = Figures(
        example="0.6",
        label="The figure",
        max_digits=20,
        decimal_places=6,
        help_text="A sum alone, and none below five.",
    )
    on = DateEntry(label="The day it is true of", called="the day")
    agreed_with = forms.CharField(
        label="Agreed with", required=False, max_length=300, help_text="Organisations or roles, never a person."
    )
    source = forms.CharField(label="Where the figure comes from", required=False, max_length=300)


class NewAskForm(EditForm):
    """Something else that partners are to be asked for."""

    what = forms.CharField(label="What to ask for", max_length=300, help_text="Counts, and no names.")


class AskForm(EditForm):
    """How far a request for data has come."""

    state = forms.ChoiceField(label="How far has it come?", choices=Asked.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=2_000,
        widget=forms.Textarea({"rows": 4}),
        help_text="Which organisation was asked, what they said, or why it is not to be had. Name no young person.",
    )


class LogForm(PlainForm):
    """To which site the adaptation log is narrowed."""

    undrafted = Undrafted.SEARCH
    site = forms.ChoiceField(label="Site", required=False)

    def __init__(self, *args: Any, by: Standing, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["site"].choices = [  # type: ignore[attr-defined]
            ("", "Any site"),
            *((one.code, one.name) for one in sites_named(by)),
        ]


class DayForm(PlainForm):
    """Of which day the criteria are asked."""

    undrafted = Undrafted.SEARCH
    on = DateEntry(label="Which held on", required=False, called="the day")


def _stands(by: Standing, pk: UUID | None) -> Mapping[str, Any]:
    """What a criterion is changed from, to begin with."""
    assert pk is not None
    return {"text": policy.CRITERIA.get_visible(by, pk).text}


_AT_SITE: Final[dict[str, Any]] = {"needs": policy.may_write_at, "takes": "place", "button": "Add it"}
_OF_POST: Final[dict[str, Any]] = {
    "reads": policy.POSTS,
    "writes": policy.WRITABLE_POSTS,
    "leads_to": "local_context:post",
    "template": "local_context/form.html",
}
_OF_CIRCUMSTANCE: Final[dict[str, Any]] = {
    "reads": policy.CIRCUMSTANCES,
    "writes": policy.WRITABLE_CIRCUMSTANCES,
    "leads_to": "local_context:circumstance",
    "template": "local_context/form.html",
}
_OF_CRITERION: Final[dict[str, Any]] = {
    "reads": policy.CRITERIA,
    "writes": policy.WRITABLE_CRITERIA,
    "leads_to": "local_context:criterion",
}
_OF_BASELINE: Final[dict[str, Any]] = {
    "reads": policy.BASELINES,
    "writes": policy.WRITABLE_BASELINES,
    "leads_to": "local_context:baseline_of",
    "template": "local_context/form.html",
}
_OF_ASK: Final[dict[str, Any]] = {
    "reads": policy.ASKS,
    "writes": policy.WRITABLE_ASKS,
    "leads_to": "local_context:ask",
    "template": "local_context/form.html",
}
ADD_POST: Final = edited(
    "local_context.add_post",
    title="Add a post",
    form=PostForm,
    address="local_context:add_post",
    leads_to="local_context:posts",
    said="The post is added.",
    template="local_context/form.html",
    **_AT_SITE,
)
CHANGE_POST: Final = edited(
    "local_context.change_post",
    title="Change the post",
    form=PostForm,
    address="local_context:change_post",
    shows=actions.READ,
    said="The post is changed.",
    **_OF_POST,
)
ADVERTISE_AGAIN: Final = edited(
    "local_context.advertise_again",
    title="Advertise the post again",
    form=AgainForm,
    address="local_context:advertise_again",
    button="Record it",
    said="The post is advertised again. Both its vacancies can be seen.",
    **_OF_POST,
)
ADD_CIRCUMSTANCE: Final = edited(
    "local_context.add_circumstance",
    title="Add what the place is like",
    form=CircumstanceForm,
    address="local_context:add_circumstance",
    leads_to="local_context:place",
    said="It is added.",
    template="local_context/form.html",
    **_AT_SITE,
)
CHANGE_CIRCUMSTANCE: Final = edited(
    "local_context.change_circumstance",
    title="Change what the place is like",
    form=CircumstanceForm,
    address="local_context:change_circumstance",
    shows=actions.READ,
    said="It is changed.",
    **_OF_CIRCUMSTANCE,
)
ADD_CRITERION: Final = edited(
    "local_context.add_criterion",
    title="Add a criterion",
    form=NewCriterionForm,
    address="local_context:add_criterion",
    leads_to="local_context:criteria",
    said="The criterion is added.",
    template="local_context/add_criterion.html",
    **_AT_SITE,
)
ADAPT_CRITERION: Final = edited(
    "local_context.adapt_criterion",
    title="Adapt the criterion",
    form=AdaptForm,
    address="local_context:adapt_criterion",
    button="Adapt it",
    said="The criterion is adapted. What held before stays in the log.",
    begins=_stands,
    template="local_context/adapt_criterion.html",
    **_OF_CRITERION,
)
END_CRITERION: Final = edited(
    "local_context.end_criterion",
    title="End the criterion",
    form=EndForm,
    address="local_context:end_criterion",
    button="End it",
    shows=actions.READ,
    said="The criterion ends, and stays in the log.",
    template="local_context/end_criterion.html",
    **_OF_CRITERION,
)
CORRECT_CRITERION: Final = edited(
    "local_context.correct_criterion",
    title="Correct a mistake in the criterion",
    form=CorrectForm,
    address="local_context:correct_criterion",
    shows=actions.READ,
    said="The mistake is corrected.",
    template="local_context/correct_criterion.html",
    **_OF_CRITERION,
)
ADD_BASELINE: Final = edited(
    "local_context.add_baseline",
    title="Add a baseline",
    form=BaselineForm,
    address="local_context:add_baseline",
    leads_to="local_context:baseline",
    said="The baseline is added.",
    template="local_context/form.html",
    **_AT_SITE,
)
CHANGE_BASELINE: Final = edited(
    "local_context.change_baseline",
    title="Change the baseline",
    form=BaselineForm,
    address="local_context:change_baseline",
    shows=actions.READ,
    said="The baseline is changed.",
    **_OF_BASELINE,
)
ADD_ASK: Final = edited(
    "local_context.add_ask",
    title="Add something to ask for",
    form=NewAskForm,
    address="local_context:add_ask",
    leads_to="local_context:baseline",
    said="It is in the list.",
    template="local_context/form.html",
    **_AT_SITE,
)
ANSWER_ASK: Final = edited(
    "local_context.answer_ask",
    title="Say how far it has come",
    form=AskForm,
    address="local_context:answer_ask",
    shows=actions.READ,
    said="It is written down.",
    **_OF_ASK,
)
