"""What a release tells of a question's earlier waves: no count that the release of their own year may have hidden."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.evaluation.ledger.asked import ITEM

from tideturn.dataset.model import Dataset, Survey
from tideturn.dataset.vocabulary import WITHHELD
from tideturn.evaluation.evaluate import evaluate
from tideturn.evaluation.model import Evaluation
from tideturn.evaluation.withholding import published, withhold

ASKED = {**ITEM, "measures": "level", "scale": "no|yes"}
Wave = dict[str, tuple[int, int]]
"""How many said yes and no at each site."""


def rows(year: int, wave: Wave, voice: str, sector: str) -> list[dict[str, object]]:
    said = [
        (site, answer)
        for site, both in wave.items()
        for answer, n in zip(("yes", "no"), both, strict=True)
        for _ in range(n)
    ]
    return [
        {"response_id": f"{year}-{i}", "voice": voice, "site": site, "year": year, "q": answer, "sector": sector}
        for i, (site, answer) in enumerate(said)
    ]


@pytest.fixture
def release(
    make: Callable[..., Dataset], make_survey: Callable[..., Survey]
) -> Callable[..., tuple[Evaluation, Evaluation]]:
    def made(then: Wave, now: Wave, voice: str = "stakeholder") -> tuple[Evaluation, Evaluation]:
        answers = [*rows(1, then, voice, "police"), *rows(2, now, voice, "health")]
        data = make(surveys=[make_survey("s", responses=answers, items=[ASKED])])
        judged = evaluate(data, year=2)
        held = withhold(data, judged)
        assert held.exposed() == ()
        return judged, published(data, judged, held)

    return made


def told(released: Evaluation) -> dict[str, list[tuple[int, int]]]:
    """By scope, the counts of the earlier waves that a release shows."""
    items = [item for item in released.evidence if item.evidence_id.startswith("survey/")]
    return {item.scope: [(wave.k, wave.n) for wave in item.by_name.get("waves") or ()] for item in items}


def test_of_adults_it_tells_the_whole_programme_and_sites_where_ten_answered_both_times(release) -> None:
    judged, out = release({"north": (5, 15), "south": (3, 9)}, {"north": (18, 2), "south": (10, 2)})
    assert told(out) == {"programme": [(8, 32)], "north": [(5, 20)], "south": [(3, 12)]}
    whole = out.verdict("safety", "programme")
    assert whole is not None
    assert whole.strands[0].why == judged.verdict("safety", "programme").strands[0].why


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ({"north": (5, 15), "south": (3, 4)}, {"north": (18, 2), "south": (10, 2)}),
        ({"north": (5, 15), "south": (3, 9)}, {"north": (18, 2), "south": (4, 2)}),
    ],
)
def test_where_few_answered_at_one_site_no_site_is_told(release, then: Wave, now: Wave) -> None:
    _, out = release(then, now)
    assert told(out) == {
        "programme": [(sum(k for k, _ in then.values()), 20 + sum(then["south"]))],
        "north": [],
        "south": [],
    }


def test_the_few_of_a_site_that_one_wave_lacks_cannot_be_had_from_the_whole(release) -> None:
    judged, out = release({"north": (5, 15), "south": (2, 2)}, {"north": (18, 2)})
    assert judged.verdict("safety", "programme").strands[0].items[0].waves[0].elsewhere == (4, 0)
    assert told(out) == {"programme": [], "north": []}
    assert "Year 1" not in out.verdict("safety", "programme").strands[0].why


def test_of_young_people_it_tells_no_wave_and_what_a_few_decide_is_not_read(release) -> None:
    many = {"north": (30, 30)}, {"north": (55, 25)}
    _, out = release(*many, voice="young_person")
    whole = out.verdict("safety", "programme")
    assert told(out) == {"programme": [], "north": []}
    assert (whole.verdict, whole.strands[0].items[0].waves) == ("emerging", ())
    assert not any(number in whole.strands[0].why for number in ("30 of 60", "50%", "Year 1"))
    # 3 of 60 in the first wave may be hidden in its release: that it rose would tell how many at most.
    _, out = release({"north": (3, 57)}, {"north": (55, 25)}, voice="young_person")
    assert out.verdict("safety", "programme").verdict == WITHHELD


def test_who_answered_by_sector_never_leaves(release) -> None:
    judged, out = release({"north": (5, 15)}, {"north": (18, 2)})
    assert any("police 100% and 0%" in one for one in judged.verdict("safety", "programme").strands[0].concerns)
    strand = out.verdict("safety", "programme").strands[0]
    assert "Other sites or sectors make up the later wave" in " ".join(strand.concerns)
    assert not any("police" in one for one in strand.concerns)
    assert strand.items[0].waves[0].mix == ()
    assert "police" not in str([item.value for item in out.evidence])
