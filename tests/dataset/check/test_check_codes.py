"""Codes that lead nowhere or to two places, and findings in sections that the report does not have."""

import pytest

from tideturn.dataset.check.codes import (
    code_leads_nowhere,
    code_of_outcome_and_theme,
    impact_without_outcome,
    section_unknown,
    settled_in_part,
)
from tideturn.dataset.problems import Severity


def coding(code, start=0):
    return {"interview_id": "i1", "start": f"{start}", "end": f"{start + 9}", "code": code, "coder": "a"}


def code(name, **more):
    return {"code": name, "title": name.title(), **more}


def test_a_code_that_is_used_and_leads_nowhere_is_asked_about_once(folder):
    book = [
        code("a"),
        code("b", theme="challenge"),
        code("c", outcome_id="O1"),
        code("d", link_id="l1"),
        code("unused"),
    ]
    laid = [coding(name) for name in "abcd"] + [coding("a", 20)]
    (found,) = code_leads_nowhere.problems(folder(codebook=book, codings=laid))
    assert (found.file, found.row, found.column, found.severity) == ("codebook.csv", 2, "theme", Severity.QUERY)
    assert "The code “a” has 2 codings and leads to no outcome, link or theme." in found.what


def test_a_stretch_that_is_a_causal_claim_leads_to_the_causal_map(folder):
    claim = {"interview_id": "i1", "start": "0", "end": "9", "from_factor": "x", "to_factor": "y"}
    within = folder(codebook=[code("a")], codings=[coding("a")], causal_claims=[claim])
    assert list(code_leads_nowhere.problems(within)) == []


def by(coder, *starts, interview="i1"):
    return [{**coding("a", start), "coder": coder, "interview_id": interview} for start in starts]


def test_a_settled_coding_that_leaves_most_out_is_asked_about(folder):
    """One `agreed` row would silently drop eight codings of another coder."""
    laid = (
        by("c2", *range(8)) + by("agreed", 0) + by("c1", *range(4), interview="i2") + by("agreed", 0, 1, interview="i2")
    )
    (found,) = settled_in_part.problems(folder(codebook=[code("a", outcome_id="O1")], codings=laid))
    assert (found.file, found.row, found.column, found.severity) == ("codings.csv", 10, "coder", Severity.QUERY)
    assert found.what == "“agreed” has 1 coding of i1 and another coder 8."
    assert "These 8 do not count." in found.mend


def test_a_code_of_an_outcome_needs_no_theme(folder):
    book = [code("a", outcome_id="O1", theme="strength"), code("b", outcome_id="O1"), code("c", theme="strength")]
    (found,) = code_of_outcome_and_theme.problems(folder(codebook=book))
    assert (found.row, found.column) == (2, "theme")


def finding(section, outcome=None):
    return {"claim_id": section, "section": section, "text": "t", "outcome_id": outcome}


@pytest.mark.parametrize("section", ["young_people", "practitioners", "system"])
def test_a_finding_about_an_impact_names_its_outcome(folder, section):
    (found,) = impact_without_outcome.problems(folder(findings=[finding(section), finding("strengths")]))
    assert (found.row, found.column, found.severity) == (2, "outcome_id", Severity.ERROR)
    assert "Write the outcome's code under outcome_id" in found.mend
    assert list(impact_without_outcome.problems(folder(findings=[finding(section, "O1")]))) == []


def test_a_section_outside_the_list_is_asked_about_and_an_older_one_is_not(folder):
    sections = ("summary", "context", "reach", "learning", "programme", "theory_of_change", "year_on_year", "our_story")
    (found,) = section_unknown.problems(folder(findings=[finding(section) for section in sections]))
    assert (found.row, found.column, found.severity) == (9, "section", Severity.QUERY)
    assert "gets a heading of its own" in found.what
