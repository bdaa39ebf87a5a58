"""Whole programmes, drawn: three places, a baseline and two years, eighteen outcomes, each with evidence of its own.

In the realistic null nothing changes in any year. People agree out of politeness; young people are referred at a bad
moment, so that scores drift back; counts keep growing as they did. In the world with effects seven outcomes move.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from scipy.special import ndtri
from tests.frames import frame

from tideturn.dataset.model import Dataset, Programme, Site, Survey, Year
from tideturn.dataset.tables import SURVEY_TABLES, TABLES
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.evaluate import judge_year
from tideturn.evaluation.model import Evaluation
from tideturn.evaluation.rules import Rules

Row = Mapping[str, Any]
PLACES: Final = ("north", "south", "west")
YEARS: Final = (
    Year(1, date(2019, 4, 1), date(2020, 3, 31)),
    Year(2, date(2020, 4, 1), date(2021, 3, 31)),
)
JUDGED: Final = 2
SCALE: Final = ("no", "neither", "yes")
PARTNERS: Final = 60
STAFF: Final = 25


@dataclass(frozen=True)
class Claim:
    """One outcome: what it claims, and what is collected about it."""

    outcome_id: str
    area: str
    claim: str
    collected: frozenset[str]
    """Of: level, change (questions to partners and staff), scores, own, waiting, series, pathway, network, interviews,
    documents, harvested."""
    questions: int = 1
    """How many questions of a kind are asked about it."""
    moves: bool = False
    """Whether it moves in the world with effects."""


def _of(name: str, area: str, claim: str, collected: str, *, questions: int = 1, moves: bool = False) -> Claim:
    return Claim(name, area, claim, frozenset(collected.split()), questions, moves)


CLAIMS: Final = (
    _of("safer", "cyp", "change", "change scores own waiting interviews", moves=True),
    _of("access", "cyp", "change", "level scores interviews", moves=True),
    _of("risk", "cyp", "change", "change scores interviews"),
    _of("health", "cyp", "change", "change scores own interviews"),
    _of("relationships", "cyp", "change", "scores interviews"),
    _of("insight", "cyp", "change", "own interviews"),
    _of("understands", "practitioner", "state", "level interviews"),
    _of("confident", "practitioner", "state", "level interviews", questions=2),
    _of("identifies", "practitioner", "change", "level series interviews", moves=True),
    _of("practice", "practitioner", "change", "level change interviews harvested", questions=2, moves=True),
    _of("pathways_known", "system", "state", "level interviews"),
    _of("pathways_suit", "system", "change", "level pathway interviews harvested", moves=True),
    _of("policies", "system", "state", "level documents interviews"),
    _of("culture", "system", "state", "level interviews"),
    _of("victims", "system", "change", "level interviews documents"),
    _of("together", "system", "change", "level network interviews harvested", questions=2, moves=True),
    _of("shared", "system", "change", "change level interviews", questions=2),
    _of("quality", "system", "change", "level interviews harvested", questions=2, moves=True),
)


def _questions(*, one: bool) -> Iterator[tuple[Claim, str, int]]:
    """Each question: its outcome, what it measures and its number."""
    for claim in CLAIMS:
        for measures in ("level", "change"):
            if measures in claim.collected:
                yield from ((claim, measures, number) for number in range(1 if one else claim.questions))


@dataclass(frozen=True)
class Said:
    """How many outcomes of one programme were called supported."""

    changes: int
    """Of those that claim a change and do not move: falsely, in any world."""
    moving: int
    """Of those that move in the world with effects."""
    states: int
    """Of those that claim a state, which is so out of politeness alone."""


@dataclass(frozen=True)
class Programmes:
    """A world of programmes: whether its moving outcomes move, and how people answer when nothing does."""

    effects: bool = False
    polite: float = 0.62
    """How many agree that things got better where nothing did."""
    level: float = 0.60
    """How many agree with how things are, in every wave."""
    drift_back: tuple[float, float, float] = (0.55, 0.27, 0.18)
    """How many scores are better, the same and worse when the crisis that led to a referral is over."""
    support: float = 0.68
    """How many of those who speak in an interview say that it got better."""
    growth: float = 0.08
    """How much counts grow in a year, as they did before."""
    alike: float = 0.3
    """The correlation of one person's answers to two questions."""
    one_question: bool = False
    """Whether every outcome is asked about in one question only."""

    def draw(self, seed: int) -> Dataset:
        """Return one programme of this world."""
        return _Drawn(self, np.random.default_rng(seed)).dataset()


