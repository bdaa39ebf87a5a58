"""What a release withholds of the worked example: no small count shows, by itself, in a sentence or by difference."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import polars as pl
import pytest
from scipy.optimize import linprog
from tests.evidence_values import value_of
from tests.frames import frame
from tests.worked_example import example, judged, withheld

from tideturn.dataset.model import Dataset
from tideturn.dataset.tables import TABLES
from tideturn.dataset.vocabulary import WITHHELD
from tideturn.evaluation.evaluate import evaluate
from tideturn.evaluation.model import Evaluation, EvidenceItem, Provenance
from tideturn.evaluation.strand import Strand
from tideturn.evaluation.withholding import Withheld, published, released_dataset, shown_before, withhold
from tideturn.evaluation.withholding.cells import Cells, evidence_cells
from tideturn.evaluation.withholding.pathways import side_cells
from tideturn.evaluation.withholding.published import NOT_SHOWN, UNREAD, _few_speakers, few_adults
from tideturn.evaluation.withholding.records import left_unscored, record_cells
from tideturn.evaluation.withholding.released import released_plan
from tideturn.evaluation.withholding.verdicts import UNTOLD
from tideturn.methods.disclosure import Cell, DisclosureRule, EarlierRelease, Relation, Suppression, suppress

YEARS = (1, 2)
RULE = DisclosureRule()


@pytest.mark.parametrize("year", YEARS)
def test_no_shown_count_of_young_people_is_small_and_a_reader_can_work_none_out(year: int):
    held = withheld(year)
    small = [name for name, count in held.shown().items() if name in held.guarded and count in range(1, 6)]
    assert small == []
    assert held.suppression.hidden
    assert held.exposed() == ()


@pytest.mark.parametrize("year", YEARS)
def test_most_of_the_whole_programmes_numbers_are_kept(year: int):
    held = withheld(year)
    totals = [name for name in held.counts if "/programme/" in name and name.endswith("#n")]
    kept = [name for name in totals if not held.hides(name)]
    assert len(kept) >= 0.8 * len(totals)


@pytest.mark.parametrize("year", YEARS)
def test_verdicts_and_confidence_stay_as_they_were_judged_or_are_not_shown(year: int):
    shown = published(example(), judged(year), withheld(year))
    for before, after in zip(judged(year).outcomes, shown.outcomes, strict=True):
        assert (before.outcome_id, before.scope) == (after.outcome_id, after.scope)
        if after.verdict == WITHHELD:
            assert (after.confidence, after.confidence_reasons, after.why) == (None, (), UNTOLD)
            assert (after.triangulation, after.early_signs, after.override) == ((), (), None)
        else:
            told = None if before.verdict == "too_early" and after.left_out else before.confidence
            assert (before.verdict, told) == (after.verdict, after.confidence)
        if before.scope == "programme":
            # Of the example every verdict of the programme may be shown, with all its readings.
            assert after.verdict == before.verdict
            assert [s.reading for s in before.strands] == [s.reading for s in after.strands]


@pytest.mark.parametrize("year", YEARS)
def test_no_reading_of_a_site_is_printed_where_its_counts_are_hidden(year: int):
    """Nor the verdict, where those are of young people; nor for which side a sentence's evidence there speaks."""
    shown = published(example(), judged(year), withheld(year))
    evidence = {(item.outcome_id, item.evidence_id): item for item in shown.evidence}
    hidden = {name.partition("#")[0] for name in withheld(year).suppression.hidden if name.endswith(("#n", "#worse"))}
    untold = 0
    for before, after in zip(judged(year).outcomes, shown.outcomes, strict=True):
        if after.scope == "programme":
            continue
        told = {identity for strand in after.strands for identity in strand.evidence}
        assert not told & hidden
        assert not [strand for strand in after.strands if NOT_SHOWN in strand.why]
        gone = {identity for strand in before.strands for identity in strand.evidence} - told
        counted = [evidence[after.outcome_id, i] for i in gone if evidence[after.outcome_id, i].value is not None]
        assert {item.polarity for item in counted} <= {UNREAD}
        if gone & hidden and before.verdict != "too_early":
            untold += 1
            assert after.verdict == WITHHELD
        if before.verdict == "too_early":
            assert "no early signs yet" not in after.why or not gone
    assert untold > 3


