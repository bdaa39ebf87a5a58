"""A gated pattern finds what the pattern itself finds, and says of a text without its letters that it finds nothing."""

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tideturn.evaluation.claims.gated import Gated, folded, needs
from tideturn.evaluation.claims.proof.words import grammar, pattern_of

PROOF = Path(__file__).parent / "proof"
TEXTS = [row["sentence"] for row in csv.DictReader((PROOF / "kept.csv").read_text("utf-8").splitlines())]
TEXTS += [row["text"] for row in csv.DictReader((PROOF / "attacks.csv").read_text("utf-8").splitlines())]
KINDS = ("does", "who", "when", "said", "limits")


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        ("agreed", {("agreed",)}),
        ("agree[sd]", {("agree",), ("d", "s")}),
        ("agree[a-d]", {("agree",)}),
        (r"\bagreed?\b", {("agree",)}),
        ("two|three", {("three", "two")}),
        (r"two|\d+", set()),
        ("(?:the )?year", {("year",)}),
        (r"in the (?:first|last) \w+", {("in the ",), ("first", "last"), (" ",)}),
        (r"a{2,3}b\.5%?", {("b.5",)}),
        (r"one(?= of)(?! us)(?<=\bno one)", {("one",), (" of",), ("no one",)}),
        (r"(?P<quote>[’'])so(?P=quote)", {("'",), ("so",)}),
        (r"(a)\10|(b)\x41", {("a", "b")}),
        (r"\u2019s \N{BULLET}it", {(" ",), ("it",)}),
        ("(?i:one) (?>two|three)?(?#four)(?-i:five)", {(" ",)}),
        ("a{0}b{2}c+?d??e", {("c",), ("e",)}),
        (r"rose\sby <number>(?: in <place>)?", {("rose by ",), ("<number>",)}),
        ("(?:by <number>|twice)", {("twice", "by ")}),
        ("Straße", {("strasse",)}),
        ("St\u00a0Ives", {("st ives",)}),
    ],
)
def test_it_needs_the_letters_that_stand_in_every_match(pattern: str, needed: set[tuple[str, ...]]) -> None:
    assert {frozenset(group) for group in needs(pattern)} == {frozenset(group) for group in needed}


@pytest.mark.parametrize("kind", KINDS)
def test_the_grammar_finds_the_same_with_and_without_the_gate(kind: str) -> None:
    for rules in filter(None, grammar()[kind].values()):
        gated = pattern_of(rules)
        bare = re.compile(gated.pattern, re.IGNORECASE)
        for text in TEXTS:
            assert [one.span() for one in gated.finditer(text)] == [one.span() for one in bare.finditer(text)]


PIECES = st.recursive(
    st.sampled_from(
        [r"ab", "s", r"\s", r"\w", r"\.", "[ab]", "[a-c]", "[^a]", "é", "K", "i", "ß", "’", "\u00a0", r"\u0131"]
    ),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3).map("".join)
        | st.lists(inner, min_size=1, max_size=3).map(lambda ways: f"(?:{'|'.join(ways)})")
        | inner.map(lambda one: f"(?:{one})?")
        | inner.map(lambda one: f"(?:{one})+")
        | inner.map(lambda one: f"(?={one})")
        | inner.map(lambda one: f"(?!{one})")
        | inner.map(lambda one: f"(?:{one}){{0,2}}")
        | inner.map(lambda one: f"{one}*" if len(one) == 1 else one)
    ),
    max_leaves=8,
)


@given(PIECES, st.text("abcsſékK. \u00a0iıİßẞ'’", max_size=12))
def test_no_text_that_matches_is_kept_out(pattern: str, text: str) -> None:
    bare = re.compile(pattern, re.IGNORECASE)
    assert [one.span() for one in Gated(pattern).finditer(text)] == [one.span() for one in bare.finditer(text)]


def test_case_and_white_space_are_folded_as_patterns_fold_them() -> None:
    assert folded("Seven\u00a0PARTNERſ") == "seven partners"
    assert Gated("partners").search("PARTNERſ")
