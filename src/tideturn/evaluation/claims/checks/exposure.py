"""`disclosure`: no sentence shows a small number of young people or families, or of adults at one place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from tideturn.dataset.verdict import Verdict
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.claims.checks.finding import Finding, fail
from tideturn.evaluation.claims.checks.reported import one_quoted
from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.model import Claim
from tideturn.evaluation.claims.references import REFERENCE, may_ask, spoken
from tideturn.evaluation.claims.said import Said, numbers_said
from tideturn.evaluation.claims.values import values_of
from tideturn.evaluation.claims.values.model import DERIVED, Value, Values
from tideturn.evaluation.evidence_values import AnswerCounts, ScorePairs
from tideturn.evaluation.model import COUNT, THEME, EvidenceItem, OutcomeVerdict
from tideturn.evaluation.networks import ID_PREFIX
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.units import ADULTS, SCORED
from tideturn.evaluation.units import YOUNG as YOUNG_UNITS

PROTECTED: Final = frozenset({"young_person", "family"})
"""Voices whose small counts are never shown."""
RECORD: Final = "record"
"""Voice of workers' records of young people: scores, series, pathways."""
YOUNG: Final = frozenset(
    {"child", "children", "young", "girl", "girls", "boy", "boys", "family", "families", "parent", "parents", "carers"}
)
"""Words for young people and families after a number."""
_GROWN: Final = re.compile(
    r"staff|trained|(?:partner|professional|practitioner|(?:case)?worker|colleague|manager|teacher|officer|organisation)s?|"
    r"agenc(?:y|ies)"
)
"""Words for adults in their work, and for organisations, after a number."""
_NOBODY: Final = re.compile(
    r"(?:(?:risk|safety|first|later|further|fewer|more|other|separate|partnership|preceding|previous|earlier) )?"
    r"(?:cit(?:y|ies)|(?:place|site|area|document|source|survey|session|event|school|point|step|score|rating|assessment|"
    r"interview|post|record|form|question|night|day|week|month|quarter|year|time|wave|round)s?)"
)
"""Words right after a number that counts things and not people."""
_PHRASE: Final = re.compile(r"(?:\s+[A-Za-z’'-]+){1,4}")
"""The next few words: `one of the programme’s staff`."""
_UNTIL_SAID: Final = re.compile(r"\b(?:said|says?|told|thought|felt|found|agreed|answered|reported|that|whom?)\b")
"""Words after which a sentence is about other people: `two said that young people are safer`."""
_ONE: Final = Gated(
    r"\b(?:a single|(?:just |only )?(?:the )?one)(?: of (?:the|our|these|those))? "
    r"(?:young (?:person|people)|child(?:ren)?|boys?|girls?|lads?)\b|"
    r"(?<!no )(?<!not )(?<!each )(?<!every )\bone(?: of them)? (?:did|got|fell|dropped|went) (?:worse|back|lower)\b|"
    r"\bone (?:a )?worse\b|\bone who did worse\b"
)
"""Words for one young person that are not read as a number."""


def counts_young_people(item: EvidenceItem) -> bool:
    """Return whether evidence counts young people or families: their own answers and scores, or records of them."""
    return item.voice in PROTECTED or (item.value is not None and item.unit in YOUNG_UNITS)


def may_tell_apart(item: EvidenceItem, small: int) -> bool:
    """Return whether we may separate those who stayed the same from those who did worse.

    For young people and families, neither may be a small number.
    """
    if not isinstance(item.value, ScorePairs | AnswerCounts) or item.value.same is None or item.value.worse is None:
        return False
    return not counts_young_people(item) or min(item.value.same, item.value.worse) > small


def counts_adults(item: EvidenceItem) -> bool:
    """Return whether it counts adults by what they answered or attended; posts, events and plans are not people."""
    counted = item.value is not None and not counts_young_people(item)
    return counted and (item.kind != COUNT or item.unit in ADULTS)


def of_organisations(item: EvidenceItem) -> bool:
    """Return whether the evidence counts organisations and their ties, which adults reported in their work."""
    return item.evidence_id.startswith(ID_PREFIX)


@dataclass(frozen=True)
class _Filled:
    """The value that filled a reference in a sentence, and its place."""

    field: str
    evidence_id: str
    start: int
    end: int

    def holds(self, said: Said) -> bool:
        """Return whether a number is this one, or part of it."""
        return self.start <= said.start and said.end <= self.end


def _filled(claim: Claim) -> tuple[_Filled, ...]:
    """Return every filled reference; an empty tuple if the values cannot be matched."""
    items = {edge.evidence_id: edge.item for edge in claim.evidence if edge.item is not None}
    named = [(match["field"], match["evidence"].strip()) for match in REFERENCE.finditer(claim.written)]
    known = [
        (field, one, spoken(items[one], field)) for field, one in named if one in items and field in may_ask(items[one])
    ]
    told = [(field, one, text) for field, one, text in known if text is not None]
    if [text for _, _, text in told] != [claim.text[start:end] for start, end in claim.filled]:
        return ()
    return tuple(_Filled(field, one, *place) for (field, one, _), place in zip(told, claim.filled, strict=True))


