"""Limit what a release says of the theory of change: no small number of young people, nor of the few at one place."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Final

from tideturn.dataset.model import Dataset
from tideturn.dataset.verdict import Verdict
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE, WITHHELD
from tideturn.evaluation.claims.checks.exposure import PROTECTED
from tideturn.evaluation.contribution import Contribution
from tideturn.evaluation.model import Evaluation, OutcomeVerdict
from tideturn.evaluation.theory_records import ProposedLink, SaidCause, SaidMechanism, SaidWords, TocLink
from tideturn.evaluation.withholding.free_text import speaks_of_few, without_small_numbers
from tideturn.evaluation.withholding.released import released_plan
from tideturn.evaluation.withholding.withhold import Withheld, heard_cell
from tideturn.methods.disclosure import DisclosureRule
from tideturn.methods.fidelity import Fidelity, fidelity


def released_fidelity(dataset: Dataset, evaluation: Evaluation, withheld: Withheld) -> tuple[Fidelity, ...]:
    """Return the fidelity of the work without what is hidden; empty if none was calculated."""
    if not evaluation.fidelity:
        return ()
    return fidelity(released_plan(dataset.table("plan"), withheld), evaluation.year.number)


_NOT_RATED: Final = "It rests on numbers that are too small to be shown."


@dataclass(frozen=True)
class Heard:
    """What a reader of a release knows besides a count of who said something, and could use to take that count apart.

    `people` holds the young people and families interviewed in the year, by their voice, where that is shown. `again`
    says that the year was released before: the difference of the two releases would be what one person more or less
    said. `untold` holds the voices with so few interviews that their number is hidden.
    """

    people: Mapping[str, int] = field(default_factory=dict)
    again: bool = False
    untold: frozenset[str] = frozenset()

    def tells(self, young: Collection[str], sources: int, rule: DisclosureRule) -> bool:
        """Return whether a reader could work out a small number from a count of only these voices."""
        known = [self.people.get(voice) for voice in young]
        return all(known) and rule.leaves_few(sum(count or 0 for count in known) - sources)


def heard_in(withheld: Withheld, year: int) -> Heard:
    """Return how many young people and families a release says were interviewed, and whether it is the year's first."""
    cells = {voice: heard_cell(voice, year) for voice in sorted(PROTECTED)}
    people = {voice: withheld.counts[cell] for voice, cell in cells.items() if not withheld.not_shown(cell)}
    return Heard(people, withheld.again, frozenset(v for v, cell in cells.items() if withheld.hides(cell)))


def released_links(
    links: Iterable[TocLink], work: Iterable[Fidelity], rule: DisclosureRule, heard: Heard
) -> tuple[TocLink, ...]:
    """Return the links, hiding the counts that would show how few young people or families mentioned one.

    Places are named only if as many people spoke as a place needs for its adults to be counted: with fewer, a place and
    a count would show how many spoke there.
    """
    known = {(one.component, one.site, one.node_id): one for one in work}
    return tuple(
        replace(
            _released(link, rule, heard),
            fidelity=tuple(known[one.component, one.site, one.node_id] for one in link.fidelity),
        )
        for link in links
    )


def released_contributions(
    told: Iterable[Contribution], verdicts: Iterable[OutcomeVerdict], rule: DisclosureRule
) -> tuple[Contribution, ...]:
    """Return the contributions without who said so, and without ratings that would reveal something hidden.

    Such a rating would show a withheld verdict, or how few young people said so. `verdicts` are as the release has
    them.
    """
    whole = [one for one in verdicts if one.scope == PROGRAMME_SCOPE]  # a rating rests on these alone
    hidden = {one.outcome_id for one in whole if one.standing is Verdict.WITHHELD or one.left_out}
    return tuple(_contribution(one, rule, hide=one.outcome_id in hidden) for one in told)


def _contribution(one: Contribution, rule: DisclosureRule, *, hide: bool) -> Contribution:
    shown = replace(
        one,
        rivals=tuple(
            replace(
                rival,
                text=without_small_numbers(rival.text, rule),
                reason=without_small_numbers(rival.reason, rule),
            )
            for rival in one.rivals
        ),
        tests=tuple(
            replace(test, expected=without_small_numbers(test.expected, rule), evidence_id="") for test in one.tests
        ),
        sources=None,
        voices=(),
    )
    # Adults are counted, so a rating that depends on how many people said so would show how many young people did.
    if hide or (one.turns_on_people and PROTECTED.intersection(one.voices)):
        return replace(shown, rating=WITHHELD, why=_NOT_RATED)
    return shown


