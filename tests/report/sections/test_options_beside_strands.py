"""The options of a choose-several question stand beside its strand: 19 of 37 is 51% (Wilson: 36 to 67%)."""

from __future__ import annotations

from dataclasses import replace

from tests.worked_example import second, second_judged

from tideturn.evaluation.strand import Strand
from tideturn.report.blocks import Measure
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.options import option_measures
from tideturn.report.sections.strands import strand_block

PARTNERS = "survey/holi-2021/beth={}/stakeholder/programme/1"


def strand() -> Strand:
    verdict = second_judged(1).verdict("table", "programme")
    assert verdict is not None
    return next(one for one in verdict.strands if (one.kind, one.voice) == ("survey", "stakeholder"))


def as_read(measure: Measure) -> str:
    return f"{measure.label}: {''.join(span.text for span in measure.words)}"


def test_every_option_stands_where_its_strand_does_with_by_how_many_it_was_chosen() -> None:
    block = strand_block(Lookup(second(), second_judged(1)), "table", "programme", strand())
    options = [as_read(one) for one in block.measures if "chosen by" in as_read(one)]
    assert len(options) == sum("/beth=" in one for one in strand().evidence) > 1
    assert options[0].endswith(": chosen by 19 of 37 partners (51%; 36% to 67%)")
    assert options[0].startswith("What has helped agencies to meet? – The bilingual desk: ")


def test_a_release_says_no_count_that_it_hides() -> None:
    first, *others = (item for item in second_judged(1).evidence if item.evidence_id in strand().evidence)
    options = [item for item in (first, *others) if "chose" in item.by_name]
    hidden = [replace(item, value=item.value.of({**item.by_name, "chose": None})) for item in options]
    evaluation = replace(second_judged(1), evidence=tuple(hidden))
    told = option_measures(Lookup(second(), evaluation), "table", strand())
    assert {as_read(one).rpartition(": ")[2] for one in told} == {"too small to be shown"}
