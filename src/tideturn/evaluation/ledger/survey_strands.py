"""Make the strands of survey answers: all questions of one outcome, scope, voice and unit as one reading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain
from typing import Final

from tideturn.evaluation.evidence_values import OptionCounts
from tideturn.evaluation.ledger.matched import BEFORE_AND_AFTER
from tideturn.evaluation.ledger.survey_items import Part
from tideturn.evaluation.ledger.tokens import people
from tideturn.evaluation.population import Population
from tideturn.evaluation.readings import exceeds
from tideturn.evaluation.readings_questions import Together, read_questions
from tideturn.evaluation.readings_surveys import SHOWN, ItemReading
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.strand import Strand
from tideturn.evaluation.told import stated, told

_OPTIONS: Final = Together(
    "insufficient",
    "People could choose several answers; each is counted, and none says how the outcome stands.",
    needs="a question whose answers each agree, disagree or lie in between",
)
"""Reading of a strand in which people chose among several answers and were asked nothing else."""
UNSORTED: Final = Together(
    "insufficient",
    "items.csv does not say which answers agree and which disagree, so this points neither way.",
    needs="the answers sorted into agreeing and disagreeing",
)
"""Reading of a strand whose questions have answers that nobody sorted."""


def survey_strands(parts: Iterable[Part], rules: Rules) -> list[tuple[str, str, Strand]]:
    """Return the strand of each outcome, scope, voice and unit, across all surveys with its questions."""
    grouped: dict[tuple[str, str, str, str], list[Part]] = defaultdict(list)
    for part in parts:
        grouped[part.item.outcome_id, part.item.scope, part.item.voice, part.item.unit].append(part)
    return [
        (outcome_id, scope, _strand(voice, unit, own, rules))
        for (outcome_id, scope, voice, unit), own in grouped.items()
    ]


def _strand(voice: str, unit: str, parts: Sequence[Part], rules: Rules) -> Strand:
    parts = sorted(parts, key=lambda part: part.item.evidence_id)
    read = [part for part in parts if part.entry and part.reading]
    entries = tuple(part.entry for part in read if part.entry)
    reading = _reading(parts, read, rules)
    carried = [read[place] for place in reading.carried]
    alone = entries[0] if len(entries) == 1 else None
    surveys = sorted({part.survey for part in parts})
    # Use the turnout of the question with most opinions, for each survey.
    fullest = {part.survey: part for part in sorted(parts, key=lambda part: part.people)}
    concerns = list(chain.from_iterable(fullest[survey].concerns(rules) for survey in surveys))
    concerns += chain.from_iterable(part.further for part in parts)
    invited = [fullest[survey].turnout.population.asked for survey in surveys]
    known = [count for count in invited if count is not None]
    asked_in = {*surveys, *(survey for entry in entries for wave in entry.waves for survey in wave.surveys)}
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
        tokens=frozenset({*(f"survey:{survey}" for survey in asked_in), people(voice)}),
        design=reading.design,
        rose=reading.rose,
        fell=reading.fell,
        imprecise=_imprecise([part.reading for part in carried if part.reading], rules),
        concerns=tuple(dict.fromkeys(concern for concern in concerns if concern)),
        proxy=any(part.proxy for part in parts),
        too_early=sum(_early(parts, survey) for survey in surveys),
        smallest_change=reading.smallest_change,
        needs=reading.needs,
    )


def _reading(parts: Sequence[Part], read: Sequence[Part], rules: Rules) -> Together:
    """Return the reading of a strand: its only question's, or what several read together."""
    readings = [part.reading for part in read if part.reading]
    judged = [(place, one) for place, one in enumerate(readings) if one.cause != SHOWN]
    if all(isinstance(part.item.value, OptionCounts) for part in parts):
        return _OPTIONS
    if not readings:
        return UNSORTED
    if not judged:
        return Together("insufficient", readings[0].why, readings[0].needs)
    if len(judged) == 1:
        ((place, one),) = judged
        return Together(
            *(one.reading, one.why, one.needs, one.smallest_change),
            design=one.design,
            rose=one.rose,
            fell=one.fell,
            carried=(place,),
        )
    entries = [part.entry for part in read if part.entry]
    counts = [
        told("{k} of {n}", k=stated(f"items.{place}.k", entry.k), n=stated(f"items.{place}.n", entry.n))
        for place, entry in enumerate(entries)
        if entry.enough and entry.cause != SHOWN
    ]
    compared = any(entry.item == BEFORE_AND_AFTER for entry in entries)
    together = read_questions(readings, rules, counts=counts, called="result" if compared else "question")
    # Only the set itself reports what a set of pairs could have shown.
    of_waves = [place for place in together.carried if entries[place].waves and readings[place].smallest_change]
    if together.reading != "no_change" or not of_waves:
        return together
    smallest = told("{smallest}", smallest=readings[of_waves[0]].smallest_change).at(f"items.{of_waves[0]}.")
    return replace(together, smallest_change=smallest)


def _imprecise(carried: Sequence[ItemReading], rules: Rules) -> str:
    """Say that everything behind a strand is imprecise: the range of each share, or of each difference, is too wide."""
    widths = [(one.width, rules.difference_width if one.compares else rules.share_width) for one in carried]
    if not widths or not all(exceeds(*one) for one in widths):
        return ""
    if all(one.compares for one in carried):
        most = stated("difference_width", rules.difference_width, "in points", item="rules")
        return told("The range of the difference is wider than {most}.", most=most)
    most = stated("share_width", rules.share_width, "in points", item="rules")
    return told("The range of the share is wider than {most}.", most=most)


def _covered(part: Part, parts: Sequence[Part]) -> Population:
    """Return the whole population of a part's survey, down to those with an opinion on any question for the outcome."""
    anybody = [one.anybody for one in parts if one.survey == part.survey and one.anybody is not None]
    if not anybody or part.item.population.opinion is None:
        return part.item.population
    return replace(part.item.population, opinion=max(anybody))


def _early(parts: Sequence[Part], survey: str) -> int:
    """Return how many people said that it is too early, whichever of the survey's questions they said it of."""
    return max(
        part.too_early if part.anybody_early is None else part.anybody_early for part in parts if part.survey == survey
    )
