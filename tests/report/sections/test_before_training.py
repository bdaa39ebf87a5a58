"""What people trained answered before stands beside what they answered after, and who did no better beside who did."""

from __future__ import annotations

from dataclasses import replace

from tests.worked_example import example, judged, withheld

from tideturn.evaluation.model import Evaluation
from tideturn.evaluation.withholding import published, released_dataset
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.released import Release
from tideturn.report.sections.strands import strand_block


def measures(look: Lookup) -> list[str]:
    """What the report says of the answers of those trained about what practitioners understand."""
    verdict = look.verdicts["practitioner_understanding", "programme"]
    strand = next(s for s in verdict.strands if s.unit == "people trained")
    block = strand_block(look, verdict.outcome_id, verdict.scope, strand)
    return ["".join(span.text for span in measure.words) for measure in block.measures]


def with_value(year: Evaluation, **given: object) -> Lookup:
    """The year with the comparison of their answers altered."""
    evidence = tuple(
        replace(item, value=item.value.of({**item.by_name, **given}))
        if item.value and item.evidence_id == "matched/practitioner_understanding/stakeholder/programme/2/training"
        else item
        for item in year.evidence
    )
    return Lookup(example(), replace(year, evidence=evidence))


# responses.csv of the training survey, Year 2: of 168 who answered both times 41 chose 4 and none 5 before the event.
AFTER = "153 of 168 people trained (91%; 86% to 95%) answered “4” or “5”"
BETTER = "119 of 168 people trained (71%; 64% to 77%) gave a better answer afterwards"


def test_those_trained_are_told_with_what_they_had_answered_before() -> None:
    twice, after = measures(Lookup(example(), judged(2)))
    assert twice == f"{BETTER}, 42 the same and 7 a worse answer"
    assert after == f"{AFTER}; before the training, 41 of 168 had"


def test_where_nobody_was_asked_before_nothing_is_said_of_it() -> None:
    assert measures(with_value(judged(2), agreed_before={}))[1] == AFTER


def test_what_is_not_known_of_the_others_is_not_said() -> None:
    assert measures(with_value(judged(2), same=None))[0] == BETTER


def test_a_release_says_the_same_of_adults() -> None:
    held = withheld(2)
    look = Lookup(
        released_dataset(example(), held), published(example(), judged(2), held), Release("year-2-1", held.shown())
    )
    assert measures(look)[1] == f"{AFTER}; before the training, 41 of 168 had"
