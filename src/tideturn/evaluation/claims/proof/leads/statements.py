"""Check what a clause says in general against the numbers beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import Final

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.proof.leads.lead import Lead
from tideturn.evaluation.claims.proof.pairs import WAVE, Pair, pairs_of
from tideturn.evaluation.claims.proof.times import times_in
from tideturn.evaluation.claims.proof.words import (
    counts,
    silent,
    stem,
    stems_of,
    who_in,
)
from tideturn.evaluation.evidence_values import AnswerCounts, ScorePairs
from tideturn.evaluation.ledger.counts.plan import PieceCounts
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.waves import FELL, ROSE
from tideturn.methods.intervals import newcombe

_SIDE, _LARGE = 0.25, 2 / 3
"""Smallest share of the lesser side, and largest of the greater, for a group to be divided."""


_OWN: Final = Gated(r"I (?:am|feel) (?P<how>\w+)")
"""A statement in which people say how they are; this may grow or slip."""

_HOW: Final = Gated(r"How (?P<how>\w+) is it to \w+ (?P<what>.+?)(?: for .+)?\?")

_OF_SELVES: Final = Gated(r"(?:I|we)\b")

_THAN: Final = Gated(r"(?:than|since|from|to) (?:in )?$")

_WITH: Final = Gated(r"\b(?:with|between|towards?|to) (?:(?:the|our|their|other|these) )*$")
"""Words before people who are not scored themselves: relationships with workers."""

_NEAR: Final = 0.05

_APART: Final = 0.2
"""Minimum gap between two shares for them to be far apart."""

_MOST: Final = 0.6
"""Share of a question's words that a sentence must have to say that more or fewer people agreed."""


def known_of(item: EvidenceItem) -> frozenset[str]:
    """Return the stems of what evidence is about: its question, and its outcome in short."""
    return frozenset((*stems_of(item.text), *stems_of(item.outcome_id.replace("_", " "))))


def positive(word: str) -> frozenset[str]:
    """Return the stems that an adjective may have before it was compared: `easier` and `easy`."""
    ways = [word[:-3] + "y"] if word.endswith("ier") else [word[:-2], word[:-1]] if word.endswith("er") else []
    return frozenset(map(stem, ways))


def means(words: str) -> str:
    """Return the group of people that the first words name."""
    return who_in(words, 0, len(words))[0].means


def _counted(lead: Lead) -> bool:
    """Return whether all people it names are counted by all that is bound."""
    return all(counts(means(words), item) for words in lead.whom for item in lead.items)


def _moves(lead: Lead) -> Iterator[Pair | None]:
    """Yield the move of each piece of evidence between the two numbers that the sentence gives; None without one."""
    fields = {(bond.evidence_id, bond.field) for bond in lead.reading.bonds}
    times = [
        one
        for token in lead.tokens
        if token.kind == "t"
        for one in times_in(lead.reading.text, token.start, token.start + len(token.text))
    ]
    for item in lead.items:
        own = [
            pair
            for pair in pairs_of(item)
            if pair.kind == WAVE and {(item.evidence_id, one.field) for one in (pair.then, pair.now)} <= fields
        ]
        text = lead.reading.text
        earlier = [bool(_THAN.search(text, 0, time.start)) or text[time.start :].startswith("since") for time in times]
        own = [
            pair
            for pair in own
            if all(pair.is_then(t) if then else pair.is_now(t) for t, then in zip(times, earlier, strict=True))
        ]
        yield own[0] if len(own) == 1 else None


def _moved(lead: Lead, *ways: str) -> bool:
    return all(pair is not None and pair.moved in ways for pair in _moves(lead))


