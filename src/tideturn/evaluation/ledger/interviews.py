"""Read what people say, in interviews and in open answers, as evidence: each coding, and who spoke of what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import polars as pl

from tideturn.dataset.coded import AGREED
from tideturn.dataset.model import Dataset, Year
from tideturn.dataset.vocabulary import SPEAKER
from tideturn.evaluation.ledger.provenance import of_span
from tideturn.evaluation.ledger.scopes import Found, Outcome
from tideturn.evaluation.ledger.tokens import people
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.population import Population
from tideturn.evaluation.readings import Reading
from tideturn.evaluation.readings_words import Spoken, may_support, read_interviews
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.strand import Strand

UNIT: Final = "sources"
"""Unit of interviews: a person, or a group that spoke together."""
OPEN_ANSWER: Final = "survey:"
_LABELS: Final[Mapping[str, str]] = {
    "staff": "Staff",
    "stakeholder": "Stakeholder",
    "young_person": "Young person",
    "family": "Parent or carer",
}


@dataclass(frozen=True)
class Talk:
    """One interview, or one open answer: its voice, its place and its words."""

    talk_id: str
    source: str
    origin: str
    voice: str
    site: str
    text: str
    file: str
    where: str
    """Prefix of `start-end` for finding the span again: for an open answer, a response and a column."""
    quotable: bool
    speaker: str


def interviews(dataset: Dataset, outcomes: Mapping[str, Outcome], year: Year, rules: Rules) -> Found:
    """Return each coded span of the year and, for each outcome, scope and voice, what those who were asked say."""
    codings = settled(dataset)
    talks = talks_of(dataset, year, (coding["interview_id"] for coding in codings))
    about = {
        row["code"]: outcomes[row["outcome_id"]]
        for row in dataset.table("codebook").to_dicts()
        if row["outcome_id"] in outcomes
    }
    items: dict[str, EvidenceItem] = {}
    talk_of: dict[str, Talk] = {}
    for (talk_id, start, end, code), polarity in merged(codings).items():
        talk, outcome = talks.get(talk_id), about.get(code)
        if talk is None or outcome is None or not outcome.scopes_of(talk.site):
            continue
        item = coding_of(talk, outcome.outcome_id, start, end, code, polarity, year)
        items[item.evidence_id] = item
        talk_of[item.evidence_id] = talk
    strands = _strands(dataset, outcomes, talks, items.values(), talk_of, rules)
    heard = {(outcome, scope, strand.voice): strand.population for outcome, scope, strand in strands}
    of_whom = (
        replace(item, population=heard[item.outcome_id, item.scope, item.voice])
        if (item.outcome_id, item.scope, item.voice) in heard
        else item
        for item in items.values()
    )
    return Found(tuple(of_whom), tuple(strands))


def talks_of(dataset: Dataset, year: Year, coded: Iterable[str]) -> dict[str, Talk]:
    """Return the year's interviews, and those of its open answers that are among the `coded`, by their ids."""
    return _interviews_of(dataset, year) | _open_answers(dataset, year, coded)


def _interviews_of(dataset: Dataset, year: Year) -> dict[str, Talk]:
    talks = {}
    for row in dataset.table("interviews").filter(pl.col("year") == year.number).sort("interview_id").to_dicts():
        source = row["source"] or row["interview_id"]
        talks[row["interview_id"]] = Talk(
            talk_id=row["interview_id"],
            source=source,
            origin=source,
            voice=row["voice"],
            site=row["site"],
            text=dataset.transcripts.get(row["file"], ""),
            file=f"transcripts/{row['file']}",
            where="",
            quotable=bool(row["consent_to_quote"]),
            speaker=_speaker(row),
        )
    return talks


def _open_answers(dataset: Dataset, year: Year, coded: Iterable[str]) -> dict[str, Talk]:
    """Return the coded open answers by id: `survey:S:RESPONSE:ITEM`. A response's own code may hold a colon."""
    wanted: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for talk_id in sorted(set(coded)):
        parts = talk_id.split(":")
        if talk_id.startswith(OPEN_ANSWER) and len(parts) >= 4:
            wanted[parts[1]][":".join(parts[2:-1])].append((parts[-1], talk_id))
    talks = {}
    for code, answers in wanted.items():
        survey = dataset.surveys.get(code)
        if survey is None:
            continue
        rows = survey.responses.filter((pl.col("year") == year.number) & pl.col("response_id").is_in(list(answers)))
        for row in rows.to_dicts():
            for item, talk_id in answers[row["response_id"]]:
                if row.get(item) is not None:
                    talks[talk_id] = Talk(
                        talk_id=talk_id,
                        source=f"survey:{code}:{row['person_id'] or row['response_id']}",
                        origin=f"survey:{code}",
                        voice=row["voice"],
                        site=row["site"],
                        text=row[item],
                        file=f"surveys/{code}/responses",
                        where=f"{row['response_id']}, column {item}, ",
                        quotable=bool(row["consent_to_quote"]),
                        speaker=_speaker(row),
                    )
    return talks


def _speaker(row: Mapping[str, Any]) -> str:
    """Return the kind of speaker and no more: a sector only for those from outside, never a role or a place."""
    label = _LABELS[row["voice"]]
    return f"{label}, {row['sector']}" if row["voice"] == "stakeholder" and row["sector"] else label