class _Drawn:
    """One programme as it is drawn, table by table."""

    def __init__(self, world: Programmes, rng: Generator) -> None:
        self.world, self.rng = world, rng
        self.rows: dict[str, list[Row]] = {}
        self.transcripts: dict[str, str] = {}

    def moves(self, claim: Claim) -> bool:
        return self.world.effects and claim.moves

    def dataset(self) -> Dataset:
        self._add("outcomes", self._outcomes())
        self._add("series", self._series())
        self._cases()
        self._interviews()
        self._documents()
        self._harvested()
        self._network()
        events = list(self._events())
        self._add("events", events)
        return Dataset(
            programme=Programme(
                name="A programme",
                sites=tuple(Site(place, place.title()) for place in PLACES),
                years=YEARS,
                network_outcome="together",
                comparison_order="by the day of referral",
            ),
            tables={name: frame(TABLES[name], rows) for name, rows in self.rows.items()},
            surveys={f"asked-{year}": self._survey(year) for year in (0, 1, 2)},
            transcripts=self.transcripts,
            pathways={
                "path": {
                    "name": "Path",
                    "outcome_id": "pathways_suit",
                    "kept_by": "other",
                    "steps": [{"name": step} for step in "abc"],
                }
            },
        )

    def _add(self, table: str, rows: Sequence[Row] | Iterator[Row]) -> None:
        self.rows.setdefault(table, []).extend(rows)

    def _outcomes(self) -> Iterator[Row]:
        for claim in CLAIMS:
            system = {"element": "structures"} if claim.area == "system" else {}
            yield {
                "outcome_id": claim.outcome_id,
                "area": claim.area,
                "title": claim.outcome_id,
                "due_year": 1,
                "claim": claim.claim,
                **system,
            }

    def _survey(self, year: int) -> Survey:
        """Partners answer the same questions in every wave, staff from Year 1 on; so are questions of change."""
        people = [("stakeholder", PARTNERS)] + ([("staff", STAFF)] if year else [])
        voices = [voice for voice, count in people for _ in range(count)]
        kindly = self.rng.normal(0.0, np.sqrt(self.world.alike), len(voices))
        items, answers = [], {}
        for claim, measures, number in _questions(one=self.world.one_question):
            if measures == "change" and year == 0:
                continue
            item = f"{claim.outcome_id}_{measures}_{number}"
            items.append(
                {
                    "item": item,
                    "outcome_id": claim.outcome_id,
                    "measures": measures,
                    "scale": "|".join(SCALE),
                    "agree": "yes",
                    "disagree": "no",
                }
            )
            answers[item] = self._answered(self._agree(claim, measures, year), kindly)
        responses = [
            {
                "response_id": f"{year}-{number:03d}",
                "voice": voice,
                "site": PLACES[number % len(PLACES)],
                "year": year,
                "date": YEARS[0].start + timedelta(days=365 * year - 60),
                **{item: given[number] for item, given in answers.items()},
            }
            for number, voice in enumerate(voices)
        ]
        invited = [
            {"voice": voice, "site": place, "year": year, "invited": count // 2}
            for voice, count in people
            for place in PLACES
        ]
        return Survey(
            code=f"asked-{year}",
            responses=frame(SURVEY_TABLES["responses"], responses),
            items=frame(SURVEY_TABLES["items"], items),
            invited=frame(SURVEY_TABLES["invited"], invited),
        )

    def _agree(self, claim: Claim, measures: str, year: int) -> float:
        if not self.moves(claim):
            return self.world.polite if measures == "change" else self.world.level
        return 0.85 if measures == "change" else 0.45 if year < JUDGED else 0.8

    def _answered(self, agree: float, kindly: NDArray[np.float64]) -> list[str]:
        """Who agrees, and of the others half disagree; whoever agrees with one question is likelier to with another."""
        own = self.rng.normal(0.0, np.sqrt(1.0 - self.world.alike), len(kindly))
        agrees = kindly + own < ndtri(agree)
        return [SCALE[2] if yes else SCALE[int(self.rng.random() < 0.5)] for yes in agrees]

    def _series(self) -> Iterator[Row]:
        claim = next(claim for claim in CLAIMS if "series" in claim.collected)
        self._add(
            "indicators",
            [
                {
                    "indicator": "count",
                    "title": "Referrals",
                    "outcome_id": claim.outcome_id,
                    "kept_by": "other",
                    "expected": "up",
                    "registered_on": date(2019, 1, 15),
                    "rationale": "More are recognised",
                    "source": "police",
                }
            ],
        )
        for month in range(48):
            year, of_year = divmod(3 + month, 12)
            rate = 20.0 * (1.0 + self.world.growth) ** (month / 12)
            rate *= 1.5 if self.moves(claim) and month >= 24 else 1.0
            for place in PLACES:
                mean = self.rng.gamma(rate / 3 / 0.5, 0.5)
                period = f"{2017 + year}-{of_year + 1:02d}"
                yield {"indicator": "count", "site": place, "period": period, "count": float(self.rng.poisson(mean))}

    def _cases(self) -> None:
        """Seventy young people in the year; every sixth waits first, scored twice before the work begins."""
        cases, scores = [], []
        for number in range(70):
            case, waits = f"c{number:03d}", number % 5 == 0
            received = YEARS[1].start + timedelta(days=int(self.rng.integers(0, 120)))
            started = received + timedelta(days=110 if waits else 20)
            cases.append(
                {
                    "case_id": case,
                    "site": PLACES[number % 3],
                    "received": received,
                    "opened": received,
                    "started": started,
                    "comparison": "waiting" if waits else None,
                }
            )
            for claim in CLAIMS:
                for rater in ("worker", "young_person"):
                    if {"worker": "scores", "young_person": "own"}[rater] in claim.collected:
                        scores += self._scored(claim, case, rater, received, started, waits=waits)
        self._add("cases", cases)
        self._add("assessments", scores)

    def _scored(
        self, claim: Claim, case: str, rater: str, received: date, started: date, *, waits: bool
    ) -> Iterator[Row]:
        row = {"case_id": case, "outcome_id": claim.outcome_id, "rater": rater, "scale_min": 1, "scale_max": 10}
        first = int(self.rng.integers(3, 7))
        again = first + int(self.rng.choice((1, 0, -1), p=self.world.drift_back))
        if waits:
            # They drift back as they wait, and no further when the work begins.
            yield {**row, "date": received, "stage": "referral", "score": float(first)}
            if "waiting" in claim.collected:
                yield {**row, "date": started - timedelta(days=5), "stage": "waiting", "score": float(again)}
            return
        gained = int(self.rng.choice((2, 1, 0))) if self.moves(claim) else 0
        yield {**row, "date": received + timedelta(days=10), "stage": "baseline", "score": float(first)}
        yield {**row, "date": received + timedelta(days=120), "stage": "review", "score": float(again + gained)}

    def _interviews(self) -> None:
        talks, asked, codings = [], [], []
        for voice, count in (("stakeholder", 12), ("staff", 12)):
            for number in range(count):
                talk = f"{voice}-{number}"
                talks.append(
                    {
                        "interview_id": talk,
                        "file": f"{talk}.txt",
                        "voice": voice,
                        "site": PLACES[number % 3],
                        "year": JUDGED,
                        "consent_to_quote": False,
                        "date": YEARS[1].end - timedelta(days=60),
                    }
                )
                self.transcripts[f"{talk}.txt"] = "words " * 40
                for place, claim in enumerate(c for c in CLAIMS if "interviews" in c.collected):
                    # Each is asked about two outcomes in three, and four in five speak to what they are asked.
                    if self.rng.random() > 2 / 3:
                        continue
                    asked.append({"interview_id": talk, "outcome_id": claim.outcome_id})
                    if self.rng.random() > 0.8:
                        continue
                    support = 0.9 if self.moves(claim) else self.world.support
                    rest = (1.0 - support) / 2
                    ways = ("supports", "no_change", "contradicts")
                    codings.append(
                        {
                            "interview_id": talk,
                            "start": 6 * place,
                            "end": 6 * place + 5,
                            "code": claim.outcome_id,
                            "coder": "agreed",
                            "polarity": str(self.rng.choice(ways, p=(support, rest, rest))),
                        }
                    )
        self._add("interviews", talks)
        self._add("asked", asked)
        self._add("codings", codings)
        self._add(
            "codebook", [{"code": c.outcome_id, "title": c.outcome_id, "outcome_id": c.outcome_id} for c in CLAIMS]
        )

    def _documents(self) -> None:
        documents, extracts = [], []
        for claim in CLAIMS:
            for number in range(3 if "documents" in claim.collected else 0):
                document = f"{claim.outcome_id}-{number}"
                documents.append(
                    {
                        "document_id": document,
                        "title": document,
                        "origin": f"board {number}",
                        "date": YEARS[1].start + timedelta(days=90),
                    }
                )
                if self.rng.random() < 0.6:
                    extracts.append(
                        {
                            "document_id": document,
                            "page": 1,
                            "text": "It is so.",
                            "outcome_id": claim.outcome_id,
                            "polarity": "supports",
                        }
                    )
        self._add("documents", documents)
        self._add("extracts", extracts)

    def _harvested(self) -> None:
        changes, confirmed = [], []
        for claim in CLAIMS:
            for number in range(2 if "harvested" in claim.collected else 0):
                change = f"{claim.outcome_id}-{number}"
                changes.append(
                    {
                        "change_id": change,
                        "site": PLACES[number],
                        "date": YEARS[1].start + timedelta(days=60),
                        "description": "Something changed",
                        "element": "structures",
                        "level": "local",
                        "outcome_id": claim.outcome_id,
                        "direction": "positive",
                        "stage": "adopted",
                    }
                )
                said = "fully" if self.rng.random() < (0.9 if self.moves(claim) else 0.5) else "cannot_say"
                confirmed.append(
                    {
                        "change_id": change,
                        "substantiator": f"partner-{change}",
                        "independent": True,
                        "description": said,
                        "significance": said,
                        "contribution": said,
                        "date": YEARS[1].start + timedelta(days=90),
                    }
                )
        self._add("changes", changes)
        self._add("substantiations", confirmed)

    def _network(self) -> None:
        claim = next(claim for claim in CLAIMS if "network" in claim.collected)
        names = [f"o{number:02d}" for number in range(24)]
        self._add(
            "organisations",
            [{"organisation_id": n, "name": n, "sector": "other", "site": PLACES[i % 3]} for i, n in enumerate(names)],
        )
        ties = self.rng.random((24, 24)) < 0.18
        for wave, day in ((1, YEARS[0].start), (2, YEARS[1].end - timedelta(days=90))):
            if wave == 2:
                # One tie in five goes, and as many others come; with an effect, more.
                gone = self.rng.random((24, 24)) < 0.2
                come = self.rng.random((24, 24)) < (0.2 if self.moves(claim) else 0.2 * 0.18 / 0.82)
                ties = (ties & ~gone) | (~ties & come)
            self._add(
                "waves",
                [{"wave": wave, "date": day, "organisation_id": name, "responded": True} for name in names],
            )
            self._add(
                "ties",
                [
                    {"wave": wave, "from": one, "to": other, "level": 2}
                    for i, one in enumerate(names)
                    for j, other in enumerate(names)
                    if i != j and ties[i, j]
                ],
            )

    def _events(self) -> Iterator[Row]:
        """Forty cases a year take a pathway; four in ten meet all of it."""
        claim = next(claim for claim in CLAIMS if "pathway" in claim.collected)
        for year in YEARS:
            met = 0.75 if self.moves(claim) and year.number == JUDGED else 0.4
            for number in range(40):
                case, at = f"p{year.number}-{number}", year.start + timedelta(days=int(self.rng.integers(0, 200)))
                steps = "abc" if self.rng.random() < met else str(self.rng.choice(("ac", "bc", "ab")))
                for place, step in enumerate(steps):
                    yield {
                        "pathway": "path",
                        "case_id": case,
                        "activity": step,
                        "time": f"{at + timedelta(days=3 * place)}T09:00:00",
                        "site": PLACES[number % 3],
                    }


def judged(world: Programmes, seed: int) -> Evaluation:
    """Return the year of one programme of this world as the product judges it, by the shortest way."""
    return judge_year(world.draw(seed), JUDGED, Rules())


def said_of(evaluation: Evaluation) -> Said:
    """Return what was said of one programme."""
    claims = {claim.outcome_id: claim for claim in CLAIMS}
    whole = [verdict for verdict in evaluation.outcomes if verdict.scope == PROGRAMME_SCOPE]
    supported = [claims[verdict.outcome_id] for verdict in whole if verdict.verdict == "supported"]
    return Said(
        changes=sum(claim.claim == "change" and not claim.moves for claim in supported),
        moving=sum(claim.moves for claim in supported),
        states=sum(claim.claim == "state" for claim in supported),
    )
