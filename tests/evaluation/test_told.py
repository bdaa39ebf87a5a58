"""Text that remembers what its numbers are bound to, and forgets it where it is put together otherwise."""

from __future__ import annotations

import copy
import pickle

import pytest

from tideturn.evaluation.told import Bound, Told, bound_in, joined, sentence, stated, stated_of, told, told_list

K = Bound("k", "13", predicate="agree", item="survey/s")
N = Bound("n", "17", unit="partners", item="survey/s")


def thirteen() -> Told:
    return told(
        "{k} of {n} agree",
        k=stated("k", 13, item="survey/s", predicate="agree"),
        n=stated_of("n", 17, "partners", item="survey/s"),
    )


def test_a_template_keeps_what_its_parts_are_bound_to():
    assert thirteen() == "13 of 17 partners agree"
    assert thirteen().bound == (K, N)
    assert sentence(thirteen()) == "13 of 17 partners agree."
    assert joined([thirteen(), "; ", thirteen()]).bound == (K, N)
    assert told_list(["one", thirteen()]).bound == sentence(thirteen()).bound == (K, N)


def test_plain_text_made_of_it_is_bound_to_nothing():
    assert bound_in(f"{thirteen()}.", thirteen().upper()) == ()


def test_copies_keep_their_bindings():
    assert copy.deepcopy(thirteen()).bound == pickle.loads(pickle.dumps(thirteen())).bound == (K, N)


def test_a_strand_is_named_in_full_where_its_outcome_is_known():
    text = told("{n} asked, {r} readings", n=stated("asked", 4).of("~interview/staff"), r=stated("readings", 3))
    assert [one.item for one in text.under("safety/programme/2").bound] == [
        "strand/safety/programme/2/interview/staff",
        "verdict/safety/programme/2",
    ]


def test_braces_in_what_somebody_wrote_are_no_template():
    assert told("“{words}” of {n}", words="{n} {0}", n=stated("n", 2)) == "“{n} {0}” of 2"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (Told("1 verdict was overridden"), "One verdict was overridden."),
        (Told("3 people said that it is too soon to tell"), "Three people said that it is too soon to tell."),
        # A measure stays in figures, and so do counts that are told together.
        (Told("5 of 6 sources support it"), "5 of 6 sources support it."),
        (Told("1 change reported: 1 confirmed"), "1 change reported: 1 confirmed."),
        (Told("16 outcomes were due"), "16 outcomes were due."),
        (
            Told("2 outcomes were due. Of 4 milestones, 1 was reached"),
            "Two outcomes were due. Of 4 milestones, 1 was reached.",
        ),
        # What somebody wrote is left as it is.
        ("3 other boards ask for the same people", "3 other boards ask for the same people."),
    ],
)
def test_a_sentence_of_the_engines_own_does_not_begin_with_a_lone_numeral(text: str, expected: str):
    assert sentence(text) == expected


def test_a_part_that_the_template_does_not_name_is_not_bound() -> None:
    said = told("{k} people", k=stated("k", 3), n=stated("n", 9))
    assert [one.field for one in said.bound] == ["k"]
