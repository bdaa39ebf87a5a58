"""Documents and harvested changes as evidence."""

from __future__ import annotations

from datetime import date

import pytest

from tideturn.evaluation.ledger import gather
from tideturn.evaluation.rules import Rules

RULES = Rules()


def document(name, origin, day=date(2019, 3, 1)):
    return {"document_id": name, "title": name, "origin": origin, "date": day}


def extract(name, polarity="supports", *, page=1, site=None, outcome="safety"):
    return {
        "document_id": name,
        "page": page,
        "text": f"What {name} says",
        "outcome_id": outcome,
        "polarity": polarity,
        "site": site,
    }


def test_two_documents_of_one_origin_are_one_source(make, year):
    documents = [document("a", "council"), document("b", "council"), document("c", "police")]
    _, strands = gather(make(documents=documents, extracts=[extract("a"), extract("b")]), year, RULES)
    assert strands["safety", "programme"][0].reading == "insufficient"
    _, strands = gather(make(documents=documents, extracts=[extract("a"), extract("c")]), year, RULES)
    strand = strands["safety", "programme"][0]
    assert (strand.reading, strand.voice, strand.tokens) == (
        "positive",
        "record",
        {"document:council", "document:police"},
    )


def test_an_extract_without_a_site_speaks_of_the_programme_alone(make, year):
    documents = [document("a", "council")]
    extracts = [extract("a"), extract("a", site="south"), extract("a", page=2)]
    items, strands = gather(make(documents=documents, extracts=extracts), year, RULES)
    assert [(item.evidence_id, item.scope) for item in items] == [
        ("document/a/1/1", "programme"),
        ("document/a/1/2", "south"),
        ("document/a/2/1", "programme"),
    ]
    assert strands["safety", "south"][0].evidence == ("document/a/1/2",)
    assert len(strands["safety", "programme"][0].evidence) == 3
    assert strands["safety", "north"] == ()


def test_a_document_belongs_to_the_year_of_its_date(make, year, year_2):
    dataset = make(documents=[document("a", "council", date(2019, 9, 30))], extracts=[extract("a")])
    assert len(gather(dataset, year, RULES)[0]) == 1
    assert gather(dataset, year_2, RULES)[0] == []


def change(name="c", *, site="north", day=date(2019, 2, 1), **more):
    return {
        "change_id": name,
        "site": site,
        "date": day,
        "description": "A protocol",
        "element": "structures",
        "level": "local",
        "outcome_id": "safety",
        **more,
    }


def word(who, description="fully", contribution="partly", *, name="c", independent=True, voice="stakeholder", **more):
    return {
        "change_id": name,
        "substantiator": who,
        "independent": independent,
        "description": description,
        "significance": "cannot_say",
        "contribution": contribution,
        "voice": voice,
        **more,
    }


def read(make, year, row, *words):
    items, strands = gather(make(changes=[row], substantiations=list(words)), year, RULES)
    return items, strands["safety", "programme"][0]


def test_a_change_confirmed_in_part_by_somebody_independent_is_positive(make, year):
    items, strand = read(make, year, change(), word("s1"))
    assert (strand.reading, strand.voice, strand.tokens) == (
        "positive",
        "stakeholder",
        {"change:c", "people:stakeholder"},
    )
    assert (items[0].evidence_id, items[0].polarity, items[0].scope) == ("change/c", "supports", "north")


@pytest.mark.parametrize(
    "words",
    [
        [],
        [word("s1", independent=False)],
        [word("s1", voice="staff")],
        [word("s1", contribution="cannot_say")],
        [word("s1", description="no_reply")],
    ],
)
def test_a_change_without_both_confirmed_by_somebody_independent_is_only_reported(make, year, words):
    items, strand = read(make, year, change(), *words)
    assert (strand.reading, items[0].polarity) == ("insufficient", "none")


def test_description_and_contribution_may_be_confirmed_by_different_people(make, year):
    words = [word("s1", contribution="cannot_say"), word("s2", description="cannot_say", voice="young_person")]
    _, strand = read(make, year, change(), *words)
    assert (strand.reading, strand.sources) == ("positive", 2)
    assert strand.tokens == {"change:c", "people:stakeholder", "people:young_person"}


