"""The words of the plain reports: what age they are read at, what they never say, and that nothing is invented."""

from __future__ import annotations

import io
import re
import sys
import types
from dataclasses import replace
from datetime import date
from importlib import resources
from itertools import product
from statistics import median

import polars as pl
import pytest

from tideturn.dataset.model import Dataset, Programme, Site, Year
from tideturn.dataset.tables import TABLES
from tideturn.evaluation.claims.checks.exposure import hidden_counts_said
from tideturn.evaluation.evaluate import evaluate
from tideturn.evaluation.model import Evaluation, EvidenceItem, Provenance
from tideturn.evaluation.rules import Rules
from tideturn.report.plain import AUDIENCES, plain, plain_claims
from tideturn.report.plain.gentle import blames, may_be_told, simpler
from tideturn.report.plain.phrases import PARTNERS, YOUNG_PEOPLE
from tideturn.report.sections.released import Release

BOTH = list(product((0, 1), AUDIENCES))
GRADES = ("flesch_kincaid_grade", "gunning_fog", "smog_index", "coleman_liau_index", "automated_readability_index")
HIGHEST = {YOUNG_PEOPLE: 7, PARTNERS: 9}
"""School grades of the United States: seven is read at twelve, nine at fourteen."""
NEVER = (
    *("offend", "perpetrat", "criminal", "delinquen", "culprit", "nrm", "cce", "cse", "practitioner", "stakeholder"),
    *(
        "theory of change",
        "triangulat",
        "confidence interval",
        "wilson",
        "pathway",
        "multi-agency",
        "cohort",
        "baseline",
    ),
)


@pytest.fixture(scope="module")
def textstat():
    """The readability formulas; the library reads its list of easy words through a module that is no longer made."""
    stand_in = types.ModuleType("pkg_resources")
    stand_in.resource_stream = lambda package, name: io.BytesIO((resources.files(package) / name).read_bytes())
    kept = sys.modules.get("pkg_resources")
    sys.modules["pkg_resources"] = stand_in
    try:
        from textstat import textstat

        yield textstat
    finally:
        if kept is None:
            del sys.modules["pkg_resources"]
        else:
            sys.modules["pkg_resources"] = kept


def headings(report) -> set[str]:
    return {section.title for section in report.sections}


def empty(**tables) -> Dataset:
    frames = {}
    for name, rows in tables.items():
        schema = TABLES[name].empty().schema
        frames[name] = pl.DataFrame([{column: row.get(column) for column in schema} for row in rows], schema=schema)
    year = Year(1, date(2018, 9, 1), date(2019, 8, 31))
    return Dataset(Programme("A programme", (Site("north", "North"),), (year,)), frames)


OUTCOMES = ({"outcome_id": "safety", "area": "cyp", "title": "Young people are safer", "due_year": 1},)


@pytest.mark.parametrize(("year", "audience"), BOTH)
def test_it_is_read_at_the_age_of_its_readers(years, texts_of, textstat, year, audience):
    one = years[year]
    told = texts_of(plain(one.dataset, one.evaluation, audience))
    # Short heads and words alone would make it look easier than its sentences are.
    sentences = " ".join(text for text in told if len(text.split()) > 7)
    for text in (" ".join(told), sentences):
        assert textstat.flesch_kincaid_grade(text) <= HIGHEST[audience]
        assert median(getattr(textstat, formula)(text) for formula in GRADES) <= HIGHEST[audience]
    assert len(sentences.split()) > 300


def test_the_formulas_tell_hard_words_from_easy_ones(textstat):
    hard = (
        "Triangulation of heterogeneous evidential strands demonstrates differential attainment of organisational "
        "outcomes, notwithstanding methodological limitations attributable to considerable attrition."
    )
    assert textstat.flesch_kincaid_grade(hard) > 15
    assert median(getattr(textstat, formula)(hard) for formula in GRADES) > 15


@pytest.mark.parametrize("year", [0, 1])
def test_young_people_read_no_jargon_and_no_word_that_blames(years, texts_of, year):
    one = years[year]
    text = " ".join(texts_of(plain(one.dataset, one.evaluation, YOUNG_PEOPLE))).lower()
    assert {word for word in NEVER if re.search(rf"\b{word}", text)} == set()


@pytest.mark.parametrize("year", [0, 1])
def test_nor_where_the_programme_gives_no_words_of_its_own(years, texts_of, year):
    one = years[year]
    report = {key: value for key, value in one.dataset.programme.report.items() if key != "plain"}
    dataset = replace(one.dataset, programme=replace(one.dataset.programme, report=report))
    text = " ".join(texts_of(plain(dataset, one.evaluation, YOUNG_PEOPLE))).lower()
    assert "young people are safer" in text
    assert {word for word in NEVER if re.search(rf"\b{word}", text)} == set()