@pytest.mark.parametrize("year", YEARS)
def test_no_hash_no_row_and_no_unquotable_word_is_published(year: int):
    shown = published(example(), judged(year), withheld(year))
    assert all(not item.provenance.sha256 and not item.provenance.rows for item in shown.evidence)
    words = {item.evidence_id: item.text for item in judged(year).evidence if item.kind == "interview"}
    quotable = {item.evidence_id for item in judged(year).evidence if item.quotable}
    assert words.keys() - quotable
    assert all(item.text == "" for item in shown.evidence if item.evidence_id in words.keys() - quotable)


@pytest.mark.parametrize("year", YEARS)
def test_what_is_hidden_is_nowhere_in_the_published_evaluation(year: int):
    """A strand that counts fewer young people than may be shown says none of its numbers in any sentence."""
    before, after = judged(year), published(example(), judged(year), withheld(year))
    said = {name for name in withheld(year).suppression.hidden if not name.startswith("pathway/")}
    hidden = {name.partition("#")[0] for name in said}
    # Of a pathway the strand says how many cases met it on either side of what is compared, and nothing else.
    hidden |= {at.identity for at in before.pathways if any(map(withheld(year).hides, side_cells(at)))}
    told = 0
    for old, new in zip(before.outcomes, after.outcomes, strict=True):
        for strand in old.strands:
            if set(strand.evidence) & hidden and strand.why:
                assert strand.why not in new.why
        for shown in new.strands:
            if set(shown.evidence) & hidden:
                assert new.scope == "programme"
                told += 1
                assert shown.n is None
                assert shown.k is None
                assert shown.share is None
                assert not re.search(r"\d", shown.why), shown.why
    assert told > 2


def test_the_released_dataset_holds_no_row_about_a_young_person():
    released = released_dataset(example(), withheld(2))
    ids = set(example().table("cases")["case_id"])
    assert ids
    for text in texts(released):
        assert text not in ids
    assert all(survey.responses.height == 0 for survey in released.surveys.values())
    assert released.transcripts == {}


