"""Check statements about the verdict: the outcome's title, mixed or open evidence, due years and confidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from tideturn.dataset.verdict import Verdict
from tideturn.dataset.vocabulary import CONFIDENCE, PROGRAMME_SCOPE
from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.number_words import NUMBER, number
from tideturn.evaluation.claims.proof import agreeing, weighing
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.factors import own_parts
from tideturn.evaluation.claims.proof.places import places_in
from tideturn.evaluation.claims.proof.proposition import forms
from tideturn.evaluation.claims.proof.reasons import BECAUSE, reason_after
from tideturn.evaluation.claims.proof.riders import BEGINS, CONTRASTS, ENDS, only_filler, rests
from tideturn.evaluation.claims.proof.stated import Stated, stated_at
from tideturn.evaluation.claims.proof.words import grammar, pattern_of
from tideturn.evaluation.claims.strength import INDICATES, SHOWS, SUGGESTS, allowed
from tideturn.evaluation.evidence_values import ScorePairs
from tideturn.evaluation.model import CHANGE, OutcomeVerdict

_SINCE: Final = Gated(r",\s+(?:since|as) ")
_AS_REASON: Final = ("because ", "since ", "as ")
_COMMA: Final = re.compile(r",?\s+")
_SUPPOSED: Final = Gated(r"(?<!even )\bif\b")
_PARTS: Final = Gated(r"[;:]|\b(?:but|although|though|even if|while|whereas)\b")
_DATED: Final = Gated(rf"\b(?:19|20)\d\d\b|\byears?\s+({NUMBER})\b|\b(?P<nth>first|second|third|fourth) years?\b")
_ORDINALS: Final = ("first", "second", "third", "fourth")
_IN_YEAR: Final = Gated(rf"(?:in|by the end of|at the end of|during|for) year ({NUMBER})\b")
_IN_BRACKETS: Final = Gated(r"(?:\s*\(|; )(?P<sure>very low|low|moderate|high) confidence\)")
_VERBS: Final = {"suggests": SUGGESTS, "indicates": INDICATES, "shows": SHOWS}
_COMPARES: Final = ("more", "less", "fewer", "better", "safer")


def account(reading: Reading) -> None:
    """Mark each statement about the verdict that is true: all of its words, or none."""
    verdict = reading.ground.verdict
    if verdict is None or not reading.ground.items or _SUPPOSED.search(reading.text):
        return
    held: list[Stated] = []
    starts: list[int] = []
    for start, begin in _beginnings(reading):
        if held and begin < held[-1].end:
            continue
        if (stated := _held_at(reading, verdict, begin, held)) is not None:
            held.append(stated)
            starts.append(start)
    spans = [(start, stated.end) for start, stated in zip(starts, held, strict=True)]
    if any(only_filler(reading, *rest) for rest in rests(reading, spans)):
        return  # it could undo the statement: `or so they say`
    for start, stated in zip(starts, held, strict=True):
        reading.bind_whole(start, stated.end, f"verdict/{verdict.outcome_id}", stated.means)
        if end := reason_after(reading, verdict, stated, held):
            reading.bind_whole(stated.end, end, f"verdict/{verdict.outcome_id}", "confidence_reasons")
        _mark_what_joins(reading, stated)


def _beginnings(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield possible starts of statements: with their introductory words, and without."""
    fronted = [stated.end for stated in stated_at(reading, "fronted", 0)]
    for end in (*fronted, _where_or_when(reading, 0)):
        if end and (after := _COMMA.match(reading.text, end)):
            yield 0, after.end()
    for joined in BEGINS.finditer(reading.text):
        yield joined.span()
        for stated in stated_at(reading, "fronted", joined.end()) if joined.start() else ():
            if after := _COMMA.match(reading.text, stated.end):
                yield joined.start(), after.end()


