"""Words that give no opinion, and cells that hold several answers."""

import polars as pl
import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from tideturn.dataset.answers import NO_OPINION, chosen, gives_no_opinion, misspelt, with_no_opinion
from tideturn.dataset.model import Answers, Choice, Question, Survey
from tideturn.dataset.tables import SURVEY_TABLES


@pytest.mark.parametrize(
    "word", ["NA", "n/a", "N.A.", "#N/A", "dont_know", "Don't know", "DON’T KNOW", "Not  applicable"]
)
def test_capitals_spaces_and_signs_make_no_difference(word: str):
    assert gives_no_opinion(word)


@pytest.mark.parametrize("word", ["None", "No", "Neither", "Not sure", "0", "national", "", "—", "…"])
def test_words_that_may_be_an_opinion_are_not_on_the_list(word: str):
    assert not gives_no_opinion(word)


@drawn(st.sampled_from(NO_OPINION), st.sampled_from(["", " ", ".", "_"]), st.booleans())
def test_every_listed_word_gives_none_however_it_is_written(word: str, sign: str, capitals: bool):
    written = sign + word.replace(" ", sign or " ")
    assert gives_no_opinion(written.upper() if capitals else written.lower())


def test_a_programme_adds_words_of_its_own():
    assert gives_no_opinion("Not my area", ("not my area",))
    assert not gives_no_opinion("Not my area")
    assert not gives_no_opinion("", ("—",))


@pytest.mark.parametrize(
    ("word", "words", "meant"),
    [
        ("Mush more confident", ["Much more confident", "Much less confident"], "Much more confident"),
        ("much  more confident", ["Much more confident"], "Much more confident"),
        ("Agre", ["Agree", "Disagree"], "Agree"),
        ("likely", ["Unlikely"], None),
        ("Strongly agree", ["Strongly disagree"], None),
        ("A little less", ["A little more"], None),
        ("Level 1", ["Level 2"], None),
        ("yet", ["yes"], None),
        ("moor", ["more", "moon"], None),
    ],
)
def test_a_word_is_misspelt_where_a_letter_tells_it_from_one_that_is_known(word: str, words: list[str], meant: str):
    assert misspelt(word, words) == meant


QUESTION = Question("q", "select_multiple", "Which?", (Choice("a", "A"), Choice("b", "B")))


@pytest.mark.parametrize(
    ("cell", "separator", "question", "found"),
    [
        ("a|b", "", None, ["a", "b"]),
        (" a | b ||", "", None, ["a", "b"]),
        ("meeting together|training", "", None, ["meeting together", "training"]),
        ("a b", "", QUESTION, ["a", "b"]),
        ("a|b", "", QUESTION, ["a", "b"]),
        ("a; b", ";", QUESTION, ["a", "b"]),
        ("a b", ";", QUESTION, ["a b"]),
        (" ", "", None, []),
        (None, "", None, None),
    ],
)
def test_a_cell_is_parted_into_what_was_chosen(cell, separator, question, found):
    frame = pl.DataFrame({"q": pl.Series([cell], dtype=pl.String)})
    parted = frame.select(chosen(pl.col("q"), separator, question)).to_series().to_list()
    assert parted == [found]


def survey(answers: list[str], questions: tuple[Question, ...] = (), **item: str) -> Survey:
    responses = [{"response_id": str(number), "q": answer} for number, answer in enumerate(answers)]
    return Survey(
        "s",
        pl.DataFrame(responses, schema=SURVEY_TABLES["responses"].empty().schema | {"q": pl.String()}),
        pl.DataFrame([{"item": "q", "outcome_id": "o", **item}], schema=SURVEY_TABLES["items"].empty().schema),
        SURVEY_TABLES["invited"].empty(),
        questions,
    )


def silent(given: Survey, *further: str) -> str | None:
    return with_no_opinion(given, Answers(further)).items["opinion_none"][0]


def test_every_such_word_that_was_given_or_offered_is_listed_behind_those_that_were():
    asked = (Question("q", "select_one", "Q", (Choice("yes", "Yes"), Choice("dont_know", "Don’t know"))),)
    assert silent(survey(["yes", " N/A", "Pass", None], asked, opinion_none="unsure"), "pass") == (  # type: ignore[list-item]
        "unsure|N/A|Pass|dont_know"
    )
    assert silent(survey(["yes"])) is None


def test_a_word_that_the_item_itself_lists_is_what_that_list_says():
    assert silent(survey(["yes", "NA", "dk"], disagree="NA", too_early="dk")) is None
    assert silent(survey(["yes", "NA"], scale="yes|NA")) == "NA"


def test_options_are_looked_at_one_by_one():
    assert silent(survey(["training|Prefer not to say", "training"], kind="several")) == "Prefer not to say"
