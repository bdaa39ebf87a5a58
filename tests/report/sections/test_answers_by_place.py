"""Small multiples by place: a place has a bar and its number only where enough answered and nothing of it is hidden."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from tests.annexed import whole
from tests.worked_example import example, judged

from tideturn.evaluation.claims.bindings import Bindings
from tideturn.evaluation.model import Evaluation
from tideturn.evaluation.told import bound_in
from tideturn.report.blocks import Annex, Block, Figure, Section
from tideturn.report.sections.answers_by_place import by_place
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.outcomes import outcome
from tideturn.report.sections.released import Release
from tideturn.report.sections.written import Written

KNOW = "survey/partners-2020/know_pathway/stakeholder"


def of(outcome_id: str, evaluation: Evaluation | None = None, release: Release | None = None) -> Figure | None:
    return by_place(Lookup(example(), evaluation or judged(2), release), outcome_id)


def having(*sites: str, n: int | None, **value: int | None) -> Evaluation:
    """Return Year 2 with other answers of partners at some sites to whether they know the pathway."""
    changed = {f"{KNOW}/{site}/2" for site in sites}
    evidence = tuple(
        replace(item, n=n, value=item.value.of({**item.by_name, **value})) if item.evidence_id in changed else item
        for item in judged(2).evidence
    )
    return replace(judged(2), evidence=evidence)


def bars(figure: Figure | None) -> Mapping[str, tuple[int, ...]]:
    assert figure is not None
    return {f"{bar.group}|{bar.label}": bar.counts for bar in figure.chart.bars}  # type: ignore[union-attr]


def test_every_place_is_on_one_scale_and_the_furthest_apart_are_the_title() -> None:
    """surveys/partners-2020: of 16 partners in London 15 know what to do, in Birmingham 1 of 16."""
    figure = of("pathways_understood")
    drawn = bars(figure)
    assert list(drawn) == ["|London", "|Birmingham", "|Greater Manchester", "|National"]
    assert [(counts[0], sum(counts)) for counts in drawn.values()] == [(15, 16), (1, 16), (8, 16), (5, 10)]
    assert figure is not None
    assert figure.title == "From 6% of partners (Birmingham) to 94% (London) agree"
    bindings = Bindings(judged(2), example())
    assert [one.printed for one in bound_in(figure.title)] == ["6%", "94%"]
    assert [
        why for text in (figure.title, figure.sentence) for one in bound_in(text) if (why := bindings.why_not(one))
    ] == []


@pytest.mark.parametrize(("n", "kept"), [(9, False), (10, True)])
def test_a_place_where_fewer_than_ten_answered_has_neither_a_bar_nor_its_number(n: int, kept: bool) -> None:
    """Staff are 5 to 8 at each place, and have no panel either."""
    figure = of("pathways_understood", having("birmingham", n=n, k=1, neutral=0, disagree=n - 1, same=0, worse=0))
    assert ("|Birmingham" in bars(figure)) == kept
    assert figure is not None
    told = " ".join(
        [
            figure.title,
            figure.sentence,
            figure.description,
            *("".join(span.text for span in cell) for row in figure.table.rows for cell in row),  # type: ignore[union-attr]
        ]
    )
    assert ("Birmingham" in told) == kept
    assert (f"of {n} partners" in told) == kept
    assert "staff" not in told


@pytest.mark.parametrize("hidden", ["k", "neutral", "disagree"])
def test_a_place_of_which_a_part_is_hidden_is_left_out(hidden: str) -> None:
    figure = of("pathways_understood", having("birmingham", n=16, **{hidden: None}), Release("year-2-1", {}))
    assert "|Birmingham" not in bars(figure)


def test_where_one_place_is_left_there_is_nothing_to_compare() -> None:
    assert of("pathways_understood", having("birmingham", "manchester", "national", n=None)) is None


def figures(blocks: tuple[Block, ...], annexed: bool = False) -> Iterator[tuple[str, bool]]:
    """Yield the anchors of all charts, and whether each is in the annex."""
    for block in blocks:
        if isinstance(block, Figure):
            yield block.anchor, annexed
        elif isinstance(block, Annex):
            yield from figures(block.blocks, True)
        elif isinstance(block, Section):
            yield from figures(block.blocks, annexed)


@pytest.mark.parametrize(("outcome_id", "annexed"), [("pathways_understood", False), ("access", True)])
def test_it_stands_in_the_body_only_where_a_place_differs(outcome_id: str, annexed: bool) -> None:
    look = Lookup(example(), judged(2))
    (verdict,) = (one for one in look.whole if one.outcome_id == outcome_id)
    assert bool(verdict.sites_that_differ) is not annexed
    made: Any = outcome(look, Written(look), verdict)
    assert dict(figures(made.blocks))[f"by-place-{outcome_id}"] is annexed
    assert whole(made)
