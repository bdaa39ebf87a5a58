"""The words of the plain reports: what age they are read at, what they never say, and that nothing is invented."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import product

import polars as pl
import pytest

from tideturn.dataset.model import Dataset, Programme, Site, Year
from tideturn.dataset.tables import TABLES
from tideturn.evaluation.claims.checks.exposure import hidden_counts_said
from tideturn.evaluation.evaluate import evaluate
from tideturn.evaluation.model import Evaluation, EvidenceItem, Provenance
from tideturn.evaluation.rules import Rules
from tideturn.report.blocks import Section
from tideturn.report.plain import AUDIENCES, plain, plain_claims
from tideturn.report.plain.findings import lines
from tideturn.report.plain.gentle import blames, may_be_told, simpler
from tideturn.report.plain.phrases import PARTNERS, YOUNG_PEOPLE
from tideturn.report.sections.released import Release

BOTH = list(product((0, 1), AUDIENCES))
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
        "outcome",
        "evidence",
        "indicator",
        "whom",
        "it is said",
        "per cent",
        "%",
    ),
)


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


@pytest.mark.parametrize("year", [0, 1])
def test_young_people_read_no_jargon_and_no_word_that_blames(years, texts_of, year):
    one = years[year]
    text = " ".join(texts_of(plain(one.dataset, one.evaluation, YOUNG_PEOPLE))).lower()
    assert {word for word in NEVER if re.search(rf"(?<![a-z]){word}", text)} == set()


@pytest.mark.parametrize("year", [0, 1])
def test_nor_where_the_programme_gives_no_words_of_its_own(years, texts_of, year):
    one = years[year]
    report = {key: value for key, value in one.dataset.programme.report.items() if key != "plain"}
    dataset = replace(one.dataset, programme=replace(one.dataset.programme, report=report))
    text = " ".join(texts_of(plain(dataset, one.evaluation, YOUNG_PEOPLE))).lower()
    assert "steps to get help suit the complexity" in text or year == 0
    assert {word for word in NEVER if re.search(rf"(?<![a-z]){word}", text)} == set()


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
    assert "We collected nothing about this, so we can’t say." in told
    wanted = {
        YOUNG_PEOPLE: {"What did not change, or not yet", "If this was hard to read"},
        PARTNERS: {"Young people"},
    }
    assert headings(report) == wanted[audience]
    assert not re.search(r"\d+ of \d+|%", told)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_programme_that_names_no_outcome_has_a_page_without_findings(audience):
    dataset = empty()
    bare = Evaluation("A programme", dataset.programme.years[0], Rules(), (), ())
    assert {section.anchor for section in plain(dataset, bare, audience).sections} <= {"talk"}


def test_whom_to_talk_to_is_said_as_the_programme_says_it(years, texts_of):
    one = years[1]
    assert "Talk to your worker" in " ".join(texts_of(plain(one.dataset, one.evaluation, YOUNG_PEOPLE)))
    dataset = replace(one.dataset, programme=replace(one.dataset.programme, report={}))
    told = texts_of(plain(dataset, one.evaluation, YOUNG_PEOPLE))
    assert told[-1].endswith("Talk to someone you trust.")
    assert not re.search(r"\d{4} \d{4}", " ".join(told))


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


def told_of(dataset, evaluation, audience) -> list[str]:
    """What may be said of every outcome, those too that have no room on the young people's pages."""
    return [line.said for line in lines(dataset, evaluation, audience)]


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_hidden_count_that_is_known_is_not_said(years, audience):
    """Whatever is hidden of the second year: were its counts said, this page would hold them."""
    one = years[1]
    item = next(
        e for e in one.evaluation.evidence if e.evidence_id == "matched/cyp_understanding/young_person/programme/2"
    )
    again = "young people scored this at the start and again this year"
    said = f"{item.n} {again}. The last score was better for {item.by_name['better']} of them."
    assert any(said in text for text in told_of(one.dataset, one.evaluation, audience))
    gone = replace(item, n=None, value=item.value.of({**item.by_name, "better": None}))
    evidence = tuple(gone if e is item else e for e in one.published.evidence if e.evidence_id != item.evidence_id)
    published = replace(one.published, evidence=(*evidence, gone))
    told = told_of(one.released, published, audience)
    assert told
    assert not any(again in text and f"{item.n} " in text for text in told)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_small_number_of_young_people_is_not_said_in_a_working_copy_either(years, texts_of, audience):
    """Of 12 young people, 10 had a better score: the 2 others could be counted."""
    one = years[1]
    item = next(e for e in one.evaluation.evidence if e.evidence_id == "matched/mental_health/record/programme/2")
    assert (item.n, item.by_name["better"]) == (12, 10)
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


def test_partners_read_of_each_site_and_what_is_asked_of_them(years, texts_of):
    one = years[0]
    report = plain(one.dataset, one.evaluation, PARTNERS)
    told = " ".join(texts_of(report))
    assert {"Site by site", "What should happen next"} <= headings(report)
    (sites,) = (section for section in report.sections if section.anchor == "sites")
    names = [part.title for part in sites.blocks if isinstance(part, Section)]
    assert names == [site.name for site in one.dataset.programme.sites]
    assert "May hold for Birmingham and Greater Manchester." in told
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
    (following,) = (section for section in report.sections if section.title == "What happens next")
    assert texts_of(replace(report, front=(), sections=(following,)))[1:] == [
        "What came of what you did:",
        "Young people drew a map. The bus stop was lit.",
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
