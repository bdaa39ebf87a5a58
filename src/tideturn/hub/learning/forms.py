"""What is filled in about learning points."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final
from uuid import UUID

from django import forms

from tideturn.hub.access.site_names import site_names
from tideturn.hub.access.standing import Standing
from tideturn.hub.common import clock
from tideturn.hub.forms.cells import BETWEEN
from tideturn.hub.forms.forms import EditForm
from tideturn.hub.forms.registry import edited
from tideturn.hub.learning import actions, policy
from tideturn.hub.learning.terms import About, Audience, Used
from tideturn.hub.learning.writing import LINE, LONGEST
from tideturn.hub.ui.forms import Asking, DateEntry, PlainForm, Undrafted

_UNSAID: Final = ("", "Not said")


def _sites() -> list[tuple[str, str]]:
    """Every site, by name."""
    return sorted(site_names().items(), key=lambda one: one[1])


def _writable_sites(by: Standing) -> list[tuple[str, str]]:
    return [(code, name) for code, name in _sites() if policy.may_write_at(by, code)]


class PointForm(EditForm):
    """What was learnt."""

    point = forms.CharField(
        label="What was learnt?",
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 5}),
        help_text="In a sentence or two. Name no young person, and nothing by which one could be known: everybody who "
        "works in the programme reads this.",
    )
    on = DateEntry(label="When was it noted?", called="the day", initial=clock.today)
    site = forms.ChoiceField(label="Where was it learnt?")
    about = forms.ChoiceField(
        label="What is it about?", choices=[*About.choices, _UNSAID], required=False, widget=forms.RadioSelect
    )
    source = forms.CharField(
        label="Where it came from",
        max_length=LINE,
        required=False,
        help_text="Such as debriefs with custody staff, or a partners’ meeting; no young person’s name.",
    )
    changes_what = forms.CharField(
        label="What it changes",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="Such as the age from which young people are referred. Criteria, plans and versions of the theory of "
        "change name the learning that led to them, and then stand on its page by themselves.",
    )
    transferable_sites = forms.MultipleChoiceField(
        label="At which other sites may it hold too?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Colleagues there find it in their digest.",
    )
    transferable_words = forms.CharField(
        label="Where else may it hold?",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text="Each on a line of its own, such as any area where work begins.",
    )

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["site"].choices = [("", "Choose a site"), *_writable_sites(self.by)]  # type: ignore[attr-defined]
        self.fields["transferable_sites"].choices = _sites()  # type: ignore[attr-defined]

    def clean_transferable_sites(self) -> list[str]:
        """Raises ValidationError for the site where it was learnt."""
        sites: list[str] = self.cleaned_data["transferable_sites"]
        site = self.cleaned_data.get("site", "")
        if site in sites:
            raise forms.ValidationError(f"It was learnt at {site_names()[site]} itself: choose others alone.")
        return sites

    def given(self) -> dict[str, Any]:
        """What was filled in; where else it may hold as one."""
        given = super().given()
        lines = given.pop("transferable_words").replace(BETWEEN, "\n").splitlines()
        return given | {"transferable_to": [*given.pop("transferable_sites"), *lines]}


class UsedForm(EditForm):
    """Whether it was acted on."""

    used = forms.ChoiceField(
        label="Was it used?", choices=[*Used.choices, _UNSAID], required=False, widget=forms.RadioSelect
    )
    used_how = forms.CharField(
        label="How was it used?",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="What was done with it, where it was used. Name no young person.",
    )


class ShareForm(EditForm):
    """With whom it was shared."""

    audience = forms.ChoiceField(label="Who was it shared with?", choices=Audience.choices, widget=forms.RadioSelect)
    site = forms.ChoiceField(label="Which site?", required=False, help_text="Where it was another site.")
    whom = forms.CharField(
        label="Which colleagues or organisation?",
        max_length=200,
        required=False,
        widget=Asking("organisations:named"),
        help_text="Where it was colleagues or a partner. Organisations that the hub knows are found as you type.",
    )
    on = DateEntry(label="When?", called="the day", initial=clock.today)
    words = forms.CharField(
        label="How, and what did they say?",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="Name no young person.",
    )

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["site"].choices = [("", "Choose a site"), *_sites()]  # type: ignore[attr-defined]

    def clean_site(self) -> str:
        """Raises ValidationError where it was another site, and none is named."""
        site: str = self.cleaned_data["site"]
        if self.cleaned_data.get("audience") == Audience.SITE and not site:
            raise forms.ValidationError("Choose the site with which it was shared.")
        return site

    def clean_whom(self) -> str:
        """Raises ValidationError where it was colleagues or a partner, and none is named."""
        whom: str = self.cleaned_data["whom"]
        if self.cleaned_data.get("audience") in (Audience.INSIDE, Audience.PARTNER) and not whom:
            raise forms.ValidationError("Write which colleagues or organisation.")
        if BETWEEN in whom:
            raise forms.ValidationError(f"Write it without the sign {BETWEEN}.")
        return whom


class ListForm(PlainForm):
    """What the log is narrowed to."""

    undrafted: ClassVar = Undrafted.SEARCH
    text = forms.CharField(label="Words", max_length=200, required=False)
    site = forms.ChoiceField(label="Site", required=False)
    about = forms.ChoiceField(label="About", choices=[("", "Either"), *About.choices], required=False)
    used = forms.ChoiceField(label="Was it used?", choices=[("", "Any"), *Used.choices], required=False)

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["site"].choices = [("", "Any site"), *_sites()]  # type: ignore[attr-defined]


class DigestForm(PlainForm):
    """How far back one looks."""

    undrafted: ClassVar = Undrafted.SEARCH
    days = forms.TypedChoiceField(
        label="How far back?",
        choices=[("", "Four weeks"), ("7", "One week"), ("91", "Three months"), ("365", "A year")],
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args: Any, wanted: bool, **given: Any) -> None:
        super().__init__(*args, **given)
        if wanted:
            lately, *others = self.fields["days"].choices  # type: ignore[attr-defined]
            self.fields["days"].choices = [("", "As far as my last digest"), ("28", lately[1]), *others]  # type: ignore[attr-defined]


def _begins(by: Standing, pk: UUID | None) -> Mapping[str, Any]:
    """Who writes at one site writes of that."""
    sites = _writable_sites(by)
    return {"site": sites[0][0]} if len(sites) == 1 else {}


_OF_A_POINT: dict[str, Any] = {
    "reads": policy.READABLE,
    "writes": policy.WRITABLE,
    "leads_to": "learning:point",
    "template": "learning/of_a_point.html",
}
ADD = edited(
    "learning.add_point",
    title="Write down what was learnt",
    form=PointForm,
    address="learning:add_point",
    leads_to="learning:point",
    needs=policy.WRITE,
    begins=_begins,
    button="Keep it",
    said="What was learnt is kept.",
    template="learning/of_a_point.html",
)
CHANGE = edited(
    "learning.change_point",
    title="Change the learning point",
    form=PointForm,
    address="learning:change_point",
    said="The learning point is changed.",
    shows=actions.POINT_READ,
    **_OF_A_POINT,
)
MARK_USED = edited(
    "learning.mark_used",
    title="Say whether it was used",
    form=UsedForm,
    address="learning:mark_used",
    said="It is said whether it was used.",
    shows=actions.POINT_READ,
    **_OF_A_POINT,
)
SHARE = edited(
    "learning.record_share",
    title="Record with whom it was shared",
    form=ShareForm,
    address="learning:record_share",
    button="Record it",
    said="It is recorded with whom it was shared.",
    takes="point",
    **_OF_A_POINT,
)
