"""Forms for importing and exporting folders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from django import forms

from tideturn.hub.forms.forms import EditForm, FileForm
from tideturn.hub.forms.registry import Edited
from tideturn.hub.import_export import policy
from tideturn.hub.import_export.matching import ORDERS, columns_said, glimpsed
from tideturn.hub.import_export.parted import Part, PartedField
from tideturn.hub.import_export.spreadsheets import tables

_AGREE: Final = "agree"


class FolderForm(FileForm):
    """A folder, as one file."""

    file = forms.FileField(
        label="Programme folder",
        help_text="The folder packed as a ZIP archive, or its workbook as .xlsx; up to 200 MB.",
    )


class SheetForm(FileForm):
    """A spreadsheet, as one file."""

    file = forms.FileField(
        label="Spreadsheet",
        help_text="A workbook as .xlsx, or a table as .csv; up to 200 MB. Next you say what is in it.",
    )


class _MatchForm(EditForm):
    """Base of the forms that match a spreadsheet."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.glimpsed = glimpsed(self.by, self.of)
        self.ask()

    def ask(self) -> None:
        """Add the questions that this sheet leaves open."""

    def ask_parts(self, name: str, parts: Sequence[Part], aside: str = "") -> None:
        """Ask about each part of a field; remove the field if it has no parts."""
        field = self.fields[name]
        assert isinstance(field, PartedField)
        field.ask(parts, aside=aside)
        if not parts:
            del self.fields[name]


class TableForm(_MatchForm):
    """The sheet to import, and its table."""

    sheet = forms.ChoiceField(label="Which sheet do you want to import?", widget=forms.RadioSelect)
    table = forms.ChoiceField(
        label="Table or list", help_text="Choose the table or list of the programme that is closest to your sheet."
    )
    survey = forms.CharField(
        label="Which survey is it?",
        max_length=60,
        required=False,
        help_text="Only for the table of a survey: its short name, such as police-2026.",
    )

    def ask(self) -> None:
        """Offer the sheets, if there are several, and the tables."""
        sheets = self.glimpsed.sheets
        names = [(sheet.name, f"{sheet.name} (hidden)" if sheet.hidden else sheet.name) for sheet in sheets]
        self.fields["sheet"].choices = names  # type: ignore[attr-defined]
        self.fields["table"].choices = [("", "Choose"), *tables.titles()]  # type: ignore[attr-defined]
        if len(names) == 1:
            del self.fields["sheet"]

    def given(self) -> dict[str, Any]:
        """Return the choices. If there is only one sheet, that is chosen."""
        return {"sheet": self.glimpsed.sheets[0].name} | super().given()


class ColumnsForm(_MatchForm):
    """The meaning of each column."""

    columns = PartedField(label="What is each column?")

    def ask(self) -> None:
        """Ask about each column."""
        self.ask_parts("columns", self.glimpsed.columns_asked())

    def given(self) -> dict[str, Any]:
        """Return the table's column for each column of the sheet, by its position."""
        columns = columns_said(self.cleaned_data["columns"])
        return {"columns": columns, "headings": dict(self.glimpsed.headings.names)}


class RestForm(_MatchForm):
    """The questions that the sheet leaves open."""

    order = forms.ChoiceField(
        label="Are dates written day first or month first?",
        choices=ORDERS,
        widget=forms.RadioSelect,
        help_text="In at least one column, the dates themselves do not show it.",
    )
    words = PartedField(label="What do these words mean?")
    fills = PartedField(label="Columns that the sheet lacks: which value applies to every row?")

    def ask(self) -> None:
        """Ask only what the sheet does not say."""
        self.ask_parts("words", self.glimpsed.words_asked())
        self.ask_parts("fills", self.glimpsed.fills_asked(), aside="More columns (optional)")
        if not self.glimpsed.asks_order():
            del self.fields["order"]

    def given(self) -> dict[str, Any]:
        """Return the answers, by the table's columns."""
        said = self.cleaned_data
        return {
            "headings": dict(self.glimpsed.headings.names),
            "fills": said.get("fills", {}),
            "order": said.get("order", ""),
            "words": self.glimpsed.words_said(said.get("words", {})),
        }


class AskForm(EditForm):
    """The reason for an export."""

    why = forms.CharField(
        label="Why do you need this export?",
        max_length=1000,
        widget=forms.Textarea,
        help_text="A second person reads this and decides. Say where the folder will go, and who will have it there.",
    )


class DecideForm(EditForm):
    """A second person's decision."""

    decision = forms.ChoiceField(
        label="Do you approve this export?",
        choices=((_AGREE, "Approve: the folder can be exported once, within seven days"), ("refuse", "Refuse")),
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label="Your message to the person who asked",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    def given(self) -> dict[str, Any]:
        """Return whether they agree, and their answer."""
        return {"agreed": self.cleaned_data["decision"] == _AGREE, "answer": self.cleaned_data["answer"]}


SEND: Final[Edited[Any]] = Edited(
    name="import_export.send_folder",
    title="Import a folder",
    form=FolderForm,
    address="import_export:send",
    leads_to="import_export:import",
    needs=policy.BRING_IN,
    button="Upload folder",
    said="Folder uploaded. The hub is checking it.",
    template="import_export/of_the_exchange.html",
)
SEND_SHEET: Final[Edited[Any]] = replace(
    SEND,
    name="import_export.send_sheet",
    title="Import a spreadsheet",
    form=SheetForm,
    address="import_export:send_sheet",
    button="Upload spreadsheet",
    said="Spreadsheet uploaded. The hub is reading it.",
)
TABLE: Final[Edited[Any]] = Edited(
    name="import_export.choose_table",
    title="What is in this file?",
    form=TableForm,
    address="import_export:table",
    leads_to="import_export:columns",
    reads=policy.IMPORTS,
    writes=policy.OWN_IMPORTS,
    begins=lambda by, pk: glimpsed(by, pk).table_said(),
    button="Continue",
    said="",
    template="import_export/matching.html",
)
COLUMNS: Final[Edited[Any]] = replace(
    TABLE,
    name="import_export.match_columns",
    title="Match columns",
    form=ColumnsForm,
    address="import_export:columns",
    leads_to="import_export:rest",
    begins=lambda by, pk: {"columns": glimpsed(by, pk).columns_offered()},
)
REST: Final[Edited[Any]] = replace(
    TABLE,
    name="import_export.say_the_rest",
    title="A few questions about your spreadsheet",
    form=RestForm,
    address="import_export:rest",
    leads_to="import_export:import",
    begins=lambda by, pk: glimpsed(by, pk).rest_offered(),
    button="Check the file",
    said="Columns matched. The hub is checking the file.",
)
ASK: Final[Edited[Any]] = Edited(
    name="import_export.ask_export",
    title="Request an export",
    form=AskForm,
    address="import_export:ask",
    leads_to="import_export:export",
    needs=policy.TAKE_OUT,
    button="Request export",
    said="Export requested. A second person decides.",
    template="import_export/of_the_exchange.html",
)
DECIDE: Final[Edited[Any]] = Edited(
    name="import_export.decide_export",
    title="Approve export",
    form=DecideForm,
    address="import_export:decide",
    leads_to="import_export:export",
    reads=policy.EXPORTS,
    writes=policy.DECIDABLE,
    button="Save decision",
    said="Decision saved.",
    template="import_export/decide.html",
)
FORMS: Final[tuple[Edited[Any], ...]] = (SEND, SEND_SHEET, TABLE, COLUMNS, REST, ASK, DECIDE)
