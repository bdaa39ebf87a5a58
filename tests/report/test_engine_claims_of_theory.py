"""What the engine says of the theory, of causes, gaps and learning is bound to the records, and stopped where false."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from tests.worked_example import engine_claims, example, judged, second, second_judged

from tideturn.dataset.model import Dataset
from tideturn.dataset.verdict import Verdict
from tideturn.evaluation.claims.bindings import Bindings
from tideturn.evaluation.model import Evaluation
from tideturn.report.blocks import DataTable, Report
from tideturn.report.compose import compose, compose_evidence
from tideturn.report.sections.data_to_collect import EVERY_GAP

OWN = ("theory-of-change", "strengths", "challenges", "learning", "recommendations", "area-")


@cache
def report() -> Report:
    return compose(example(), judged(2))


def stopped(*, against: Evaluation | None = None, of: Dataset | None = None) -> set[str]:
    """What these sections say of the example's Year 2 that is not true of this evaluation or this folder."""
    found = engine_claims(report(), Bindings(against or judged(2), dataset=of or example()))
    return {claim.text for claim in found if claim.section.startswith(OWN) and claim.why_not}


def test_a_link_that_nobody_mentions_now_stops_what_is_said_of_all() -> None:
    one = judged(2)
    links = tuple(replace(link, sources=0, helps=0) if link.sources else link for link in one.toc_links)
    false = stopped(against=replace(one, toc_links=links))
    assert any("People mentioned 12 of them; the other 24" in text for text in false)
    assert any("most often said to help is from “Professionals trained and advised”" in text for text in false)


def test_a_cause_of_the_other_sign_or_of_another_number_stops_its_sentence() -> None:
    one = judged(2)
    turned = {"helps": "hinders", "hinders": "helps"}
    other = tuple(replace(cause, effect=turned[cause.effect]) for cause in one.causes)
    more = tuple(replace(cause, sources=(cause.sources or 0) + 1) for cause in one.causes)
    for causes in (other, more):
        false = stopped(against=replace(one, causes=causes))
        assert any(text.startswith("A senior sponsor: 4 people, all unprompted") for text in false)
        assert any(text.startswith("Staff turnover: 1 person") for text in false)
    false = stopped(against=replace(one, causes=other))
    assert any("1 thing as getting in the way of 1 outcome" in text for text in false)


def test_a_gap_a_proposal_or_a_verdict_less_stops_what_counts_them() -> None:
    one = judged(2)
    assert any(
        "Five outcomes were due and could not be judged" in text for text in stopped(against=replace(one, gaps=()))
    )
    assert any("named 2 links that the theory" in text for text in stopped(against=replace(one, proposals=())))
    outcomes = tuple(replace(verdict, verdict=Verdict.MIXED, override=None) for verdict in one.outcomes)
    false = stopped(against=replace(one, outcomes=outcomes))
    assert any("supported, with" in text for text in false)
    assert any("the evidence contradicts it" in text for text in false)


def test_a_count_of_work_that_is_another_stops_its_sentence() -> None:
    one = judged(2)
    evidence = tuple(
        replace(item, value=item.value.of({name: (value or 0) + 1 for name, value in item.by_name.items()}))
        if item.evidence_id.startswith(("count/plan", "count/milestones")) and item.value
        else item
        for item in one.evidence
    )
    false = stopped(against=replace(one, evidence=evidence))
    assert any("Of 4 milestones, 3 were late or missed" in text for text in false)
    assert any(text.startswith("Casework, London: 38 of 40 young people") for text in false)


def test_another_folder_stops_what_counts_its_rows() -> None:
    data = example()
    known = {
        "toc_versions": data.table("toc_versions").head(1),
        "changes": data.table("changes").head(0),
    }
    for table, rows in known.items():
        assert stopped(of=replace(data, tables={**data.tables, table: rows})), table
    assert not stopped(of=data)


def test_what_to_collect_fits_what_is_scored_and_who_can_collect_it() -> None:
    def collected(year: int) -> dict[tuple[str, str], str]:
        report = compose_evidence(second(), second_judged(year))
        (gaps,) = (one for one in report.sections if one.anchor == EVERY_GAP)
        (table,) = (one for one in gaps.blocks if isinstance(one, DataTable))
        cells = [["".join(span.text for span in cell) for cell in row] for row in table.rows]  # type: ignore[union-attr]
        return {(row[0], row[1]): row[3] for row in cells}

    of_corners = [what for title, what in collected(2) if title == "Fewer corners are used to groom young people"]
    assert of_corners
    assert not any("score it themselves" in what for what in of_corners)
    title = "People who raise a worry hear what came of it"
    told_back = {what: who for (of, what), who in collected(1).items() if of == title}
    assert set(told_back.values()) == {"The evaluator"}, told_back
    # The network is evidence of another outcome.
    assert not any("ties" in what for what in told_back)