def texts(value: Any) -> Iterator[str]:
    """Every text in a structure, the cells of frames included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, pl.DataFrame):
        for column in value.select(pl.col(pl.String)):
            yield from column.drop_nulls().unique().to_list()
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from texts(getattr(value, field.name))
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, tuple | list):
        for inner in value:
            yield from texts(inner)


def test_three_releases_one_after_another_give_no_small_count_away():
    """An attacker who knows every release, every sum, and which counts have not changed between them, finds nothing.

    Written apart from the method: a linear programme over all three releases together gives each hidden small count its
    least and its greatest value, as reals; between them at least two whole numbers stay open.
    """
    first, second = withheld(1), withheld(2)
    releases = [first.as_release("year-1-1"), second.as_release("year-2-1")]
    again = _with_one_more_case(example())
    third = withhold(again, evaluate(again, year=2), tuple(releases))
    assert third.exposed(releases) == ()
    attacker = Attacker((first, second, third))
    attacked = 0
    for version, held in enumerate(attacker.releases):
        for name in sorted(held.guarded):
            key = attacker.key(version, name)
            if held.rule.small(held.counts[name]) and key not in attacker.shown:
                attacked += 1
                low, high = attacker.met.get(key, (0.0, 0.0))
                if high - low < 1:
                    low, high = attacker.ends(key)
                assert high - low >= 1, f"{name} in release {version + 1}: {low} to {high}"
    assert attacked > 100


Key = tuple[int, str]


class Attacker:
    """Counts of several releases as unknowns: one for each count, and one more where it has changed since."""

    def __init__(self, releases: tuple[Withheld, ...]) -> None:
        self.releases = releases
        self.shown: dict[Key, int] = {}
        for version, held in enumerate(releases):
            for name, count in held.shown().items():
                if count is not None:
                    self.shown[self.key(version, name)] = count
        self.sums = [
            ({self.key(v, name): times for name, times in relation.terms}, relation.constant)
            for v, held in enumerate(releases)
            for relation in held.relations
        ]
        self.met: dict[Key, tuple[float, float]] = {}
        """The least and the greatest value that each count had in any solution so far: it can have both."""
        self.touching: dict[Key, list[int]] = {}
        for number, (terms, _) in enumerate(self.sums):
            for key in terms:
                self.touching.setdefault(key, []).append(number)

    def key(self, version: int, name: str) -> Key:
        """The first release in which the count was what it is in this one."""
        count = self.releases[version].counts[name]
        return next((v for v in range(version) if self.releases[v].counts.get(name) == count), version), name

    def ends(self, wanted: Key) -> tuple[float, float]:
        """The least and the greatest that a hidden count can be."""
        names, sums = self._joined(wanted)
        place = {key: i for i, key in enumerate(names)}
        rows = np.zeros((len(sums), len(names)))
        constants = np.zeros(len(sums))
        for row, number in enumerate(sums):
            terms, constant = self.sums[number]
            constants[row] = constant - sum(
                times * self.shown[key] for key, times in terms.items() if key in self.shown
            )
            for key, times in terms.items():
                if key not in self.shown:
                    rows[row, place[key]] = times
        ends = []
        for sign in (1, -1):
            aim = np.zeros(len(names))
            aim[place[wanted]] = sign
            solved = linprog(aim, A_eq=rows if sums else None, b_eq=constants if sums else None, method="highs")
            assert solved.status in (0, 3), solved.message
            for key, value in zip(names, solved.x if solved.status == 0 else (), strict=False):
                low, high = self.met.get(key, (value, value))
                self.met[key] = min(low, value), max(high, value)
            ends.append(sign * solved.fun if solved.status == 0 else 10.0**6)
        return ends[0], ends[1]

    def _joined(self, wanted: Key) -> tuple[list[Key], list[int]]:
        """The hidden counts that sums join to this one, and those sums."""
        names, sums, left = {wanted}, set(), [wanted]
        while left:
            for number in self.touching.get(left.pop(), ()):
                if number not in sums:
                    sums.add(number)
                    new = {key for key in self.sums[number][0] if key not in self.shown} - names
                    names |= new
                    left += new
        return sorted(names), sorted(sums)


def _with_one_more_case(dataset: Dataset) -> Dataset:
    cases = dataset.table("cases")
    one = cases.filter(pl.col("opened").is_not_null()).tail(1).with_columns(pl.lit("late-001").alias("case_id"))
    tables = {**dataset.tables, "cases": pl.concat([cases, one])}
    return Dataset(dataset.programme, tables, dataset.surveys, dataset.transcripts, dataset.pathways)


def test_young_people_who_were_never_seen_cannot_be_had_by_taking_those_seen_from_those_open():
    held = withheld(1)
    open_now, seen = held.counts["cases/programme/1#open"], held.counts["sessions/programme/1#seen"]
    assert 1 <= open_now - seen <= 5
    assert held.hides("cases/programme/1#open") or held.hides("sessions/programme/1#seen")


def test_a_session_that_did_not_go_ahead_reached_nobody():
    year = judged(1).year
    opened = {"site": "london", "received": year.start, "opened": year.start}
    cases = frame(TABLES["cases"], [{"case_id": name, **opened} for name in "abc"])
    sessions = pl.DataFrame(
        [
            {"case_id": "a", "kind": "therapy", "held": True},
            {"case_id": "b", "kind": "therapy", "held": False},
            {"case_id": "a", "kind": "one_to_one", "held": True},
            {"case_id": "b", "kind": "family", "held": True},
        ]
    )
    tables = {"cases": cases, "sessions": sessions.with_columns(date=year.start)}
    cells = Cells()
    record_cells(replace(example(), tables=tables, surveys={}), year, cells)
    counts = {name: cell.count for name, cell in cells.counts.items() if name.startswith("sessions")}
    assert counts == {
        "sessions/programme/1#seen": 2,
        "sessions/programme/1#not_seen": 1,
        "sessions/london/1#seen": 2,
        "sessions/london/1#not_seen": 1,
        "sessions_alone/programme/1#seen": 1,
        "sessions_alone/programme/1#not_seen": 2,
        "sessions_alone/programme/1#held": 2,
        "sessions_alone/programme/1#offered": 3,
        "sessions_family/programme/1#seen": 1,
        "sessions_family/programme/1#not_seen": 2,
        "sessions_family/programme/1#held": 1,
        "sessions_family/programme/1#offered": 1,
    }


def test_the_few_who_were_not_scored_again_cannot_be_had_from_the_open_cases():
    cells = Cells()
    cells.add("cases/london/1#open", 30)
    for outcome, pairs in (("safety", 28), ("risk", 20), ("access", 30)):
        cells.add(f"matched/{outcome}/record/london/1#n", pairs)
    year = judged(1).year
    left_unscored(["london"], year, DisclosureRule().small, cells)
    assert {name for name in cells.counts if name.endswith("#unscored")} == {"matched/safety/record/london/1#unscored"}
    found = suppress(tuple(cells.counts.values()), cells.relations)
    assert found.hidden & {"cases/london/1#open", "matched/safety/record/london/1#n"}


def test_a_count_told_twice_is_hidden_twice():
    """The plan's young people are the open cases: to hide one and show the other would hide nothing."""
    held = withheld(1)
    twins = [r.terms for r in held.relations if len(r.terms) == 2 and {times for _, times in r.terms} == {1, -1}]
    assert ("cases/london/1#open", 1) in [terms[0] for terms in twins]
    for (one, _), (other, _) in twins:
        # What no release so much as names stays hidden whatever it is equal to.
        if not {one, other} & held.unnamed:
            assert held.hides(one) == held.hides(other)


