"""Say for each outcome its verdict, the number that says most about it, and how sure it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tideturn.dataset.model import Dataset
from tideturn.dataset.verdict import Verdict
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.claims.model import Claim, Edge
from tideturn.evaluation.claims.references import fill
from tideturn.evaluation.model import CHANGE, STATE, Evaluation, EvidenceItem, OutcomeVerdict
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.strand import COMPARED, Strand
from tideturn.evaluation.told import Bound, Told, bound_in, carrying, joined, sentence, told, told_list
from tideturn.evaluation.verdicts import QUIET
from tideturn.report.blocks import VerdictMark
from tideturn.report.plain import phrases
from tideturn.report.plain.claims import claimed, edges_of, references_of, stopped
from tideturn.report.plain.counts import Count, best_count, of_sources
from tideturn.report.plain.differences import differences
from tideturn.report.plain.gentle import blames, may_be_told, simpler
from tideturn.report.plain.phrases import PARTNERS, YOUNG_PEOPLE, only, say_so, speakers, voice
from tideturn.report.plain.scenes import Scene, sign

_CHOSEN: Final = "Our rules said “{}”. Someone checked, and chose this answer."
_UNNAMED: Final = "One more thing"
"""Name of an outcome when no words for it are fit for young people."""


@dataclass(frozen=True)
class Line:
    """The text of a plain report on one outcome: its verdict, how sure it is, the sentences and a picture."""

    outcome_id: str
    label: str
    mark: VerdictMark
    verdict: OutcomeVerdict
    sure: str
    said: Told
    scene: Scene
    claim: Claim

    @property
    def prefix(self) -> str:
        """Return the prefix of the outcome's bindings: outcome, scope and year."""
        return f"{self.outcome_id}/{self.verdict.scope}/{self.claim.year}"


def plain_claims(dataset: Dataset, evaluation: Evaluation, audience: str) -> tuple[Claim, ...]:
    """Return every sentence about an outcome that the plain report for `audience` may hold, as claims."""
    own = differences(evaluation) if audience == PARTNERS else ()
    return (*(line.claim for line in lines(dataset, evaluation, audience)), *own)


def lines(dataset: Dataset, evaluation: Evaluation, audience: str) -> tuple[Line, ...]:
    """Return one line for each outcome of the whole programme, in the framework's order."""
    rows = {row["outcome_id"]: row for row in dataset.table("outcomes").to_dicts()}
    named = own_words(dataset)
    return tuple(
        _line(dataset, evaluation, verdict, row, _label(row, named, audience, evaluation.rules), audience)
        for verdict in evaluation.outcomes
        if verdict.scope == PROGRAMME_SCOPE and (row := rows.get(verdict.outcome_id)) is not None
    )


def _label(row: Mapping[str, Any], named: Mapping[str, str], audience: str, rules: Rules) -> str:
    """Return an outcome's name: its title for partners; the programme's own plain words, if any, for young people."""
    if audience != YOUNG_PEOPLE:
        return str(row["title"])
    for text in (named.get(row["outcome_id"]), simpler(row["title"]), simpler(row["definition"] or "")):
        if text and not blames(text) and may_be_told(text, rules):
            return text
    return _UNNAMED


def own_words(dataset: Dataset) -> Mapping[str, str]:
    """Return the programme's own plain words from `[report.plain]`, by the code of the row they are for."""
    said = dataset.programme.report.get("plain")
    if not isinstance(said, Mapping):
        return {}
    return {code: words.strip() for code, words in said.items() if isinstance(words, str) and words.strip()}


def _line(
    dataset: Dataset, evaluation: Evaluation, verdict: OutcomeVerdict, row: Mapping[str, Any], label: str, audience: str
) -> Line:
    """Return the sentences for a verdict; if a check stops them, return the verdict alone and any override."""
    own = (one for one in evaluation.claims if (one.outcome_id, one.scope) == (row["outcome_id"], verdict.scope))
    body = tuple(claim for claim in own if not claim.summary_of)
    evidence = {item.evidence_id: item for item in evaluation.evidence if item.outcome_id == verdict.outcome_id}
    edges = {edge.evidence_id: edge for edge in edges_of(verdict, evidence)}
    if verdict.standing is Verdict.CONTESTED:  # where places disagree, also the evidence behind each place's verdict
        for place in evaluation.outcomes:
            if place.outcome_id == verdict.outcome_id:
                edges = {edge.evidence_id: edge for edge in edges_of(place, evidence)} | edges
    sure = phrases.sure(verdict.standing, verdict.sure, audience)
    first = f"{verdict.standing.says.plain}. {sure}".strip()
    said, scene = _sentences(verdict, evidence, evaluation.rules, audience, row["due_year"])
    if verdict.standing.way and audience == PARTNERS:
        said += _elsewhere(evaluation, verdict)
    claim = _claim(evaluation, verdict, audience, (first, *said), tuple(edges.values()), body)
    if stopped([claim], dataset, evaluation):
        said, scene = [_chosen(verdict)] if verdict.override else [], None
        claim = _claim(evaluation, verdict, audience, (first, *said), tuple(edges.values()), body)
    named = Told("", bound_in(*said)).under(f"{verdict.outcome_id}/{verdict.scope}/{evaluation.year.number}")
    text = Told(" ".join(fill(one, claim.edges)[0] for one in said), (*named.bound, *references_of(claim)))
    mark = VerdictMark(verdict.standing, verdict.standing.says.plain)
    return Line(verdict.outcome_id, label, mark, verdict, sure, text, scene or sign(verdict.standing), claim)