def _slipped(lead: Lead) -> bool:
    """Return whether what people say of themselves grew or slipped: `partners are less confident than they were`."""
    found = re.fullmatch(r"k+[RL]|[RLmf]k+", re.sub("[tHp]", "", lead.kinds))
    labels = {item.text for item in lead.items}
    own = _OWN.match(labels.pop()) if len(labels) == 1 else None
    if not found or own is None or not lead.topic or stem(own["how"]) != lead.topic[0] or not _counted(lead):
        return False
    if lead.topic != list(stems_of(lead.items[0].text[own.start("how") :]))[: len(lead.topic)]:
        return False
    return _moved(lead, ROSE if {"R", "m"} & set(lead.kinds) else FELL)


def _shifted(lead: Lead) -> bool:
    """Return whether a view changed: one way or the other, or agreement that way."""
    kinds = re.sub("[tp]", "", lead.kinds)
    found = re.fullmatch(r"k*H?(?:V(?:k*H?)C|G(?:k*H?)(?P<way>[RL]))H?|HCVk*", kinds)
    if not found or not _counted(lead) or not _in_order(lead.topic, lead.items[0].text, loose=True):
        return False
    return _moved(lead, *{"R": (ROSE,), "L": (FELL,)}.get(found["way"], (ROSE, FELL)))


def _more(lead: Lead) -> bool:
    """Return whether more, or fewer, people said so than before."""
    kinds = lead.kinds.replace("t", "")
    found = re.fullmatch(r"(?P<way>[mf])Hp?a?k+p?", kinds)
    said = lead.topic
    if not found or not _counted(lead):
        return False
    for item in lead.items:
        own = list(dict.fromkeys(stems_of(item.text)))
        how, am = _HOW.match(item.text) is not None, _OWN.match(item.text)
        bare = am is not None and said[0] == stem(am["how"])
        if (not bare and len(set(said) & set(own)) < _MOST * len(own)) or not _in_order(said, item.text, loose=how):
            return False
        first = stem(am["how"]) if am else own[0]
        # `more staff cover harm` does not mean that more staff say that policies do.
        spoken = "a" in found[0] or _OF_SELVES.match(item.text) is not None
        if first not in said if how else (first != said[0] or not spoken):
            return False
    up = found["way"] == "m"
    return all(
        pair is not None and pair.moved == (ROSE if up else FELL) and (pair.now.k > pair.then.k) == up
        for pair in _moves(lead)
    )


def _easier(lead: Lead) -> bool:
    """Return whether answers about how easy something is rose: `partners find it easier than they did`."""
    compared = [one for one in lead.tokens if one.kind == "A"]
    hows = [_HOW.match(item.text) for item in lead.items]
    if re.sub("[tkHpa]", "", lead.kinds) != "A" or not _counted(lead):
        return False
    fits = all(how is not None and stem(how["how"]) in positive(compared[0].text.lower()) for how in hows)
    said = set(lead.topic)
    fits = fits and all(set(stems_of(how["what"])) <= said for how in hows if how)
    return fits and all(said <= set(stems_of(item.text)) for item in lead.items) and _moved(lead, ROSE)


def _differ(lead: Lead) -> bool:
    """Return whether two groups answer one question clearly apart."""
    kinds = re.sub("[kV]", "", lead.kinds)
    apart = len({means(words) for words in lead.whom}) == len(lead.whom)
    kinds = re.sub("t", "", kinds)
    if not apart or kinds not in ("HHsd", "HHD", "DHH", "HXH") or len(lead.items) != len(lead.whom):
        return False
    if not lead.is_of_year or not all(
        [counts(means(words), item) for item in lead.items].count(True) == 1 for words in lead.whom
    ):
        return False
    return _of_one_question(lead) and all(_apart(*two) for two in combinations(lead.items, 2))


def _likelier(lead: Lead) -> bool:
    """Return whether one group agrees clearly more, or less, often than another: `partners are likelier to say`."""
    found = re.fullmatch(r"H(?P<way>[EI])Hak+", lead.kinds.replace("t", ""))
    if not found or len(lead.items) != 2 or not lead.is_of_year or not _of_one_question(lead):
        return False
    first, second = ([item for item in lead.items if counts(means(words), item)] for words in lead.whom)
    if len(first) != 1 or len(second) != 1 or first == second or not _apart(first[0], second[0]):
        return False
    own = set(stems_of(first[0].text))
    one, other = first[0].share, second[0].share
    if one is None or other is None:
        return False
    more = one > other
    said = [one for one in lead.topic if one not in silent()]
    whole = len(set(said) & own) >= _MOST * len(own) and _in_order(said, first[0].text)
    return whole and more == (found["way"] == "E")


