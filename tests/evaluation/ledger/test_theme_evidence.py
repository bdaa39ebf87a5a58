"""Themes as evidence: who raised them, of how many who were interviewed where, and that they change no verdict."""

from __future__ import annotations

import hashlib
import json

import pytest

from tideturn.evaluation.ledger import gather
from tideturn.evaluation.rules import Rules

RULES = Rules()
TEXT = "They are safer now. 😀 Nothing else changed."
CODEBOOK = [
    {"code": "safer", "title": "Safer", "outcome_id": "safety"},
    {"code": "posts", "title": "Posts that stayed vacant", "theme": "challenge"},
    {"code": "both", "title": "Both", "theme": "challenge", "outcome_id": "safety"},
    {"code": "aside", "title": "Aside"},
]


def interview(name, *, voice="staff", site="north", **more):
    row = {"interview_id": name, "file": f"{name}.txt", "voice": voice, "site": site, "year": 1}
    return row | {"consent_to_quote": True} | more


def coding(name, polarity=None, *, code="posts", coder="a", start=0, end=19):
    row = {"interview_id": name, "start": start, "end": end, "code": code, "coder": coder, "polarity": polarity}
    return row | {"prompted": None}


@pytest.fixture
def found(make, year):
    def made(interviews, codings, **more):
        texts = {row["file"]: TEXT for row in interviews}
        dataset = make(interviews=interviews, codings=codings, codebook=CODEBOOK, transcripts=texts, **more)
        items, strands = gather(dataset, year, RULES)
        return {item.evidence_id: item for item in items if not item.outcome_id}, strands

    return made


def test_a_theme_counts_everybody_who_raised_it_of_all_who_were_interviewed_there(found):
    rows = [interview(f"i{i}", site="north" if i < 3 else "south") for i in range(5)]
    items, _ = found(
        [*rows, interview("p", voice="stakeholder")], [coding("i0"), coding("i1", "supports"), coding("i3")]
    )
    whole, north, south = (items[f"theme/posts/staff/{scope}/1"] for scope in ("programme", "north", "south"))
    assert [(item.by_name["k"], item.n) for item in (whole, north, south)] == [(3, 5), (2, 3), (1, 2)]
    assert (whole.kind, whole.voice, whole.unit, whole.text) == (
        "theme",
        "staff",
        "sources",
        "Posts that stayed vacant",
    )
    assert whole.by_name["share"] == pytest.approx(0.6)
    assert (whole.by_name["supports"], whole.by_name["mentioned"], whole.polarity) == (1, 2, "supports")
    assert whole.tokens == {"people:staff"}
    assert not [name for name in items if "/stakeholder/" in name]  # nobody of theirs raised it


def test_one_person_counts_once_however_often_they_are_interviewed_and_as_mixed_if_they_say_both(found):
    rows = [interview("i0", source="s"), interview("i1", source="s"), interview("i2")]
    items, _ = found(rows, [coding("i0", "supports"), coding("i1", "contradicts"), coding("i2", "contradicts")])
    whole = items["theme/posts/staff/programme/1"]
    assert (whole.by_name["k"], whole.n) == (2, 2)
    assert (whole.by_name["mixed"], whole.by_name["contradicts"], whole.polarity) == (1, 1, "mixed")


def test_a_place_where_nobody_raised_it_is_counted_too(found):
    items, _ = found([interview("i0"), interview("i1", site="south")], [coding("i0")])
    assert (items["theme/posts/staff/south/1"].by_name["k"], items["theme/posts/staff/south/1"].n) == (0, 1)
    assert items["theme/posts/staff/south/1"].provenance.count == 0


def test_each_coding_can_be_quoted_if_they_agreed(found):
    items, _ = found([interview("i0"), interview("i1", consent_to_quote=False)], [coding("i0"), coding("i1")])
    assert [items[f"interview/{one}/0-19/posts"].quotable for one in ("i0", "i1")] == [True, False]
    assert items["interview/i0/0-19/posts"].text == "They are safer now."
    assert items["interview/i0/0-19/posts"].polarity == "none"


def test_the_agreed_coding_counts_alone_and_the_hash_is_of_the_codings_read(found):
    items, _ = found([interview("i0"), interview("i1")], [coding("i0"), coding("i0", coder="agreed"), coding("i1")])
    read = items["theme/posts/staff/programme/1"].provenance
    assert (read.table, read.count) == ("codings", 2)
    assert read.rows == ("i0|0|19|posts|agreed", "i1|0|19|posts|a")
    rows = [
        {"code": "posts", "coder": coder, "end": "19", "interview_id": name, "polarity": None, "start": "0"}
        for name, coder in (("i0", "agreed"), ("i1", "a"))
    ]
    written = json.dumps(rows, separators=(",", ":"), ensure_ascii=False).encode()
    assert read.sha256 == hashlib.sha256(written).hexdigest()


def test_a_code_of_an_outcome_is_no_theme_and_a_theme_changes_no_strand(found):
    rows = [interview(f"i{i}") for i in range(3)]
    items, strands = found(rows, [coding("i0", "supports", code="both"), coding("i1", "supports")])
    bare, same = found(rows, [coding("i0", "supports", code="both")])
    assert not [name for name in items if "both" in name]
    assert strands == same
    assert bare == {}


def test_without_codings_or_themes_there_is_nothing(found):
    assert found([interview("i0")], [])[0] == {}
    assert found([interview("i0")], [coding("i0", code="aside")])[0] == {}