def _claim(
    evaluation: Evaluation,
    verdict: OutcomeVerdict,
    audience: str,
    said: Sequence[str],
    edges: tuple[Edge, ...],
    body: tuple[Claim, ...],
) -> Claim:
    """Return the sentences as a claim on the evidence, without those that count interviews: strands prove these."""
    own = (one for one in said if not (isinstance(one, Told) and of_sources(one)))
    return claimed(evaluation, verdict, audience, " ".join(own), edges, body)


def _sentences(
    verdict: OutcomeVerdict, evidence: Mapping[str, EvidenceItem], rules: Rules, audience: str, due: object
) -> tuple[list[Told], Scene | None]:
    """Return the verdict in words, the number that says most, and what weakens it; with the picture of the number."""
    way = verdict.standing.way
    bearing = [strand for strand in verdict.strands if strand.reading == way]
    said: list[Told] = []
    count: Count | None = None
    if way and not (verdict.override and verdict.standing != verdict.verdict and not bearing):
        heard = [*bearing, *_own_voice(verdict, bearing, audience)]
        count = best_count(heard, evidence, rules, audience, way=way)
    match verdict.standing:
        case Verdict.SUPPORTED | Verdict.EMERGING:
            said.append(_stands(verdict.standing, count.written if count else say_so(speakers(bearing, audience))))
            said += _beside(verdict, bearing, audience, since=count is not None and count.since)
        case Verdict.ADVERSE:
            lead = "It seems to have got worse." if verdict.claim == CHANGE else "It seems that this is not so."
            said.append(_stands(Verdict.ADVERSE, carrying(lead, "got worse") if verdict.claim == CHANGE else lead))
            said.append(count.written if count else say_so(speakers(bearing, audience)))
        case Verdict.CONTESTED:
            sides, *numbers = _both_sides(verdict, evidence, rules, audience)
            said += [_stands(Verdict.CONTESTED, sides), *numbers]
        case Verdict.MIXED:
            said.append(_stands(Verdict.MIXED, verdict.standing.says.plainly))
            mixed = [strand for strand in verdict.strands if strand.reading == "mixed"]
            count = best_count(mixed, evidence, rules, audience, way="mixed")
            said += _numbers(count)
            if verdict.claim == STATE and any(strand.fell for strand in verdict.strands):
                said.append(carrying("Fewer people say so than at an earlier time.", "fell before"))
            count = None  # one number does not show that it is mixed
        case Verdict.NO_CHANGE:
            said.append(_stands(Verdict.NO_CHANGE, verdict.standing.says.plainly))
            said += _numbers(count)
        case Verdict.WITHHELD:
            said.append(Told(verdict.standing.says.plainly))
        case standing:
            said.append(_stands(standing, standing.says.plainly.format(due)))
            if any(sign.reading == "negative" for sign in verdict.early_signs):
                said.append(carrying("But one early sign is not good, so we will keep watching.", "warned early"))
    if verdict.override:
        said.append(_chosen(verdict))
    return [one for one in said if one], count.scene if count else None


def _own_voice(verdict: OutcomeVerdict, bearing: Sequence[Strand], audience: str) -> Iterator[Strand]:
    """Yield strands of young people's own words, whichever way they read, for the pages for young people."""
    if audience == YOUNG_PEOPLE:
        for strand in verdict.strands:
            if strand.voice == "young_person" and strand.reading not in QUIET and strand not in bearing:
                yield strand