def _places_differ(lead: Lead) -> bool:
    """Return whether the answers at two places are clearly apart; on two sides of a half, if called opposite."""
    several = len(lead.items) > 1 and len({item.scope for item in lead.items}) == len(lead.items)
    alike = len({(item.text, item.voice, item.unit) for item in lead.items}) == 1
    found = re.fullmatch(r"(?P<named>L+|P)DHz?|(?P<places>L+|P)z?Dz?", re.sub("[ktV]", "", lead.kinds))
    if not (found and several and alike and lead.is_of_year and _counted(lead)):
        return False
    named = found["named"] or found["places"]
    shares = [item.share for item in lead.items if item.share is not None]
    if len(shares) != len(lead.items):
        return False
    wide = ("z" in lead.kinds or "opposite" in lead.said) and not min(shares) < 1 / 2 < max(shares)
    whole = named == "P" or len(named) == len(lead.items)
    return whole and not wide and all(_apart(*two) for two in combinations(lead.items, 2))


def _is_whose(lead: Lead, at: int) -> bool:
    """Return whether people own something other than a view: `partners’ health was divided`."""
    token, end = lead.tokens[at], lead.tokens[at].start + len(lead.tokens[at].text)
    return token.kind == "H" and lead.reading.text[end : end + 1] in ("’", "'") and lead.kinds[at + 1 : at + 2] != "V"


def _divided(lead: Lead) -> bool:
    """Return whether the answers of one group fall on both sides, neither of them small."""
    found = re.fullmatch(r"(?:HV?D|VH?D|DH)(?P<much>[mf]?)p?", re.sub("[kt]", "", lead.kinds))
    if not found or len(lead.items) != 1 or not lead.is_of_year or not _counted(lead):
        return False
    if any(_is_whose(lead, at) for at in range(len(lead.tokens))):
        return False
    (item,) = lead.items
    held = item.value_if(AnswerCounts)
    if held is None or (found["much"] and held.worse is None):
        return False  # `whether more organisations plan together` is another question
    if held.k is None or held.against is None or not item.n:
        return False
    balanced = min(held.k, held.against) >= _SIDE * item.n and max(held.k, held.against) <= _LARGE * item.n
    return balanced and _in_order(lead.topic, item.text, loose=True) and bool(lead.whom or "V" in lead.kinds)


def _uneven(lead: Lead) -> bool:
    """Return whether a planned activity fell short at one place and not at another."""
    several = len(lead.items) > 1 and len({item.scope for item in lead.items}) == len(lead.items)
    if (
        not re.fullmatch(r"k+U", lead.kinds.replace("t", ""))
        or not lead.is_of_year
        or not several
        or len({one.text for one in lead.items}) > 1
    ):
        return False
    done = [item.value.share for item in lead.items if isinstance(item.value, PieceCounts)]
    shares = [share for share in done if share is not None]
    return len(shares) == len(lead.items) and min(shares) < 1 <= max(shares) and max(shares) - min(shares) >= _APART


def _more_positive(lead: Lead) -> bool:
    """Return whether agreement rose or fell between the two times named; by much, if the words say so."""
    found = re.fullmatch(r"H(?P<far>z?)(?P<way>[QW])p?", re.sub("[kt]", "", lead.kinds))
    if not found or not _counted(lead) or not {"p", "t"} & set(lead.kinds):
        return False
    known = frozenset().union(*map(known_of, lead.items))
    moves = list(_moves(lead))
    gaps = [
        abs(pair.now.k / pair.now.n - pair.then.k / pair.then.n)
        for pair in moves
        if pair and pair.now.n and pair.then.n
    ]
    far = not found["far"] or (len(gaps) == len(moves) and all(gap >= _APART for gap in gaps))
    return set(lead.topic) <= known and far and _moved(lead, ROSE if found["way"] == "Q" else FELL)