def _mark_what_joins(reading: Reading, stated: Stated) -> None:
    """Mark a contrasting word after a statement, and `since` before a bound count."""
    if joined := CONTRASTS.match(reading.text, stated.end):
        reading.mark(*joined.span())
    since = _SINCE.match(reading.text, stated.end)
    counted = next((one for one in reading.numbers if since and one.start >= since.end()), None)
    if (
        since
        and counted
        and not reading.left_between(since.end(), counted.start)
        and stated.means in ("suggest", "no change", *_VERBS)
        and reading.marked(counted.start, counted.end)
    ):
        reading.mark(*since.span())


def _held_at(reading: Reading, verdict: OutcomeVerdict, begin: int, held: Sequence[Stated]) -> Stated | None:
    """Return the longest true statement from here, with its tail."""
    found = []
    for kind in ("stands", "sources_say", "weighed"):
        for stated in stated_at(reading, kind, begin):
            whole = stated._replace(end=_with_tail(reading, verdict, stated))
            if kind == "stands" and (sure := _IN_BRACKETS.match(reading.text, whole.end)):
                whole = whole._replace(end=sure.end(), gaps={**stated.gaps, "sure": sure["sure"]})
            if (
                (ENDS.match(reading.text, whole.end) or BECAUSE.match(reading.text, whole.end))
                and not _elsewhere(reading, whole)
                and _as_sure(verdict, whole)
                and _holds(reading, verdict, kind, stated, held)
            ):
                found.append(whole)
    return max(found, key=lambda one: one.end, default=None)


def _as_sure(verdict: OutcomeVerdict, stated: Stated) -> bool:
    """Return whether a statement gives the verdict's own confidence, or none."""
    said = stated.gaps.get("sure")
    return said is None or CONFIDENCE.terms.get(verdict.sure, "").lower() == said.lower()


def _holds(reading: Reading, verdict: OutcomeVerdict, kind: str, stated: Stated, held: Sequence[Stated]) -> bool:
    match kind:
        case "sources_say":
            of_this = stated.means not in _OF_A_TOPIC or _of_this(reading.ground.named, stated.gaps.get("topic"))
            return of_this and agreeing.holds(reading.ground, verdict, stated, held)
        case "weighed":
            if stated.means in ("weaker", "ruled_out") and stated.said.startswith(_AS_REASON):
                return False  # a weaker explanation is not a reason
            own = own_parts(reading.ground)
            return stated.gaps.get("effect", own) == own and weighing.holds(reading.ground, stated.means, stated.gaps)
    return _stands(reading, verdict, stated, held)


