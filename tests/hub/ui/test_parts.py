"""Parts of a page, drawn: what they say to whoever does not see them, and that what is typed does no harm."""

from datetime import UTC, datetime

import pytest
from django import forms
from django.contrib.staticfiles import finders
from django.template import engines
from sample.people import logged_in, person

from tideturn.hub.ui.forms import PlainForm, SearchedSelect, Suggesting
from tideturn.hub.ui.tables import Cell, Column, Table, Verdict


def drawn(text: str, **given) -> str:
    from django_cotton.compiler_regex import CottonCompiler

    return " ".join(engines["django"].from_string(CottonCompiler().process(text)).render(given).split())


class _Form(PlainForm):
    name = forms.CharField(label="Name", help_text="As it is written.", max_length=5)
    told = forms.CharField(label="What was said?", widget=forms.Textarea, max_length=10)
    way = forms.ChoiceField(label="Way", choices=[("a", "By foot"), ("b", "By bus")], widget=forms.RadioSelect)
    place = forms.CharField(label="Place", widget=Suggesting(lambda: ["Town hall", '"><b>']), required=False)
    partner = forms.ChoiceField(label="Partner", choices=[("x", "X")], widget=SearchedSelect, required=False)
    agreed = forms.BooleanField(label="They agreed", required=False, help_text="In writing.")


def test_a_field_is_tied_to_its_hint_and_its_error() -> None:
    page = drawn('<c-field :field="field" />', field=_Form({})["name"])
    assert 'aria-describedby="id_name_helptext id_name_error"' in page
    assert 'id="id_name_helptext">As it is written.' in page
    assert "Fill in: name." in page
    assert 'aria-invalid="true"' in page


def test_an_error_leads_to_what_is_to_be_filled_in() -> None:
    page = drawn('<c-errors :form="form" />', form=_Form({}))
    assert '<a href="#id_name">Fill in: name.</a>' in page
    assert '<a href="#id_way_0">Choose: way.</a>' in page
    assert '<a href="#id_told">Answer the question: What was said?</a>' in page
    assert drawn('<c-errors :form="form" />', form=_Form()) == ""


def test_a_box_for_writing_cuts_nothing_short() -> None:
    page = drawn('<c-field :field="field" />', field=_Form({"told": "x" * 12})["told"])
    assert 'maxlength="' not in page
    assert 'data-most="10"' in page
    assert "x" * 12 in page
    assert "Shorten it to 10 characters: it has 12." in page
    assert 'maxlength="5"' in drawn('<c-field :field="field" />', field=_Form()["name"])


def test_choices_stand_in_a_group_with_a_name() -> None:
    page = drawn('<c-field :field="field" />', field=_Form()["way"])
    assert "<fieldset> <legend>Way</legend>" in page
    assert page.count("<label") == 2


def test_what_need_not_be_filled_in_says_so_where_it_is_asked_and_not_where_one_looks() -> None:
    assert "(optional)" in drawn('<c-fields :form="form" />', form=_Form())
    assert "(optional)" not in drawn('<c-fields :form="form" optional="no" />', form=_Form())
    assert "(optional)" not in drawn('<c-field :field="field" />', field=_Form()["agreed"])


def test_suggestions_are_a_list_of_the_browser_and_harmless() -> None:
    page = drawn('<c-field :field="field" />', field=_Form()["place"])
    assert 'list="id_place_suggestions"' in page
    assert '<option value="Town hall">' in page
    assert "<b>" not in page


def test_a_list_to_search_in_is_a_list_without_script() -> None:
    page = drawn('<c-field :field="field" />', field=_Form()["partner"])
    assert "<select" in page
    assert "data-searched" in page


def test_a_verdict_says_its_word_before_its_shape() -> None:
    page = drawn('<c-verdict word="Adverse" shape="down" note="fewer ties" />')
    assert page.index("Adverse") < page.index("<svg") < page.index("fewer ties")
    assert 'aria-hidden="true"' in page


