"""Nobody finds from a release how many young people or families were interviewed, where it says `c` of them.

A reader has every file: the totals, the adults' numbers, the quoted pieces and the list of evidence.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from html import unescape
from itertools import product
from typing import Any

import polars as pl
import pytest
from tests.frames import frame
from tests.report.release.test_freeze import KEY, with_findings
from tests.worked_example import example, second

from tideturn.dataset.model import Dataset, Programme, Site, Year
from tideturn.dataset.tables import TABLES
from tideturn.evaluation.evaluate import evaluate
from tideturn.evaluation.model import Evaluation
from tideturn.evaluation.withholding import Withheld, withhold
from tideturn.report import said
from tideturn.report.release.freeze import freeze
from tideturn.report.renderers.html import page
from tideturn.report.sections.released import Release

VOICES = {
    "staff": "from the programme’s own staff",
    "stakeholder": "from partners",
    "young_person": "from young people",
    "family": "from parents and carers",
}
HIDDEN_OF = {"young_person", "family"}
Files = Mapping[str, str]


def pages(dataset: Dataset, evaluation: Evaluation, held: Withheld, version: str) -> dict[str, bytes]:
    """The documents as pages: the PDFs say the same."""
    year = said(dataset, evaluation, release=Release(version, held.told()))
    return {f"{n}.html": page(one) for n, one in enumerate((year.report, year.evidence, *year.plain.values()))}


def release(dataset: Dataset, evaluation: Evaluation, held: Withheld) -> Files:
    """Every file of the release as text, without its hashes."""
    version = f"year-{evaluation.year.number}-1"
    made = freeze(dataset, evaluation, held, version=version, earlier=(), documents=pages, engine=(), key=KEY)
    texts = {name: content.decode() for name, content in made.items() if name.startswith("release/")}
    return {
        name: re.sub(r"\b[0-9a-f]{64}\b", "#", re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", text))))
        for name, text in texts.items()
    }


@cache
def of_voices(*voices: tuple[str, int, int], places: int = 1, area: str = "cyp") -> Files:
    """A small programme: of each voice how many were asked of an outcome, and how many of those spoke of it.

    Young people are spread over so many places, adults are all at the first.
    """
    words = "It is safer now."
    interviews, codings = [], []
    for voice, asked, spoke in voices:
        for at in range(asked):
            name = f"{voice}{at}"
            interviews.append(
                {"interview_id": name, "voice": voice, "year": 1}
                | {"site": f"s{at % places if voice in HIDDEN_OF else 0}"}
                | {"file": f"{name}.txt", "date": date(2019, 5, 1), "consent_to_quote": True}
            )
            if at < spoke:
                coding = {"interview_id": name, "start": 0, "end": len(words), "code": "safer", "coder": "a"}
                codings.append(coding | {"polarity": "contradicts" if voice == "staff" else "supports"})
    rows: dict[str, list[dict[str, Any]]] = {
        "outcomes": [{"outcome_id": "safer", "area": area, "title": "Young people are safer", "due_year": 1}],
        "codebook": [{"code": "safer", "outcome_id": "safer"}],
        "interviews": interviews,
        "codings": codings,
    }
    sites = tuple(Site(f"s{at}", f"Northport {at}") for at in range(max(places, 2)))
    dataset = Dataset(
        Programme("Programme", sites, (Year(1, date(2018, 10, 1), date(2019, 9, 30)),)),
        {name: frame(TABLES[name], some) for name, some in rows.items()},
        transcripts={str(row["file"]): words for row in interviews},
    )
    return released(dataset, 1)


def released(bare: Dataset, year: int) -> Files:
    """The release of a year with the findings that are drafted."""
    dataset = with_findings(bare, year)
    evaluation = evaluate(dataset, year=year)
    return release(dataset, evaluation, withhold(dataset, evaluation))


class Reader:
    """A reader with every file and the rules, who assumes that everybody interviewed was asked about the strand."""

    def __init__(self, files: Files) -> None:
        self.text = "\n".join(files.values())
        counted = re.search(r"Interviews(c|\d+) interviews?, ([^.]*)\.", self.text)
        assert counted is not None
        self.total, self.voices = counted[1], counted[2]
        self.pieces = json.loads(files["release/claims.json"])["evidence"]

    def of(self, voice: str) -> range:
        """Return the numbers that a voice can have, by its own print alone."""
        told = re.search(rf"(c|\d+|all) {re.escape(VOICES[voice])}", self.voices)
        if told is None:
            return range(1)
        if told[1] == "c":
            assert voice in HIDDEN_OF, "adults are counted"
            return range(1, 6)
        return range(
            int(self.total if told[1] == "all" else told[1]), int(self.total if told[1] == "all" else told[1]) + 1
        )

    def left(self) -> dict[str, set[int]]:
        """What each hidden number can be, all that is printed taken together."""
        ways = [way for way in product(*map(self.of, VOICES)) if self.total == "c" or sum(way) == int(self.total)]
        return {v: {way[at] for way in ways} for at, v in enumerate(VOICES) if v in HIDDEN_OF and len(self.of(v)) > 1}


ONE_LEFT = (("staff", 1, 1), ("stakeholder", 1, 1), ("young_person", 1, 1))
FIVE = (("staff", 3, 1), ("stakeholder", 1, 1), ("young_person", 1, 1))


@pytest.mark.parametrize(
    "voices", [ONE_LEFT, FIVE, (*FIVE, ("family", 2, 2)), (("young_person", 12, 9), ("family", 3, 1))]
)
def test_the_interviews_of_adults_leave_no_single_number_of_the_others(
    voices: tuple[tuple[str, int, int], ...],
) -> None:
    left = Reader(of_voices(*voices)).left()
    assert left
    assert all(len(values) > 1 for values in left.values()), left


@pytest.mark.parametrize("adults", [ONE_LEFT[:2], FIVE[:2], (("staff", 4, 4),)])
@pytest.mark.parametrize(("few", "many"), [(1, 2), (3, 4), (3, 5)])
def test_no_file_differs_with_a_young_person_more(
    adults: tuple[tuple[str, int, int], ...], few: int, many: int
) -> None:
    """Three who agree are enough for a reading, which is printed. Nothing else may differ."""
    for spoke in (few, many):
        assert Reader(of_voices(*adults, ("young_person", spoke, spoke))).total == "c"
    assert of_voices(*adults, ("young_person", few, few)) == of_voices(*adults, ("young_person", many, many))


@pytest.mark.parametrize("spoke", [3, 4, 5])
def test_how_sure_a_verdict_is_does_not_tell_whether_five_young_people_spoke(spoke: int) -> None:
    """Beside three adults, confidence alone would reveal whether five spoke or fewer, so no verdict is shown."""
    told = of_voices(("staff", 3, 3), ("young_person", spoke, spoke))["release/tables/verdicts.csv"]
    assert "safer,Young people are safer,programme,Not shown" in told


def test_a_verdict_that_is_the_same_whether_one_spoke_or_two_is_shown() -> None:
    told = [of_voices(("staff", 3, 3), ("young_person", spoke, spoke)) for spoke in (1, 2)]
    assert told[0] == told[1]
    assert "safer,Young people are safer,programme,Adverse" in told[0]["release/tables/verdicts.csv"]


@pytest.mark.parametrize("few", [1, 2])
def test_the_places_where_a_verdict_is_withheld_count_nobody(few: int) -> None:
    """With one young person at each of five places, five would be those that are not shown."""
    told = of_voices(*ONE_LEFT[:2], ("young_person", few, few), places=5)["release/tables/verdicts.csv"]
    assert len(re.findall(r"safer,s\d,Not shown", told)) == 5


def test_nobody_is_told_of_whom_there_is_none() -> None:
    assert Reader(of_voices(*ONE_LEFT)).voices == (
        "1 from the programme’s own staff, 1 from partners and c from young people"
    )


def test_the_list_of_evidence_counts_no_words_that_are_not_quoted() -> None:
    files = of_voices(("staff", 1, 1), ("young_person", 2, 2))
    assert [piece["evidence_id"] for piece in Reader(files).pieces] == [
        "interview/safer/1/1",
        "interview/safer/1/not-quoted/transcripts",
    ]
    assert "interview/safer/1/2" not in files["release/provenance.json"]


def test_no_place_stands_beside_an_interview() -> None:
    text = of_voices(*ONE_LEFT)["release/0.html"]
    assert "Evidence against the outcome: interviews with the programme’s own staff." in text
    assert not re.search(r"[Ii]nterviews with[^.;]*\(Northport", text)


def test_what_to_collect_says_of_whom_and_not_how_many_more() -> None:
    files = of_voices(("stakeholder", 2, 2), ("young_person", 2, 2), area="practitioner")
    report, evidence = files["release/0.html"], files["release/1.html"]
    assert "Ask practitioners’ managers in interviews what they have seen." in report
    assert "Ask practitioners’ managers in interviews what they have seen.Whole programme" in evidence
    for text in (report, evidence):
        assert "More from" not in text
        assert not re.search(r"It takes \d", text)


SPOKEN = (
    *("outcomes", "interviews", "codebook", "codings", "coders", "asked", "causal_claims", "factors"),
    *("toc_versions", "toc_nodes", "toc_links"),
)
"""The tables of what people said, and of what it is about."""


@pytest.mark.parametrize("year", [1, 2])
@pytest.mark.parametrize("programme", [example, second])
def test_of_whole_programmes_no_hidden_number_is_left_alone(programme: Callable[[], Dataset], year: int) -> None:
    """Without what is no interview, so that it is quick."""
    tables = {name: frame for name, frame in programme().tables.items() if name in SPOKEN}
    spoken = replace(programme(), tables=tables, surveys={}, pathways={})
    reader = Reader(released(spoken, year))
    heard = tables["interviews"].filter(pl.col("year") == year)["voice"].to_list()
    few = {voice for voice in HIDDEN_OF if 0 < heard.count(voice) <= 5}
    assert reader.left() == {voice: {1, 2, 3, 4, 5} for voice in few}
    unquoted = [piece["evidence_id"] for piece in reader.pieces if piece["kind"] == "interview" and not piece["text"]]
    assert all(re.fullmatch(r"interview/\w+/\d/not-quoted/transcripts", one) for one in unquoted)