def _stands(reading: Reading, verdict: OutcomeVerdict, stated: Stated, held: Sequence[Stated]) -> bool:
    """Return whether a statement agrees with the verdict."""
    standing, ground = verdict.standing, reading.ground
    match stated.means:
        case "suggests" | "indicates" | "shows":
            return standing.came_about and _VERBS[stated.means] <= allowed(verdict)
        case "so":
            sure = allowed(verdict) >= SHOWS or _sure_in(reading.text) == verdict.sure != ""
            return standing is Verdict.SUPPORTED and sure
        case "suggests the opposite" | "indicates the opposite" | "shows the opposite":
            return standing is Verdict.ADVERSE and _VERBS[stated.means.split()[0]] <= allowed(verdict)
        case "supports":
            return standing is Verdict.SUPPORTED
        case "called":
            return bool(standing == stated.gaps["called"].lower().replace(" ", "_"))
        case "sure that":
            return standing.came_about and "sure" in stated.gaps
        case "against":
            return standing is Verdict.ADVERSE
        case "early signs" | "emerging":
            return standing is Verdict.EMERGING
        case "an early sign":
            return _is_early(reading, verdict)
        case "this supports":
            return standing is Verdict.SUPPORTED and _all_read(reading, "supports") and _speaks_for(reading)
        case "this is against":
            return standing is Verdict.ADVERSE and _all_read(reading, "contradicts")
        case "mixed" | "contested":
            return standing == stated.means
        case "both ways":
            return standing in (Verdict.MIXED, Verdict.CONTESTED)
        case "unclear":
            return standing in (Verdict.MIXED, Verdict.INSUFFICIENT, Verdict.NOT_MEASURED, Verdict.TOO_EARLY)
        case means if means in _NOT_YET:
            return standing is Verdict.TOO_EARLY and _due(reading, stated.gaps.get("due"))
        case "not known":
            return standing in (Verdict.INSUFFICIENT, Verdict.NOT_MEASURED, Verdict.TOO_EARLY)
        case "too little":
            return standing is Verdict.INSUFFICIENT
        case "not measured":
            return standing is Verdict.NOT_MEASURED
        case "no change seen":
            return standing is Verdict.NO_CHANGE
        case "numbers differ":
            own = [item for item in ground.items if item.value is not None and item.year == ground.claim.year]
            return len({item.polarity for item in own if item.scope == ground.claim.scope}) > 1
        case "hopes":
            return True
        case "set by hand":
            return verdict.override is not None
        case "no change":
            return standing is Verdict.NO_CHANGE and _of_this(ground.named, stated.gaps["topic"])
        case "early sign":
            said = stated.gaps["sign"].lower().replace(" ", "_")
            return standing is Verdict.TOO_EARLY and {sign.reading for sign in verdict.early_signs} == {said}
        case "so it is":
            subject = set(forms(stated.gaps["subject"]))
            borne_out = bool(held) and held[-1].means == "bear it out" and standing.came_about
            return borne_out and subject <= set(forms(ground.named))
        case "places differ":
            return bool(verdict.sites_that_differ)
        case "sure":
            return bool(verdict.sure) and ("sure" in stated.gaps or _sure_in(stated.said) == verdict.sure)
    raise AssertionError(stated.means)


_SPEAKS: Final = re.compile(
    r"better|k|mean_after|median_change|difference|met: .*|met|(?:count|rate)_year|text|polarity|said|status"
)
_OTHERWISE: Final = re.compile(
    r"same|worse|others|neutral|too_early|dont_know|responses-n|lost|ended|cases-met|n-k|counts\."
)
"""Fields that can speak for an outcome, and those of people who did not agree or did not do better."""


def _all_read(reading: Reading, polarity: str) -> bool:
    """Return whether all evidence of a claim reads one way."""
    return {item.polarity for item in reading.ground.items} == {polarity}


def _speaks_for(reading: Reading) -> bool:
    """Return whether a sentence gives numbers that can speak for the outcome, and no others."""
    told = [bond.field for bond in reading.bonds]
    return any(map(_SPEAKS.fullmatch, told)) and not any(map(_OTHERWISE.search, told))


def _is_early(reading: Reading, verdict: OutcomeVerdict) -> bool:
    """Return whether the claim's evidence is an early sign: its outcome is not due yet, or is emerging."""
    if not _speaks_for(reading):
        return False
    if verdict.standing is not Verdict.TOO_EARLY:
        return verdict.standing is Verdict.EMERGING and _all_read(reading, "supports")
    early = {(sign.kind, sign.voice, sign.reading) for sign in verdict.early_signs if sign.reading == "positive"}
    known = {
        one
        for strand in verdict.strands
        if (strand.kind, strand.voice, strand.reading) in early
        for one in strand.evidence
    }
    return {item.evidence_id for item in reading.ground.items} <= known


def _due(reading: Reading, said: str | None) -> bool:
    return said is None or number(said) == reading.ground.due


_OF_A_TOPIC: Final = ("positive", "negative", "are mixed")


def _of_this(title: str, topic: str | None) -> bool:
    """Return whether a topic, if there is one, names the title's subject, and not only people in every title."""
    if topic is None:
        return True
    whose = set(forms("young people, practitioners, parents, carers, partners and organisations"))
    return bool((set(forms(topic)) & set(forms(title))) - whose)


