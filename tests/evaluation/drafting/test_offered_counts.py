"""What is offered about a count of the work or a theme: a sentence that is proved, or none."""

from __future__ import annotations

from functools import cache

import pytest
from tests.worked_example import example, judged

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.claims.model import Claim, Edge
from tideturn.evaluation.drafting.offered import offered
from tideturn.evaluation.model import THEME


@cache
def offers(evidence_id: str) -> tuple[str, ...]:
    """Return what is offered to a finding that rests on this alone, as its author writes it."""
    item = next(one for one in judged(2).evidence if one.evidence_id == evidence_id)
    edge = Edge(evidence_id, "supports", None, (item,))
    finding = Claim(
        *("c", "implementation", "It went well.", "It went well.", "descriptive", "", PROGRAMME_SCOPE, 2, "a", "b"),
        *((), (edge,), None),
    )
    return tuple(one.written for one in next(offered(example(), judged(2), [finding])))


@pytest.mark.parametrize(
    ("measure", "said"),
    [
        ("posts", "{k:%} of {n:%} posts were filled at the end of Year 2."),
        ("milestones", "{k:%} of {n:%} milestones were reached on time."),
        ("onward", "{k:%} of {n:%} onward referrals had been answered by the end of Year 2."),
        ("sessions_alone", "{k:%} of {n:%} sessions with a young person alone went ahead in Year 2."),
        ("young_people_seen", "{n:%} young people had a session that went ahead in Year 2."),
    ],
)
def test_a_count_of_the_work_is_offered_with_its_references(measure: str, said: str) -> None:
    name = f"count/{measure}/programme/2"
    assert offers(name) == (said.replace("%", name),)


def test_a_theme_is_offered_with_those_who_said_the_opposite() -> None:
    whole = [one for one in judged(2).evidence if one.kind == THEME and one.scope == PROGRAMME_SCOPE]
    assert whole
    for item in whole:
        assert len(offers(item.evidence_id)) == 1, item.text
        assert ("{contradicts:" in offers(item.evidence_id)[0]) == bool(item.by_name["contradicts"])


def test_few_adults_at_a_place_are_not_offered() -> None:
    few = next(one for one in judged(2).evidence if one.kind == THEME and one.scope != PROGRAMME_SCOPE)
    assert offers(few.evidence_id) == ()