def small_counts_said(claim: Claim, rules: Rules) -> Iterator[Finding]:
    """Yield a fault for each count of 1 to `small_count` young people, or of all but that few, in the sentence."""
    small = [edge for edge in claim.evidence if edge.item is not None and counts_young_people(edge.item)]
    values = values_of(small, sites=0, local_sites=0) if small else None
    ranges = [one for one in _filled(claim) if one.field == "interval"]
    for said in numbers_said(claim.text):
        if any(one.holds(said) for one in ranges):
            continue  # the ends of an interval are not counts, nor anybody's share
        if said.kind in ("percent", "part") and values is not None and _only_of_few(said, values, rules):
            yield fail(
                f"“{said.text.strip()}” is the share of a small number of young people or families.",
                "Leave it out, or speak of a larger group; how many they are could be worked out.",
            )
        if said.kind not in ("count", "of"):
            continue
        rest = (said.whole or 0) - said.value if said.kind == "of" else 0
        if one_quoted(claim, said, PROTECTED):
            continue  # one person who agreed to be quoted is not a count
        few = 0 < said.value <= rules.small_count or 0 < rest <= rules.small_count
        of_young = _of_young(claim.text, said)
        held = values is not None and _holds(values, said.kind, int(said.value), said.whole)
        shows = "shows" if 0 < said.value <= rules.small_count else "gives away"
        if few and (held if of_young is None else of_young):
            yield fail(
                f"“{said.text.strip()}” {shows} a small number of young people or families.",
                "Say “a small number”, or speak of a larger group; who they are could be worked out.",
            )
    yield from _adults_at_a_place(claim, rules)


def _of_young(text: str, said: Said) -> bool | None:
    """Return whether the noun of a number says that it counts young people or families; None where it says neither.

    `three staff and young people` counts both, and `one partner and a small number of young people` does not.
    """
    fronted = {*re.findall(r"[a-z’'-]+", text[said.start : said.end].lower())}
    if said.kind == "of" and any(map(_GROWN.fullmatch, fronted)) and not fronted & YOUNG:
        return False  # `Of eight partners who spoke of it, six described young people`
    after = _PHRASE.match(text, said.end)
    words = _UNTIL_SAID.split(after[0].lower())[0].split() if after else []
    if _of_things(text, said):
        return False
    place = next((at for at, word in enumerate(words) if word in YOUNG or _GROWN.fullmatch(word)), None)
    if place is None:
        return None
    joined = words[place + 1 : place + 2] in (["and"], ["or"])
    return bool({words[place], *(words[place + 2 : place + 3] if joined else ())} & YOUNG)


def _only_of_few(said: Said, values: Values, rules: Rules) -> bool:
    """Return whether a share such as `10%` or `one in ten` is that of a small number only, and of no larger group."""
    same = [
        0 < pair.k <= rules.small_count or 0 < pair.n - pair.k <= rules.small_count
        for pair in values.pairs
        if pair.n and abs(pair.k / pair.n - said.value) < 0.5 / 10 ** (2 + max(said.places, 0))
    ]
    return bool(same) and all(same)


def hidden_counts_said(claim: Claim, shown: Mapping[str, EvidenceItem]) -> Iterator[Finding]:
    """Yield a finding for each number that the release hides; `shown` holds each piece of evidence as it is published.

    The value of a reference is hidden where the published evidence does not give the same value. Any other number is
    compared with all that the evidence holds, and with all that is left of it.
    """
    filled = [one for one in _filled(claim) if one.field != "quote"]
    for one in filled:
        text = claim.text[one.start : one.end]
        if one.evidence_id not in shown or spoken(shown[one.evidence_id], one.field) != text:
            yield _hidden(text)
    edges = [edge for edge in claim.evidence if edge.item is not None]
    bare = [replace(edge, items=(shown[edge.evidence_id],)) for edge in edges if edge.evidence_id in shown]
    held, left = (values_of(some, sites=0, local_sites=0) for some in (edges, bare))
    pairs = {(pair.k, pair.n) for pair in held.pairs} - {(pair.k, pair.n) for pair in left.pairs}
    for said in numbers_said(claim.text):
        if any(one.holds(said) for one in filled):
            continue
        if said.kind == "of" and (int(said.value), said.whole) in pairs:
            gone = True
        elif said.kind == "count":
            # A number of surveys or sources is not a count of people, even if the numbers are equal.
            things = _of_things(claim.text, said)
            gone = _only_in(
                said.value, *([o for o in c if things or o.evidence_id] for c in (held.counts, left.counts))
            )
        elif said.kind in ("percent", "points", "part"):
            # A share gives its count away even without the count beside it.
            gone = any(
                _only_in(round(said.value, 2 + said.places), _rounded(a, said.places), _rounded(b, said.places))
                for a, b in ((_shares(held), _shares(left)), (held.differences, left.differences))
            )
        else:
            continue
        if gone:
            yield _hidden(said.text)
    young = {edge.evidence_id for edge in edges if edge.item is not None and counts_young_people(edge.item)}
    counts = ([one for one in values.counts if one.evidence_id in young] for values in (held, left))
    if (alone := _ONE.search(claim.text)) and _only_in(1, *counts):
        yield _hidden(alone[0])


