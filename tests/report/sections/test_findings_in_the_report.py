"""Findings in their places: prose with small numbers, marks that only a working copy shows, and the annex of claims."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from io import BytesIO
from typing import TypeVar

import pytest
from docx import Document
from tests.worked_example import example, judged

from tideturn.dataset.model import Dataset
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.claims.grade import JUDGED, PROVED, STOPPED, Grading
from tideturn.evaluation.claims.model import DRAFTED, FAIL, QUERY, Check, Claim, Edge
from tideturn.evaluation.claims.proof.clause import Clause
from tideturn.evaluation.model import Evaluation
from tideturn.report.annex import apart
from tideturn.report.blocks import DataTable, Disclosure, Facts, Paragraph, Report, Section, Span, Words
from tideturn.report.compose import compose, compose_evidence
from tideturn.report.renderers.docx.word import docx
from tideturn.report.renderers.html import page
from tideturn.report.renderers.typst.pdf import pdf
from tideturn.report.sections.released import Release


def claim(claim_id: str, section: str, outcome: str, evaluation: Evaluation, **given: object) -> Claim:
    evidence = [item for item in evaluation.evidence if item.outcome_id == outcome]
    values: dict[str, object] = {
        "claim_id": claim_id,
        "section": section,
        "written": f"What {claim_id} says.",
        "text": f"What {claim_id} says.",
        "type": "change",
        "outcome_id": outcome,
        "scope": PROGRAMME_SCOPE,
        "year": 1,
        "author": "EV1",
        "reviewer": "EV2",
        "summary_of": (),
        "edges": tuple(Edge(item.evidence_id, "supports", None, (item,)) for item in evidence),
        "verdict": evaluation.verdict(outcome, PROGRAMME_SCOPE),
    }
    return Claim(**{**values, **given})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def told(small_evaluation: Evaluation) -> Evaluation:
    """A claim of each kind of place and of each standing, in an order that the report does not keep."""
    here = small_evaluation
    against = next(item for item in here.evidence if item.polarity == "contradicts")
    contested = claim("c-contested", "practitioners", "contested", here)
    claims = (
        replace(
            contested,
            edges=(*(e for e in contested.edges if e.item is not against), Edge("x", "contradicts", None, (against,))),
        ),
        claim("c-place", "young_people", "contested", here, scope="gm", verdict=here.verdict("contested", "gm")),
        claim("c-supported", "no such section", "supported", here),
        claim("c-draft", "young_people", "insufficient", here, author=DRAFTED, reviewer=None),
        claim("c-waits", "system", "emerging", here, reviewer=None),
        *(claim(f"c-{name}", name, "supported", here) for name in ("strengths", "challenges", "learning")),
        claim("c-work", "implementation", "supported", here),
        claim("c-programme", "programme", "supported", here),
        claim("c-advice", "recommendations", "supported", here),
        claim("c-theory", "theory_of_change", "supported", here),
        claim("c-before", "year_on_year", "supported", here),
    )
    summary = claim("c-summary", "summary", "contested", here, edges=(), summary_of=("c-contested",), body=claims[:1])
    checks = (
        Check("number_mismatch", "c-supported", FAIL, "It says 9 of 17.", "Write 13 of 17."),
        Check("unreviewed", "c-draft", FAIL, "Nobody has reviewed it.", "Have it read."),
        Check("unreviewed", "c-waits", FAIL, "Nobody has reviewed it.", "Have it read."),
        Check("stale_evidence", "c-strengths", QUERY, "No hash was kept.", "Draw it again."),
        Check("overclaim", "c-work", "pass"),
    )
    return replace(here, claims=(*claims, summary), checks=checks)


@pytest.fixture(scope="module")
def copy(small_dataset: Dataset, told: Evaluation) -> Report:
    return compose(small_dataset, told)


Kind = TypeVar("Kind")


def every(kind: type[Kind], thing: object) -> Iterator[Kind]:
    """Everything of a kind within blocks, however deep."""
    if isinstance(thing, kind):
        yield thing
    if isinstance(thing, tuple):
        for part in thing:
            yield from every(kind, part)
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from every(kind, getattr(thing, field.name))


def parts(report: Report) -> tuple[Section, ...]:
    """The body, then the annex."""
    return (*report.sections, *report.annex)


def named(report: Report, anchor: str) -> Section:
    return next(section for section in every(Section, parts(report)) if section.anchor == anchor)


def said(words: Words) -> str:
    return "".join(f"[{span.text}]" if span.note else span.text for span in words)


def first(section: Section) -> str:
    assert isinstance(section.blocks[0], Paragraph)
    return said(section.blocks[0].words)


def entry(report: Report, claim_id: str) -> tuple[str, dict[str, Words]]:
    found = next(
        block
        for block in named(report, "findings").blocks
        if isinstance(block, Disclosure) and block.anchor == f"claim-{claim_id}"
    )
    assert isinstance(found.blocks[0], Facts)
    return found.summary, dict(found.blocks[0].pairs)


@pytest.mark.parametrize(
    ("anchor", "claim_id"),
    [
        ("programme", "c-programme"),
        ("delivery", "c-work"),
        ("strengths", "c-strengths"),
        ("challenges", "c-challenges"),
        ("learning", "c-learning"),
        ("recommendations", "c-advice"),
        ("outcome-contested", "c-contested"),
    ],
)
def test_what_was_written_for_a_section_comes_first_in_it(copy: Report, anchor: str, claim_id: str) -> None:
    assert first(named(copy, anchor)).startswith(f"What {claim_id} says.[")


def test_the_summary_tells_its_own_findings(copy: Report) -> None:
    texts = [said(block.words) for block in every(Paragraph, named(copy, "summary"))]
    assert "What c-summary says.[1]" in texts


def test_prose_makes_a_section_that_would_not_be_there(copy: Report, small_evaluation: Evaluation) -> None:
    assert first(named(copy, "year-on-year")).startswith("What c-before says.[")
    assert "What c-theory says." in "".join(
        said(block.words)
        for section in copy.sections
        if "theory" in section.title
        for block in section.blocks
        if isinstance(block, Paragraph)
    )


def test_a_finding_at_one_place_is_told_at_that_place(copy: Report) -> None:
    table = next(table for table in every(DataTable, parts(copy)) if "outcome-contested.at.gm" in table.anchors)
    _, _, why = table.rows[table.anchors.index("outcome-contested.at.gm")]
    assert isinstance(why, tuple)
    assert said(why).startswith("What c-place says.[")
    assert "c-place" not in first(named(copy, "outcome-contested"))


def test_numbers_follow_the_order_of_reading_and_lead_to_the_annex(copy: Report, told: Evaluation) -> None:
    # The summary repeats what went well and what was hard, under the numbers that it has in its own place.
    again = named(copy, "summary-work")
    blocks = [block for section in parts(copy) for block in section.blocks if block is not again]
    notes = [span for block in blocks for span in every(Span, block) if span.note]
    assert [int(span.text.split()[0]) for span in notes] == list(range(1, len(told.claims) + 1))
    assert [span for span in every(Span, again) if span.note] == [
        span for span in notes if span.target in ("claim-c-strengths", "claim-c-challenges")
    ]
    anchors = [block.anchor for block in named(copy, "findings").blocks if isinstance(block, Disclosure)]
    assert [span.target for span in notes] == anchors


def test_a_working_copy_marks_what_may_not_be_published(copy: Report) -> None:
    marks = {
        span.target: span.text.partition("\N{NO-BREAK SPACE}")[2] for span in every(Span, parts(copy)) if span.note
    }
    assert marks["claim-c-supported"] == "stopped: a number is not that of its evidence"
    assert marks["claim-c-draft"] == "draft"
    assert marks["claim-c-waits"] == "not reviewed"
    assert marks["claim-c-strengths"] == ""
    assert marks["claim-c-work"] == ""


def test_the_annex_tells_why_a_finding_was_stopped_and_how_to_mend_it(copy: Report) -> None:
    _, stopped = entry(copy, "c-supported")
    assert said(stopped["Stopped"]) == "Number mismatch: It says 9 of 17. Write 13 of 17."
    _, asked = entry(copy, "c-strengths")
    assert said(asked["Query"]) == "Stale evidence: No hash was kept. Draw it again."
    _, fine = entry(copy, "c-work")
    assert not {"Stopped", "Query"} & set(fine)


def test_the_annex_tells_what_a_finding_rests_on_and_who_says_otherwise(
    copy: Report, small_dataset: Dataset, told: Evaluation
) -> None:
    summary, facts = entry(copy, "c-contested")
    assert summary.endswith(". What c-contested says.")
    assert said(facts["What it does"]) == "Is about whether something changed."
    assert said(facts["About"]) == "Outcome that is contested, Whole programme: contested, low confidence."
    assert said(facts["Written by"]) == "EV1; reviewed by EV2."
    (leads,) = facts["Evidence against"]
    behind = every(Section, parts(compose_evidence(small_dataset, told)))
    pieces = {b.anchor: b for section in behind for b in section.blocks if isinstance(b, Disclosure)}
    (piece,) = pieces[leads.target].blocks
    assert isinstance(piece, Facts)
    assert said(dict(piece.pairs)["Evidence id"]) == "interview/i1/0-90/change"
    told_otherwise = said(facts["Who says otherwise"])
    # The sentence says that it is contested, so that no strand reads otherwise than it.
    assert told_otherwise == "Evidence against the outcome: what the programme’s own staff wrote in a survey (London)."
    _, drafted = entry(copy, "c-draft")
    assert said(drafted["Written by"]) == "Tideturn, as a first draft; not reviewed by anyone yet."
    _, sums = entry(copy, "c-summary")
    assert [span.target for span in sums["Sums up"] if span.target] == ["claim-c-contested"]
    assert said(sums["Sums up"]).startswith("Finding ")


def test_a_release_marks_nothing_and_tells_of_no_check(small_dataset: Dataset, told: Evaluation) -> None:
    report = compose(small_dataset, told, release=Release("year-1-1", {}))
    assert all(span.text.isdecimal() for span in every(Span, parts(report)) if span.note)
    for one in told.claims:
        assert not {"Stopped", "Query"} & set(entry(report, one.claim_id)[1])


def test_without_findings_the_rules_own_sentence_stands_alone(
    small_dataset: Dataset, small_evaluation: Evaluation
) -> None:
    report = compose(small_dataset, small_evaluation)
    assert not [span for span in every(Span, parts(report)) if span.note]
    assert not [section for section in parts(report) if section.anchor == "findings"]
    outcome = named(report, "outcome-supported")
    assert "This is why it is supported." in [said(b.words) for b in outcome.blocks if isinstance(b, Paragraph)]


NOTHING = "No evidence was set against it."
MIXED_INTERVIEWS = (
    "These sources on the same outcome read differently: interviews with the programme’s own staff (mixed) and "
    "interviews with partners (mixed)."
)
OTHERWISE = {
    # Interviews with both are mixed there, and the survey of people trained is positive.
    ("lasting_practice", "It lasts."): MIXED_INTERVIEWS,
    ("lasting_practice", "It lasts, though interviews are mixed."): NOTHING,
    # Its only scores read no change, which is what the sentence says.
    ("relationships", "No change was seen."): NOTHING,
    ("mental_health", "The evidence is mixed."): NOTHING,
    ("risk", "It fell."): (
        "These sources on the same outcome read differently: interviews with partners (negative) and the survey of "
        "partners (mixed)."
    ),
}


def test_only_evidence_that_reads_another_way_than_the_sentence_says_otherwise() -> None:
    year = judged(2)
    claims = tuple(
        claim(f"c{place}", "summary", outcome, year, text=text, edges=())
        for place, (outcome, text) in enumerate(OTHERWISE)
    )
    report = compose(example(), replace(year, claims=claims, checks=()))
    told = [said(entry(report, one.claim_id)[1]["Who says otherwise"]) for one in claims]
    assert told == list(OTHERWISE.values())


@pytest.fixture(scope="module")
def graded(told: Evaluation) -> Evaluation:
    """Return the same, graded: one stopped, three judged (one signed), all others proved."""
    signed = {"judged_part": ("c-contested says",), "judged_reason": "both sides told us so"}
    claims = tuple(replace(one, **signed) if one.claim_id == "c-contested" else one for one in told.claims)
    judged_ones = {"c-contested", "c-place", "c-waits", "c-summary"}
    unsigned = Check("unreviewed", "c-place", FAIL, "Nobody has signed it.", "Sign it.")
    gradings = tuple(
        Grading(
            one.claim_id,
            STOPPED if one.claim_id == "c-supported" else JUDGED if one.claim_id in judged_ones else PROVED,
            (Clause(one.text, (), (one.claim_id, "says")),),
        )
        for one in claims
    )
    return replace(told, claims=claims, gradings=gradings, checks=(*told.checks, unsigned))


@pytest.fixture(scope="module")
def marked(small_dataset: Dataset, graded: Evaluation) -> Report:
    return compose(small_dataset, graded)


def test_what_is_judged_is_marked_so_beside_its_number(marked: Report, graded: Evaluation) -> None:
    marks = {
        span.target: span.text.partition("\N{NO-BREAK SPACE}")[2] for span in every(Span, parts(marked)) if span.note
    }
    assert marks["claim-c-contested"] == "judgement"
    assert marks["claim-c-place"] == "judgement, not signed"
    assert marks["claim-c-waits"] == "judgement, not reviewed"
    assert marks["claim-c-supported"].startswith("stopped: ")
    assert marks["claim-c-strengths"] == ""


def test_the_annex_tells_the_part_that_is_judgement_the_reason_and_who_signed(marked: Report) -> None:
    assert said(entry(marked, "c-contested")[1]["Judgement"]) == (
        "The evaluators’ own: “c-contested says”. Why: Both sides told us so. A second person, EV2, signed it."
    )
    assert said(entry(marked, "c-place")[1]["Judgement"]) == (
        "The evaluators’ own: “c-place says”. It is not signed yet."
    )
    assert "Judgement" not in entry(marked, "c-strengths")[1]


def test_the_annex_counts_the_grades_and_says_what_they_mean(marked: Report, copy: Report) -> None:
    assert first(named(marked, "findings")).startswith("14 findings: 9 proved, 4 judged and 1 stopped. ")
    _, meaning, *_ = named(marked, "findings").blocks
    assert isinstance(meaning, Paragraph)
    assert "In a judged finding nothing contradicts the words" in said(meaning.words)
    assert first(named(copy, "findings")).startswith("14 findings. ")


def test_a_summary_says_what_its_mark_means(marked: Report, copy: Report) -> None:
    def last(report: Report) -> str:
        return [said(b.words) for b in named(report, "summary").blocks if isinstance(b, Paragraph)][-1]

    assert "wholly or partly the evaluators’ own judgement" in last(marked)
    assert "judgement" not in last(copy)


def test_a_release_marks_judgement_too(small_dataset: Dataset, graded: Evaluation) -> None:
    report = compose(small_dataset, graded, release=Release("year-1-1", {}))
    marks = [span.text for span in every(Span, parts(report)) if span.note and not span.text.isdecimal()]
    assert [mark.partition("\N{NO-BREAK SPACE}")[2] for mark in marks] == ["judgement"] * 4
    assert "A second person, EV2, signed it." in said(entry(report, "c-contested")[1]["Judgement"])


def test_no_report_calls_a_sentence_checked_that_is_only_not_contradicted(marked: Report) -> None:
    words = " ".join(said(span) for span in ((one,) for one in every(Span, parts(marked))))
    assert "checks passed" not in words.lower()
    assert words.count("checked every word") == 1


def test_page_and_word_file_print_the_mark_the_part_and_the_reason(marked: Report) -> None:
    in_word, in_annex = _in_word(marked), _in_word(apart(marked))
    on_page = re.sub(r"<[^>]+>", "", page(marked).decode())
    for body, annex in ((in_word, in_annex), (on_page, on_page)):
        _prints_the_judgement(body, annex)
    assert _OF_THE_PART not in in_word


def _in_word(report: Report) -> str:
    body = Document(BytesIO(docx(report)))
    tables = [cell.text for table in body.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in body.paragraphs), *tables])


@pytest.mark.pdf
def test_the_pdf_prints_the_mark_the_part_and_the_reason(marked: Report) -> None:
    def printed(report: Report) -> str:
        done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf(report), capture_output=True, check=True)
        return done.stdout.decode()

    _prints_the_judgement(printed(marked), printed(apart(marked)))


_OF_THE_PART = "The evaluators’ own: “c-contested says”. Why: Both sides told us so. A second person, EV2, signed"


def _prints_the_judgement(body: str, annex: str) -> None:
    words = " ".join(body.split())
    assert re.search(r"What c-contested says\. ?\d+ judgement", words)
    assert re.search(r"What c-place says\. ?\d+ judgement, not signed", words)
    assert _OF_THE_PART in " ".join(annex.split())
