"""The network as evidence: which waves count, who is held against whom, and what the reading turns on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tideturn.dataset.known import known_by
from tideturn.evaluation.claims.checks.exposure import counts_young_people
from tideturn.evaluation.claims.model import Edge
from tideturn.evaluation.claims.references import spoken
from tideturn.evaluation.claims.values import values_of
from tideturn.evaluation.ledger import gather
from tideturn.evaluation.networks import networks_of, waves_of
from tideturn.evaluation.readings_networks import read_network
from tideturn.evaluation.rules import Rules
from tideturn.methods.intervals import Interval
from tideturn.methods.networks import Change

RULES = Rules()
DAYS = {1: date(2018, 1, 1), 2: date(2018, 11, 1), 3: date(2019, 9, 30), 4: date(2019, 10, 1)}
NAMES = [f"n{i:02}" for i in range(12)]


def organisations():
    return [
        {"organisation_id": name, "name": name, "sector": "health", "site": "north" if i < 10 else "south"}
        for i, name in enumerate(NAMES)
    ]


def asked(*waves, silent=()):
    return [
        {"wave": wave, "date": DAYS[wave], "organisation_id": name, "responded": (wave, name) not in silent}
        for wave in waves
        for name in NAMES
    ]


def ties(reach, quality=3.0):
    """Each works with the next so many, round a ring; `reach` by wave."""
    return [
        {
            "wave": wave,
            "from": name,
            "to": NAMES[(at + step) % 12],
            "level": 2,
            "share_quality": quality if wave == min(reach) else quality - 1,
        }
        for wave, steps in reach.items()
        for at, name in enumerate(NAMES)
        for step in range(1, steps + 1)
    ]


def told(make, **tables):
    dataset = make(organisations=organisations(), **tables)
    return replace(dataset, programme=replace(dataset.programme, network_outcome="safety"))


def change(organisations=12, low=0.01, high=0.2, density=0.1):
    read = Interval(low, high)
    return Change(1, 2, organisations, 12, 25, 12, 0.5, 0.1, 0.1 + density, density, read, None, None, (), read)


@pytest.mark.parametrize(
    ("given", "reading"),
    [
        ({}, "positive"),
        ({"low": 0.0}, "insufficient"),
        ({"low": -0.2, "high": -0.01, "density": -0.1}, "negative"),
        ({"low": -0.2, "high": 0.0}, "insufficient"),
        ({"low": -0.05, "high": 0.05, "density": 0.0}, "no_change"),
        ({"low": -0.05, "high": 0.051, "density": 0.0}, "insufficient"),
        # A small change that is shown is a change.
        ({"low": 0.01, "high": 0.04, "density": 0.02}, "positive"),
        ({"organisations": 9}, "insufficient"),
        ({"organisations": 10}, "positive"),
    ],
)
def test_the_reading_of_a_change_of_density(given, reading):
    found = read_network(change(**given), RULES, asked=30)
    assert found.reading == reading
    assert bool(found.needs) == (reading != "positive")
    assert bool(found.smallest_change) == (reading in ("no_change", "insufficient") and given != {"organisations": 9})


def test_its_sentence_gives_the_numbers():
    assert read_network(change(), RULES, asked=30).why == (
        "12 organisations answered both waves; of 132 possible ties among them, 12 were reported in the earlier wave "
        "and 25 in the later (10% and 20%; a change of 10 points, 1 to 20 in 2,000 draws, "
        "allowing for sectors that change together)."
    )
    few = read_network(change(organisations=8), RULES, asked=30)
    assert few.why == "8 organisations answered both waves; it takes 10 to read a change."
    assert few.needs == "2 more organisations that answer both waves"


def test_a_year_holds_its_last_wave_against_the_one_before_it(make, year, year_2):
    dataset = told(make, waves=asked(1, 2, 3, 4))
    assert waves_of(dataset, year) == (2, 3)
    assert waves_of(dataset, year_2) == (3, 4)
    assert waves_of(told(make, waves=asked(2)), year) == (2,)
    assert waves_of(told(make, waves=asked(1)), year) == ()
    # A wave is dated by its last day: asked over the year's end, it is of the next year.
    late = asked(2)
    late[0]["date"] = DAYS[4]
    assert waves_of(told(make, waves=late), year) == ()
    assert waves_of(told(make, waves=late), year_2) == (2,)
    # Of what was known by the end of the year the rest of it was not.
    assert waves_of(known_by(told(make, waves=late), year.as_of), year) == (2,)


def test_what_was_asked_later_changes_nothing_that_was_known(make, year):
    known = {"waves": asked(1, 2), "ties": ties({1: 1, 2: 4})}
    late = {"wave": 2, "date": date(2019, 10, 2), "organisation_id": "n99", "responded": True}
    more = {
        "waves": [*known["waves"], late, *asked(4)],
        "ties": [*known["ties"], *ties({4: 2}), {"wave": 2, "from": "n99", "to": NAMES[0], "level": 5}],
    }
    before, after = (gather(known_by(told(make, **tables), year.as_of), year, RULES) for tables in (known, more))
    assert before == after
    assert before[0]


def test_denser_ties_are_evidence_for_the_outcome_that_the_programme_names(make, year):
    dataset = told(make, waves=asked(1, 2), ties=ties({1: 1, 2: 4}))
    items, strands = gather(dataset, year, RULES)
    by_id = {item.evidence_id: item for item in items}
    assert set(by_id) == {"network/1-2/north/1", "network/1-2/programme/1", "network/1-2/south/1"}
    item = by_id["network/1-2/programme/1"]
    assert (item.kind, item.voice, item.origin, item.polarity, item.n) == (
        *("monitoring", "record", "network"),
        "supports",
        12,
    )
    assert (item.by_name["ties_before"], item.by_name["ties_after"], item.by_name["possible"]) == (12, 48, 132)
    assert (item.by_name["kept"], item.by_name["new"], item.by_name["ended"]) == (12, 36, 0)
    assert item.by_name["density"] == pytest.approx(36 / 132)
    # How good what is shared is stands apart, and got worse.
    assert (item.by_name["quality_kept_before"], item.by_name["quality_kept_after"]) == (3, 2)
    (strand,) = strands["safety", "programme"]
    assert (strand.reading, strand.sources, strand.concerns) == ("positive", 12, ())
    assert (strand.tokens, strand.design, strand.rose) == ({"network", "people:stakeholder"}, "measured", True)
    assert {scope: strands["safety", scope][0].reading for scope in ("north", "south")} == {
        "north": "positive",
        "south": "insufficient",
    }
    assert strands["safety", "nation"] == ()


def test_without_an_outcome_or_an_earlier_wave_there_is_no_evidence(make, year):
    both = {"waves": asked(1, 2), "ties": ties({1: 1, 2: 4})}
    assert gather(make(organisations=organisations(), **both), year, RULES)[0] == []
    alone = told(make, waves=asked(2), ties=ties({2: 4}))
    assert gather(alone, year, RULES)[0] == []
    (at, *_) = networks_of(alone, year, RULES)
    assert (at.scope, at.change, at.result.waves[0].ties) == ("programme", None, 48)


def test_who_did_not_answer_takes_no_part_and_lowers_confidence_where_many_did_not(make, year):
    silent = {(2, name) for name in NAMES[:7]}
    dataset = told(make, waves=asked(1, 2, silent=silent), ties=ties({1: 1, 2: 4}))
    strand = gather(dataset, year, RULES)[1]["safety", "programme"][0]
    assert (strand.reading, strand.sources, strand.asked) == ("insufficient", 5, 12)
    assert strand.concerns == ("Only 5 of 12 organisations that were asked in both waves answered both waves (42%).",)


def test_ties_that_a_check_calls_faults_are_left_out_and_stop_nothing(make, year):
    wrong = [
        {"wave": 9, "from": "n00", "to": "n01", "level": 3},
        {"wave": 2, "from": "n00", "to": "n00", "level": 3},
        {"wave": 2, "from": "n00", "to": "nobody", "level": 3},
        {"wave": 2, "from": "n00", "to": "n01", "level": 5},
    ]
    sound = told(make, waves=asked(1, 2), ties=ties({1: 1, 2: 4}))
    both = told(make, waves=asked(1, 2), ties=ties({1: 1, 2: 4}) + wrong)
    one, other = (gather(dataset, year, RULES)[0] for dataset in (sound, both))
    assert [item.value for item in one] == [item.value for item in other]
    whole = networks_of(both, year, RULES)[0]
    assert len(whole.result.notes) == 2


def test_the_hash_covers_who_answered_and_what_was_told_and_no_order_of_rows(make, year):
    rows, people = ties({1: 1, 2: 4}), asked(1, 2)

    def hashed(ties, waves):
        return gather(told(make, ties=ties, waves=waves), year, RULES)[0][0].provenance.sha256

    same = hashed(rows, people)
    assert hashed(rows[::-1], people[::-1]) == same
    assert hashed([{**rows[0], "level": 3}, *rows[1:]], people) != same
    assert hashed(rows, [{**people[0], "responded": False}, *people[1:]]) != same


def test_its_numbers_can_be_referred_to_and_count_no_young_people(make, year):
    items, _ = gather(told(make, waves=asked(1, 2), ties=ties({1: 1, 2: 4})), year, RULES)
    item = next(one for one in items if one.scope == "programme")
    assert not counts_young_people(item)
    assert (spoken(item, "n"), spoken(item, "k"), spoken(item, "share")) == ("12", "48", "36%")
    low, high = item.interval
    assert spoken(item, "interval") == f"{round(low * 100)} to {round(high * 100)} percentage points"
    held = values_of([Edge(item.evidence_id, "supports", None, (item,))], sites=3, local_sites=2)
    assert {value.field for value in held.counts} >= {"n", "ties_before", "ties_after", "possible"}
    assert (48, 132) in {(pair.k, pair.n) for pair in held.pairs}
    assert {value.field for value in held.differences} == {"density", "interval"}
    # By how much of itself it grew: four times as dense, three times more.
    assert held.changes[0].number == pytest.approx(3)