def _beside(verdict: OutcomeVerdict, positive: Sequence[Strand], audience: str, *, since: bool) -> Iterator[Told]:
    """Yield what must go with a number that supports it: that it is a state, who was compared, who alone says so.

    `since` means the number is already shown next to an earlier one, so the words do not repeat it for young people.
    """
    if verdict.standing is Verdict.SUPPORTED:
        rose = any(strand.rose for strand in positive)
        if verdict.claim == STATE and rose and not (since and audience == YOUNG_PEOPLE):
            yield carrying("More people say so than before.", "holds and rose")
        if verdict.claim == STATE and not rose:
            yield carrying("This is how things are now. We can’t say that they changed.", "holds")
        # The number before it may come from scores that were compared with nobody's.
        held = [strand for strand in positive if strand.design == COMPARED]
        if held:
            also = told(phrases.COMPARED[audience], source=told_list(speakers(held, audience)))
            yield Told(also, (*carrying(also, "compared").bound, *also.bound))
    if verdict.standing is Verdict.EMERGING and not verdict.override:
        yield _but(verdict, positive, audience)


def _elsewhere(evaluation: Evaluation, verdict: OutcomeVerdict) -> list[Told]:
    """Say that some places differ, bound to their verdicts. The parts for the places say how."""
    year = evaluation.year.number
    places = [evaluation.verdict(verdict.outcome_id, site) for site in verdict.sites_that_differ]
    known = [place for place in places if place is not None and place.standing.judged]
    bound = [
        Bound("standing", place.standing, "words", item=f"verdict/{place.outcome_id}/{place.scope}/{year}")
        for place in known
    ]
    differ = carrying("Some places differ.", "places differ")
    return [Told(differ, (*differ.bound, *bound))] if known else []


def _stands(verdict: Verdict, text: str) -> Told:
    """Return a sentence that is true only with this verdict."""
    return Told(text, (Bound("standing", verdict, "words"), *bound_in(text)))


def _chosen(verdict: OutcomeVerdict) -> Told:
    return carrying(_CHOSEN.format(verdict.verdict.says.plain), "overridden")


def _but(verdict: OutcomeVerdict, positive: Sequence[Strand], audience: str) -> Told:
    """Say why an early sign is only an early sign."""
    names = speakers(positive, audience)
    if not names:
        return Told("")
    if len({strand.speaker for strand in positive}) == 1:
        return joined([only(names), carrying("", "alone")])
    if all(strand.by_staff for strand in positive):
        return carrying(f"But all of it comes from {voice('staff', audience)}.", "by staff")
    if any(strand.reading in ("negative", "no_change", "mixed") for strand in verdict.strands):
        return carrying("But not everything that we found agrees.", "disputed")
    if verdict.sides > 1:
        return carrying("But there is nothing yet to compare it with.", "from two sides")
    return Told(phrases.ONE_SIDE[audience])


def _both_sides(
    verdict: OutcomeVerdict, evidence: Mapping[str, EvidenceItem], rules: Rules, audience: str
) -> list[Told]:
    """Return both sides of a contested outcome, each with its number if both have one; or say that places differ."""
    positive, negative = (
        [strand for strand in verdict.strands if strand.reading == way] for way in ("positive", "negative")
    )
    if not positive or not negative:
        mixed = [strand for strand in verdict.strands if strand.reading == "mixed"]
        whole = best_count(mixed, evidence, rules, audience, way="mixed")
        return [Told("The answers do not all go one way." if verdict.override else _DIFFER), *_numbers(whole)]
    up = best_count(positive, evidence, rules, audience)
    down = best_count(negative, evidence, rules, audience, way="negative")
    if not up or not down:
        return [_who_says_what(verdict, positive, negative, audience)]
    return [Told("People see this differently."), up.written, told("But {against}", against=_uncapital(down.written))]


def _numbers(count: Count | None) -> list[Told]:
    return [count.written] if count else []


_DIFFER: Final = "Places differ. In some it seems true, but in others it does not."


def _uncapital(text: Told) -> Told:
    """Return a sentence as it reads after `But`. A reference at its start does not change."""
    plain = text[:1].lower() + text[1:] if text.startswith(("Only", "Most", "We ", "Workers")) else str(text)
    return Told(plain, text.bound)


def _who_says_what(
    verdict: OutcomeVerdict, positive: Sequence[Strand], negative: Sequence[Strand], audience: str
) -> Told:
    up, down = (speakers(side, audience, verdict.strands) for side in (positive, negative))
    yes, no = [name for name in up if name not in down], [name for name in down if name not in up]
    if yes and no:
        text = "{yes} say that it is true. But {no} say that it is not."
        return sentence(told(text, yes=told_list(yes), no=told_list(no)))
    return Told("Some say that it is true. But others say that it is not.")