def _sure_in(text: str) -> str:
    """Return the confidence that a text names; empty if it names none or two."""
    found = {
        key
        for key, word in CONFIDENCE.terms.items()
        if re.search(rf"(?<!very )\b{word}\b(?= confidence)|\bconfidence\b.{{0,20}}? (?:is|was) {word}\b", text, re.I)
    }
    return found.pop() if len(found) == 1 else ""


def _with_tail(reading: Reading, verdict: OutcomeVerdict, stated: Stated) -> int:
    """Return the end of a statement with its tail (than when, where, which year), as far as the tail is true."""
    end = stated.end
    while True:
        tail = next(
            (
                found.end()
                for means, rules in grammar()["tail"].items()
                if (found := pattern_of(rules).match(reading.text, end + 1)) and _tail(reading, verdict, means, stated)
            ),
            None,
        ) or _where_or_when(reading, end + 1)
        if tail is None:
            return end
        end = tail


def _tail(reading: Reading, verdict: OutcomeVerdict, means: str, stated: Stated) -> bool:
    if verdict.claim != CHANGE or stated.means not in (
        *_VERBS,
        "so",
        "suggest",
        "indicate",
        "show",
        "suggest the opposite",
        *(f"{v} the opposite" for v in _VERBS),
    ):
        return False
    compares = bool(set(forms(reading.ground.named)) & set(_COMPARES))
    scored = {one.evidence_id for one in reading.ground.items if isinstance(one.value, ScorePairs)}
    own = [strand for strand in verdict.strands if set(strand.evidence) & scored]
    match means:
        case "than before":
            return compares
        case "more than before":
            return not compares
        case "than a year ago":
            return compares and all("a year ago" in item.text for item in reading.ground.items)
        case "than at first":
            return compares and any(strand.reading == "positive" for strand in own)
        case "better than at first":
            return not compares and any(strand.reading == "positive" for strand in own)
    raise AssertionError(means)


def _where_or_when(reading: Reading, at: int) -> int | None:
    """Return the end of words that name the claim's own place or year."""
    claim = reading.ground.claim
    here = [end for code, start, end in places_in(reading, at, len(reading.text)) if (code, start) == (claim.scope, at)]
    if here:
        return here[0]
    found = _IN_YEAR.match(reading.text, at)
    return found.end() if found and number(found[1]) == claim.year else None


_NOT_YET: Final = ("too early", "not due", "due")
"""Statements about the outcome that ignore a year before a semicolon."""


def _elsewhere(reading: Reading, stated: Stated) -> bool:
    """Return whether the words around name another place or year, or leave out the claim's site."""
    claim, text = reading.ground.claim, reading.text
    breaks = [match.start() for match in _PARTS.finditer(text)]
    around = text[: min((one for one in breaks if one >= stated.end), default=len(text))]
    said = {code: name.removeprefix("The ") for name, code in reading.ground.places.items()}
    rivals = " ".join(rival.text for rival in stated.gaps.get("rivals", ()))  # `National awareness` names no site
    named = {code for code, name in said.items() if name not in rivals and re.search(rf"\b{re.escape(name)}\b", around)}
    if claim.scope != PROGRAMME_SCOPE and said.get(claim.scope, claim.scope) not in text:
        return True
    verdict, due = reading.ground.verdict, reading.ground.due
    years = {claim.year, due if verdict and verdict.standing is Verdict.TOO_EARLY else claim.year}
    own = around.rfind(";", 0, stated.start) + 1 if stated.means in _NOT_YET else 0
    dated = (match for match in _DATED.finditer(around, own) if match[0] not in rivals)
    other = any(_year_of(match) not in years for match in dated)
    return bool(named - {claim.scope}) or other


def _year_of(found: re.Match[str]) -> float | None:
    """Return the programme year that some words name; None for a calendar year."""
    if found["nth"]:
        return _ORDINALS.index(found["nth"].lower()) + 1
    return number(found[1]) if found[1] else None
