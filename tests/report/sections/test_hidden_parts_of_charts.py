"""Charts of which a release hides a part: two parts in place of three, or no bar and a sentence that says why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tideturn.dataset.model import Dataset
from tideturn.evaluation.model import Evaluation, EvidenceItem
from tideturn.evaluation.told import bound_in
from tideturn.report.blocks import Words
from tideturn.report.charts.stacked import Bar, Stacked
from tideturn.report.sections.answers import distribution
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.released import Release
from tideturn.report.sections.scored_twice import before_and_after


def said(words: Words) -> str:
    return "".join(span.text for span in words)


def having(evaluation: Evaluation, prefix: str, n: int | None, value: Mapping[str, Any]) -> Evaluation:
    def altered(item: EvidenceItem) -> EvidenceItem:
        if not item.evidence_id.startswith(prefix):
            return item
        return replace(item, n=n, interval=None, value=item.value.of({**item.by_name, **value}))

    return replace(evaluation, evidence=tuple(altered(item) for item in evaluation.evidence))


def look(dataset: Dataset, evaluation: Evaluation) -> Lookup:
    return Lookup(dataset, evaluation, Release("year-1-1", {}))


def test_better_is_told_from_all_others_where_one_of_them_is_hidden(
    small_dataset: Dataset, small_evaluation: Evaluation
) -> None:
    hidden = having(small_evaluation, "matched/", 40, {"better": 12, "same": None, "worse": None})
    figure, left_out = before_and_after(look(small_dataset, hidden))
    assert figure is not None
    assert left_out is None
    assert figure.chart == Stacked((Bar("Outcome that is no change seen", (12, 28)),), ("Better", "The same or worse"))
    assert [[said(cell) for cell in row] for row in figure.table.rows] == [
        ["Outcome that is no change seen", "young people, scored by workers", "40", "12", "c", "c"]
    ]
    assert figure.sentence.endswith("12 of 40 young people did better, and c did worse.")
    assert figure.description.endswith(": 12 better, 28 the same or worse.")


def test_no_bar_is_drawn_where_better_itself_is_hidden_and_that_is_said(
    small_dataset: Dataset, small_evaluation: Evaluation
) -> None:
    for n, better in ((40, None), (None, 12), (None, None)):
        hidden = having(small_evaluation, "matched/", n, {"better": better, "same": 20, "worse": None})
        figure, left_out = before_and_after(look(small_dataset, hidden))
        assert figure is None
        assert left_out is not None
        assert said(left_out.words) == (
            "No bar is drawn for “Outcome that is no change seen” (young people, scored by workers): "
            "a number behind it is too small to be shown."
        )


def test_with_nothing_hidden_there_are_three_parts(small_dataset: Dataset, small_evaluation: Evaluation) -> None:
    figure, left_out = before_and_after(look(small_dataset, small_evaluation))
    assert figure is not None
    assert left_out is None
    assert figure.chart == Stacked(
        (Bar("Outcome that is no change seen", (12, 20, 8)),), ("Better", "The same", "Worse")
    )


def test_of_several_outcomes_the_title_counts_those_on_which_more_did_better(
    small_dataset: Dataset, small_evaluation: Evaluation
) -> None:
    (item,) = [e for e in small_evaluation.evidence if e.scope == "programme" and e.evidence_id.startswith("matched/")]
    more = replace(item, evidence_id="matched/mixed/record/programme/1", outcome_id="mixed", n=40)
    for worse, told in (
        (15, "More did better than worse on one of two scores"),
        (13, "More did better than worse on one of two scores"),
        (12, "More did better than worse on every score"),
        (None, "Before and after: how many did better, the same or worse"),
    ):
        value = {"better": 13, "same": 12, "worse": worse}
        evidence = (*small_evaluation.evidence, replace(more, value=item.value.of({**item.by_name, **value})))
        figure, _ = before_and_after(Lookup(small_dataset, replace(small_evaluation, evidence=evidence)))
        assert figure is not None
        assert figure.title == told
        assert {one.predicate for one in bound_in(figure.title)} == ({"more better"} if worse is not None else set())


def test_those_who_were_scored_by_the_same_people_stand_together(
    small_dataset: Dataset, small_evaluation: Evaluation
) -> None:
    (item,) = [e for e in small_evaluation.evidence if e.scope == "programme" and e.evidence_id.startswith("matched/")]
    # In order of outcome they would stand between two that workers scored.
    own = replace(item, evidence_id="matched/adverse/x/programme/1", outcome_id="adverse", voice="young_person")
    more = replace(item, evidence_id="matched/contested/record/programme/1", outcome_id="contested")
    evidence = (*small_evaluation.evidence, own, more)
    figure, _ = before_and_after(Lookup(small_dataset, replace(small_evaluation, evidence=evidence)))
    assert figure is not None
    assert [bar.group for bar in figure.chart.bars] == [  # type: ignore[union-attr]
        "Young people, scored by workers",
        "Young people, scored by workers",
        "Young people, scored by themselves",
    ]
    assert "(young people, scored by workers): 12 better" in figure.description


def test_a_question_with_a_hidden_answer_has_no_bar(small_dataset: Dataset, small_evaluation: Evaluation) -> None:
    assert distribution(look(small_dataset, small_evaluation), "supported") is not None
    for value in ({"disagree": None}, {"k": None, "share": None}, {"neutral": None}):
        hidden = having(small_evaluation, "survey/s/q_supported", 17, value)
        assert distribution(look(small_dataset, hidden), "supported") is None
    assert (
        distribution(look(small_dataset, having(small_evaluation, "survey/s/q_supported", None, {})), "supported")
        is None
    )
