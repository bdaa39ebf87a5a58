"""The strands that survey answers make up: all questions of one outcome, scope, voice and unit as one reading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain
from typing import Final

from tideturn.evaluation.ledger.matched import BEFORE_AND_AFTER
from tideturn.evaluation.ledger.survey_items import Part
from tideturn.evaluation.ledger.tokens import people
from tideturn.evaluation.model import Strand
from tideturn.evaluation.population import Population
from tideturn.evaluation.readings import Reading, read_questions
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.told import stated, told

_OPTIONS: Final = Reading(
    "insufficient",
    "People could choose several answers; each is counted, and none says how the outcome stands.",
    needs="a question whose answers each agree, disagree or lie in between",
)
"""Of a strand in which people chose among several answers and were asked nothing else."""


def survey_strands(parts: Iterable[Part], rules: Rules) -> list[tuple[str, str, Strand]]:
    """Return the strand of each outcome, scope, voice and unit, whichever surveys its questions were asked in."""
    grouped: dict[tuple[str, str, str, str], list[Part]] = defaultdict(list)
    for part in parts:
        grouped[part.item.outcome_id, part.item.scope, part.item.voice, part.item.unit].append(part)
    return [
        (outcome_id, scope, _strand(voice, unit, own, rules))
        for (outcome_id, scope, voice, unit), own in grouped.items()
    ]


def _strand(voice: str, unit: str, parts: Sequence[Part], rules: Rules) -> Strand:
    parts = sorted(parts, key=lambda part: part.item.evidence_id)
    entries = tuple(part.entry for part in parts if part.entry)
    readings = [part.reading for part in parts if part.reading]
    if all("chose" in (part.item.value or {}) for part in parts):
        reading = _OPTIONS
    elif not readings:
        reading = Reading(
            "insufficient",
            "Which of its answers agree and which disagree is not said in items.csv, so it points no way.",
            needs="the answers sorted into agreeing and disagreeing",
        )
    elif len(readings) == 1:
        reading = readings[0]
    else:
        counts = [
            told("{k} of {n}", k=stated(f"items.{i}.k", entry.k), n=stated(f"items.{i}.n", entry.n))
            for i, entry in enumerate(entries)
            if entry.reading != "insufficient"
        ]
        compared = any(entry.item == BEFORE_AND_AFTER for entry in entries)
        called = "result" if compared else "question"
        reading = read_questions([one.reading for one in readings], rules, counts=counts, called=called)
    alone = entries[0] if len(entries) == 1 else None
    surveys = sorted({part.survey for part in parts})
    # Of each survey, the turnout of the question to which most gave an opinion.
    fullest = {part.survey: part for part in sorted(parts, key=lambda part: part.people)}
    concerns = list(chain.from_iterable(fullest[survey].concerns(rules) for survey in surveys))
    concerns += [part.lost for part in parts]
    invited = [fullest[survey].turnout.population.asked for survey in surveys]
    known = [count for count in invited if count is not None]
    return Strand(
        kind="survey",
        voice=voice,
        reading=reading.reading,
        why=reading.why,
        unit=unit,
        population=_covered(max(parts, key=lambda part: part.people), parts),
        n=alone.n if alone else None,
        k=alone.k if alone else None,
        share=alone.share if alone else None,
        low=alone.low if alone else None,
        high=alone.high if alone else None,
        items=entries,
        evidence=tuple(part.item.evidence_id for part in parts),
        sources=len(surveys),
        asked=sum(known) if len(known) == len(invited) else None,
        tokens=frozenset({people(voice), *(f"survey:{survey}" for survey in surveys)}),
        concerns=tuple(dict.fromkeys(concern for concern in concerns if concern)),
        proxy=any(part.proxy for part in parts),
        too_early=sum(_early(parts, survey) for survey in surveys),
        smallest_change=reading.smallest_change,
        needs=reading.needs,
    )


def _covered(part: Part, parts: Sequence[Part]) -> Population:
    """The whole chain of a part's survey, down to those who gave an opinion on any of its questions for the outcome."""
    anybody = [one.anybody for one in parts if one.survey == part.survey and one.anybody is not None]
    if not anybody or part.item.population.opinion is None:
        return part.item.population
    return replace(part.item.population, opinion=max(anybody))


def _early(parts: Sequence[Part], survey: str) -> int:
    """How many people said that it is too early, whichever of the survey's questions they said it of."""
    return max(
        part.too_early if part.anybody_early is None else part.anybody_early for part in parts if part.survey == survey
    )
