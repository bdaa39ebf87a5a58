"""What people said when asked: each source's position on an outcome, from the coded passages."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache

from .folder import Row, Year

POLARITIES = ("supports", "contradicts", "no_change", "too_early", "mixed")


@dataclass(frozen=True)
class Spoken:
    """How many sources were asked, how many spoke, and how they stand."""

    asked: int
    spoke: int
    positions: dict[str, int]
    spans: int  # coded passages that say something, open answers too: they are listed with the interviews


def codes_of(year: Year, outcome: str) -> set[str]:
    return {row["code"] for row in year.rows("codebook") if row["outcome_id"] == outcome}


@cache
def settled(year: Year) -> list[Row]:
    """Return codings, one a span and code: those of the coder `agreed` where there is one for the text."""
    agreed = {row["interview_id"] for row in year.rows("codings") if row["coder"] == "agreed"}
    agreed |= {row["interview_id"] for row in year.rows("coders") if row["coder"] == "agreed"}
    found: dict[tuple[str, str, str, str, str], Row] = {}
    for row in year.rows("codings"):
        if row["interview_id"] in agreed and row["coder"] != "agreed":
            continue
        key = (row["interview_id"], row["start"], row["end"], row["code"], row["polarity"])
        found.setdefault(key, row)
    return list(found.values())


@cache
def talk(year: Year, interview_id: str) -> Row | None:
    """Return who spoke: an interview's row, or a response with its survey for an open answer."""
    if interview_id.startswith("survey:"):
        _, survey, response, _ = interview_id.split(":", 3)
        row = next((each for each in year.responses(survey) if each["response_id"] == response), None)
        return {**row, "source": "", "survey": survey} if row else None
    return next((each for each in year.rows("interviews") if each["interview_id"] == interview_id), None)


def source(row: Row) -> str:
    return (
        row.get("source") or row.get("interview_id") or f"{row['survey']}:{row.get('person_id') or row['response_id']}"
    )


def position(polarities: set[str]) -> str:
    """Return how a source stands: one who says two things is mixed."""
    return next(iter(polarities)) if len(polarities) == 1 else "mixed"


@cache
def spoken(year: Year, outcome: str, voice: str, scope: str, open_answers: bool = False) -> Spoken:
    """Count sources of the year's interviews; open answers too only where that is wanted."""
    codes, sites = codes_of(year, outcome), set(year.sites_at(outcome, scope))

    def here(row: Row | None) -> bool:
        if row is None or row["voice"] != voice or row["year"] != str(year.number):
            return False
        return row["site"] in sites

    asked = set()
    for row in year.rows("asked"):
        who = talk(year, row["interview_id"])
        if row["outcome_id"] == outcome and here(who):
            asked.add(source(who))  # type: ignore[arg-type]
    said: dict[str, set[str]] = {}
    spans = 0
    for row in settled(year):
        who = talk(year, row["interview_id"])
        if row["code"] in codes and row["polarity"] and here(who):
            spans += 1
            if open_answers or "survey" not in who:  # type: ignore[operator]
                said.setdefault(source(who), set()).add(row["polarity"])  # type: ignore[arg-type]
    positions = Counter(position(each) for each in said.values())
    return Spoken(len(asked | set(said)), len(said), {each: positions[each] for each in POLARITIES}, spans)
