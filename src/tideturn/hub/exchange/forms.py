"""What is filled in about folders that come in and go out."""

from __future__ import annotations

from typing import Any, Final

from django import forms

from tideturn.hub.editing.forms import EditForm
from tideturn.hub.editing.registry import edited
from tideturn.hub.exchange import policy

_AGREE: Final = "agree"


class FolderForm(EditForm):
    """A folder, as one file."""

    file = forms.FileField(
        label="Programme folder",
        help_text="The folder packed as a ZIP archive, or its workbook as .xlsx; up to 200 MB.",
    )

    def given(self) -> dict[str, Any]:
        """Its content, and what it was called."""
        sent = self.cleaned_data["file"]
        return {"content": sent.read(), "name": sent.name}


class AskForm(EditForm):
    """What somebody takes the folder out for."""

    why = forms.CharField(
        label="What do you take it out for?",
        max_length=1000,
        widget=forms.Textarea,
        help_text="A second person reads this and decides. Say where the folder goes, and who will have it there.",
    )


class DecideForm(EditForm):
    """What a second person says to it."""

    decision = forms.ChoiceField(
        label="May it be taken out?",
        choices=((_AGREE, "Yes: it may be made once, within seven days"), ("refuse", "No")),
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label="What do you say to them?", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), required=False
    )

    def given(self) -> dict[str, Any]:
        """Whether they agree, and what they say."""
        return {
            "agreed": self.cleaned_data["decision"] == _AGREE,
            "answer": self.cleaned_data["answer"],
        }


SEND = edited(
    "exchange.send_folder",
    title="Bring a folder in",
    form=FolderForm,
    address="exchange:send",
    leads_to="exchange:import",
    needs=policy.BRING_IN,
    button="Send it",
    said="The folder was sent, and is looked through now.",
    template="exchange/of_the_exchange.html",
)
ASK = edited(
    "exchange.ask_export",
    title="Ask to take the folder out",
    form=AskForm,
    address="exchange:ask",
    leads_to="exchange:export",
    needs=policy.TAKE_OUT,
    button="Ask",
    said="You have asked. A second person decides.",
    template="exchange/of_the_exchange.html",
)
DECIDE = edited(
    "exchange.decide_export",
    title="May the folder be taken out?",
    form=DecideForm,
    address="exchange:decide",
    leads_to="exchange:export",
    reads=policy.EXPORTS,
    writes=policy.DECIDABLE,
    button="Say so",
    said="It was decided.",
    template="exchange/decide.html",
)