def test_words_that_blame_are_known_and_words_of_professionals_are_said_plainly():
    assert blames("Young people are seen as victims rather than offenders")
    assert blames("They re-offended")
    assert blames("A known perpetrator")
    assert not blames("The offer was made to young people")
    assert simpler("Practitioners understand the pathways") == "Workers understand the steps to get help"
    assert simpler("More NRM referrals") == "More the UK scheme for people who were exploited referrals"


def quote(identity: str, text: str, **given) -> EvidenceItem:
    made = {"kind": "interview", "voice": "young_person", "origin": identity, "polarity": "supports", "quotable": True}
    read = Provenance("transcripts/i.txt", ("0-10",), 1, "ab" * 32)
    return EvidenceItem(identity, "safety", "north", 1, **(made | given), n=None, value=None, interval=None, text=text,
        provenance=read, unit="partners", as_of=date(2019, 8, 31))  # fmt: skip


def test_young_people_are_quoted_only_where_they_agreed_and_no_one_else_is(texts_of):
    dataset = empty(
        outcomes=OUTCOMES,
        interviews=[
            {"interview_id": "i", "file": "i.txt", "voice": "young_person", "site": "north", "year": 1}
            | {"consent_to_quote": True}
        ],
    )
    evaluation = replace(
        evaluate(dataset, year=1),
        evidence=(
            quote("interview/i/0-10/a", "I know who to ring now."),
            quote("interview/j/0-10/a", "Nobody may read this.", quotable=False),
            quote("interview/k/0-10/a", "A worker says this.", voice="staff"),
            quote("interview/l/0-10/a", "They called us offenders."),
        ),
    )
    told = texts_of(plain(dataset, evaluation, YOUNG_PEOPLE))
    assert "I know who to ring now." in told
    assert not {"Nobody may read this.", "A worker says this.", "They called us offenders."} & set(told)
    hidden = Release("year-1-1", {"interviews/young_person/1#all": None})
    assert "I know who to ring now." not in texts_of(plain(dataset, evaluation, YOUNG_PEOPLE, release=hidden))


@pytest.mark.parametrize("audience", AUDIENCES)
def test_nothing_is_invented_where_tables_are_empty(texts_of, audience):
    dataset = empty(outcomes=OUTCOMES)
    report = plain(dataset, evaluate(dataset, year=1), audience)
    told = " ".join(texts_of(report))
    assert "Not asked this year." in told
    assert "We collected nothing to answer this" in told
    wanted = {
        YOUNG_PEOPLE: {"What we found: young people", "What happens next"},
        PARTNERS: {"Young people"},
    }
    assert headings(report) == wanted[audience]
    assert not re.search(r"\d+ of \d+|%", told)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_programme_that_names_no_outcome_has_a_page_without_findings(audience):
    dataset = empty()
    bare = Evaluation("A programme", dataset.programme.years[0], Rules(), (), ())
    assert plain(dataset, bare, audience).sections == ()


def test_whom_to_talk_to_is_said_as_the_programme_says_it(years, texts_of):
    one = years[1]
    assert "Talk to your worker" in " ".join(texts_of(plain(one.dataset, one.evaluation, YOUNG_PEOPLE)))
    dataset = replace(one.dataset, programme=replace(one.dataset.programme, report={}))
    assert "Who you can talk to" not in headings(plain(dataset, one.evaluation, YOUNG_PEOPLE))


@pytest.mark.parametrize(("year", "audience"), BOTH)
def test_no_plain_sentence_says_what_a_release_hides(years, year, audience):
    one = years[year]
    pieces = {item.evidence_id: item for item in one.published.evidence}
    full = {(item.outcome_id, item.evidence_id): item for item in one.evaluation.evidence}
    numbers = 0
    for claim in plain_claims(one.released, one.published, audience):
        edges = tuple(replace(edge, items=(full[claim.outcome_id, edge.evidence_id],)) for edge in claim.edges)
        numbers += bool(re.search(r"\d+ of \d+|\d+ young", claim.text))
        assert list(hidden_counts_said(replace(claim, edges=edges, body=()), pieces)) == []
    assert numbers >= 1


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_hidden_count_that_is_known_is_not_said(years, texts_of, audience):
    """Whatever is hidden of the second year: were its counts said, this page would hold them."""
    one = years[1]
    item = next(
        e for e in one.evaluation.evidence if e.evidence_id == "matched/cyp_understanding/young_person/programme/2"
    )
    again = "young people who scored this at the start and again this year"
    said = f"Of {item.n} {again}, {(item.value or {})['better']} gave a better score"
    assert any(said in text for text in texts_of(plain(one.dataset, one.evaluation, audience)))
    gone = replace(item, n=None, value={**(item.value or {}), "better": None})
    evidence = tuple(gone if e is item else e for e in one.published.evidence if e.evidence_id != item.evidence_id)
    published = replace(one.published, evidence=(*evidence, gone))
    told = texts_of(plain(one.released, published, audience, release=Release("year-2-1", one.withheld.shown())))
    assert not any(again in text and f" {item.n} " in text for text in told)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_small_number_of_young_people_is_not_said_in_a_working_copy_either(years, texts_of, audience):
    """Of 12 young people, 10 had a better score: the 2 others could be counted."""
    one = years[1]
    item = next(e for e in one.evaluation.evidence if e.evidence_id == "matched/mental_health/record/programme/2")
    assert (item.n, (item.value or {})["better"]) == (12, 10)
    told = texts_of(plain(one.dataset, one.evaluation, audience))
    assert not any(re.search(r"\b12 young people|\b10 of them\. The other 2\b", text) for text in told)
    # The point that three young people were found is left out of what was learnt.
    assert not any("Three young people" in text for text in told)