def test_the_plan_of_another_year_and_a_second_row_of_one_name_show_no_count_that_was_not_judged():
    plan = example().table("plan").clear()
    rows = [
        {"component": "casework", "measure": "young people", "site": "london", "year": year, "delivered": float(count)}
        for year, count in ((1, 40), (1, 3), (2, 4))
    ]
    rows.append({"component": "training", "measure": "events", "site": "london", "year": 2, "delivered": 3.0})
    frame = pl.concat([plan, pl.DataFrame(rows)], how="diagonal_relaxed")
    assert released_plan(frame, withheld(1))["delivered"].to_list() == [40.0, None, None, 3.0]


def young_voices(**given: Any) -> Strand:
    """A strand of young people's interviews; 15 spoke, 8 of them well of it and 7 not, unless told otherwise."""
    told = {"why": "8 of 15 young people say so.", "sources": 15, "asked": 15, "too_early": 0} | given
    return Strand("interview", "young_person", "mixed", **told, unit="sources")


@pytest.mark.parametrize(
    ("given", "scope", "few"),
    [
        ({}, "programme", False),
        ({}, "london", True),
        ({"too_early": 1}, "programme", True),
        ({"why": "12 of 15 young people say so."}, "programme", True),
        ({"why": "8 of 15 young people say so; 1 says that it is too soon to tell."}, "programme", True),
        ({"asked": 18}, "programme", True),
        ({"why": "Positive.", "sources": 9, "asked": 9}, "programme", True),
    ],
)
def test_what_young_people_said_is_counted_only_where_no_few_of_them_stand_apart(
    given: dict[str, Any], scope: str, few: bool
):
    assert _few_speakers(young_voices(**given), scope, withheld(1)) is few


