"""Test that reported speech is proved if it repeats the words of a person or a document, and only then."""

from __future__ import annotations

import pytest

from tideturn.evaluation.claims.proof.retold import names, repeats, repeats_all, within

CONTRACT = "Two boroughs stopped sending daily notice of children who had been stopped by the police."


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ("they had rung at once", "We ring at once."),
        ("the council took it out", "We wrote it, we ran it, and the council took it out."),
        ("they would not call it a table", "I’d not call it a table."),
        ("they had seen the list", "I’d seen the list. It was long."),
        ("it is thin", "What comes over is thin."),
        ("they cannot see it", "We can’t see it."),
        ("a home was being used", "A home is being used."),
        ("the meeting was ended and a note replaced it", "The meeting was ended; a note replaced it."),
        ("staff can ask", "Since the sessions, staff can ask."),
    ],
)
def test_repeated(clause: str, text: str) -> None:
    assert repeats(clause, text)


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ("the boroughs stopped being sent daily notice of children who had been stopped by the police", CONTRACT),
        ("two boroughs stopped sending daily notice of children who had stopped the police", CONTRACT),
        ("two boroughs stop sending daily notice of children who had been stopped by the police", CONTRACT),
        ("one borough stopped sending daily notice of children who had been stopped by the police", CONTRACT),
        ("they rang at once", "We rang at once, I hope."),
        ("the council meets", "The police and the council meet."),
        ("they stay safe", "When they are moved, they stay safe."),
        ("it works", "I doubt that it runs, and it works."),
        ("they have a room", "They had a room."),
        ("it is not", "It is a small thing and it is not."),
        ("it is a small thing", "It is a small thing and it is not."),
        ("few officers ask", "A few officers ask."),
        ("police ring the children", "Police ring about the children."),
        ("police ring or meet", "Police ring and meet."),
        ("workers ring", "A worker rings."),
        ("they will ring", "We might ring."),
        ("children who have been referred are charged", "Children who’d have been referred are charged."),
        ("", "We ring."),
    ],
)
def test_not_repeated(clause: str, text: str) -> None:
    assert not repeats(clause, text)


@pytest.mark.parametrize(
    ("clause", "left_out"),
    [
        ("Drivers in the north ring the desk", True),
        ("Drivers in the north", False),
        ("Drivers in the north ring the desk from every depot", False),
    ],
)
def test_only_an_end_that_limits_nothing_is_left_out(clause: str, left_out: bool) -> None:
    assert repeats(clause, "Drivers in the north ring the desk from the depot.", shorter=True) == left_out
    assert not repeats(clause, "Drivers in the north ring the desk from the depot.")
    assert not repeats(clause, "Drivers in the north ring the desk at weekends.", shorter=True)
    assert not repeats(clause, "Drivers in the north may ring the desk from the depot.", shorter=True)


def test_what_was_said_both_ways_is_told_whole() -> None:
    assert repeats_all("they go by day and not by night", "They go by day and not by night.")
    assert not repeats_all("they go by day", "They go by day. Not by night.")


def test_a_name_keeps_what_denies() -> None:
    assert names("the short test for drivers", "Drivers need a short test.")
    assert not names("the short tests for drivers", "Drivers need a short test.")
    assert not names("the test on Mondays", "Drivers need a short test.")
    assert not names("the worry line", "The council closed its worry line.")


def test_what_is_asked_keeps_what_limits() -> None:
    assert within(
        "solicitors are told when a child may be used", "Solicitors are told at once when a child may be used."
    )
    assert not within(
        "solicitors are told when a child is used", "Solicitors are told at once when a child may be used."
    )
