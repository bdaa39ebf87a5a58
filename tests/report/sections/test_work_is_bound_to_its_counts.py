"""What the report says of the work is bound, number by number, to counts in the evidence."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from tests.worked_example import engine_claims

from tideturn.dataset.model import Dataset
from tideturn.dataset.tables import TABLES
from tideturn.evaluation.claims.bindings import Bindings
from tideturn.evaluation.model import Evaluation
from tideturn.report import render_evidence, render_html
from tideturn.report.compose import compose
from tideturn.report.engine_claims import EngineClaim

DAY = date(2019, 1, 7)
GIVEN: dict[str, list[dict[str, object]]] = {
    "cases": [{"case_id": name, "site": "ldn", "received": DAY, "opened": DAY} for name in "abc"],
    "sessions": [
        {"case_id": name, "date": DAY, "kind": kind, "held": held}
        for name, kind, held in (
            *(("a", "therapy", True) for _ in range(12)),
            ("b", "one_to_one", False),
            ("b", "family", True),
            ("c", "group", True),
        )
    ],
    "onward_referrals": [
        {"case_id": "a", "kind": "nrm", "referred": DAY, "concern": DAY, "replied": DAY},
        {"case_id": "b", "kind": "nrm", "referred": DAY},
    ],
    "training_events": [
        {"event_id": f"{audience}{at}", "site": "gm", "date": DAY, "audience": audience}
        for audience, count in (("professionals", 2), ("staff", 1), ("families", 1))
        for at in range(count)
    ],
    "attendance": [{"event_id": "professionals0", "attendee_id": "p"}, {"event_id": "staff0", "attendee_id": "p"}],
    "activities": [
        {"activity_id": f"x{at}", "strand": strand, "site": "gm", "date": DAY, "title": "t"}
        for at, strand in enumerate(["policy", "outreach", "policy"])
    ],
}


@pytest.fixture(scope="module")
def whole(small_dataset: Dataset) -> Dataset:
    frames = {
        name: pl.DataFrame(
            [{column: row.get(column) for column in TABLES[name].names} for row in rows],
            schema=TABLES[name].empty().schema,
        )
        for name, rows in GIVEN.items()
    }
    return replace(small_dataset, tables={**small_dataset.tables, **frames})


@pytest.fixture(scope="module")
def evaluated(
    whole: Dataset, small_evaluation: Evaluation, recount: Callable[[Dataset, Evaluation], Evaluation]
) -> Evaluation:
    return recount(whole, small_evaluation)


def of_the_work(whole: Dataset, evaluation: Evaluation, bindings: Bindings) -> list[EngineClaim]:
    """The sentences of Implementation, but for those that only name evidence."""
    claims = engine_claims(compose(whole, evaluation), bindings)
    return [c for c in claims if c.claim_id.startswith("engine/delivery/") and not c.text.startswith("Evidence ")]


def test_every_number_is_bound_and_proved(whole: Dataset, evaluated: Evaluation) -> None:
    claims = of_the_work(whole, evaluated, Bindings(evaluated))
    said = [re.sub(r" \(Evidence .*?\)", "", claim.text) for claim in claims]
    assert [claim for claim in claims if claim.why_not or claim.unbound] == []
    assert said[:8] == [
        "2 training events for outside professionals: 1 person trained, with attendance recorded at 1 of them.",
        "1 training event for the programme’s own staff: 1 member of staff.",
        "1 training event for families; who came was not recorded.",
        "12 of 13 sessions with a young person alone went ahead (92%), with 1 young person.",
        "1 of 1 session with families went ahead, for 1 young person.",
        "1 of 1 attendance planned at group sessions took place, by 1 young person. "
        "A group session counts once for each young person who was expected.",
        "3 young people had at least one session that went ahead.",
        "3 other activities: 2 on policy and strategy and 1 on outreach.",
    ]
    assert said[8] == "The programme made 2 onward referrals; 1 had been answered by 31 August 2019."


def test_a_sentence_is_not_proved_by_another_count(whole: Dataset, evaluated: Evaluation) -> None:
    name = "count/sessions_alone/programme/1"
    other = tuple(
        replace(item, value=item.value.of({**item.by_name, "held": 11})) if item.evidence_id == name else item
        for item in evaluated.evidence
    )
    claims = of_the_work(whole, evaluated, Bindings(replace(evaluated, evidence=other)))
    (wrong,) = [claim for claim in claims if claim.why_not]
    assert wrong.why_not == ("held of count/sessions_alone/programme/1 is 11, not 12.",)


def test_the_number_of_a_sentence_leads_to_the_count_in_the_list(whole: Dataset, evaluated: Evaluation) -> None:
    text = render_html(whole, evaluated).decode()
    behind = render_evidence(whole, evaluated).decode()
    (number,) = re.findall(r"onward referrals; .*?Evidence <a href=\"evidence.html#e(\d+)\"", text)
    entry = behind[behind.index(f'id="e{number}"') :]
    assert "count/onward/programme/1" in entry[: entry.index("</details>")]
    assert "made 2; answered 1" in entry[: entry.index("</details>")]
    assert behind.index("What was done, and what the evaluation rests on") < behind.index(f'id="e{number}"')