def test_what_two_earlier_releases_seem_to_give_away_does_not_stop_every_later_one():
    """One score was mended between them, so 60 - 39 - 18 is no true count; either way it is out already."""
    names = [f"matched/risk/record/programme/1#{what}" for what in ("n", "better", "same", "worse")]
    sums = (Relation.total(names[0], names[1:]),)
    first = EarlierRelease("year-1-1", dict(zip(names, (60, 39, None, None), strict=True)), sums)
    second = EarlierRelease("year-1-2", dict(zip(names, (60, None, 18, None), strict=True)), sums)
    held = Withheld({}, (), Suppression(frozenset(), frozenset()), DisclosureRule(), frozenset())
    assert held.exposed((first, second)) == ()
    # What only this release gives away still stops it.
    counts = dict(zip(names, (60, 39, 17, 4), strict=True))
    told = Withheld(counts, sums, Suppression(frozenset(names[3:]), frozenset()), held.rule, frozenset(names))
    assert names[3] in {one.id for one in told.exposed((first,))}


def asked(question: str, *, missing: int, responses: int = 30, invited: int = 33) -> EvidenceItem:
    """What young people answered to one question: all who gave an opinion agree or disagree half and half."""
    n = responses - missing
    value = {"k": n // 2, "disagree": n - n // 2, "neutral": 0, "dont_know": 0, "too_early": 0, "missing": missing}
    value |= {"responses": responses, "invited": invited}
    made_of = Provenance("surveys/s/responses", (), 0, "")
    name = f"survey/s/{question}/young_person/programme/1"
    return EvidenceItem(
        name,
        "o",
        "programme",
        1,
        "survey",
        "young_person",
        "s",
        "mixed",
        n,
        value_of(value),
        None,
        question,
        made_of,
        unit="partners",
        as_of=date(2019, 8, 31),
    )


def test_who_left_a_question_out_cannot_be_had_from_the_survey_s_other_questions():
    one, other = asked("safe", missing=2), asked("heard", missing=0)
    cells = Cells()
    cells.add("answers/young_person/1#all", 30)
    evidence_cells([one, other], [], cells)
    hidden = suppress(tuple(cells.counts.values()), cells.relations).hidden
    assert {f"{one.evidence_id}#missing", f"{one.evidence_id}#silent"} <= hidden
    total = [f"{item.evidence_id}#responses" for item in (one, other)] + ["answers/young_person/1#all"]
    assert len({name in hidden for name in total}) == 1
    # Nor may those who were invited be shown beside those who answered: 33 less 30 is 3.
    invited = [f"{item.evidence_id}#invited" for item in (one, other)]
    assert set(invited) <= hidden or set(total) <= hidden
    assert f"{one.evidence_id}#n" in hidden or set(total) <= hidden


def option(name: str, chose: int, *, dont_know: int = 2) -> EvidenceItem:
    """How many of the 28 young people who answered a select-all question chose one option."""
    n = 30 - dont_know
    value = {"option": name, "chose": chose, "left": n - chose, "dont_know": dont_know, "missing": 0, "responses": 30}
    return replace(asked(f"helped={name}", missing=0), n=n, value=value_of(value))


def test_who_chose_no_option_cannot_be_had_from_another_option():
    cells = Cells()
    evidence_cells([option("worker", 14), option("training", 27)], [], cells)
    hidden = suppress(tuple(cells.counts.values()), cells.relations).hidden
    one, other = (f"survey/s/helped={name}/young_person/programme/1#" for name in ("worker", "training"))
    assert {one + "dont_know", other + "dont_know", other + "left"} <= hidden
    # 28 less 27 is the 1 who did not choose it; 30 less 28 is the 2 who gave no opinion.
    assert other + "chose" in hidden or {one + "n", other + "n"} <= hidden
    assert (one + "n" in hidden) == (other + "n" in hidden)
    assert {one + "n", one + "responses"} & hidden


def adults(scope: str, n: int) -> EvidenceItem:
    made_of = Provenance("surveys/s/responses", (), 0, "")
    name = f"survey/s/q/stakeholder/{scope}/1"
    return EvidenceItem(
        name,
        "o",
        scope,
        1,
        "survey",
        "stakeholder",
        "s",
        "mixed",
        n,
        value_of({"k": n, "responses": n}),
        None,
        "Q",
        made_of,
        unit="partners",
        as_of=date(2019, 8, 31),
    )


@pytest.mark.parametrize(
    ("places", "hidden"),
    [
        ({"programme": 47, "a": 7, "b": 15, "c": 25}, {"a", "b"}),
        ({"programme": 31, "a": 7, "b": 4, "c": 20}, {"a", "b"}),
        ({"programme": 40, "a": 15, "b": 25}, set()),
        ({"programme": 40, "a": 0, "b": 15, "c": 25}, {"a"}),
        ({"a": 7, "b": 15}, {"a"}),
        ({"programme": 7, "a": 7}, {"a"}),
    ],
)
def test_the_few_adults_of_one_place_cannot_be_had_from_the_others(places: dict[str, int], hidden: set[str]):
    found = few_adults([adults(scope, n) for scope, n in places.items()], DisclosureRule())
    assert {name.split("/")[4] for name in found} == hidden


def test_a_place_with_the_code_of_another_part_of_the_name_is_held_beside_the_others():
    """Site `1` in Year 1: four are few, and its neighbour goes with it."""
    found = few_adults([adults(scope, n) for scope, n in (("programme", 40), ("1", 4), ("b", 11), ("c", 25))], RULE)
    assert {name.split("/")[4] for name in found} == {"1", "b"}


def test_what_is_small_by_todays_rule_is_not_shown_again_of_an_earlier_year():
    """Year 1 was released when nothing was small."""
    past = judged(1)
    every = {name: cell.count for name, cell in cells_of(past).items()}
    again = shown_before(example(), past, [EarlierRelease("year-1-1", every)])
    small = {name for name, cell in cells_of(past).items() if cell.protected and RULE.small(cell.count)}
    assert small
    assert all(again.hides(name) for name in small)
    assert not all(again.hides(name) for name in every)


def cells_of(past: Evaluation) -> Mapping[str, Cell]:
    cells = Cells()
    record_cells(example(), past.year, cells)
    return cells.counts


@pytest.mark.parametrize("year", YEARS)
def test_no_piece_of_an_interview_is_listed_at_a_place_where_few_were_heard(year: int):
    shown = published(example(), judged(year), withheld(year))
    heard = [(v.scope, s) for v in shown.outcomes for s in v.strands if s.kind == "interview"]
    assert any(strand.evidence for scope, strand in heard if scope == "programme")
    assert not any(strand.evidence for scope, strand in heard if scope != "programme")


@pytest.mark.parametrize(("heard", "told"), [(4, False), (12, True)])
def test_young_people_are_quoted_only_where_as_many_were_heard_as_may_be_counted(heard: int, told: bool):
    """Their words beside the adults', which are told with their voice, would be those that are left over."""
    made_of = Provenance("transcripts/i.txt", (), 0, "")
    item = EvidenceItem(
        *("interview/i/1-9/o", "o", "london", 1, "interview", "young_person", "x", "supports", None, None, None),
        "I am safe.",
        made_of,
        quotable=True,
        speaker="Young person",
        unit="partners",
        as_of=date(2019, 8, 31),
    )
    name = "interviews/young_person/1#all"
    hidden = frozenset() if told else frozenset({name})
    held = Withheld({name: heard}, (), Suppression(hidden, frozenset()), DisclosureRule(), frozenset({name}))
    shown = published(example(), replace(judged(1), evidence=(item,), outcomes=(), gaps=()), held).evidence[0]
    assert (shown.text, shown.quotable) == (("I am safe.", True) if told else ("", False))