def test_a_table_names_its_rows_and_says_how_it_is_sorted() -> None:
    rows = ((Cell("A <b>", url="/a/"), Cell(verdict=Verdict("Supported", "disc"))),)
    made = Table(name="t", title="T", columns=(Column("Name", "name"), Column("V")), rows=rows, asked={}, total=1)
    page = drawn('<c-table :table="table" />', table=made)
    assert '<th scope="row"><a href="/a/">A &lt;b&gt;</a></th>' in page
    assert "<caption>T</caption>" in page
    assert "Supported" in page
    empty = Table(name="t", title="T", columns=(), rows=(), asked={"q": "x"}, nothing="None is like that.")
    assert "None is like that." in drawn('<c-table :table="table" />', table=empty)
    assert "Show all" in drawn('<c-table :table="table" />', table=empty)


def test_a_part_is_drawn_from_what_it_is_given_alone() -> None:
    assert "secret" not in drawn("<c-notice>Told</c-notice>", title="secret")


def test_the_typefaces_are_the_reports_own_and_nothing_else_of_that_folder_is_served() -> None:
    name = "ui/fonts/source-serif-4-latin-wght-normal.woff2"
    assert finders.find(name).endswith("report/fonts/web/source-serif-4-latin-wght-normal.woff2")
    for other in (
        "ui/fonts/__init__.py",
        "source-serif-4-latin-wght-normal.woff2",
    ):
        assert finders.find(other) is None
    served = [
        path
        for finder in finders.get_finders()
        for path, storage in finder.list(None)
        if getattr(storage, "prefix", "") == "ui/fonts"
    ]
    assert {path.rpartition(".")[2] for path in served} == {"woff2"}


@pytest.mark.django_db
def test_the_page_of_styles_is_for_whoever_is_logged_in() -> None:
    assert logged_in(None).get("/style/").status_code == 302
    page = logged_in(person()).get("/style/", {"sort": "-trained", "sector": "Education"}).content.decode()
    assert page.index("Weir Lane Academy</a>") < page.index("Harbour College</a></th>")
    assert "Northgate Police</a></th>" not in page


def test_a_day_and_a_moment_are_told_in_words_and_to_programs() -> None:
    moment = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    text = "{% load times %}{{ day|when }}; {{ moment|when }}; {{ none|when }}."
    page = drawn(text, day=moment.date(), moment=moment, none=None)
    assert '<time datetime="2026-10-25">25 October 2026</time>;' in page
    # In the hour that comes twice in London, which of the two it is.
    assert '<time datetime="2026-10-25T01:30:00+00:00">25 October 2026, 01:30 GMT</time>; .' in page


def test_what_is_wider_than_the_page_is_reached_by_keyboard_and_has_a_name() -> None:
    page = drawn('<c-scroll label="Contacts"><table></table></c-scroll>')
    assert page == '<div class="scroll" tabindex="0" role="region" aria-label="Contacts"><table></table></div>'


def test_a_fact_is_a_term_and_what_is_said_of_it() -> None:
    page = drawn('<c-facts><c-fact :name="name">{{ told }}</c-fact></c-facts>', name="Who <b>", told="<i>")
    assert page == '<dl class="facts"> <div><dt>Who &lt;b&gt;</dt><dd>&lt;i&gt;</dd></div> </dl>'


def test_work_that_has_just_begun_is_at_nothing_and_of_some_nobody_knows_how_far_it_is() -> None:
    begun = drawn('<c-progress id="p" label="Reading: {{ at }}%" :value="at" />', at=0)
    assert '<label for="p">Reading: 0%</label>' in begun
    assert '<progress id="p" value="0" max="100">' in begun
    assert "status" not in begun
    unknown = drawn('<c-progress id="p" label="Reading" :value="at" says="Two are before it." />', at=None)
    assert '<progress id="p" max="100">' in unknown
    assert '<p class="quiet" role="status">Two are before it.</p>' in unknown
    assert '<progress id="p" max="100">' in drawn('<c-progress id="p" label="Reading" />')
