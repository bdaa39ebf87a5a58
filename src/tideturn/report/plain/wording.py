"""Put a count into words for partners and for young people."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Final

from tideturn.evaluation.claims.checks.exposure import counts_young_people
from tideturn.evaluation.evidence_values import ScorePairs
from tideturn.evaluation.measured import known
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.strand import Strand
from tideturn.evaluation.told import Told, joined, stated, told
from tideturn.evaluation.units import TRAINED, noun
from tideturn.evaluation.waves import Wave, in_year
from tideturn.report.plain.gentle import blames, may_be_told
from tideturn.report.plain.phrases import PARTNERS, YOUNG_PEOPLE, voice
from tideturn.report.plain.reading_age import easy
from tideturn.report.sections.before_training import agreed_before

_AGAIN: Final = "at the start and again this year"


class Wording:
    """The sentences for partners, with percentages and earlier years."""

    audience = PARTNERS

    def who(self, item: EvidenceItem) -> str:
        """Return who answered."""
        return noun(TRAINED, item.n or 0) if item.unit == TRAINED else _those(voice(item.voice, self.audience))

    def answered(self, item: EvidenceItem, field: str, way: str) -> Told:
        """Return `39 of 50 partners (78%) agreed.`; `field` is k, or `worse` for those who said the opposite."""
        only = _only(way) if field == "k" else ""
        return told(
            f"{only}{{{{{field}:{item.evidence_id}}}}} of {{{{n:{item.evidence_id}}}}} {{who}}{{share}} {{did}}.",
            who=self.who(item),
            share=share(item) if field == "k" else "",
            did=did(item, field),
        )

    def earlier(self, item: EvidenceItem) -> Told:
        """Return `28 of 55 did before Year 1, and 41 of 55 did in Year 1.`; nothing for young people."""
        if counts_young_people(item):
            return Told("")
        waves = [
            told("{k} of {n} did {when}", when=in_year(wave.year), **_of_wave(item, at, wave))
            for at, wave in enumerate(item.waves)
            if (wave.k_now, wave.n_now) == (item.k, item.n)
        ]
        return told("{waves}.", waves=joined(waves, ", and ")) if waves else Told("")

    def scored(self, item: EvidenceItem, *, apart: bool, field: str) -> Told:
        """Say how many scores got better, stayed the same or got worse; join the last two if either count is small."""
        k, n, same, worse, others = (f"{{{name}:{item.evidence_id}}}" for name in ("k", "n", "same", "worse", "others"))
        counted = noun(item.unit, item.n or 0)
        rest = "" if item.value_as(ScorePairs).better == item.n else f". The other {others} scored the same or worse"
        rest = f", the same for {same} and worse for {worse}" if apart else rest
        if item.kind == "survey":
            rest = f", {same} the same and {worse} lower" if apart else rest
            return Told(f"{k} of {n} {counted} rated themselves higher after training than before{rest}.")
        who = "Workers" if item.voice == "record" else f"{n} {counted}"
        whom = f" {n} {counted}" if item.voice == "record" else " this"
        lead = f"{who} scored{whom} {_AGAIN}. The last score was"
        if field == "same":
            return Told(f"{lead} the same for {same} of them, better for {k} and worse for {worse}.")
        return Told(f"{lead} better for {k} of them{rest}.")

    def interviewed(self, strand: Strand, k: Told, n: Told, way: str) -> Told:
        """Return `5 of 6 partners who spoke of it said so.`"""
        who = voice(strand.voice, self.audience)
        return told("{only}{k} of {n} {who} who spoke of it said so.", only=_only(way), k=k, n=n, who=_those(who))

    def before_training(self, item: EvidenceItem, every: Iterable[EvidenceItem]) -> Told:
        """Say how many of those who answered before and after a training agreed before it; nothing where nobody did."""
        those = agreed_before(item, every)
        return told("Before the training, {those} had.", those=those) if those else Told("")

    def covered(self, item: EvidenceItem, rules: Rules) -> Told:
        """Say how many were reached, asked and answered, where a step lost too many to leave this out."""
        covered = item.population
        steps = {step: getattr(covered, step) for step in ("reached", "asked", "answered")}
        if None in steps.values() or not covered.lost_most(item.unit, share=rules.response_rate):
            return Told("")
        came, asked, *_ = covered.steps
        said = {step: stated(f"population.{step}", n, item=item.evidence_id) for step, n in steps.items()}
        text = "Of {reached} people who {came}, {asked} {did} and {answered} answered."
        return told(text, came=came, did=asked, **said)


class YoungWording(Wording):
    """The sentences for young people: short, without percentages."""

    audience = YOUNG_PEOPLE

    def __init__(self, rules: Rules) -> None:
        """Store the rules, which decide which questions may be quoted."""
        self.rules = rules

    def who(self, item: EvidenceItem) -> str:
        """Return who answered."""
        return voice(item.voice, self.audience, item.unit)

    def answered(self, item: EvidenceItem, field: str, way: str) -> Told:
        """Return `Most people from other services agreed: 39 of 50.`, after the question if young people answered."""
        part = known(item.number(field)) / (item.n or 1)  # by name, because the printed number is bound to it
        if way == "negative" and field == "k":
            text = f"Only {{{{k:{item.evidence_id}}}}} of {{{{n:{item.evidence_id}}}}} {{who}} {{did}}."
        elif part == 1:
            covered = item.population
            gave = "gave an opinion" if covered.opinion not in (None, covered.answered) else "answered"
            text = f"All {{{{n:{item.evidence_id}}}}} {{who}} who {gave} {{did}}."
        elif part > 1 / 2 and field == "k":
            text = f"Most {{who}} {{did}}: {{{{{field}:{item.evidence_id}}}}} of {{{{n:{item.evidence_id}}}}}."
        else:
            text = f"{{{{{field}:{item.evidence_id}}}}} of {{{{n:{item.evidence_id}}}}} {{who}} {{did}}."
        said = told(text, who=_those(self.who(item)), did=did(item, field))
        question = item.text.strip()
        if (
            item.voice != "young_person"
            or not (easy(question) and may_be_told(question, self.rules))
            or blames(question)
        ):
            return said
        return told("We asked: “{question}” {said}", question=question, said=said)

    def earlier(self, item: EvidenceItem) -> Told:
        """Return `Before the project began, it was 28 of 55.`; nothing for young people, who could be identified."""
        wave = since(item)
        if wave is None:
            return Told("")
        at, held = wave
        when = "Before the project began" if held.year < 1 else told("In Year {year}", year=held.year)
        return told("{when}, it was {k} of {n}.", when=when, **_of_wave(item, at, held))

    def scored(self, item: EvidenceItem, *, apart: bool, field: str) -> Told:
        """Say how many scores got better, stayed the same or got worse; join the last two if either count is small."""
        k, n, same, worse, others = (f"{{{name}:{item.evidence_id}}}" for name in ("k", "n", "same", "worse", "others"))
        counted = self.who(item) if item.voice != "record" else noun(item.unit, item.n or 0)
        lead = f"{n} {counted} scored this {_AGAIN}."
        if item.kind == "survey":
            lead = f"{n} {counted} scored themselves before it and after it."
        elif item.voice == "record":
            lead = f"Workers scored this for {n} {counted}, {_AGAIN}."
        if field == "same":
            return Told(f"{lead} The last score was the same for {same}, better for {k} and worse for {worse}.")
        rest = (
            "" if item.value_as(ScorePairs).better == item.n else f" For the other {others}, it was the same or worse."
        )
        rest = f" It was the same for {same} and worse for {worse}." if apart else rest
        return Told(f"{lead} The last score was better for {k} of them.{rest}")

    def interviewed(self, strand: Strand, k: Told, n: Told, way: str) -> Told:
        """Return `6 people from other services talked to us about this. 5 of them said so.`"""
        who = voice(strand.voice, self.audience)
        return told(
            "{n} {who} talked to us about this. {only}{k} of them said so.", only=_only(way), k=k, n=n, who=_those(who)
        )


def did(item: EvidenceItem, field: str) -> Told:
    """Return the verb for `field`: `agreed`, `answered “Fewer”`; for `worse`, what those who said the opposite did."""
    return item.choices.agreed.of(item.evidence_id) if field == "k" else Told("said that it got worse")


def _only(way: str) -> str:
    return "Only " if way == "negative" else ""


def share(item: EvidenceItem) -> str:
    """Return a reference to the percentage, in brackets; nothing where there are too few answers for one."""
    return f" ({{share:{item.evidence_id}}})" if item.share is not None else ""


def since(item: EvidenceItem) -> tuple[int, Wave] | None:
    """Return the place of the reference wave among the waves, and that wave, if it covers the same places as now.

    Return None for young people: they could be identified.
    """
    now = (item.k, item.n)
    for at, wave in enumerate(item.waves):
        if wave.reference and (wave.k_now, wave.n_now) == now and not counts_young_people(item):
            return at, wave
    return None


def _of_wave(item: EvidenceItem, at: int, wave: Wave) -> dict[str, Told]:
    number = partial(stated, item=item.evidence_id)
    return {"k": number(f"waves.{at}.k", wave.k), "n": number(f"waves.{at}.n", wave.n)}


def _those(who: str) -> str:
    """Return `of the programme’s staff` if the name starts with “the”, which names a whole group; else the name."""
    return f"of {who}" if who.startswith("the ") else who