def released_causes(causes: Iterable[SaidCause], rule: DisclosureRule, heard: Heard) -> tuple[SaidCause, ...]:
    """Return what people said helps or hinders an outcome, counted as the links are, and without any pseudonym.

    If counts are hidden, the order does not show which of them is larger.
    """
    shown = [_cause(cause, rule, heard) for cause in causes]
    places = {outcome: place for place, outcome in enumerate(dict.fromkeys(one.outcome_id for one in shown))}
    return tuple(
        sorted(
            shown,
            key=lambda one: (
                *(places[one.outcome_id], one.distance, one.sources is None, -(one.sources or 0)),
                *(one.cause, one.effect),
            ),
        )
    )


def _cause(cause: SaidCause, rule: DisclosureRule, heard: Heard) -> SaidCause:
    sources, unprompted, against, sites = _counts(cause, rule, heard, cause.against_voices)
    young = PROTECTED & set(cause.voices)
    threads = None if sources is None or (young and _tells_few((sources, cause.threads), rule)) else cause.threads
    return replace(
        cause,
        cause=cause.cause if cause.in_theory else without_small_numbers(cause.cause, rule),
        factors=tuple(without_small_numbers(factor, rule) for factor in cause.factors),
        by_way_of=tuple(without_small_numbers(part, rule) for part in cause.by_way_of),
        sources=sources,
        unprompted=unprompted,
        against=against,
        threads=threads,
        sites=sites,
        who=(),
    )


def released_proposals(proposals: Iterable[ProposedLink], withheld: Withheld, year: int) -> tuple[ProposedLink, ...]:
    """Return what the theory lacks, counted as the links are, with words only if enough were heard to be counted.

    If counts are hidden, the order does not show which others they lie between.
    """
    heard = heard_in(withheld, year)
    shown = [_proposal(one, withheld, year, heard) for one in proposals]
    return tuple(
        sorted(shown, key=lambda one: (one.sources is None, -(one.sources or 0), one.start, one.end, one.effect))
    )


def _proposal(proposal: ProposedLink, withheld: Withheld, year: int, heard: Heard) -> ProposedLink:
    rule = withheld.rule
    sources, unprompted, against, sites = _counts(proposal, rule, heard, proposal.against_voices)
    return replace(
        proposal,
        start=proposal.start if proposal.start_in_theory else without_small_numbers(proposal.start, rule),
        end=proposal.end if proposal.end_in_theory else without_small_numbers(proposal.end, rule),
        sources=sources,
        unprompted=unprompted,
        against=against,
        sites=sites,
        quotes=_quotes(proposal.quotes, withheld, year),
    )


def _quotes(quotes: Iterable[SaidWords], withheld: Withheld, year: int) -> tuple[SaidWords, ...]:
    return tuple(
        said
        for said in quotes
        if not speaks_of_few(said.text, withheld.rule) and not withheld.few_heard(said.voice, year)
    )


def released_mechanisms(told: Iterable[SaidMechanism], withheld: Withheld, year: int) -> tuple[SaidMechanism, ...]:
    """Return what works where, counting and quoting only adults.

    A release gives the adults' number for a context elsewhere: a total with young people or families in it would reveal
    theirs. A row that only they named would reveal that they did.
    """
    rule = withheld.rule
    shown = []
    for one in told:
        adults = {voice: count for voice, count in one.by_voice.items() if voice not in PROTECTED}
        if not adults:
            continue
        shown.append(
            replace(
                one,
                mechanism=one.mechanism if one.in_theory else without_small_numbers(one.mechanism, rule),
                factors=tuple(without_small_numbers(factor, rule) for factor in one.factors),
                sources=sum(adults.values()),
                by_voice=adults,
                against=None if one.against and PROTECTED.intersection(one.against_voices) else one.against,
                quotes=_quotes((said for said in one.quotes if said.voice not in PROTECTED), withheld, year),
            )
        )
    return tuple(
        sorted(shown, key=lambda one: (-(one.sources or 0), one.outcome_id, one.context, one.mechanism, one.effect))
    )