def _of_one_question(lead: Lead) -> bool:
    fields = {bond.field for bond in lead.reading.bonds}
    return len({(item.text, item.scope, item.year) for item in lead.items}) == 1 and fields == {"k"}


def _apart(one: EvidenceItem, other: EvidenceItem) -> bool:
    (k, n), (j, m) = ((item.k, item.n) for item in (one, other))
    if k is None or j is None or not n or not m:
        return False
    interval = newcombe(k, n, j, m)
    return abs(k / n - j / m) >= _APART and interval is not None and not interval.low <= 0 <= interval.high


def _alike(lead: Lead) -> bool:
    """Return whether two groups answer an outcome's question much the same; one of them may be uncounted here."""
    ground = lead.reading.ground
    if lead.kinds.replace("k", "") not in ("HSH", "HHY", "HHsY"):
        return False
    sides = [
        [
            item
            for item in ground.items
            if (item.outcome_id, item.scope, item.year)
            == (ground.claim.outcome_id, ground.claim.scope, ground.claim.year)
            and item.of_whole
            and counts(means(words), item)
        ]
        for words in lead.whom
    ]
    if (
        any(len(side) != 1 for side in sides)
        or sides[0] == sides[1]
        or not set(map(id, lead.items)) <= {id(side[0]) for side in sides}
    ):
        return False
    (one,), (other,) = sides
    same = one.polarity == other.polarity
    return same and one.share is not None and other.share is not None and abs(one.share - other.share) <= _NEAR


def _most(lead: Lead) -> bool:
    """Return whether most of those scored twice stayed the same, or moved that way."""
    found = re.fullmatch(r"k*oH?k*(?P<way>[Nbw])[kt]*|[ktH]*(?P<all>[hN])[kt]*", lead.kinds)
    if found is None or not lead.is_of_year or len(lead.items) != 1 or (found["all"] and not lead.topic):
        return False
    (item,) = lead.items
    named = {one for whom in lead.whom for one in stems_of(whom)} <= {*stems_of(item.text.partition(":")[0])}
    with_whom = any(_WITH.search(lead.reading.text, 0, one.start) for one in lead.tokens if one.kind == "H")
    if with_whom or not (_counted(lead) or (found["all"] and named)):
        return False
    held, fields = item.value_if(ScorePairs), {bond.field for bond in lead.reading.bonds}
    if held is None or not item.n or not _heads(lead, item):
        return False
    part = "same" if found["all"] else {"N": "same", "b": "better", "w": "worse"}[found["way"]]
    count = held.together([part])
    most = count is not None and 2 * count > item.n and part in fields
    return most and (not found["all"] or item.polarity == "no_change")


def _heads(lead: Lead, item: EvidenceItem) -> bool:
    """Return whether the clause's topic begins with what the title is about: `services improved` is another claim."""
    title, _, scores = item.text.partition(":")
    said = [one for one in lead.topic if one not in stems_of(scores)]
    people = {one for found in who_in(title, 0, len(title)) for one in stems_of(title[found.start : found.end])}
    own = [one for one in stems_of(title) if one not in people]
    return not said or said[0] in (*own[:1], *stems_of(item.outcome_id.replace("_", " ")))


def _in_order(said: Sequence[str], label: str, *, loose: bool = False) -> bool:
    """Return whether a question has these words, in their order."""
    own = list(dict.fromkeys(stems_of(label)))
    places = [own.index(one) for one in said if one in own]
    return len(places) == len(said) and (loose or places == sorted(places))


STATEMENTS: Final[tuple[Callable[[Lead], bool], ...]] = (
    _slipped,
    _shifted,
    _more,
    _easier,
    _differ,
    _likelier,
    _places_differ,
    _divided,
    _uneven,
    _more_positive,
    _alike,
    _most,
)
