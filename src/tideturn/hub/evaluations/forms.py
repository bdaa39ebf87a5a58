"""What is filled in to have a year judged."""

from __future__ import annotations

from typing import Any, Final

from django import forms

from tideturn.hub.evaluations import policy
from tideturn.hub.forms.forms import EditForm
from tideturn.hub.forms.registry import Edited
from tideturn.hub.programme.api import year_choices


class YearForm(EditForm):
    """Which year."""

    year = forms.ChoiceField(label="Which year?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        field: Any = self.fields["year"]
        field.choices = year_choices(self.by)

    def given(self) -> dict[str, Any]:
        """Its number."""
        return {"year": int(self.cleaned_data["year"])}


JUDGE: Final[Edited[Any]] = Edited(
    name="evaluations.judge_year",
    title="Judge a year",
    form=YearForm,
    address="evaluations:judge",
    leads_to="evaluations:evaluation",
    needs=policy.JUDGE,
    button="Judge it",
    said="The year is being judged.",
    template="evaluations/judge.html",
)
FORMS: Final[tuple[Edited[Any], ...]] = (JUDGE,)