def _released(link: TocLink, rule: DisclosureRule, heard: Heard) -> TocLink:
    sources, unprompted, against, sites = _counts(link, rule, heard)
    cut = tuple(
        replace(one, start=without_small_numbers(one.start, rule), end=without_small_numbers(one.end, rule))
        for one in link.cut
    )
    helps, hinders = _sides(link, sources, rule)
    shown = replace(
        link,
        sources=sources,
        unprompted=unprompted,
        against=against,
        helps=helps,
        hinders=hinders,
        sites=sites,
        cut=cut,
        helped_by=frozenset(),
    )
    voices = {voice for arrow in link.cut for voice in arrow.voices}
    told = [link.flow, link.people, link.threads, sources, helps, *(arrow.sources for arrow in link.cut)]
    tells = _mixed(voices) or (PROTECTED & voices and (heard.again or _tells_few(told, rule)))
    if link.flow and (sources is None or tells):
        return replace(shown, flow=None, people=None, threads=None, cut=())
    return shown


def _sides(link: TocLink, sources: int | None, rule: DisclosureRule) -> tuple[int | None, int | None]:
    """Return how many say that a link helps, and that it hinders; nought stays shown where the rule allows it.

    Hide both if the sources are hidden. If only young people or families spoke, also hide both if one of them, or its
    difference from another count of them, is small.
    """
    helps, hinders, against, whole = link.helps or 0, link.hinders or 0, link.against or 0, link.sources or 0
    parts = (helps, hinders, against, whole - helps, whole - against, against - hinders, abs(helps + against - whole))
    young_alone = PROTECTED.issuperset(link.voices) and whole > 0
    if sources is not None and not (young_alone and any(map(rule.small, parts))):
        return link.helps, link.hinders
    return (0 if helps == 0 and rule.show_zero else None), (0 if hinders == 0 and rule.show_zero else None)


def _tells_few(counts: Iterable[int | None], rule: DisclosureRule) -> bool:
    """Return whether one of several counts of the same people is small, or the difference of two of them."""
    known = sorted({count for count in counts if count})
    return any(map(rule.small, known)) or any(rule.leaves_few(b - a) for a, b in combinations(known, 2))


def _counts(
    said: TocLink | SaidCause | ProposedLink, rule: DisclosureRule, heard: Heard, others: Iterable[str] = ()
) -> tuple[int | None, int | None, int | None, tuple[str, ...]]:
    """Return sources, unprompted, against and sites as a release shows them; `others` are the voices of those against.

    People who say otherwise of a cause may also be counted where it does the opposite; the difference of the two would
    show how few young people deny it.
    """
    sources = said.sources or 0
    mixed = sources > 0 and _mixed(said.voices)
    sites = said.sites if sources >= rule.small_denominator and not mixed else ()
    voices = {*said.voices, *others}
    young = PROTECTED & voices
    if mixed or _hidden(sources, said.against, voices, rule, heard):
        # Keep saying that nobody denies it, or the release would hint at a doubt that nobody has.
        return None, None, 0 if said.against == 0 and rule.show_zero else None, sites
    against = None if PROTECTED.intersection(others) and said.against else said.against
    if young == voices:
        return said.sources, _part(said.unprompted, sources, rule), _part(against, sources, rule), sites
    return said.sources, said.unprompted, against, sites


def _mixed(voices: Collection[str]) -> bool:
    """Return whether both adults and young people or families are among them: minus the adults, the rest shows."""
    return len(PROTECTED.intersection(voices)) not in (0, len(set(voices)))


def _hidden(sources: int, against: int | None, voices: Collection[str], rule: DisclosureRule, heard: Heard) -> bool:
    """Return whether the number of these voices would show how few young people or families said something."""
    young = PROTECTED.intersection(voices)
    # Those who deny a cause may be the only ones who mention it, so count them as carefully.
    spoke = max(sources, against or 0)
    # Adults are counted, so those who said so would narrow how many young people were heard.
    apart = bool(heard.untold & young) or (young == voices and heard.tells(young, sources, rule))
    return bool(young) and (rule.small(spoke) or bool(spoke and (heard.again or apart)))


def _part(part: int | None, whole: int, rule: DisclosureRule) -> int | None:
    """Return part of a number of young people; None if it, or the rest of the whole, is small."""
    return None if part is None or rule.small(part) or rule.leaves_few(whole - part) else part