@pytest.mark.parametrize(("year", "audience"), BOTH)
def test_no_sign_for_a_hidden_number_is_left_unexplained(years, texts_of, year, audience):
    one = years[year]
    told = texts_of(plain(one.released, one.published, audience, release=Release("v", one.withheld.shown())))
    assert not [text for text in told if re.search(r"(?<!\S)c(?!\S)", text)]


def test_words_with_a_hidden_number_are_left_to_the_full_report():
    assert not may_be_told("When c young people were helped out, a younger one was called on.", Rules())
    assert not may_be_told("Those who were helped out: c", Rules())
    assert may_be_told("Part (c) of the protocol was agreed, and vitamin C was not.", Rules())


@pytest.mark.parametrize(("year", "audience"), BOTH)
def test_the_same_year_gives_the_same_blocks(years, year, audience):
    one = years[year]
    assert plain(one.dataset, one.evaluation, audience) == plain(one.dataset, one.evaluation, audience)


def test_partners_read_what_was_learnt_elsewhere_and_what_is_asked_of_them(years, texts_of):
    one = years[0]
    report = plain(one.dataset, one.evaluation, PARTNERS)
    told = " ".join(texts_of(report))
    assert {"Learnt in one place, of use in others", "What we ask of you"} <= headings(report)
    assert "May hold for London and Birmingham. Shared with partners in the city and the other sites." in told
    assert "Write the pathways down with partners in each city" in told
    assert "Offer every young person a rating" not in told


def test_young_people_read_what_they_shaped_and_what_came_of_last_year(years, texts_of):
    one = years[1]
    told = " ".join(texts_of(plain(one.dataset, one.evaluation, YOUNG_PEOPLE)))
    assert "Young people wrote part of the training on language. Every course begins with their page" in told
    assert "Young people commented on the leaflet" not in told
    assert "Last year we asked for 4 things. So far 3 of them have been done." in told


@pytest.mark.parametrize(
    ("done", "told"),
    [
        ((True,), "Last year we asked for 1 thing. It has been done."),
        ((False,), "Last year we asked for 1 thing. It has not been done yet."),
        ((True, None, False), "Last year we asked for 3 things. So far 1 of them has been done."),
    ],
)
def test_what_became_of_last_year_is_told_also_where_nothing_new_is_asked(texts_of, done, told):
    rows = [
        {"recommendation_id": f"r{number}", "year": 0, "text": "Ask.", "for_whom": "managers", "done": one}
        for number, one in enumerate(done)
    ]
    dataset = empty(recommendations=rows)
    evaluation = Evaluation("A programme", dataset.programme.years[0], Rules(), (), ())
    assert told in texts_of(plain(dataset, evaluation, YOUNG_PEOPLE))


def test_what_somebody_wrote_is_left_out_where_it_blames_or_tells_a_small_number(texts_of):
    def activity(number: int, title: str, result: str | None = None, status: str = "done") -> dict[str, object]:
        return {
            "activity_id": f"a{number}",
            "strand": "participation",
            "site": "north",
            "date": date(2019, 1, number),
        } | {
            "title": title,
            "result": result,
            "status": status,
        }

    rows = [
        activity(1, "Young people drew a map", "The bus stop was lit"),
        activity(2, "Three young people met the mayor"),
        activity(3, "Young offenders made a film"),
        activity(4, "Young people will choose a name", status="planned"),
    ]
    dataset = empty(outcomes=OUTCOMES, activities=rows)
    report = plain(dataset, evaluate(dataset, year=1), YOUNG_PEOPLE)
    helped = next(section for section in report.sections if section.title == "What changed because of young people")
    assert texts_of(replace(report, front=(), sections=(helped,)))[1:] == [
        "Young people drew a map. The bus stop was lit."
    ]


def test_the_programmes_own_words_are_held_to_the_same(texts_of):
    dataset = empty(outcomes=OUTCOMES)
    for own in ("Two children are safer", "No young offenders"):
        report = {"plain": {"safety": own}}
        told = texts_of(
            plain(
                replace(dataset, programme=replace(dataset.programme, report=report)),
                evaluate(dataset, year=1),
                YOUNG_PEOPLE,
            )
        )
        assert f"{own}." not in told
        assert "Young people are safer." in told