@pytest.mark.parametrize(
    ("stage", "reading"),
    [
        (None, "positive"),
        ("adopted", "positive"),
        ("embedded", "positive"),
        ("spread", "positive"),
        ("piloted", "insufficient"),
        ("discussed", "insufficient"),
    ],
)
def test_only_a_change_that_was_adopted_counts(make, year, stage, reading):
    assert read(make, year, change(stage=stage), word("s1"))[1].reading == reading


def test_any_disagreement_makes_it_mixed(make, year):
    items, strand = read(make, year, change(), word("s1"), word("s2", "disagree", "fully", voice="young_person"))
    assert (strand.reading, strand.voice, items[0].polarity) == ("mixed", "stakeholder", "mixed")
    _, strand = read(make, year, change(), word("s2", "disagree", "no_reply", voice="young_person"))
    assert (strand.reading, strand.voice) == ("mixed", "young_person")


def test_a_change_for_the_worse_mirrors(make, year):
    items, strand = read(make, year, change(direction="negative"), word("s1"))
    assert (strand.reading, items[0].polarity) == ("negative", "contradicts")


def test_a_change_undone_by_the_years_end_is_kept_and_not_counted(make, year):
    items, strand = read(make, year, change(reversed_on=date(2019, 9, 30)), word("s1"))
    assert (strand.reading, items[0].polarity) == ("insufficient", "none")
    assert "Reversed by 30 September 2019, so it is not counted" in items[0].text
    _, strand = read(make, year, change(reversed_on=date(2019, 10, 1)), word("s1"))
    assert strand.reading == "positive"


@pytest.mark.parametrize("dated", ["reversed_on", "stage_date"])
def test_a_change_reversed_in_a_later_year_still_stood_in_this_one(make, year, dated):
    def at(day):
        return read(make, year, change(stage="reversed", **{dated: day}), word("s1"))[1].reading

    assert at(date(2019, 9, 30)) == "insufficient"
    assert at(date(2019, 10, 1)) == "positive"


def test_a_change_belongs_to_the_year_in_which_it_was_noticed(make, year_2):
    assert gather(make(changes=[change()]), year_2, RULES)[0] == []


def test_voices_that_confirm_make_strands_apart(make, year):
    rows = [change("c"), change("d")]
    words = [word("s1"), word("s2", name="d", voice="family")]
    _, strands = gather(make(changes=rows, substantiations=words), year, RULES)
    assert [strand.voice for strand in strands["safety", "programme"]] == ["stakeholder", "family"]


@pytest.mark.parametrize("origin", ["Programme", "programme", "The programme", " the Programme "])
def test_what_the_programme_wrote_is_its_staffs_account(make, year, origin):
    items, strands = gather(make(documents=[document("a", origin)], extracts=[extract("a")]), year, RULES)
    assert items[0].tokens == strands["safety", "programme"][0].tokens == {f"document:{origin}", "people:staff"}
    assert strands["safety", "programme"][0].by_staff


def test_tokens_are_of_all_extracts_and_changes_whichever_way_they_read(make, year):
    documents = [document("a", "council"), document("b", "police"), document("c", "Programme")]
    extracts = [extract("a"), extract("b"), extract("c", None)]
    _, strands = gather(make(documents=documents, extracts=extracts), year, RULES)
    (strand,) = strands["safety", "programme"]
    assert strand.reading == "positive"
    assert strand.tokens == {"document:council", "document:police", "document:Programme", "people:staff"}
    rows, words = [change("c"), change("d")], [word("s1"), word("s2", "disagree", name="d", voice="family")]
    _, strands = gather(make(changes=rows, substantiations=words), year, RULES)
    tokens = {strand.voice: strand.tokens for strand in strands["safety", "programme"]}
    assert tokens == {
        "stakeholder": {"change:c", "people:stakeholder"},
        "family": {"change:d", "people:family"},
    }


def test_a_change_and_a_document_are_not_compared(make, year):
    _, strands = gather(
        make(
            changes=[change()],
            substantiations=[word("s1")],
            documents=[document("a", "council")],
            extracts=[extract("a")],
        ),
        year,
        RULES,
    )
    assert [(strand.kind, strand.measured) for strand in strands["safety", "programme"]] == [
        ("document", False),
        ("change", False),
    ]
