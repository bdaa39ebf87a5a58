"""What is filled in about the theory of change."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django import forms

from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.refusing import NotVisibleError, Refused
from tideturn.hub.common import clock
from tideturn.hub.forms.cells import BETWEEN, joined
from tideturn.hub.forms.forms import EditForm
from tideturn.hub.forms.registry import edited
from tideturn.hub.learning.api import point_choices
from tideturn.hub.outcomes.api import outcome_choices
from tideturn.hub.theory import actions, policy, queries
from tideturn.hub.theory.terms import Kind
from tideturn.hub.ui.forms import DateEntry, PlainForm, SearchedSelect, Undrafted


class BoxForm(EditForm):
    """A box of the next version."""

    title = forms.CharField(
        label="What it says",
        max_length=300,
        help_text="In a few words. A short box is read; what a link takes for granted stands at the link.",
    )
    kind = forms.ChoiceField(
        label="What kind of box is it?",
        choices=Kind.choices,
        widget=forms.RadioSelect,
        help_text="An activity is what you do; an output is what is there once it is done; an outcome is what is "
        "different for somebody; the impact is what all of it is for.",
    )
    outcome = forms.ChoiceField(
        label="Which outcome does it stand for?",
        required=False,
        widget=SearchedSelect,
        help_text="Of the framework of outcomes, so that what is found about that outcome tests this box.",
    )

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["outcome"].choices = [("", "None"), *outcome_choices(self.by)]  # type: ignore[attr-defined]

    @classmethod
    def values_of(cls, record: Any) -> dict[str, Any]:
        """As the record says, without reading the outcome."""
        return {"title": record.title, "kind": record.kind, "outcome": record.outcome_id}

    def given(self) -> dict[str, Any]:
        """What was filled in, with the outcome’s id."""
        given = super().given()
        return given | {"outcome": UUID(given["outcome"]) if given["outcome"] else None}


class LinkForm(EditForm):
    """A link of the next version."""

    from_node = forms.ChoiceField(label="From which box?", widget=SearchedSelect)
    to_node = forms.ChoiceField(label="To which box?", widget=SearchedSelect)
    assumption = forms.CharField(
        label="On what assumption?",
        max_length=5_000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="What must hold for the one to lead to the other, such as: employers release people to come.",
    )
    rivals = forms.CharField(
        label="What else might explain it?",
        max_length=5_000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="Each on a line of its own. Other causes that could bring the second about without the first.",
    )

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        choices = [("", "Choose a box"), *queries.box_choices(self.by)]
        for name in ("from_node", "to_node"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    @classmethod
    def values_of(cls, record: Any) -> dict[str, Any]:
        """As the record says, each rival on a line."""
        return {
            "from_node": record.from_node_id,
            "to_node": record.to_node_id,
            "assumption": record.assumption,
            "rivals": record.rivals_by_line,
        }

    def clean_rivals(self) -> str:
        """Each on a line. Raises ValidationError for the sign that stands between them in the programme folder."""
        rivals = str(self.cleaned_data["rivals"])
        if BETWEEN in rivals:
            raise forms.ValidationError(f"Leave out the sign {BETWEEN}, and begin a new line instead.")
        return "\n".join(line.strip() for line in rivals.splitlines() if line.strip())

    def given(self) -> dict[str, Any]:
        """What was filled in, with the ids of the boxes, and the rivals as one cell."""
        given = super().given()
        ends = {name: UUID(given[name]) for name in ("from_node", "to_node")}
        return given | ends | {"rivals": joined(given["rivals"].splitlines())}


class VersionForm(EditForm):
    """Since when a version holds, and why."""

    on = DateEntry(label="Since when does it hold?", called="the day", initial=clock.today)
    reason = forms.CharField(
        label="Why is the theory altered?",
        max_length=5_000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text="Or choose a learning point below. At least one of the two is needed.",
    )
    point = forms.ChoiceField(
        label="Because of which learning point?",
        required=False,
        widget=SearchedSelect,
        help_text="Its page will say that it led to this version.",
    )

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["point"].choices = point_choices(self.by)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Raises nothing; at the field it is said that one of the two is needed."""
        said = super().clean() or {}
        if "reason" in said and not said["reason"] and not said.get("point"):
            self.add_error("reason", "Write why the theory is altered, or choose the learning point that led to it.")
        return said

    def given(self) -> dict[str, Any]:
        """What was filled in, with the point’s id."""
        given = super().given()
        return given | {"point": UUID(given["point"]) if given["point"] else None}


class CompareForm(PlainForm):
    """Which two versions are compared."""

    undrafted: ClassVar = Undrafted.SEARCH
    earlier = forms.ChoiceField(label="From")
    later = forms.ChoiceField(label="To")

    def __init__(self, *args: Any, by: Standing, **given: Any) -> None:
        super().__init__(*args, **given)
        choices = queries.version_choices(by)
        for name, at in (("earlier", 1), ("later", 0)):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
            self.initial.setdefault(name, choices[at][0] if len(choices) > at else "")


def _while_worked_on(by: Standing, pk: UUID | None) -> None:
    """Raises NotVisibleError where nothing is being worked on, and for who may not."""
    by.require_unseen(policy.WRITE)
    if not queries.is_worked_on():
        raise NotVisibleError(Refused(by.user, policy.WRITE.name, via=by.via))


_TEMPLATE = "theory/of_next.html"
ADD_BOX = edited(
    "theory.add_box",
    title="Add a box",
    form=BoxForm,
    address="theory:add_box",
    needs=_while_worked_on,
    button="Add it",
    said="The box is added.",
    template=_TEMPLATE,
)
CHANGE_BOX = edited(
    "theory.change_box",
    title="Change the box",
    form=BoxForm,
    address="theory:change_box",
    reads=policy.BOXES_OF_NEXT,
    writes=policy.BOXES_OF_NEXT,
    shows=actions.READ,
    said="The box is changed.",
    template=_TEMPLATE,
)
ADD_LINK = edited(
    "theory.add_link",
    title="Add a link",
    form=LinkForm,
    address="theory:add_link",
    needs=_while_worked_on,
    button="Add it",
    said="The link is added.",
    hindered_at="to_node",
    template=_TEMPLATE,
)
CHANGE_LINK = edited(
    "theory.change_link",
    title="Change the link",
    form=LinkForm,
    address="theory:change_link",
    reads=policy.LINKS_OF_NEXT,
    writes=policy.LINKS_OF_NEXT,
    shows=actions.READ,
    said="The link is changed.",
    hindered_at="to_node",
    template=_TEMPLATE,
)
MAKE_VERSION = edited(
    "theory.make_version",
    title="Make this the version",
    form=VersionForm,
    address="theory:make_version",
    leads_to="theory:version",
    needs=_while_worked_on,
    button="Make it the version",
    said="It is the version now. It is never altered; what comes next is a version of its own.",
    template="theory/make_version.html",
)
SAY_SINCE_WHEN = edited(
    "theory.say_since_when",
    title="Say since when the theory holds",
    form=VersionForm,
    address="theory:say_since_when",
    leads_to="theory:version",
    needs=policy.WRITE,
    said="It is the first version now.",
    template="theory/of_theory.html",
)