def _of_things(text: str, said: Said) -> bool:
    """Return whether a number counts things, not people: `three surveys`."""
    after = _PHRASE.match(text, said.end)
    words = after[0].lower().split() if after else []
    return any(_NOBODY.fullmatch(" ".join(words[:many])) for many in (1, 2))


def untold_verdicts_said(
    claim: Claim, judged: Mapping[tuple[str, str], OutcomeVerdict], names: Mapping[str, str]
) -> Iterator[Finding]:
    """Yield a fault for what a sentence says of an outcome at a place where the release withholds the verdict.

    `judged` holds the verdicts as they are published; `names` holds the sites' names. A reader would take anything that
    the sentence says of a place it names for what the evidence reads there.
    """

    outcomes = {claim.outcome_id, *(edge.item.outcome_id for edge in claim.evidence if edge.item is not None)}

    def untold(scope: str) -> bool:
        verdicts = (judged.get((outcome_id, scope)) for outcome_id in outcomes)
        return any(verdict is not None and verdict.verdict is Verdict.WITHHELD for verdict in verdicts)

    named = [name for site, name in names.items() if untold(site) and _names(name).search(claim.text)]
    if untold(claim.scope):
        named.insert(0, names.get(claim.scope, "the whole programme"))
    for name in dict.fromkeys(named):
        yield fail(
            f"it speaks of {name}, where the release does not show this verdict: its numbers are small.",
            "Leave the sentence out, or let it speak only of places and outcomes whose verdict the release shows.",
        )


@cache
def _names(site: str) -> re.Pattern[str]:
    """Return a pattern for a site's name, or for a word that alone names it: `Manchester` for Greater Manchester."""
    alone = [word for word in site.split() if word[:1].isupper() and word.lower() not in _COMMON]
    return re.compile("|".join(rf"\b{re.escape(one)}\b" for one in (site, *alone)))


_COMMON: Final = frozenset(
    {"greater", "north", "south", "east", "west", "the", "upper", "lower", "new", "great", "inner", "outer", "central"}
    | {"city", "county", "valley", "coast", "national", "bay", "site", "area", "team"}
)
"""Words of a place's name that mean something else by themselves."""


def _hidden(text: str) -> Finding:
    return fail(
        f"“{text.strip()}” is hidden in the release, since it is small or would show another small number.",
        "Leave the number out, or speak of a larger group.",
    )


def _only_in(number: float, held: Iterable[Value], left: Iterable[Value]) -> bool:
    return any(value.number == number for value in held) and not any(value.number == number for value in left)


def _shares(values: Values) -> list[Value]:
    """Return the shares given as such, and those that follow from each count and its whole."""
    return [*values.shares, *(Value(p.k / p.n, p.evidence_id, p.field) for p in values.pairs if p.n)]


def _rounded(values: Iterable[Value], places: int) -> list[Value]:
    return [value._replace(number=round(value.number, 2 + places)) for value in values]


def _holds(values: Values, kind: str, k: int, n: int | None) -> bool:
    if kind == "of":
        return any((pair.k, pair.n) == (k, n) for pair in values.pairs)
    return any(value.number == k for value in values.counts if value.field not in DERIVED)


def _adults_at_a_place(claim: Claim, rules: Rules) -> Iterator[Finding]:
    """Yield a fault for each count of adults at a place where fewer than `small_denominator` answered."""
    few = [
        edge
        for edge in claim.evidence
        if edge.item is not None
        and edge.item.scope != PROGRAMME_SCOPE
        and counts_adults(edge.item)
        and edge.item.unit not in SCORED - YOUNG_UNITS
        and 0 < (edge.item.n or 0) < rules.small_denominator
    ]
    if not few:
        return
    held = values_of(few, sites=0, local_sites=0)
    raised = {edge.evidence_id for edge in few if edge.item is not None and edge.item.kind == THEME}
    # A sentence may give those who raised a theme, and those who said the opposite, alone, without the whole.
    alone = {one.number for one in held.counts if one.evidence_id in raised and one.field not in ("n", *DERIVED)}
    for said in numbers_said(claim.text):
        one = said.kind == "count" and said.value in alone and not _of_things(claim.text, said)
        if one or (said.kind == "of" and _holds(held, "of", int(said.value), said.whole)):
            yield fail(
                f"“{said.text.strip()}” counts adults at a place where fewer than {rules.small_denominator} answered.",
                "Give the count for the whole programme, or say that it was a small number.",
            )