def settled(dataset: Dataset) -> list[dict[str, Any]]:
    """Return the codings that count: the agreed ones of each text that has been settled, everybody's of the rest."""
    codings = dataset.table("codings")
    agreed = pl.concat(
        [frame.filter(pl.col("coder") == AGREED).select("interview_id") for frame in (codings, dataset.table("coders"))]
    )["interview_id"].unique()
    return (
        codings.filter((pl.col("coder") == AGREED) | ~pl.col("interview_id").is_in(agreed.to_list()))
        .sort("interview_id", "start", "end", "code", "coder")
        .to_dicts()
    )


def merged(codings: Iterable[Mapping[str, Any]]) -> dict[tuple[str, int, int, str], str]:
    """Return each span and code once, however many coders marked it, with its polarity: mixed where they differ."""
    said: dict[tuple[str, int, int, str], set[str]] = defaultdict(set)
    for coding in codings:
        key = (coding["interview_id"], coding["start"], coding["end"], coding["code"])
        said[key] |= {coding["polarity"]} - {None}
    return {key: one_way(polarities) for key, polarities in said.items()}


def one_way(polarities: set[str]) -> str:
    """Return what somebody said overall: mixed if they said several things, none if they only raised it."""
    if not polarities:
        return "none"
    return next(iter(polarities)) if len(polarities) == 1 else "mixed"


def coding_of(talk: Talk, outcome_id: str, start: int, end: int, code: str, polarity: str, year: Year) -> EvidenceItem:
    """Return one coded stretch as evidence; `outcome_id` is empty for the code of a theme."""
    words = talk.text[start:end]
    return EvidenceItem(
        evidence_id=f"interview/{talk.talk_id}/{start}-{end}/{code}",
        outcome_id=outcome_id,
        scope=talk.site,
        year=year.number,
        kind="interview",
        voice=talk.voice,
        origin=talk.origin,
        polarity=polarity,
        n=None,
        value=None,
        interval=None,
        text=words,
        provenance=of_span(talk.file, f"{talk.where}{start}-{end}", words),
        unit=UNIT,
        as_of=year.as_of,
        quotable=talk.quotable,
        speaker=talk.speaker,
    )


def _strands(
    dataset: Dataset,
    outcomes: Mapping[str, Outcome],
    talks: Mapping[str, Talk],
    items: Iterable[EvidenceItem],
    talk_of: Mapping[str, Talk],
    rules: Rules,
) -> list[tuple[str, str, Strand]]:
    by_outcome: dict[str, list[EvidenceItem]] = defaultdict(list)
    for item in items:
        by_outcome[item.outcome_id].append(item)
    asked_about = _asked(dataset, talks)
    strands = []
    for outcome in outcomes.values():
        own = by_outcome[outcome.outcome_id]
        asked = [
            talk
            for talk in talks.values()
            if not talk.talk_id.startswith(OPEN_ANSWER)
            and (asked_about is None or outcome.outcome_id in asked_about[talk.talk_id])
        ]
        for scope in outcome.scopes:
            sites = outcome.sites_at(scope)
            for voice in SPEAKER.codes:
                here = [talk for talk in asked if talk.voice == voice and talk.site in sites]
                said = [item for item in own if item.voice == voice and item.scope in sites]
                strand = _strand(voice, here, said, talk_of, rules)
                if strand is not None:
                    strands.append((outcome.outcome_id, scope, strand))
    return strands


def _asked(dataset: Dataset, talks: Mapping[str, Talk]) -> dict[str, set[str]] | None:
    """Return the outcomes that each interview asked about; None where nobody recorded that, and all count as asked."""
    if not dataset.has("asked"):
        return None
    asked: dict[str, set[str]] = {talk_id: set() for talk_id in talks}
    for row in dataset.table("asked").to_dicts():
        asked.setdefault(row["interview_id"], set()).add(row["outcome_id"])
    return asked


def _strand(
    voice: str, asked: Iterable[Talk], items: Iterable[EvidenceItem], talk_of: Mapping[str, Talk], rules: Rules
) -> Strand | None:
    """Return the strand of one voice, or None where nobody was asked and nobody even mentioned it.

    Answers written in a survey are listed with it but not counted: their writers answered the survey's own questions,
    and would count as two sources.
    """
    said: dict[str, set[str]] = defaultdict(set)
    evidence, written = [], 0
    for item in items:
        evidence.append(item.evidence_id)
        if item.in_a_survey:
            written += 1
        elif item.polarity != "none":
            said[talk_of[item.evidence_id].source].add(item.polarity)
    everybody = {talk.source for talk in asked} | set(said)
    if not everybody and not evidence:
        return None
    views = [one_way(polarities) for polarities in said.values()]
    spoken = Spoken(
        asked=len(everybody),
        supports=views.count("supports"),
        contradicts=views.count("contradicts"),
        no_change=views.count("no_change"),
        too_early=views.count("too_early"),
        mixed=views.count("mixed"),
    )
    reading: Reading = read_interviews(spoken, rules, written=written)
    population = Population(None, spoken.asked, spoken.spoke, None, ("", "were asked", "spoke of it", ""))
    return Strand(
        kind="interview",
        voice=voice,
        reading=reading.reading,
        why=reading.why,
        unit=UNIT,
        population=population,
        n=spoken.spoke,
        k=spoken.supports,
        evidence=tuple(sorted(evidence)),
        sources=spoken.spoke,
        asked=spoken.asked,
        tokens=frozenset({people(voice)}),
        imprecise=reading.imprecise,
        may_support=may_support(spoken, rules),
        concerns=population.lost_most(UNIT, share=rules.asked_share),
        too_early=spoken.too_early,
        smallest_change=reading.smallest_change,
        needs=reading.needs,
    )
