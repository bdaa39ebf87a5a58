"""What the engine tells of records that are no evidence: counted a second time, and stopped where it is otherwise."""

from __future__ import annotations

from functools import cache

import pytest
from tests.worked_example import example, judged, withheld

from tideturn.evaluation.claims.bindings import Bindings
from tideturn.evaluation.told import Bound, quoted_from, stated, stated_of
from tideturn.evaluation.withholding import released_dataset
from tideturn.report import said
from tideturn.report.engine_claims import EngineClaim
from tideturn.report.release.freeze import as_published
from tideturn.report.sections.released import Release


@cache
def bindings() -> Bindings:
    return Bindings(judged(2), dataset=example())


# One sentence of each mechanism as it is printed, and doctored so that the folder contradicts it.
DOCTORED = {
    "a count of cases": (stated("of.now.met", 41, item="along/custody/programme/2"), "42"),
    "a share of cases": (stated("of.now.met/of.now.cases", 41 / 83, "share", item="along/custody/programme/2"), "50%"),
    "the step that most skip": (
        quoted_from("along/custody/programme/2", "most skipped.0.name", "Support begins"),
        "Release",
    ),
    "which group skips more": (quoted_from("along/custody/programme/2", "skips.4.often.0", "less"), "more"),
    "moves along a pathway": (stated("moves", 564, item="along/custody/programme/2"), "565"),
    "a note of how records were read": (
        quoted_from(
            "along/custody/programme/2",
            "of.notes.0",
            "Times without a time zone, read as local time in Europe/London: 905.",
        ),
        "Times without a time zone, read as local time in Europe/London: 906.",
    ),
    "ties": (stated("new", 80, item="ties/programme/2"), "81"),
    "whether ties are alike": (quoted_from("ties/programme/2", "alike", "more"), "no more"),
    "codes below a threshold": (stated("below", 1, item="coders/2"), "2"),
    "verdicts that moved": (stated("moved", 13, item="years/2"), "14"),
    "verdicts of one kind": (stated("supported", 4, item="years/2:now"), "5"),
    "recommendations": (stated("not_done", 1, "In words", item="recommended/2"), "Two"),
    "who looked back": (
        stated("of.people", 16, item="looked_back/practitioner_understanding/training/understand/2"),
        "17",
    ),
    "outcomes not due": (stated("later", 2, item="verdicts/2"), "3"),
    "signals of a series": (stated("signals.#", 11, item="series/nrm/programme/2"), "12"),
    "events at which people were asked": (
        stated_of("population.events", 30, "events", item="survey/training/understand/stakeholder/programme/2"),
        "31",
    ),
}


@pytest.mark.parametrize("what", DOCTORED)
def test_a_doctored_sentence_is_stopped(what: str) -> None:
    said_of, instead = DOCTORED[what]
    (bound,) = said_of.bound
    assert bindings().why_not(bound) == ""
    assert bindings().why_not(bound._replace(printed=instead))


def test_people_are_not_stated_as_events() -> None:
    people = stated_of("population.asked", 250, "events", item="survey/training/understand/stakeholder/programme/2")
    (why,) = (bindings().why_not(bound) for bound in people.bound)
    assert "is printed as events" in why


def test_what_is_bound_to_nothing_that_is_there_is_stopped() -> None:
    for item in ("along/custody/nowhere/2", "ties/nowhere/2", "years/7"):
        assert bindings().why_not(Bound("met", "41", item=item)).startswith("There is no")


def test_without_the_folder_what_its_rows_alone_say_is_not_proved() -> None:
    (bound,) = stated("done", 3, item="recommended/2").bound
    assert bindings().why_not(bound) == ""
    assert Bindings(bindings().evaluation).why_not(bound)


def proved(claim: EngineClaim) -> bool:
    return claim.as_dict()["grade"] == "proved"


def test_a_release_proves_of_pathways_what_it_shows_and_nothing_else() -> None:
    evaluation = bindings().evaluation
    held = withheld(2)
    shown = as_published(example(), evaluation, held, ())
    released = said(released_dataset(example(), held), shown, release=Release("year-2-1", held.told()))
    assert [(claim.claim_id, claim.why_not, claim.unbound) for claim in released.claims if not proved(claim)] == []
    (happened,) = (claim for claim in released.claims if claim.text.startswith("This year’s cases were watched"))
    assert "41 of 83 (49%) met the whole pathway" in happened.text
    assert happened.bound
    assert happened.why_not == ()
    cell = "pathway/custody/programme/2#met"
    proof = Bindings(shown, released=True, shown={**held.told(), cell: None})
    (bound,) = (one for one in happened.bound if one.field == "of.now.met")
    assert proof.why_not(bound) == "41 is printed, but along/custody/programme/2 hides it."
